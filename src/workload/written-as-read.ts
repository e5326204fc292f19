import { CfnResource, Lazy } from 'aws-cdk-lib';
import { Resolution } from '../private/reference-values';
import { expandTokens } from '../private/tokens';

/** What every element of a template can do, though the CDK's types don't tell. */
interface Synthesizable {
  _toCloudFormation(): object;
}

/** What proofs have read of resources since the CDK has settled their references. */
const READ = new WeakMap<CfnResource, object>();

/**
 * Has the CDK write a resource as the proofs of the same synth have read it, rather than make it once more: what is proved
 * is what is written, and is found out once. One that no proof has read is expanded as it is for them.
 */
export function writeAsRead(resource: CfnResource): void {
  const element = resource as unknown as Synthesizable;
  const make = element._toCloudFormation.bind(resource);
  element._toCloudFormation = () => Lazy.uncachedAny({
    produce: (context) => {
      // The CDK prepares each synth by a look for references, before it validates.
      if (context.preparing) { READ.delete(resource); }
      const written = READ.get(resource) ?? expandTokens(make(), new Resolution(context)) as object;
      context.registerPostProcessor({ postProcess: () => copyOfSections(written) });
      return undefined;
    },
  });
}

/** A resource as its template has it, by the logical id. */
export function readResource(resource: CfnResource, inSynth: boolean): object {
  READ.delete(resource);
  const read: object = resource.stack.resolve((resource as unknown as Synthesizable)._toCloudFormation());
  if (inSynth) { READ.set(resource, read); }
  return read;
}

/** The sections of a part of a template, each an object of its own: the CDK puts those of other resources into them. */
function copyOfSections(part: object): object {
  return Object.fromEntries(Object.entries(part).map(([name, section]) => [name, { ...section }]));
}

import { CfnResource, IResolveContext, Lazy } from 'aws-cdk-lib';
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
      const read = context.preparing ? undefined : READ.get(resource);
      // It is given away once: who asks may change it.
      READ.delete(resource);
      const written = read ?? expandTokens(make(), new Resolution(context)) as object;
      context.registerPostProcessor({ postProcess: () => mapValues(written, (section) => mapValues(section, settled)) });
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

/**
 * A part of a template that is to the CDK a token which resolves to it, and to all others what it is: once the CDK has put
 * the parts together, it resolves all that is no token once more.
 */
function settled(part: object): object {
  const resolve = (context: IResolveContext) => {
    context.registerPostProcessor({ postProcess: () => ({ ...part }) });
    return undefined;
  };
  return Object.defineProperty({ ...part }, 'resolve', { value: resolve });
}

function mapValues(record: object, map: (value: object) => object): object {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

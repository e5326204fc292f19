import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { METADATA_TYPES } from './construct-metadata';
import { TemplateSource } from '../workload/json-template';

/** The templates of all stacks of an app as they are about to be written, for what runs during synth. */
export function sourcesInTree(root: IConstruct): TemplateSource[] {
  return root.node.findAll().filter((construct): construct is Stack => Stack.isStack(construct)).map(sourceOf);
}

function sourceOf(stack: Stack): TemplateSource {
  const { account, region, nestedStackParent: parent, nestedStackResource: resource } = stack;
  return {
    name: stack.artifactId,
    json: (stack as unknown as Synthesizable)._toCloudFormation(),
    account: known(account),
    region: known(region),
    metadata: metadataOf(parent ?? stack),
    around: parent && resource ? { template: parent.artifactId, logicalId: parent.resolve(resource.logicalId) } : undefined,
  };
}

function known(value: string): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

/** What constructs say of themselves, by their paths with a slash before them. */
function metadataOf(stack: Stack): NonNullable<TemplateSource['metadata']> {
  const entries = stack.node.findAll().map((construct) => {
    const told = construct.node.metadata.filter(({ type }) => METADATA_TYPES.includes(type));
    return [`/${construct.node.path}`, told.map(({ type, data }) => ({ type, data: stack.resolve(data) }))] as const;
  });
  return Object.fromEntries(entries.filter(([, told]) => told.length > 0));
}

/** What every stack can do, though the CDK's types don't tell. */
interface Synthesizable {
  _toCloudFormation(): Record<string, any>;
}

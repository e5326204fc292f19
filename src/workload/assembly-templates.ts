import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CloudAssembly, CloudFormationStackArtifact, UNKNOWN_ACCOUNT, UNKNOWN_REGION } from 'aws-cdk-lib/cx-api';
import { TemplateSource } from './json-template';

/** The stacks of an assembly. */
type Stacks = Pick<CloudAssembly, 'stacksRecursively'>;

/** The templates of an assembly, and those that are nested in them. */
export function sourcesOf(assembly: Stacks): TemplateSource[] {
  return assembly.stacksRecursively.flatMap(sourcesOfStack);
}

/** The template of a stack, and those that are nested in it. */
export function sourcesOfStack(stack: CloudFormationStackArtifact): TemplateSource[] {
  const { account, region } = stack.environment;
  return withNested(path.dirname(stack.templateFullPath), {
    name: stack.id,
    json: stack.template,
    account: account === UNKNOWN_ACCOUNT ? undefined : account,
    region: region === UNKNOWN_REGION ? undefined : region,
    file: stack.templateFullPath,
    metadata: stack.metadata,
  });
}

/** The name of a stack's template: the artifact's, and behind it the logical id of a nested stack; that of the one asked is empty. */
export function templateName(stack: Stack, asked?: Stack): string {
  if (stack === asked) { return ''; }
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  return parent && resource ? `${templateName(parent, asked)}.${parent.resolve(resource.logicalId)}` : stack.artifactId;
}

/** A template and those that it nests: the CDK keeps them as assets, which the URL of the template names by their hash. */
export function withNested(directory: string, source: TemplateSource): TemplateSource[] {
  const nested = Object.entries<any>(source.json.Resources ?? {}).filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack');
  return [source, ...nested.flatMap(([logicalId, { Properties }]) => {
    const file = fileOfAsset(directory, JSON.stringify(Properties?.TemplateURL ?? ''));
    if (file === undefined) { return []; }
    const json = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
    return withNested(directory, { ...source, name: `${source.name}.${logicalId}`, json, file: path.join(directory, file), around: { template: source.name, logicalId } });
  })];
}

/** The file of the asset that a URL names. */
function fileOfAsset(directory: string, url: string): string | undefined {
  const [, hash] = /([0-9a-f]{64})\.json/.exec(url) ?? [];
  const manifests = hash === undefined ? [] : fs.readdirSync(directory).filter((file) => file.endsWith('.assets.json'));
  return manifests.map((file) => JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8')).files?.[hash]?.source?.path).find((found) => found !== undefined);
}

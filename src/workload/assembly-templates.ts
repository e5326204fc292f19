import * as fs from 'node:fs';
import * as path from 'node:path';
import { CloudAssembly, UNKNOWN_ACCOUNT, UNKNOWN_REGION } from 'aws-cdk-lib/cx-api';
import { TemplateSource } from './json-template';

/** The stacks of an assembly. */
type Stacks = Pick<CloudAssembly, 'stacksRecursively'>;

/** The templates of an assembly, and those that are nested in them. */
export function sourcesOf(assembly: Stacks): TemplateSource[] {
  return assembly.stacksRecursively.flatMap((stack) => {
    const { account, region } = stack.environment;
    return withNested(path.dirname(stack.templateFullPath), {
      name: stack.id,
      json: stack.template,
      account: account === UNKNOWN_ACCOUNT ? undefined : account,
      region: region === UNKNOWN_REGION ? undefined : region,
    });
  });
}

/** A template and those that it nests: the CDK keeps them as assets, which the URL of the template names by their hash. */
export function withNested(directory: string, source: TemplateSource): TemplateSource[] {
  const nested = Object.entries<any>(source.json.Resources ?? {}).filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack');
  return [source, ...nested.flatMap(([logicalId, { Properties }]) => {
    const file = fileOfAsset(directory, JSON.stringify(Properties?.TemplateURL ?? ''));
    if (file === undefined) { return []; }
    const json = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
    return withNested(directory, { ...source, name: `${source.name}.${logicalId}`, json, around: { template: source.name, logicalId } });
  })];
}

/** The file of the asset that a URL names. */
function fileOfAsset(directory: string, url: string): string | undefined {
  const [, hash] = /([0-9a-f]{64})\.json/.exec(url) ?? [];
  const manifests = hash === undefined ? [] : fs.readdirSync(directory).filter((file) => file.endsWith('.assets.json'));
  return manifests.map((file) => JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8')).files?.[hash]?.source?.path).find((found) => found !== undefined);
}

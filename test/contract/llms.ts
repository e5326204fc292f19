import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * llms.txt: the public names on one page, made of `.jsii`, for programs and people who know what they look for.
 */

const ROOT = path.join(__dirname, '../..');

export const LLMS = path.join(ROOT, 'llms.txt');

/** The rooms of src/, as readers know them. */
const ROOMS: Readonly<Record<string, string>> = {
  workload: 'Workloads, and what they trust',
  access: 'Access, and what is forbidden',
  cluster: 'Clusters',
  manifests: 'Manifests',
  guardrails: 'Guardrails, admission and RBAC',
  testing: 'Tests',
  governance: 'A platform for many',
  controllers: 'Controllers',
};

const HEAD = `# cdk-eks-workload-identity

> AWS CDK constructs that give pods of Amazon EKS an AWS identity, by EKS Pod Identity or IRSA: role, trust, association, ServiceAccount, and proofs of what a workload can't do.

Made by \`npm run llms\`. Import every name from \`cdk-eks-workload-identity\`; constructs take \`(scope, id, props)\`. A question mark stands behind what is optional.

- [Start](docs/start.md): from an empty folder to a tested identity
- [Docs](docs/README.md): a page for each task
- [API](API.md): everything in full`;

/** What the page should be. */
export function llms(): string {
  const types: Record<string, any> = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8')).types;
  const files = [...fs.readFileSync(path.join(ROOT, 'src/index.ts'), 'utf8').matchAll(/'\.\/(.+)'/g)].map(([, file]) => `src/${file}.ts`);
  const place = ({ locationInModule: { filename, line } }: any) => files.indexOf(filename) * 10_000 + line;
  const sorted = Object.values(types).sort((one, other) => place(one) - place(other));
  const sections = Object.entries(ROOMS).map(([room, title]) => {
    const members = sorted.filter(({ locationInModule: { filename } }) => filename.startsWith(`src/${room}/`));
    return `## ${title}\n\n${members.map((type) => entry(type, types)).join('\n')}`;
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

function entry(type: any, types: Record<string, any>): string {
  const head = `- \`${type.name}\`: ${type.docs.summary}`;
  if (type.kind === 'enum') { return `${head} ${type.members.map(({ name }: any) => `\`${name}\``).join(', ')}`; }
  if (type.kind === 'interface') { return `${head} ${propertiesOf(type, types).map(nameOf).sort().map((name) => `\`${name}\``).join(', ')}`; }
  const constants = (type.properties ?? []).filter((property: any) => property.static).map(nameOf);
  const lines = (type.methods ?? []).map((method: any) => `  - \`${method.static ? `${type.name}.` : ''}${signature(method)}\`: ${method.docs.summary}`);
  return [`${head}${constants.length > 0 ? ` ${constants.map((name: string) => `\`${name}\``).join(', ')}` : ''}`, ...lines].join('\n');
}

/** The properties of a struct, inherited ones of the library's own structs too. */
function propertiesOf(type: any, types: Record<string, any>): any[] {
  const inherited = (type.interfaces ?? []).filter((name: string) => types[name] !== undefined);
  return [...type.properties ?? [], ...inherited.flatMap((name: string) => propertiesOf(types[name], types))];
}

function signature({ name, parameters = [] }: any): string {
  return `${name}(${parameters.map((parameter: any) => `${parameter.variadic ? '...' : ''}${nameOf(parameter)}`).join(', ')})`;
}

function nameOf({ name, optional }: any): string {
  return `${name}${optional ? '?' : ''}`;
}

if (require.main === module) { fs.writeFileSync(LLMS, llms()); }

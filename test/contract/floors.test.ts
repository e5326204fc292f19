import * as fs from 'node:fs';
import * as path from 'node:path';
import { ESLint, loadESLint } from 'eslint';

const ROOT = path.join(__dirname, '../..');
let eslint: ESLint;

beforeAll(async () => {
  const Linter = await loadESLint({ useFlatConfig: false }) as unknown as typeof ESLint;
  eslint = new Linter({ cwd: ROOT });
});

/** What the lint says of a source file if its text were this. */
async function lint(file: string, text: string): Promise<string> {
  const [{ messages }] = await eslint.lintText(text, { filePath: path.join(ROOT, file) });
  return messages.map(({ ruleId, message }) => `${ruleId}: ${message}`).join('\n');
}

test.each([
  ['src/policy/escape.ts', '../access/access', 'import/no-restricted-paths: Unexpected path "../access/access" imported in restricted zone. policy/ imports from lower floors alone: private.'],
  ['src/trust/pod-identity-trust.ts', '../access/access', 'trust/ imports from lower floors alone: private, policy.'],
  ['src/access/access.ts', '../workload/workload', 'access/ imports from lower floors alone: private, policy.'],
  ['src/guardrails/check.ts', '../testing/requests', 'guardrails/ imports from lower floors alone: private, policy, access, trust, cluster, manifests, workload.'],
  ['src/private/compare.ts', '../policy/escape', 'private/ imports from lower floors alone: none.'],
  ['src/governance/markdown.ts', '../cli/verb', 'governance/ imports from lower floors alone: private, policy, access, trust, cluster, manifests, workload, guardrails.'],
  ['src/cli/verb.ts', '../index', 'cli/ imports from lower floors alone: private, policy, access, trust, cluster, manifests, workload, guardrails, testing, governance, controllers.'],
  ['src/policy/escape.ts', 'aws-cdk-lib', 'no-restricted-imports: \'aws-cdk-lib\' import is restricted from being used by a pattern. policy/ is pure TypeScript'],
  ['src/policy/escape.ts', '../private/tokens', 'policy/ is pure TypeScript'],
  ['src/manifests/labels.ts', 'aws-cdk-lib/aws-iam', 'manifests/ writes plain facts with cdk8s'],
  ['src/cluster/issuer.ts', './workload-cluster', 'import/no-cycle: Dependency cycle detected'],
])('in %s an import from %s fails the lint', async (file, from, message) => {
  expect(await lint(file, `export * from '${from}';\n`)).toContain(message);
});

test.each([
  ['src/workload/identity-mechanism.ts', '../access/access'],
  ['src/cli/verb.ts', '../governance/markdown'],
])('in %s an import from the lower floor %s passes the lint', async (file, from) => {
  expect(await lint(file, `export * from '${from}';\n`)).toBe('');
});

test('no room may import the command line', async () => {
  const { rules } = await eslint.calculateConfigForFile(path.join(ROOT, 'src/cli/verb.ts'));
  const [, { zones }] = rules['import/no-restricted-paths'];
  const rooms = fs.readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => `./src/${name}`);

  expect(zones.map(({ target }: { target: string }) => target).sort()).toEqual(rooms.sort());
  expect(zones.filter(({ except }: { except: string[] }) => except.includes('./cli')).map(({ target }: { target: string }) => target)).toEqual(['./src/cli']);
});

test('the public surface has nothing of the command line', () => {
  expect(fs.readFileSync(path.join(ROOT, 'src/index.ts'), 'utf8')).not.toContain('./cli/');
});

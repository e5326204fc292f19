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
  ['src/policy/escape.ts', 'aws-cdk-lib', 'no-restricted-imports: \'aws-cdk-lib\' import is restricted from being used by a pattern. policy/ is pure TypeScript'],
  ['src/policy/escape.ts', '../private/tokens', 'policy/ is pure TypeScript'],
  ['src/manifests/labels.ts', 'aws-cdk-lib/aws-iam', 'manifests/ writes plain facts with cdk8s'],
  ['src/cluster/issuer.ts', './workload-cluster', 'import/no-cycle: Dependency cycle detected'],
])('in %s an import from %s fails the lint', async (file, from, message) => {
  expect(await lint(file, `export * from '${from}';\n`)).toContain(message);
});

test('an import from a lower floor passes the lint', async () => {
  expect(await lint('src/workload/identity-mechanism.ts', 'export * from \'../access/access\';\n')).toBe('');
});

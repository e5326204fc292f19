/**
 * Writes the claims of this example: 20 teams with 10 services each, one file for a team. They are committed, so that what
 * the app synthesizes is seen in a diff.
 *
 *     npx ts-node --transpile-only -P examples/tsconfig.json examples/platform/write-claims.ts
 */
import * as fs from 'node:fs';
import * as path from 'node:path';

const TEAMS = ['accounts', 'billing', 'cart', 'catalog', 'checkout', 'content', 'data', 'delivery', 'finance', 'fraud',
  'identity', 'inventory', 'invoices', 'mail', 'orders', 'payments', 'pricing', 'returns', 'search', 'shipping'];

const SERVICES: readonly [string, (team: string) => string][] = [
  ['api', (team) => `    dynamodb:\n      - { table: ${team}, access: [read, write], leadingKeyPrefixes: ['${'${namespace}'}#'] }\n    secretsManager:\n      - { secret: ${team}/api, access: [read] }`],
  ['worker', (team) => `    sqs:\n      - { queue: ${team}-jobs, access: [consume] }`],
  ['exporter', (team) => `    s3:\n      - { bucket: company-exports, prefix: ${team}/, access: [write] }`],
  ['importer', (team) => `    s3:\n      - { bucket: company-imports, prefix: ${team}/, access: [read, list, delete] }`],
  ['notifier', (team) => `    sns:\n      - { topic: ${team}-events, access: [publish] }`],
  ['scheduler', (team) => `    stepFunctions:\n      - { stateMachine: ${team}-nightly, access: [startExecution], observe: true }`],
  ['reporter', (team) => `    cloudWatch:\n      - { namespaces: [Company/${team}], access: [putMetrics] }\n    xray:\n      - { access: [writeTraces] }`],
  ['configurer', (team) => `    ssm:\n      - { path: /${team}, access: [readPath], recursive: true }`],
  ['publisher', () => '    eventBridge:\n      - { bus: company, access: [putEvents] }'],
  ['archiver', (team) => `    s3:\n      - { bucket: company-archive, prefix: ${team}/, access: [write, read] }`],
];

/** The claim of a service: every fifth is for the tests alone, and archivers have their permissions in the account of the archive. */
function claim(team: string, service: string, permissions: string, number: number): string {
  const target = service === 'archiver' ? '  target: { account: "444455556666" }\n' : '';
  return `apiVersion: platform.mycompany.io/v1alpha1
kind: AwsWorkloadIdentityClaim
metadata: { name: ${service}, namespace: ${team} }
spec:
  environment: ${number % 5 === 3 ? 'test' : 'prod'}
  owner: ${team}
${target}  permissions:
${permissions}
  mustNot:
    - { actions: ['s3:*'], outside: ['arn:aws:s3:::company-*', 'arn:aws:s3:::company-*/${team}/*'] }
`;
}

for (const team of TEAMS) {
  const claims = SERVICES.map(([service, permissions], number) => claim(team, service, permissions(team), number));
  fs.writeFileSync(path.join(__dirname, 'claims', `${team}.yaml`), `# yaml-language-server: $schema=../golden/claim.schema.json\n${claims.join('---\n')}`);
}

import { directoryOf, run } from './command';
import { ACCOUNT } from '../fixtures';
import { LOCKED } from '../guardrails/sources';
import { byHand, inline } from '../testing/peers';

const ALLOWED = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::company/in/*' };
const WRITTEN = { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };
const LISTED = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::company', Condition: { StringLike: { 's3:prefix': 'in/*' } } };
const DENIED = { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::company/in/secret' };
const TEMPLATE = byHand(LOCKED, { role: inline(ALLOWED, LISTED, DENIED, WRITTEN), resources: { Bucket: { Type: 'AWS::S3::Bucket' } } });

const file = () => `${directoryOf({ 'shop.template.json': JSON.stringify(TEMPLATE) })}/shop.template.json`;
const can = (...args: string[]) => run(['can', file(), 'finance-prod/invoice-exporter', ...args]);

test('what is allowed is shown with the statement, and exits with 0', () => {
  expect(can('s3:GetObject', 'arn:aws:s3:::company/in/a')).toEqual({
    code: 0,
    err: '',
    out: [
      'allowed: finance-prod/invoice-exporter s3:GetObject on arn:aws:s3:::company/in/a, by the role Role',
      '  it is allowed by statement "Read" of the inline policy Access:',
      '    Action s3:GetObject',
      '    Resource arn:aws:s3:::company/in/*',
      '',
    ].join('\n'),
  });
});

test.each([
  ['s3:GetObject', 'arn:aws:s3:::company/in/secret', 'it is denied by statement 3 of the inline policy Access:'],
  ['s3:GetObject', 'arn:aws:s3:::company/out/a', 'the nearest is statement "Read" of the inline policy Access:'],
  ['sqs:SendMessage', `arn:aws:sqs:eu-central-1:${ACCOUNT}:jobs`, 'no statement of the role\'s policies allows it'],
  ['s3:ListBucket', 'arn:aws:s3:::company', 'does not hold: the request has no s3:prefix'],
])('%s on %s is denied with the reason, and exits with 1', (action, resource, reason) => {
  const { code, out } = can(action, resource);

  expect(out).toMatch(/^denied: /);
  expect(out).toContain(reason);
  expect(code).toBe(1);
});

test('the context of the request is given by --context', () => {
  expect(can('s3:ListBucket', 'arn:aws:s3:::company', '--context', 's3:prefix=in/2026/').code).toBe(0);
});

test('a resource that is known at deploy time only is written as in a template', () => {
  expect(can('s3:PutObject', '${Bucket.Arn}/a').code).toBe(0);
});

test('--json tells the decision for each role', () => {
  expect(JSON.parse(can('s3:GetObject', 'arn:aws:s3:::company/in/secret', '--json').out)).toEqual({
    workload: 'finance-prod/invoice-exporter',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::company/in/secret',
    roles: [{ role: 'Role', decision: 'EXPLICIT_DENY', reasons: expect.arrayContaining(['it is denied by statement 3 of the inline policy Access:']) }],
  });
});

test('what hangs on values of deploy time is not decided, and exits with 1', () => {
  const { code, out } = can('s3:GetObject', '${Other}/a');

  expect(out).toMatch(/^not decided: /);
  expect(code).toBe(1);
});

test('a service account that is not there is refused with those that are', () => {
  const { code, err } = run(['can', file(), 'finance-prod/invoice-exportr', 's3:GetObject', 'arn:aws:s3:::company/in/a']);

  expect(err).toContain('known: finance-prod/invoice-exporter; did you mean "finance-prod/invoice-exporter"?');
  expect(code).toBe(2);
});

test('a service account that is like none is refused with the first of many that are there, or with none', () => {
  const roles = Array.from({ length: 60 }, (_, index) => [`R${index}`, { Type: 'AWS::EKS::PodIdentityAssociation', Properties: { Namespace: 'shop', ServiceAccount: `web-${index}` } }]);
  const directory = directoryOf({ 'many.json': JSON.stringify({ Resources: Object.fromEntries(roles) }), 'none.json': '{"Resources":{}}' });
  const told = (name: string) => run(['can', `${directory}/${name}.json`, 'finance/exporter', 's3:GetObject', '*']).err;

  expect(told('many')).toMatch(/\n {2}known: shop\/web-0, shop\/web-1, .*, and 10 more\n$/);
  expect(told('none')).toMatch(/\n {2}known: none\n$/);
});

test.each([
  [['finance-prod', 's3:GetObject', '*'], 'a workload is NAMESPACE/SERVICE-ACCOUNT, got: "finance-prod"'],
  [['finance-prod/invoice-exporter', 's3:Get*', '*'], 'an action is "service:Action" without wildcards'],
  [['finance-prod/invoice-exporter', 's3:GetObject', 'company'], 'a resource is one ARN without wildcards'],
  [['finance-prod/invoice-exporter', 's3:GetObject', '*', '--context', 'key'], '--context takes KEY=VALUE, got: "key"'],
  [['finance-prod/invoice-exporter', 's3:GetObject'], 'wrong arguments: use cdk-eks-workload-identity can <cdk.out | template>'],
])('%j is wrong usage: %s', (args, message) => {
  const { code, err, out } = run(['can', file(), ...args]);

  expect(err).toContain(message);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('a directory without templates is refused', () => {
  const manifests = directoryOf({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }' });

  expect(run(['can', manifests, 'a/b', 's3:GetObject', '*'])).toEqual({
    code: 2, out: '', err: `cdk-eks-workload-identity: ${manifests} must hold templates, each of which can be read\n`,
  });
});

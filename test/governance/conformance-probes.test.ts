import { Aws, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Forbidden } from '../../src';
import { probesOf } from '../../src/governance/conformance-probes';
import { valueAtSynth } from '../../src/governance/value-at-synth';
import { StatementJson } from '../../src/policy/statement';
import { ACCOUNT, REGION, stackFixture } from '../fixtures';

const allow = (action: string | string[], resource: string | string[], condition?: object): StatementJson =>
  ({ Effect: 'Allow', Action: action, Resource: resource, ...condition && { Condition: condition } });
const ask = (statements: StatementJson[], ...mustNot: Forbidden[]) => probesOf({
  statements, mustNot: mustNot.map(({ _parts }) => _parts), known: (value) => value,
});
const asked = (statements: StatementJson[], ...mustNot: Forbidden[]) => ask(statements, ...mustNot).probes.map(({ expected, action, resource }) => `${expected} ${action} ${resource}`);
const commands = (statements: StatementJson[], ...mustNot: Forbidden[]) => ask(statements, ...mustNot).probes.map(({ command }) => command.join(' '));

const BUCKET = 'arn:aws:s3:::company';
const TABLE = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carts';
const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:orders';

test('what is declared and has no effect is asked for, and the rest is told', () => {
  const { probes, notAsked } = ask([allow(['sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], QUEUE), allow('s3:GetObject', `${BUCKET}/invoices/*`)]);

  expect(probes).toEqual([{
    expected: 'allowed',
    action: 'sqs:GetQueueAttributes',
    resource: QUEUE,
    command: ['sqs', 'get-queue-attributes', '--queue-url', 'https://sqs.eu-central-1.amazonaws.com/111122223333/orders'],
  }]);
  expect(notAsked).toEqual(['s3:GetObject', 'sqs:ReceiveMessage']);
});

test.each([
  ['a prefix', { StringLike: { 's3:prefix': 'invoices/*' } }, '--prefix invoices/'],
  ['one of several prefixes', { StringLike: { 's3:prefix': ['a/*', 'b/*'] } }, '--prefix a/'],
  ['exactly one', { StringEquals: { 's3:prefix': 'a' } }, '--prefix a'],
  ['escaped characters', { StringLike: { 's3:prefix': 'a${*}b${?}${$}/*' } }, '--prefix a*b?$/'],
])('a list is asked for with %s', (_, condition, expected) => {
  expect(commands([allow('s3:ListBucket', BUCKET, condition)])).toEqual([`s3api list-objects-v2 --bucket company --max-keys 1 --no-paginate ${expected}`]);
});

test.each([
  ['of a session', { StringLike: { 's3:prefix': '${aws:PrincipalTag/kubernetes-namespace}/*' } }],
  ['of another key', { StringEquals: { 's3:delimiter': '/' } }],
  ['of two keys', { StringLike: { 's3:prefix': 'a/*', 's3:delimiter': '/' } }],
  ['of two operators', { StringLike: { 's3:prefix': 'a/*' }, StringEquals: { 's3:delimiter': '/' } }],
  ['that forbids', { StringNotLike: { 's3:prefix': 'a/*' } }],
])('what holds under a condition %s is not asked for', (_, condition) => {
  expect(ask([allow('s3:ListBucket', BUCKET, condition)])).toEqual({ probes: [], notAsked: ['s3:ListBucket'] });
});

test.each([
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:payment-??????'],
  ['dynamodb:DescribeTable', `${TABLE}/index/by-owner`],
  ['s3:ListBucket', 'arn:aws:s3:eu-central-1:111122223333:accesspoint/finance'],
  ['kinesis:ListShards', '*'],
])('%s on %s is not asked for, which is not one whole resource', (action, resource) => {
  expect(ask([allow(action, resource)])).toEqual({ probes: [], notAsked: [action] });
});

test('what is forbidden is asked for on the resources that it names', () => {
  expect(asked([], Forbidden.actions('dynamodb:Scan').on(TABLE))).toEqual([`denied dynamodb:Scan ${TABLE}`]);
});

test('what is forbidden anywhere is asked for on what the workload has to do with', () => {
  expect(asked([allow('dynamodb:GetItem', [TABLE, `${TABLE}/index/*`]), allow('sqs:SendMessage', QUEUE)], Forbidden.actions('dynamodb:Scan'))).toEqual([`denied dynamodb:Scan ${TABLE}`]);
  expect(asked([allow('s3:PutObject', `${BUCKET}/invoices/*`)], Forbidden.actions('s3:List*'))).toEqual([
    'denied s3:ListAllMyBuckets *', `denied s3:ListBucketVersions ${BUCKET}`, `denied s3:ListBucket ${BUCKET}`,
  ]);
});

test('what needs no resource is asked for even if the workload has nothing to do with the service', () => {
  expect(asked([], Forbidden.actions('IAM:*'))).toEqual(['denied iam:ListRoles *']);
});

test.each([
  Forbidden.actions('s3:*').outside(`${BUCKET}/invoices/*`),
  Forbidden.actions('s3:List*').when({ 'aws:SecureTransport': 'false' }),
  Forbidden.actions('s3:DeleteObject'),
  Forbidden.actions('s3:ListBucket').on('arn:aws:s3:::company-*'),
])('%s can\'t be asked for, and is told', (forbidden) => {
  const { probes, notAsked } = ask([allow('s3:PutObject', `${BUCKET}/invoices/*`)], forbidden);

  expect(probes).toEqual([]);
  expect(notAsked).toEqual(['s3:PutObject', `not ${forbidden._parts.actions.join(', ')}`]);
});

test.each([
  { Effect: 'Deny', Action: 'sqs:Get*', Resource: '*' },
  { Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
  { Effect: 'Deny', Action: { Ref: 'Parameter' }, Resource: '*' },
])('what may be denied by a statement is not said to be allowed', (denial) => {
  expect(asked([allow('sqs:GetQueueUrl', QUEUE), denial])).toEqual([]);
});

test('what no resource is given for is asked for on none alone', () => {
  expect(ask([allow('ecr:GetAuthorizationToken', '*')]).probes).toEqual([{ expected: 'allowed', action: 'ecr:GetAuthorizationToken', resource: '*', command: ['ecr', 'get-authorization-token'] }]);
  expect(asked([], Forbidden.actions('s3:ListAllMyBuckets').on(BUCKET))).toEqual([]);
});

test('statements about all but some actions or resources are asked nothing of', () => {
  const statements = [{ Effect: 'Allow', NotAction: 'iam:*', Resource: QUEUE }, { Effect: 'Allow', Action: 'sqs:GetQueueUrl', NotResource: QUEUE }];

  expect(ask(statements, Forbidden.actions('sqs:GetQueueUrl')).probes).toEqual([]);
});

test('a denial of other actions takes nothing away', () => {
  expect(asked([allow('sqs:GetQueueUrl', QUEUE), { Effect: 'Deny', Action: 's3:*', Resource: '*' }])).toEqual([`allowed sqs:GetQueueUrl ${QUEUE}`]);
});

test('each request is asked for once, in an order that is that of no declaration', () => {
  const statements = [allow('sqs:GetQueueUrl', QUEUE), allow('sqs:GetQueueAttributes', QUEUE), allow(['sqs:GetQueueUrl'], [QUEUE, QUEUE])];

  expect(ask(statements).probes).toHaveLength(2);
  expect(ask(statements.reverse()).probes).toEqual(ask(statements).probes);
});

test('a queue in China is called by its own domain', () => {
  expect(commands([allow('sqs:GetQueueAttributes', 'arn:aws-cn:sqs:cn-north-1:111122223333:orders')])[0]).toContain('https://sqs.cn-north-1.amazonaws.com.cn/111122223333/orders');
});

test('values that are known once the stack has an environment are literals', () => {
  const { stack } = stackFixture();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company');

  expect(valueAtSynth(stack, bucket.bucketArn)).toBe(BUCKET);
  expect(valueAtSynth(stack, `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:${Aws.STACK_NAME}`)).toBe(`arn:aws:sqs:${REGION}:${ACCOUNT}:Stack`);
  expect(valueAtSynth(stack, 'literal')).toBe('literal');
});

test('values that are not known stay tokens, and calls are made of them', () => {
  const { stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const known = (value: string) => valueAtSynth(stack, value);
  const [probe] = probesOf({ statements: [allow('s3:PutObject', bucket.arnForObjects('invoices/*'))], mustNot: [Forbidden.actions('s3:ListBucket')._parts], known }).probes;

  expect(stack.resolve(probe.resource)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] });
  expect(stack.resolve(probe.command[3])).toEqual({ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] }] }] });
  expect(valueAtSynth(new Stack(), Aws.REGION)).toBe(Aws.REGION);
});

test('a queue whose ARN is known at deploy time only is called by the domain of the deployment', () => {
  const { stack } = stackFixture();
  const [{ command }] = ask([allow('sqs:GetQueueAttributes', stack.formatArn({ partition: Aws.PARTITION, service: 'sqs', resource: 'orders' }))]).probes;

  expect(JSON.stringify(stack.resolve(command[3]))).toContain('{"Ref":"AWS::URLSuffix"}');
});

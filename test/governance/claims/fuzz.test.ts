import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { parseAllDocuments, stringify } from 'yaml';
import { claim, Json } from './claim';
import { IdentityClaims, WorkloadCluster } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

/*
 * Random and mutated YAML: the loader takes it or refuses it with its own error, and what it takes gives no permission
 * that the text doesn't ask for. That is told by an oracle that knows no code of the loader.
 */

const RUNS = 20_000;

/** Numbers that are the same in each run (Park and Miller). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

const random = randomOf(20_261_121);
const pick = <T>(...items: readonly T[]): T => items[random(items.length)];
const maybe = (entry: Json): Json => random(2) === 0 ? entry : {};

/** What a permission may come to: actions, the resources of them, and conditions that must stand there. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly [string, readonly string[]][];
}

const escaped = (text: string) => text.replace(/\$\{(\w+)\}|[*?$]/g, (found, name) => name === 'namespace' ? '${aws:PrincipalTag/kubernetes-namespace}'
  : name === 'serviceAccount' ? '${aws:PrincipalTag/kubernetes-service-account}' : `\${${found}}`);
const arn = (service: string, rest: string) => (name: string) => name.startsWith('arn:') ? name : `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}${name}`;
const bucketArn = (name: string) => name.startsWith('arn:') ? name : `arn:aws:s3:::${name}`;
const byTags = (prefix: string, tags: Json | undefined): [string, string[]][] => Object.entries(tags ?? {}).map(([key, value]) => [`${prefix}${escaped(key)}`, [escaped(value as string)]]);
const objects = ({ bucket, prefix, object }: any) => [`${bucketArn(bucket)}/${object === undefined ? `${escaped(prefix ?? '')}*` : escaped(object)}`];

const ORACLE: Record<string, (entry: any) => Grant[]> = {
  's3.read': (entry) => [{ actions: ['s3:GetObject'], resources: objects(entry), conditions: byTags('s3:ExistingObjectTag/', entry.existingObjectTags) }],
  's3.write': (entry) => [{ actions: entry.requestObjectTags ? ['s3:PutObject', 's3:PutObjectTagging'] : ['s3:PutObject', 's3:AbortMultipartUpload'], resources: objects(entry), conditions: byTags('s3:RequestObjectTag/', entry.requestObjectTags) }],
  's3.delete': (entry) => [{ actions: ['s3:DeleteObject'], resources: objects(entry) }],
  's3.list': (entry) => [{ actions: ['s3:ListBucket'], resources: [bucketArn(entry.bucket)], conditions: entry.prefix === undefined ? [] : [['s3:prefix', [`${escaped(entry.prefix)}*`]]] }],
  's3.readTags': (entry) => [{ actions: ['s3:GetObjectTagging'], resources: objects(entry), conditions: byTags('s3:ExistingObjectTag/', entry.existingObjectTags) }],
  's3.writeTags': (entry) => [{
    actions: ['s3:PutObjectTagging'],
    resources: objects(entry),
    conditions: [...byTags('s3:ExistingObjectTag/', entry.existingObjectTags), ...byTags('s3:RequestObjectTag/', entry.requestObjectTags)],
  }],
  'sqs.produce': (entry) => [{ actions: ['sqs:SendMessage', ...entry.lookUpUrl ? ['sqs:GetQueueUrl'] : []], resources: [arn('sqs', '')(entry.queue)], conditions: byTags('aws:ResourceTag/', entry.resourceTags) }],
  'sqs.consume': (entry) => [{
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', ...entry.lookUpUrl ? ['sqs:GetQueueUrl'] : []],
    resources: [arn('sqs', '')(entry.queue)],
    conditions: byTags('aws:ResourceTag/', entry.resourceTags),
  }],
  'sns.publish': (entry) => [{ actions: ['sns:Publish'], resources: [arn('sns', '')(entry.topic)], conditions: byTags('aws:ResourceTag/', entry.resourceTags) }],
  'dynamodb.read': (entry) => [{
    actions: entry.transactionsOnly ? ['dynamodb:GetItem'] : ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', ...entry.scan ? ['dynamodb:Scan'] : []],
    resources: [arn('dynamodb', 'table/')(entry.table), ...(entry.indexes ?? []).map((index: string) => `${arn('dynamodb', 'table/')(entry.table)}/index/${index}`)],
    conditions: entry.leadingKeys ? [['dynamodb:LeadingKeys', entry.leadingKeys.map(escaped)]] : [],
  }],
  'dynamodb.write': (entry) => [{
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', ...entry.batch ? ['dynamodb:BatchWriteItem'] : []],
    resources: [arn('dynamodb', 'table/')(entry.table)],
    conditions: entry.leadingKeys ? [['dynamodb:LeadingKeys', entry.leadingKeys.map(escaped)]] : [],
  }],
  'dynamodb.deleteItems': (entry) => [{ actions: ['dynamodb:DeleteItem'], resources: [arn('dynamodb', 'table/')(entry.table)], conditions: entry.leadingKeys ? [['dynamodb:LeadingKeys', entry.leadingKeys.map(escaped)]] : [] }],
  'secretsManager.read': (entry) => [{
    actions: ['secretsmanager:GetSecretValue', ...entry.describe ? ['secretsmanager:DescribeSecret'] : []],
    resources: [entry.secret.startsWith('arn:') ? entry.secret : `${arn('secretsmanager', 'secret:')(entry.secret)}-??????`],
  }],
  'ssm.readPath': (entry) => [
    { actions: ['ssm:GetParameter', 'ssm:GetParameters'], resources: [`${arn('ssm', 'parameter')(escaped(entry.path))}/*`] },
    { actions: ['ssm:GetParametersByPath'], resources: [arn('ssm', 'parameter')(escaped(entry.path)), ...entry.recursive ? [`${arn('ssm', 'parameter')(escaped(entry.path))}/*`] : []] },
  ],
  'ssm.readParameter': (entry) => [{ actions: ['ssm:GetParameter', 'ssm:GetParameters', ...entry.history ? ['ssm:GetParameterHistory'] : []], resources: [arn('ssm', 'parameter/')(escaped(entry.parameter.replace(/^\//, '')))] }],
  'lambda.invoke': (entry) => [{ actions: ['lambda:InvokeFunction'], resources: [`${arn('lambda', 'function:')(entry.function)}${entry.qualifier ? `:${entry.qualifier}` : ''}`] }],
  'sts.assumeRole': (entry) => [
    { actions: ['sts:AssumeRole'], resources: [entry.role.startsWith('arn:') ? entry.role : `arn:aws:iam::${ACCOUNT}:role/${entry.role}`], conditions: entry.externalId ? [['sts:ExternalId', [entry.externalId]]] : [] },
    { actions: ['sts:TagSession'], resources: [entry.role.startsWith('arn:') ? entry.role : `arn:aws:iam::${ACCOUNT}:role/${entry.role}`] },
  ],
};

const TAGS = () => ({ [pick('team', 'kubernetes-namespace', '__proto__', 'constructor')]: pick('a', '${namespace}', 'x y') });

const ENTRIES: (() => [string, Json])[] = [
  () => ['s3', { bucket: pick('b-1', 'company', 'arn:aws:s3:::other'), prefix: pick('a/', 'in*/', '${namespace}/', 'x?'), access: pick(['read'], ['write'], ['read', 'list'], ['delete', 'write', 'read'], ['list']) }],
  () => ['s3', { bucket: 'b-1', object: pick('a', '${serviceAccount}.txt', 'a*'), access: ['read'], ...maybe({ existingObjectTags: TAGS() }) }],
  () => ['s3', { bucket: 'b-1', wholeBucket: true, access: [pick('read', 'write', 'list')] }],
  () => ['s3', { bucket: 'b-1', prefix: 'a/', access: ['write'], requestObjectTags: TAGS() }],
  () => ['sqs', { queue: pick('q', 'q.fifo', 'arn:aws:sqs:eu-west-1:444455556666:q'), access: pick(['produce'], ['consume'], ['consume', 'produce']), ...maybe({ lookUpUrl: random(2) === 0 }), ...maybe({ resourceTags: TAGS() }) }],
  () => ['sns', { topic: pick('t', 'arn:aws:sns:eu-west-1:444455556666:t'), access: ['publish'], ...maybe({ resourceTags: TAGS() }) }],
  () => ['dynamodb', { table: 'invoices', access: pick(['read'], ['deleteItems']), ...maybe({ leadingKeys: [pick('a', '${namespace}', 'b*')] }) }],
  () => ['dynamodb', { table: 'invoices', access: ['read'], scan: true, indexes: ['by-day'] }],
  () => ['secretsManager', { secret: pick('db', 'a/b', `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:db-AbCdEf`), access: ['read'], ...maybe({ describe: random(2) === 0 }) }],
  () => ['ssm', { path: pick('/a', '/a/${namespace}'), access: ['readPath'], ...maybe({ recursive: random(2) === 0 }) }],
  () => ['ssm', { parameter: pick('x', '/a/b', '/${namespace}'), access: ['readParameter'], ...maybe({ history: random(2) === 0 }) }],
  () => ['lambda', { function: 'f', access: ['invoke'], ...maybe({ qualifier: 'live' }) }],
  () => ['sts', { role: pick('r', 'a/r', 'arn:aws:iam::444455556666:role/r'), access: ['assumeRole'], ...maybe({ externalId: 'x-1' }) }],
];

/** A claim that is right. */
function generated(): string {
  const permissions: Record<string, Json[]> = {};
  for (let count = random(3); count >= 0; count -= 1) {
    const [service, entry] = pick(...ENTRIES)();
    (permissions[service] ??= []).push(entry);
  }
  return stringify(claim({ permissions, ...maybe({ mechanism: 'pod-identity' }), ...maybe({ mustNot: [{ actions: ['iam:*'] }] }) }), { lineWidth: 0, ...maybe({ defaultStringType: 'QUOTE_DOUBLE' }) });
}

const HOSTILE = [
  '*', '?', '${aws:username}', '${', '$', '&a ', '*a', '!!str ', '!<tag:yaml.org,2002:js/function> ', '<<: *a', '__proto__', 'constructor: {}', '[', '{', '}', ']', '- ', ': ', '"', '\'', '|\n', '>-\n', '\t', '\0', '\r',
  '\u2028', '\u043e', '\u200b', '\ufeff', '---\n', '...\n', '%YAML 1.1\n', '#', ' #', 'null', '~', 'true', '1e999', '0x10', '.inf', 'arn:aws:s3:::*', 'arn:aws:iam::111122223333:root', 'access: [delete]\n', '\ud800', '\n', '  ', ',',
];

function mutated(text: string): string {
  let result = text;
  for (let count = random(3); count >= 0; count -= 1) {
    const lines = result.split('\n');
    const at = random(result.length + 1);
    const line = random(lines.length);
    const other = random(lines.length);
    switch (random(7)) {
      case 0: result = result.slice(0, at) + result.slice(at + 1 + random(5)); break;
      case 1: result = result.slice(0, at) + pick(...HOSTILE) + result.slice(at); break;
      case 2: result = [...lines.slice(0, line), lines[other], ...lines.slice(line)].join('\n'); break;
      case 3: result = [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n'); break;
      case 4: [lines[line], lines[other]] = [lines[other], lines[line]]; result = lines.join('\n'); break;
      case 5: lines[line] = lines[line].replace(/(: |- )?[^:]*$/, `$1${pick('b-1', 'true', '"*"', 'read', 'arn:aws:s3:::b-1', 'delete', 'wholeBucket')}`); result = lines.join('\n'); break;
      default: lines[line] = `${' '.repeat(random(8))}${lines[line].trimStart()}`; result = lines.join('\n');
    }
  }
  return result;
}

function noise(): string {
  return Array.from({ length: random(60) }, () => random(3) === 0 ? pick(...HOSTILE) : String.fromCharCode(random(4) === 0 ? random(0x10000) : 32 + random(95))).join('');
}

let app: App;
let made = 0;

/** The statements of the role that a text becomes; nothing if it is refused. */
function statementsOf(text: string): { statements: any[]; documents: any[] } | undefined {
  let claims: IdentityClaims;
  try {
    claims = IdentityClaims.fromText('claims.yaml', text);
  } catch (error) {
    if ((error as { code?: string }).code !== 'InvalidClaims') { throw error; }
    return undefined;
  }
  if (made % 200 === 0) { app = new App({ analyticsReporting: false }); }
  made += 1;
  const stack = new Stack(app, `S${made}`, { env: { account: ACCOUNT, region: REGION } });
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: `c${made}`, oidcProviderArn: undefined });
  try {
    claims.addWorkloads(stack, { cluster, environment: 'prod' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'InvalidClaims') { throw error; }
    return undefined;
  }
  const roles = stack.node.findAll().filter((each): each is iam.CfnRole => (each as iam.CfnRole).cfnResourceType === 'AWS::IAM::Role');
  const statements = roles.flatMap((role) => (stack.resolve(role.policies) ?? []).flatMap((policy: any) => policy.policyDocument.Statement));
  return { statements, documents: parseAllDocuments(text).map((document) => document.toJS()).filter((document) => document !== null) };
}

/** What of the statements no claim asks for. */
function unasked(statements: any[], documents: any[]): string[] {
  const grants: Grant[] = documents.flatMap(({ spec: { permissions = {} } }) => Object.entries<any[]>(permissions).flatMap(([service, entries]) =>
    entries.flatMap((entry) => entry.access.flatMap((verb: string) => ORACLE[`${service}.${verb}`]?.(entry) ?? []))));
  const conditionsOf = (statement: any): Map<string, string> => new Map(Object.entries<any>(statement.Condition ?? {}).filter(([operator]) => operator !== 'Null').flatMap(([, keys]) =>
    Object.entries<any>(keys).map(([key, value]): [string, string] => [key, JSON.stringify([value].flat().sort())])));
  return statements.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => [statement.Action].flat().flatMap((action: string) => [statement.Resource].flat().flatMap((resource: string) => {
    const conditions = conditionsOf(statement);
    const asked = grants.some((grant) => grant.actions.includes(action) && grant.resources.includes(resource)
      && (grant.conditions ?? []).every(([key, values]) => conditions.get(key) === JSON.stringify([...values].sort())));
    return asked ? [] : [`${action} on ${resource}: ${JSON.stringify(statement)}`];
  })));
}

test(`${RUNS} texts are taken or refused, and give nothing that they don't ask for`, () => {
  const count = { taken: 0, refused: 0 };
  let slowest = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const text = run % 20 === 0 ? noise() : run % 10 === 0 ? generated() : mutated(generated());
    const started = performance.now();
    const result = statementsOf(text);
    slowest = Math.max(slowest, performance.now() - started);
    if (result === undefined) { count.refused += 1; continue; }
    count.taken += 1;
    const found = unasked(result.statements, result.documents);
    if (found.length > 0) { throw new Error(`${found.join('\n')}\nof\n${text}`); }
  }

  expect(count.taken).toBeGreaterThan(RUNS / 20);
  expect(count.refused).toBeGreaterThan(RUNS / 5);
  expect(slowest).toBeLessThan(10_000);
});

test('the oracle notices what was not asked for', () => {
  const asked = claim({ permissions: { s3: [{ bucket: 'b-1', prefix: 'a/', access: ['read'] }] } });
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b-1/a/*' };

  expect(unasked([statement], [asked])).toEqual([]);
  expect(unasked([{ ...statement, Action: ['s3:GetObject', 's3:PutObject'] }], [asked])).toHaveLength(1);
  expect(unasked([{ ...statement, Resource: 'arn:aws:s3:::b-1/*' }], [asked])).toHaveLength(1);
});

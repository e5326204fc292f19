import { directoryOf, run } from './command';
import { compileErrors } from './compiled';
import { ACCOUNT, ISSUER, PROVIDER_ARN } from '../fixtures';
import { LOCKED, lockedBy } from '../guardrails/sources';
import { byHand, inline, TRUST_PODS, trustToken } from '../testing/peers';

/** What an audit proposes for the only identity of templates. */
function proposed(...templates: object[]): { notDeclared?: string; remarks: string[]; code: string } {
  const directory = directoryOf(Object.fromEntries(templates.map((template, index) => [`t${index}.json`, JSON.stringify(template)])));
  const { identities, declarations } = JSON.parse(run(['audit', directory, '--json']).out);
  expect(identities).toHaveLength(1);
  return { ...identities[0], code: declarations };
}

const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::company/in/*' };

/** The accesses of a declaration with these statements, each in a line. */
function accessOf(...statements: object[]): string[] {
  const { code } = proposed(byHand(LOCKED, { role: inline(...statements) }));
  const [, list = ''] = /access: \[\n([^]*?)\n {6}\]/.exec(code) ?? [];
  return list.split(/,\n {8}(?=\S)(?!\})/).map((line) => line.trim().replace(/,$/, '').replace(/\s+/g, ' '));
}

const on = (Action: string | string[], Resource: unknown, Condition?: object) => ({ Effect: 'Allow', Action, Resource, ...Condition === undefined ? {} : { Condition } });
const QUEUE = `arn:aws:sqs:eu-central-1:${ACCOUNT}:jobs`;
const TABLE = `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/orders`;
const STREAM = `arn:aws:kinesis:eu-central-1:${ACCOUNT}:stream/clicks`;
const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:db/password-AbCdEf`;
const PARAMETER = 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/shop/db';
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/0123`;
const VIA = (...values: string[]) => ({ StringEquals: { 'kms:ViaService': values } });
const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:events`;

test.each<[string, object, string[]]>([
  ['reading a prefix', on('s3:GetObject', 'arn:aws:s3:::company/in/*'), ['S3Access.readPrefix(bucket, \'in/\')']],
  ['actions in any case', on('S3:getobject', 'arn:aws:s3:::company/in/*'), ['S3Access.readPrefix(bucket, \'in/\')']],
  ['all of S3 on objects', on('s3:*', 'arn:aws:s3:::company/*'),
    ['S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET)', 'S3Access.writePrefix(bucket, S3Access.WHOLE_BUCKET)', 'S3Access.deletePrefix(bucket, S3Access.WHOLE_BUCKET)']],
  ['tags that are spelled out', on(['s3:GetObjectTagging', 's3:PutObjectTagging'], 'arn:aws:s3:::company/in/*'), ['S3Access.readTags(bucket, \'in/\')', 'S3Access.writeTags(bucket, \'in/\')']],
  ['listing', on('s3:ListBucket', 'arn:aws:s3:::company'), ['S3Access.listPrefix(bucket, S3Access.WHOLE_BUCKET)']],
  ['listing a prefix', on('s3:ListBucket', 'arn:aws:s3:::company', { StringLike: { 's3:prefix': 'in/*' } }), ['S3Access.listPrefix(bucket, \'in/\')']],
  ['consuming', on(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'], QUEUE), ['SqsAccess.consume(queue)']],
  ['sending', on(['sqs:SendMessage', 'sqs:GetQueueUrl'], [QUEUE]), ['SqsAccess.produce(queue, { lookUpUrl: true })']],
  ['a bucket of any partition', on('s3:GetObject', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::company/in/*']] }), ['S3Access.readPrefix(bucket, \'in/\')']],
  ['publishing', on('sns:Publish', TOPIC), ['SnsAccess.publish(topic)']],
  ['reading a table', on(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], TABLE), ['DynamoDbAccess.read(table)']],
  ['reading and scanning a table', on(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'], TABLE), ['DynamoDbAccess.read(table, { scan: true })']],
  ['writing to a table that the template has', on(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem'], { 'Fn::GetAtt': ['Table', 'Arn'] }),
    ['DynamoDbAccess.write(table, { batch: true, conditionChecks: true })']],
  ['all of DynamoDB on a table', on('dynamodb:*', TABLE), [
    'DynamoDbAccess.read(table, { scan: true })', 'DynamoDbAccess.write(table, { batch: true, conditionChecks: true })', 'DynamoDbAccess.deleteItems(table)',
  ]],
  ['putting records', on('kinesis:PutRecord*', STREAM), ['KinesisAccess.produce(stream)']],
  ['getting records', on(['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'], STREAM), ['KinesisAccess.consume(stream)']],
  ['a secret', on(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], SECRET), ['SecretsManagerAccess.read(secret, { describe: true })']],
  ['a secret that the template has', on('secretsmanager:GetSecretValue', { Ref: 'Secret' }), ['SecretsManagerAccess.read(secret)']],
  ['a parameter', on(['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParameterHistory'], { 'Fn::Sub': PARAMETER }), ['SsmAccess.readParameter(parameter, { history: true })']],
  ['a key by way of a service', on(['kms:Decrypt', 'kms:GenerateDataKey'], KEY, { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
    ['KmsAccess.viaService(key, KmsService.S3, { operations: [KmsOperation.DECRYPT, KmsOperation.GENERATE_DATA_KEY] })']],
])('%s is said by a builder', (_, statement, access) => {
  expect(accessOf(statement)).toEqual(access);
});

test.each<[string, object]>([
  ['an action that no builder gives', on(['s3:GetObject', 's3:GetObjectVersion'], 'arn:aws:s3:::company/in/*')],
  ['a part of what a builder gives', on('s3:PutObject', 'arn:aws:s3:::company/in/*')],
  ['one object', on('s3:GetObject', 'arn:aws:s3:::company/in/a')],
  ['a pattern within a key', on('s3:GetObject', 'arn:aws:s3:::company/*/in/*')],
  ['a variable in a key', on('s3:GetObject', 'arn:aws:s3:::company/${aws:userid}/*')],
  ['buckets by a pattern', on('s3:GetObject', 'arn:aws:s3:::company-*/in/*')],
  ['a bucket of which a part is no literal', on('s3:GetObject', { 'Fn::Join': ['/', ['arn:aws:s3:::company', { Ref: 'Prefix' }, '*']] })],
  ['any resource', on('s3:GetObject', '*')],
  ['another condition', on('s3:GetObject', 'arn:aws:s3:::company/in/*', { Bool: { 'aws:SecureTransport': 'true' } })],
  ['another condition of listing', on('s3:ListBucket', 'arn:aws:s3:::company', { StringLike: { 's3:prefix': ['a/*', 'b/*'] } })],
  ['a listed prefix that is no prefix', on('s3:ListBucket', 'arn:aws:s3:::company', { StringLike: { 's3:prefix': 'a' } })],
  ['a condition that is not of the prefix', on('s3:ListBucket', 'arn:aws:s3:::company', { StringLike: { 'aws:userid': 'a*' } })],
  ['an action that is known at deploy time only', on([{ Ref: 'Action' }] as never, 'arn:aws:s3:::company/in/*')],
  ['actions of several services', on(['s3:GetObject', 'sqs:SendMessage'], ['arn:aws:s3:::company/in/*', QUEUE])],
  ['another service', on('ec2:StartInstances', `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/i-1`)],
  ['a service by the name of what every object has', on('constructor:Get', 'arn:aws:constructor:::a')],
  ['a part of reading a table', on(['dynamodb:GetItem', 'dynamodb:Query'], TABLE)],
  ['indexes of a table', on(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [TABLE, `${TABLE}/index/*`])],
  ['items of a table', on(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], TABLE, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } })],
  ['streams by a pattern', on(['kinesis:PutRecord', 'kinesis:PutRecords'], `${STREAM}-*`)],
  ['a consumer of a stream', on(['kinesis:PutRecord', 'kinesis:PutRecords'], `${STREAM}/consumer/a:1`)],
  ['a secret whose suffix is a pattern', on('secretsmanager:GetSecretValue', SECRET.replace('AbCdEf', '??????'))],
  ['a secret without its suffix', on('secretsmanager:GetSecretValue', SECRET.replace('-AbCdEf', ''))],
  ['a parameter of a named account, where that of the stack is not known', on(['ssm:GetParameter', 'ssm:GetParameters'], `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/shop/db`)],
  ['parameters below a path', on(['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'], { 'Fn::Sub': `${PARAMETER}/*` })],
  ['a public parameter', on(['ssm:GetParameter', 'ssm:GetParameters'], { 'Fn::Sub': PARAMETER.replace('shop', 'aws/service') })],
  ['a key without a service', on('kms:Decrypt', KEY)],
  ['a key by way of several services', on('kms:Decrypt', KEY, VIA('s3.eu-central-1.amazonaws.com', 'sqs.eu-central-1.amazonaws.com'))],
  ['a key by way of a service of another region', on('kms:Decrypt', KEY, VIA('s3.eu-west-1.amazonaws.com'))],
  ['a key by way of a service that no builder knows', on('kms:Decrypt', KEY, VIA('workmail.eu-central-1.amazonaws.com'))],
  ['a key with its encryption context', on('kms:Decrypt', KEY, { StringEquals: { ...VIA('s3.eu-central-1.amazonaws.com').StringEquals, 'kms:EncryptionContext:a': 'b' } })],
  ['a key by way of a service, and another condition', on('kms:Decrypt', KEY, { ...VIA('s3.eu-central-1.amazonaws.com'), Bool: { 'aws:SecureTransport': 'true' } })],
  ['a key of China, where services have two names', on('kms:Decrypt', KEY.replace(/aws:kms:eu-central-1/, 'aws-cn:kms:cn-north-1'), VIA('s3.cn-north-1.amazonaws.com'))],
  ['a key that is known at deploy time only', on('kms:Decrypt', { 'Fn::GetAtt': ['Key', 'Arn'] }, VIA('s3.eu-central-1.amazonaws.com'))],
  ['a key of which a part is known at deploy time only', on('kms:Decrypt', { 'Fn::Sub': KEY.replace(ACCOUNT, '${AWS::AccountId}') }, VIA('s3.eu-central-1.amazonaws.com'))],
  ['what is no use of data', on('kms:DescribeKey', KEY, VIA('s3.eu-central-1.amazonaws.com'))],
  ['queues by a pattern', on('sqs:SendMessage', `${QUEUE}*`)],
  ['topics by a pattern', on('sns:Publish', 'arn:aws:sns:*:*:events')],
  ['what is left out', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
  ['all but a resource', { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::company/in/*' }],
  ['a denial', { ...READ, Effect: 'Deny' }],
])('%s is kept as it was', (_, statement) => {
  expect(accessOf(statement)).toEqual([expect.stringMatching(/^Access\.fromStatements\('as statement 1 of the inline policy Access before', new iam\.PolicyStatement\(/)]);
});

test('values of any kind are written so that they compile and mean the same', () => {
  const { code } = proposed(byHand(LOCKED, {
    role: {
      ...inline(on('ec2:StartInstances', [
        { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:instance/${!literal}/${Instance}/${Other.Arn}' },
        { 'Fn::ImportValue': 'it\'s' }, { 'Fn::Select': [0, ['`', 'b']] }, { 'Fn::GetAtt': 'Other.Arn' }, 'a\\b\n`${c}',
        { 'Fn::GetAtt': ['Other', { Ref: 'Attribute' }] }, 'a"b',
        { 'Fn::Sub': ['${a}', { a: 'b' }] }, { 'Fn::Join': ['', [{ 'Fn::Select': [0, ['`']] }, '`\\${x}\r\n']] },
      ])),
      PermissionsBoundary: { Ref: 'Boundary' },
    },
  }));

  expect(compileErrors(code)).toEqual([]);
  expect(code).toContain('`arn:${Aws.PARTITION}:ec2:*:${Aws.ACCOUNT_ID}:instance/\\${literal}/${Fn.ref(\'Instance\')}/${Fn.getAtt(\'Other\', \'Arn\').toString()}`');
  expect(code).toContain('Fn.importValue(\'it\\\'s\')');
  expect(code).toContain('Token.asString({"Fn::Select":[0,["\\u0060","b"]]})');
  expect(code).toContain('Token.asString({"Fn::GetAtt":["Other",{"Ref":"Attribute"}]})');
  expect(code).toContain('\'a"b\'');
  expect(code).toContain('permissionsBoundary: boundary,');
});

test('names that are no identifiers, and the same ones twice, compile', () => {
  const directory = directoryOf({
    '1-shop.json': JSON.stringify(byHand(LOCKED, { role: inline(READ) })),
    'a/1-shop.json': JSON.stringify(byHand(lockedBy({ StringEquals: {} }), { role: inline(READ, on('s3:GetObject', 'arn:aws:s3:::other/in/*')) })),
    'b/1-shop.yaml': JSON.stringify(byHand(TRUST_PODS, { association: { ClusterName: '*/ it`s' }, role: inline(READ) })),
  });
  const { declarations } = JSON.parse(run(['audit', directory, '--json']).out);

  expect(compileErrors(declarations)).toEqual([]);
  expect(declarations.match(/export class \w+/g).sort()).toEqual(['export class The1Shop2Identities', 'export class The1Shop3Identities', 'export class The1ShopIdentities']);
});

const NO_PERMISSIONS = inline();
const OTHER_ROLE = { Other: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } } };

test.each<[string, object, string]>([
  ['a target role', byHand(LOCKED, { association: { TargetRoleArn: { 'Fn::GetAtt': ['Other', 'Arn'] } }, resources: OTHER_ROLE }), 'declare that one as a TargetRole'],
  ['a session policy', byHand(LOCKED, { association: { Policy: '{}', DisableSessionTags: true } }), 'declare it by sessionPolicy'],
  ['the default service account', byHand(TRUST_PODS, { association: { ServiceAccount: 'default' } }), 'give the workload one of its own first'],
  ['what is no name', byHand(TRUST_PODS, { association: { Namespace: 'A B' } }), 'is no name of Kubernetes'],
  ['a deploy-time name', byHand(TRUST_PODS, { association: { Namespace: { Ref: 'Namespace' } } }), 'or is known at deploy time only: name both'],
  ['a role of elsewhere', byHand(LOCKED, { association: { RoleArn: 'arn:aws:iam::111122223333:role/x' } }), 'the role arn:aws:iam::111122223333:role/x is in no template'],
  ['a trust policy that denies', byHand([LOCKED, { ...TRUST_PODS, Effect: 'Deny' }] as never, { role: NO_PERMISSIONS }), 'its trust policy denies'],
  ['a trust policy that asks for more', byHand(lockedBy({ StringEquals: { 'aws:SourceIp': '10.0.0.1' } })), 'its trust policy asks for aws:SourceIp as well'],
  ['a trust policy that is not of the pods', byHand(lockedBy({ StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'other' } })), 'doesn\'t let in the pods of the association'],
  ['a trust policy that can\'t be read', byHand({}, { role: { AssumeRolePolicyDocument: { Ref: 'Trust' } } }), 'its trust policy can\'t be read'],
  ['tags of sessions that there are none of', byHand(TRUST_PODS, {
    association: { DisableSessionTags: true }, role: inline(on('s3:GetObject', 'arn:aws:s3:::company/${aws:PrincipalTag/kubernetes-namespace}/*')),
  }), 'declare it with sessionTags: false'],
  ['a denial that is put together at deploy time', byHand(LOCKED, {
    role: inline({ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { 'Fn::GetAtt': ['Made', 'Conditions'] } }),
  }), 'without it the declaration would be wider'],
])('%s is told, and not declared', (_, template, reason) => {
  const { notDeclared, code } = proposed(template);

  expect(notDeclared).toContain(reason);
  expect(code).toBe('');
});

test('tokens for another audience, and an annotation that has no effect, are told', () => {
  const trust = { ...trustToken('system:serviceaccount:finance-prod:invoice-exporter'), Condition: { StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:finance-prod:invoice-exporter', [`${ISSUER}:aud`]: 'other' } } };
  const role = { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'role', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } } } };
  expect(proposed({ Resources: role }).notDeclared).toBe('its trust policy takes no tokens for sts.amazonaws.com, which the declaration would');
  expect(PROVIDER_ARN).toContain(ISSUER);

  const manifest = {
    Type: 'Custom::AWSCDK-EKS-KubernetesResource',
    Properties: {
      ClusterName: 'production',
      Manifest: JSON.stringify([
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a', namespace: 'b', annotations: { 'eks.amazonaws.com/role-arn': 'ROLE' } } },
      ]),
    },
  };
  const [before, after] = manifest.Properties.Manifest.split('ROLE');
  const joined = { ...manifest, Properties: { ...manifest.Properties, Manifest: { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['Role', 'Arn'] }, after]] } } };
  const { Role } = byHand(TRUST_PODS).Resources;
  expect(proposed({ Resources: { Role, Manifest: joined } }).notDeclared).toBe('the role doesn\'t trust its tokens, so the annotation has no effect: see which of both is meant');
});

test('a statement of another template that refers to what is there is left out', () => {
  const role = byHand(LOCKED, { role: inline(READ) });
  const policy = { Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'More', Roles: [{ 'Fn::ImportValue': 'role' }], PolicyDocument: { Version: '2012-10-17', Statement: [on('sns:Publish', { Ref: 'Topic' })] } } } } };
  const exporting = { ...role, Outputs: { Name: { Value: { Ref: 'Role' }, Export: { Name: 'role' } } } };

  expect(proposed(exporting, policy).remarks).toEqual(['Left out: statement 1 of the policy Policy, since it refers to what another template has.']);
});

test('a stack whose name has no letters, and one without a name, have classes all the same', () => {
  const directory = directoryOf({ '--.json': JSON.stringify(byHand(LOCKED, { role: inline(READ) })), '.json': JSON.stringify(byHand(LOCKED, { role: inline(READ) })) });
  const { declarations } = JSON.parse(run(['audit', `${directory}/--.json`, `${directory}/.json`, '--json']).out);

  expect(compileErrors(declarations)).toEqual([]);
  expect(declarations).toContain('/** Belongs into the stack --, since it refers to resources there. */\nexport class Identities extends');
  expect(declarations).toContain('/** Belongs into the stack of the roles, since it refers to resources there. */\nexport class Identities2 extends');
});

test('tags of the session alone need none on the role', () => {
  const { code } = proposed(byHand(LOCKED, { role: inline(on('s3:GetObject', 'arn:aws:s3:::company/${aws:PrincipalTag/kubernetes-namespace}/*')) }));

  expect(code).toContain('${aws:PrincipalTag/kubernetes-namespace}');
  expect(code).not.toContain('tags: {');
});

test('an add-on of which nothing tells the namespace is not declared', () => {
  const Addon = { Type: 'AWS::EKS::Addon', Properties: { ClusterName: 'production', AddonName: 'a', PodIdentityAssociations: [{ ServiceAccount: 'a', RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }] } };
  const { Role } = byHand(TRUST_PODS).Resources;

  expect(proposed({ Resources: { Role, Addon } }).notDeclared).toBe('nothing tells the namespace: declare an AddonWorkload, or give the ServiceAccount its namespace');
  expect(proposed({ Resources: { Addon: { ...Addon, Properties: { ...Addon.Properties, PodIdentityAssociations: [{ ServiceAccount: 'a', RoleArn: 'arn:aws:iam::111122223333:role/x' }] } } } }).notDeclared)
    .toContain('the role arn:aws:iam::111122223333:role/x is in no template');
});

test('an identity on its way has both mechanisms, and goes on from the cutover', () => {
  const subject = 'system:serviceaccount:finance-prod:invoice-exporter';
  const { code } = proposed(byHand([LOCKED, trustToken(subject)] as never, { role: inline(READ) }));

  expect(code).toContain('stage: MigrationStage.CUTOVER,');
});

import * as fs from 'node:fs';
import * as path from 'node:path';
import { claim, Json, load, placed } from './claim';
import { SERVICES } from '../../../src/governance/claims/claim-fields';
import { GroupField } from '../../../src/governance/claims/field';
import { inlineStatements } from '../../fixtures';

/*
 * Every builder, and every option of each, can be claimed: by the same statements as the builder gives.
 */

const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const KEY_ARN = `arn:aws:kms:eu-central-1:111122223333:key/${KEY}`;
const TAGS = { 'kubernetes-namespace': '${namespace}' };
const BY_TAGS = { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}' };
const verbs = Object.values(SERVICES).flatMap(({ of }) => Object.values((of as GroupField).verbs!));

test('every builder of an access class is one of the table', () => {
  const { types } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../../.jsii'), 'utf8'));
  const builders = Object.values<any>(types).filter(({ name }) => /.Access$/.test(name)).flatMap(({ name, methods }) => methods.map((method: any) => `${name}.${method.name}`));

  expect(verbs.flatMap((verb) => verb.builders).sort()).toEqual(builders.sort());
});

test('every option of a builder is a field of its permission, by the same name', () => {
  const { types } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../../.jsii'), 'utf8'));
  const byName = Object.fromEntries(Object.values<any>(types).map((type) => [type.name, type]));
  const parentsOf = (type: any): any[] => (type.interfaces ?? []).map((fqn: string) => byName[fqn.split('.').pop()!]);
  const optionsOf = (type: any): string[] => [...(type.properties ?? []).map(({ name }: any) => name), ...parentsOf(type).flatMap(optionsOf)];
  for (const { needs, takes, builders } of verbs) {
    const fields = [...needs.flat(), ...takes];
    for (const builder of builders) {
      const [name, method] = builder.split('.');
      const options = byName[name].methods.find((each: any) => each.name === method).parameters.find((each: any) => each.name === 'options');
      const asked = options === undefined ? [] : optionsOf(byName[options.type.fqn.split('.').pop()]);
      expect([builder, asked.filter((option) => !fields.includes(option))]).toEqual([builder, []]);
    }
  }
});

test('a verb names fields that are there', () => {
  for (const [, { of }] of Object.entries(SERVICES)) {
    const { fields, verbs: own } = of as GroupField;
    const named = Object.values(own!).flatMap(({ needs, takes, raises = {} }) => [...needs.flat(), ...takes, ...Object.keys(raises)]);
    expect([...new Set([...named, 'access'])].sort()).toEqual(Object.keys(fields).sort());
  }
});

const statementsOf = (permissions: Json) => inlineStatements(placed(load(claim({ permissions }))).template())
  .map(({ Action, Resource, Condition }) => ({ Action, Resource, ...Condition === undefined ? {} : { Condition } }));

const CLAIMED: [string, Json, Json[]][] = [
  ['s3', { bucket: 'b-1', prefix: 'in*/', access: ['read'] }, [{ Action: 's3:GetObject', Resource: 'arn:aws:s3:::b-1/in${*}/*' }]],
  ['s3', { bucket: 'arn:aws:s3:::b-1', wholeBucket: true, access: ['list'] }, [{ Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b-1' }]],
  ['s3', { bucket: 'b-1', object: '${namespace}/a', access: ['read'] }, [{ Action: 's3:GetObject', Resource: 'arn:aws:s3:::b-1/${aws:PrincipalTag/kubernetes-namespace}/a' }]],
  ['s3', { bucket: 'b-1', prefix: 'a/', access: ['readTags'], existingObjectTags: TAGS }, [{
    Action: 's3:GetObjectTagging', Resource: 'arn:aws:s3:::b-1/a/*', Condition: { StringEquals: { 's3:ExistingObjectTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}' } },
  }]],
  ['s3', { bucket: 'b-1', prefix: 'a/', access: ['delete'], accessPoint: 'finance' }, [
    { Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::b-1/a/*', Condition: { StringEquals: { 's3:DataAccessPointArn': 'arn:aws:s3:eu-central-1:111122223333:accesspoint/finance' } } },
    { Action: 's3:DeleteObject', Resource: 'arn:aws:s3:eu-central-1:111122223333:accesspoint/finance/object/a/*' },
  ]],
  ['s3express', { bucket: 'b--euc1-az1--x-s3', access: ['readOnlySession'] }, [{
    Action: 's3express:CreateSession', Resource: 'arn:aws:s3express:eu-central-1:111122223333:bucket/b--euc1-az1--x-s3', Condition: { StringEquals: { 's3express:SessionMode': 'ReadOnly' } },
  }]],
  ['s3express', { bucket: 'b--euc1-az1--x-s3', access: ['readWriteSession'] }, [{ Action: 's3express:CreateSession', Resource: 'arn:aws:s3express:eu-central-1:111122223333:bucket/b--euc1-az1--x-s3' }]],
  ['dynamodb', { table: 'invoices', access: ['read'], indexes: ['by-day'] }, [
    { Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'], Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/invoices' },
    { Action: 'dynamodb:Query', Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/invoices/index/by-day' },
  ]],
  ['dynamodb', { table: 'invoices', access: ['write'], batch: true }, [
    { Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/invoices' },
  ]],
  ['dynamodb', { table: 'invoices', access: ['readStream'], stream: 'arn:aws:dynamodb:eu-central-1:111122223333:table/invoices/stream/2026-01-01T00:00:00.000' }, [
    { Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/invoices/stream/2026-01-01T00:00:00.000' },
  ]],
  ['sqs', { queue: 'q.fifo', access: ['consume'], lookUpUrl: true }, [{
    Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], Resource: 'arn:aws:sqs:eu-central-1:111122223333:q.fifo',
  }]],
  ['sns', { topic: 'arn:aws:sns:eu-west-1:444455556666:t', access: ['publish'], resourceTags: TAGS }, [{ Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-west-1:444455556666:t', Condition: { StringEquals: BY_TAGS } }]],
  ['eventBridge', { bus: 'orders', access: ['putEvents'], sources: ['shop'] }, [expect.objectContaining({ Action: 'events:PutEvents', Resource: 'arn:aws:events:eu-central-1:111122223333:event-bus/orders' })]],
  ['kinesis', { stream: 's', access: ['produce'], describe: true }, [{
    Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:PutRecord', 'kinesis:PutRecords'], Resource: 'arn:aws:kinesis:eu-central-1:111122223333:stream/s',
  }]],
  ['kinesis', { stream: 's', access: ['consume'], consumer: 'arn:aws:kinesis:eu-central-1:111122223333:stream/s/consumer/c:1' }, [
    { Action: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], Resource: 'arn:aws:kinesis:eu-central-1:111122223333:stream/s/consumer/c:1' },
    { Action: ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], Resource: 'arn:aws:kinesis:eu-central-1:111122223333:stream/s' },
  ]],
  ['secretsManager', { secret: 'db-secret', access: ['read'], versionStages: ['AWSCURRENT'] }, [{
    Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-secret-??????', Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
  }]],
  ['secretsManager', { secret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf', access: ['read'] }, [
    { Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf' },
  ]],
  ['secretsManager', { reason: 'teams make them', resourceTags: TAGS, access: ['readTagged'] }, [
    { Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:*', Condition: { StringEquals: BY_TAGS } },
  ]],
  ['ssm', { parameter: '/app/${namespace}/db', access: ['readParameter'], history: true }, [{
    Action: ['ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters'], Resource: 'arn:aws:ssm:eu-central-1:111122223333:parameter/app/${aws:PrincipalTag/kubernetes-namespace}/db',
  }]],
  ['ssm', { parameter: 'arn:aws:ssm:eu-central-1:111122223333:parameter/app/db', access: ['readParameter'], encryptionKey: KEY }, [
    expect.objectContaining({ Action: 'kms:Decrypt', Resource: KEY_ARN }),
    { Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: 'arn:aws:ssm:eu-central-1:111122223333:parameter/app/db' },
  ]],
  ['ssm', { path: '/app', access: ['readPath'], recursive: true }, [
    { Action: 'ssm:GetParametersByPath', Resource: ['arn:aws:ssm:eu-central-1:111122223333:parameter/app', 'arn:aws:ssm:eu-central-1:111122223333:parameter/app/*'] },
    { Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: 'arn:aws:ssm:eu-central-1:111122223333:parameter/app/*' },
  ]],
  ['kms', { key: KEY, service: 's3', access: ['viaService'], operations: ['kms:Encrypt'] }, [{ Action: 'kms:Encrypt', Resource: KEY_ARN, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } }]],
  ['sts', { role: 'arn:aws:iam::444455556666:role/a/b', access: ['assumeRole'], externalId: 'x-1' }, [
    { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::444455556666:role/a/b', Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } },
    { Action: 'sts:TagSession', Resource: 'arn:aws:iam::444455556666:role/a/b' },
  ]],
  ['rds', { database: 'cluster-ABC', user: '${serviceAccount}', access: ['connect'] }, [
    { Action: 'rds-db:connect', Resource: 'arn:aws:rds-db:eu-central-1:111122223333:dbuser:cluster-ABC/${aws:PrincipalTag/kubernetes-service-account}' },
  ]],
  ['rds', { database: 'prx-1a', user: 'x', access: ['connect'] }, [{ Action: 'rds-db:connect', Resource: 'arn:aws:rds-db:eu-central-1:111122223333:dbuser:prx-1a/x' }]],
  ['cloudWatch', { namespaces: ['Finance'], access: ['putMetrics'] }, [{ Action: 'cloudwatch:PutMetricData', Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': 'Finance' } } }]],
  ['cloudWatch', { logGroup: '/app', streamPrefix: 'a/', access: ['writeLogs'] }, [
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:/app:log-stream:a/*' },
  ]],
  ['xray', { access: ['writeTraces'], sampling: false }, [{ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' }]],
  ['ecr', { repository: 'a/b', access: ['pull'] }, [
    { Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], Resource: 'arn:aws:ecr:eu-central-1:111122223333:repository/a/b' },
  ]],
  ['lambda', { function: 'f', qualifier: 'live', access: ['invoke'] }, [{ Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:eu-central-1:111122223333:function:f:live' }]],
  ['stepFunctions', { stateMachine: 'm', observe: true, access: ['startExecution'] }, [
    { Action: 'states:DescribeExecution', Resource: 'arn:aws:states:eu-central-1:111122223333:execution:m:*' },
    { Action: 'states:StartExecution', Resource: 'arn:aws:states:eu-central-1:111122223333:stateMachine:m' },
  ]],
  ['bedrock', { model: 'amazon.nova-lite-v1:0', stream: true, access: ['invokeModel'] }, [
    { Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], Resource: 'arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0' },
  ]],
  ['bedrock', {
    model: 'amazon.nova-lite-v1:0',
    access: ['invokeModel'],
    inferenceProfile: { applicationProfile: 'abc', regions: ['eu-west-1'] },
    guardrail: { guardrail: 'g1', version: '1' },
  }, [
    expect.objectContaining({ Action: 'bedrock:ApplyGuardrail', Resource: 'arn:aws:bedrock:eu-central-1:111122223333:guardrail/g1' }),
    expect.objectContaining({ Action: 'bedrock:InvokeModel', Resource: 'arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/abc' }),
    expect.objectContaining({ Action: 'bedrock:InvokeModel', Resource: ['arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0', 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0'] }),
  ]],
];

test.each(CLAIMED)('%s %j is claimed', (service, entry, statements) => {
  const found = statementsOf({ [service]: [entry] });

  expect(found).toHaveLength(statements.length);
  statements.forEach((each) => expect(found).toContainEqual(each));
});

test.each(Object.keys(SERVICES))('permissions of %s are among them', (service) => {
  expect(CLAIMED.map(([claimed]) => claimed)).toContain(service);
});

test.each([
  ['s3', { bucket: 'b-1', prefix: 'a/', access: ['write'], encryptionKey: KEY }, ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['dynamodb', { table: 'invoices', access: ['deleteItems'], encryptionKey: KEY_ARN }, 'kms:Decrypt'],
  ['sqs', { queue: 'q', access: ['produce'], encryptionKey: KEY }, ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['sns', { topic: 't', access: ['publish'], encryptionKey: KEY }, ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['kinesis', { stream: 's', access: ['consume'], encryptionKey: KEY }, 'kms:Decrypt'],
  ['secretsManager', { secret: 's', access: ['read'], encryptionKey: KEY }, 'kms:Decrypt'],
])('the key of a resource of %s brings its use', (service, entry, actions) => {
  const use = { Action: actions, Resource: KEY_ARN, Condition: expect.anything() };

  expect(statementsOf({ [service]: [entry] })).toContainEqual(use);
});

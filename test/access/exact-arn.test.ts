import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3express from 'aws-cdk-lib/aws-s3express';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import {
  CloudWatchAccess, DynamoDbAccess, EcrAccess, EventBridgeAccess, KinesisAccess, KmsAccess, KmsService, LambdaAccess, S3ExpressAccess,
  SecretsManagerAccess, SnsAccess, SqsAccess, StepFunctionsAccess, StsAccess,
} from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

test.each<[string, string, string, (stack: Stack, arn: string) => unknown]>([
  ['a topic for a queue', arn('sns', 'orders'), 'sqs:REGION:ACCOUNT:NAME', (stack, of) => SqsAccess.produce(sqs.Queue.fromQueueArn(stack, 'It', of))],
  ['a queue for a topic', arn('sqs', 'orders'), 'sns:REGION:ACCOUNT:NAME', (stack, of) => SnsAccess.publish(sns.Topic.fromTopicArn(stack, 'It', of))],
  ['a table for a stream', arn('dynamodb', 'table/orders'), 'kinesis:REGION:ACCOUNT:stream/NAME', (stack, of) => KinesisAccess.produce(kinesis.Stream.fromStreamArn(stack, 'It', of))],
  ['an index for a table', arn('dynamodb', 'table/orders/index/by-date'), 'dynamodb:REGION:ACCOUNT:table/NAME',
    (stack, of) => DynamoDbAccess.read(dynamodb.Table.fromTableArn(stack, 'It', of))],
  ['a rule for a bus', arn('events', 'rule/orders'), 'events:REGION:ACCOUNT:event-bus/NAME', (stack, of) => EventBridgeAccess.putEvents(events.EventBus.fromEventBusArn(stack, 'It', of))],
  ['a queue for a repository', arn('sqs', 'repository/app'), 'ecr:REGION:ACCOUNT:repository/NAME', (stack, of) => EcrAccess.pull(ecr.Repository.fromRepositoryArn(stack, 'It', of))],
  ['an activity for a state machine', arn('states', 'activity:a'), 'states:REGION:ACCOUNT:stateMachine:NAME',
    (stack, of) => StepFunctionsAccess.startExecution(stepfunctions.StateMachine.fromStateMachineArn(stack, 'It', of))],
  ['a layer for a function', arn('lambda', 'layer:a'), 'lambda:REGION:ACCOUNT:function:NAME',
    (stack, of) => LambdaAccess.invoke(lambda.Function.fromFunctionAttributes(stack, 'It', { functionArn: of, sameEnvironment: true }))],
  ['a parameter for a secret', arn('ssm', 'secret:a-AbCdEf'), 'secretsmanager:REGION:ACCOUNT:secret:NAME',
    (stack, of) => SecretsManagerAccess.read(secretsmanager.Secret.fromSecretCompleteArn(stack, 'It', of))],
  ['a log stream for a log group', arn('logs', 'log-group:a:log-stream:b'), 'logs:REGION:ACCOUNT:log-group:NAME',
    (stack, of) => CloudWatchAccess.writeLogs(logs.LogGroup.fromLogGroupArn(stack, 'It', of))],
  ['a grant for a key', arn('kms', 'grant/a'), 'kms:REGION:ACCOUNT:key/ID', (stack, of) => KmsAccess.viaService({ ...keyRef(stack, of) } as kms.IKeyRef, KmsService.S3)],
])('the ARN of %s is refused', (_, given, form, access) => {
  const { stack } = stackFixture();

  expect(errorOf(() => access(stack, given)).message).toContain(
    `the ARN must be one of arn:PARTITION:${form}, since the access never matches any other, got: "${given}" (InvalidResource)`);
});

test.each<[string, (stack: Stack, arn: string) => unknown]>([
  [arn('sqs', 'a/orders'), (stack, of) => SqsAccess.produce(queueRef(stack, of))],
  [arn('sqs', 'orders/a'), (stack, of) => SqsAccess.produce(queueRef(stack, of))],
  [arn('sns', 'a:orders'), (stack, of) => SnsAccess.publish(topicRef(stack, of))],
  [arn('sns', 'orders:a'), (stack, of) => SnsAccess.publish(topicRef(stack, of))],
  [arn('kinesis', 'a/stream/orders'), (stack, of) => KinesisAccess.produce(kinesis.Stream.fromStreamArn(stack, 'It', of))],
  [arn('kinesis', 'stream/orders/consumer/a'), (stack, of) => KinesisAccess.produce(kinesis.Stream.fromStreamArn(stack, 'It', of))],
  [arn('dynamodb', 'a/table/orders'), (stack, of) => DynamoDbAccess.read(dynamodb.Table.fromTableArn(stack, 'It', of))],
  [arn('events', 'a/event-bus/orders'), (stack, of) => EventBridgeAccess.putEvents(events.EventBus.fromEventBusArn(stack, 'It', of))],
  [arn('events', 'event-bus/'), (stack, of) => EventBridgeAccess.putEvents(events.EventBus.fromEventBusArn(stack, 'It', of))],
  [arn('states', 'a:stateMachine:a'), (stack, of) => StepFunctionsAccess.startExecution(stepfunctions.StateMachine.fromStateMachineArn(stack, 'It', of))],
  [arn('lambda', 'a:function:a'), (stack, of) => LambdaAccess.invoke(lambda.Function.fromFunctionAttributes(stack, 'It', { functionArn: of, sameEnvironment: true }))],
  [arn('secretsmanager', 'a:secret:a-AbCdEf'), (stack, of) => SecretsManagerAccess.read(secretsmanager.Secret.fromSecretCompleteArn(stack, 'It', of))],
  [arn('logs', 'a:log-group:a'), (stack, of) => CloudWatchAccess.writeLogs(logs.LogGroup.fromLogGroupArn(stack, 'It', of))],
  [arn('kms', 'a/key/a'), (stack, of) => KmsAccess.viaService({ ...keyRef(stack, of) } as kms.IKeyRef, KmsService.S3)],
  [arn('ecr', 'a/repository/app'), (stack, of) => EcrAccess.pull(repositoryRef(stack, of))],
  [arn('s3express', 'a/bucket/a'), (stack, of) => S3ExpressAccess.readWriteSession(directoryBucketRef(stack, of))],
  [`arn:aws:iam::${ACCOUNT}:user/role/a`, (stack, of) => StsAccess.assumeRole(roleRef(stack, of))],
])('the form counts from the beginning of the resource to its end: %s is refused', (given, access) => {
  expect(errorOf(() => access(stackFixture().stack, given)).message).toContain(`since the access never matches any other, got: "${given}" (InvalidResource)`);
});

function queueRef(stack: Stack, queueArn: string): sqs.IQueueRef {
  const queue = new sqs.CfnQueue(stack, 'It');
  return { node: queue.node, env: queue.env, queueRef: { queueArn, queueUrl: 'a' } } as sqs.IQueueRef;
}

function roleRef(stack: Stack, roleArn: string): iam.IRoleRef {
  const role = new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} });
  return { node: role.node, env: role.env, roleRef: { roleArn, roleName: 'a' } } as iam.IRoleRef;
}

function repositoryRef(stack: Stack, repositoryArn: string): ecr.IRepositoryRef {
  const repository = new ecr.CfnRepository(stack, 'It');
  return { node: repository.node, env: repository.env, repositoryRef: { repositoryArn, repositoryName: 'a' } } as ecr.IRepositoryRef;
}

function directoryBucketRef(stack: Stack, directoryBucketArn: string): s3express.IDirectoryBucketRef {
  const bucket = new s3express.CfnDirectoryBucket(stack, 'It', { dataRedundancy: 'SingleAvailabilityZone', locationName: 'euc1-az1' });
  return { node: bucket.node, env: bucket.env, directoryBucketRef: { directoryBucketArn, bucketName: 'a' } } as s3express.IDirectoryBucketRef;
}

function topicRef(stack: Stack, topicArn: string): sns.ITopicRef {
  const topic = new sns.CfnTopic(stack, 'It');
  return { node: topic.node, env: topic.env, topicRef: { topicArn } } as sns.ITopicRef;
}

/** A key that says of itself what it likes. */
function keyRef(stack: Stack, keyArn: string): Partial<kms.IKeyRef> {
  const key = new kms.CfnKey(stack, 'It');
  return { node: key.node, env: key.env, keyRef: { keyArn, keyId: 'a' } };
}

test('the ARN of a user for a role is refused', () => {
  const { stack } = stackFixture();

  expect(errorOf(() => StsAccess.assumeRole(roleRef(stack, `arn:aws:iam::${ACCOUNT}:user/a`))).message).toContain('the ARN must be one of arn:PARTITION:iam::ACCOUNT:role/NAME, since');
});

test('an access point for a directory bucket is refused', () => {
  const given = `arn:aws:s3express:${REGION}:${ACCOUNT}:accesspoint/a`;

  expect(errorOf(() => S3ExpressAccess.readOnlySession(directoryBucketRef(stackFixture().stack, given))).message).toContain(
    `the ARN must be one of arn:PARTITION:s3express:REGION:ACCOUNT:bucket/NAME, since the access never matches any other, got: "${given}"`);
});

test('what is known at deploy time only may be any ARN', () => {
  const { stack } = stackFixture();
  const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;

  expect(() => SqsAccess.produce(sqs.Queue.fromQueueArn(stack, 'Whole', parameter('Arn')))).not.toThrow();
  expect(() => SqsAccess.produce(sqs.Queue.fromQueueArn(stack, 'Parts', `arn:${Aws.PARTITION}:${parameter('Service')}:${REGION}:${ACCOUNT}:${parameter('Name')}`))).not.toThrow();
});

test('a text that is no ARN is refused', () => {
  const { stack } = stackFixture();

  expect(errorOf(() => KmsAccess.viaService(keyRef(stack, 'my-key') as kms.IKeyRef, KmsService.S3)).message).toContain('the ARN must be one of arn:PARTITION:kms:REGION:ACCOUNT:key/ID');
});

test.each(['\n', 'a\nb', 'a\n', '\u0000'])('an ARN with the control character in %j is refused, since it never matches', (name) => {
  const { stack } = stackFixture();
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', `arn:aws:sns:eu-central-1:111122223333:${name}`);
  const role = iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${name}`);

  expect(() => SnsAccess.publish(topic)).toThrow('the ARN must be one of arn:PARTITION:sns:REGION:ACCOUNT:NAME');
  expect(() => StsAccess.assumeRole(role)).toThrow('the ARN must be one of arn:PARTITION:iam::ACCOUNT:role/NAME');
});

import { Stack } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { access, way, Ways } from './ways';
import {
  Access, BedrockAccess, CloudWatchAccess, DynamoDbAccess, EventBridgeAccess, Forbidden, KinesisAccess, LambdaAccess, RdsAccess, S3Access,
  SecretsManagerAccess, SnsAccess, SqsAccess, SsmAccess, StepFunctionsAccess, StsAccess,
} from '../../src';
import { ACCOUNT, podIdentity, REGION } from '../fixtures';

const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod');
const table = (stack: Stack) => dynamodb.Table.fromTableArn(stack, 'Table', arn('dynamodb', 'table/invoices'));
const stream = (stack: Stack) => kinesis.Stream.fromStreamArn(stack, 'Stream', arn('kinesis', 'stream/events'));
const fn = (stack: Stack) => lambda.Function.fromFunctionArn(stack, 'Function', arn('lambda', 'function:f'));
const topic = (stack: Stack) => sns.Topic.fromTopicArn(stack, 'Topic', arn('sns', 'topic'));
const queue = (stack: Stack) => sqs.Queue.fromQueueArn(stack, 'Queue', arn('sqs', 'queue'));
const secret = (stack: Stack) => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', arn('secretsmanager', 'secret:db-AbCdEf'));
const machine = (stack: Stack) => stepfunctions.StateMachine.fromStateMachineArn(stack, 'Machine', arn('states', 'stateMachine:m'));
const bus = (stack: Stack) => events.EventBus.fromEventBusArn(stack, 'Bus', arn('events', 'event-bus/b'));
const model = (stack: Stack) => bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0);

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const tagged = (name: string, build: (stack: Stack, tags: Record<string, string>) => Access): Ways => ({
  [name]: access((stack, value) => build(stack, { team: value })),
  [`${name} (key)`]: access((stack, value) => build(stack, { [value]: 'a' })),
});

const s3Ways: Ways = {
  'S3Access.deletePrefix(prefix)': access((stack, value) => S3Access.deletePrefix(bucket(stack), value)),
  'S3Access.listPrefix(prefix)': access((stack, value) => S3Access.listPrefix(bucket(stack), value)),
  'S3Access.readObject(objectKey)': access((stack, value) => S3Access.readObject(bucket(stack), value)),
  'S3Access.readPrefix(prefix)': access((stack, value) => S3Access.readPrefix(bucket(stack), value)),
  'S3Access.readTags(prefix)': access((stack, value) => S3Access.readTags(bucket(stack), value)),
  'S3Access.writePrefix(prefix)': access((stack, value) => S3Access.writePrefix(bucket(stack), value)),
  'S3Access.writeTags(prefix)': access((stack, value) => S3Access.writeTags(bucket(stack), value)),
  ...tagged('S3ReadOptions.existingObjectTags', (stack, existingObjectTags) => S3Access.readPrefix(bucket(stack), 'a/', { existingObjectTags })),
  ...tagged('S3WriteOptions.requestObjectTags', (stack, requestObjectTags) => S3Access.writePrefix(bucket(stack), 'a/', { requestObjectTags })),
};

const dataWays: Ways = {
  'DynamoDbItemOptions.leadingKeyPrefixes': access((stack, value) => DynamoDbAccess.read(table(stack), { leadingKeyPrefixes: [value] })),
  'DynamoDbItemOptions.leadingKeys': access((stack, value) => DynamoDbAccess.deleteItems(table(stack), { leadingKeys: [value] })),
  ...tagged('DynamoDbItemOptions.resourceTags', (stack, resourceTags) => DynamoDbAccess.write(table(stack), { resourceTags })),
  'DynamoDbReadOptions.attributes': access((stack, value) => DynamoDbAccess.read(table(stack), { attributes: [value] })),
  'DynamoDbReadOptions.indexes': access((stack, value) => DynamoDbAccess.read(table(stack), { indexes: [value] })),
  'DynamoDbWriteOptions.attributes': access((stack, value) => DynamoDbAccess.write(table(stack), { attributes: [value] })),
  'RdsAccess.connect(dbUser)': access((stack, value) => RdsAccess.connect(rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Database', {
    instanceIdentifier: 'db', instanceEndpointAddress: 'db.example', port: 5432, securityGroups: [], instanceResourceId: 'db-ABCDEFGHIJKL01234',
  }), value)),
  'SecretsManagerVersionOptions.versionStages': access((stack, value) => SecretsManagerAccess.read(secret(stack), { versionStages: [value] })),
  ...tagged('SecretsManagerReadOptions.resourceTags', (stack, resourceTags) => SecretsManagerAccess.read(secret(stack), { resourceTags })),
  'SecretsManagerReadTaggedOptions.reason': access((stack, reason) => SecretsManagerAccess.readTagged(stack, { resourceTags: { team: 'a' }, reason })),
  ...tagged('SecretsManagerReadTaggedOptions.resourceTags', (stack, resourceTags) => SecretsManagerAccess.readTagged(stack, { resourceTags, reason: 'made by teams' })),
  'SsmAccess.readPath(path)': access((stack, value) => SsmAccess.readPath(stack, value, { recursive: true }), '/zqx'),
};

const messageWays: Ways = {
  ...tagged('KinesisAccessOptions.resourceTags', (stack, resourceTags) => KinesisAccess.produce(stream(stack), { resourceTags })),
  ...tagged('LambdaInvokeOptions.resourceTags', (stack, resourceTags) => LambdaAccess.invoke(fn(stack), { resourceTags })),
  ...tagged('SnsPublishOptions.resourceTags', (stack, resourceTags) => SnsAccess.publish(topic(stack), { resourceTags })),
  ...tagged('SqsAccessOptions.resourceTags', (stack, resourceTags) => SqsAccess.consume(queue(stack), { resourceTags })),
  ...tagged('StepFunctionsStartOptions.resourceTags', (stack, resourceTags) => StepFunctionsAccess.startExecution(machine(stack), { resourceTags })),
  'LambdaInvokeOptions.qualifier': access((stack, qualifier) => LambdaAccess.invoke(fn(stack), { qualifier })),
  'StepFunctionsStartOptions.qualifiers': access((stack, value) => StepFunctionsAccess.startExecution(machine(stack), { qualifiers: [value] })),
  'EventBridgePutEventsOptions.detailTypes': access((stack, value) => EventBridgeAccess.putEvents(bus(stack), { detailTypes: [value] })),
  'EventBridgePutEventsOptions.sources': access((stack, value) => EventBridgeAccess.putEvents(bus(stack), { sources: [value] })),
  'StsAssumeRoleOptions.externalId': access((stack, externalId) => StsAccess.assumeRole(iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ACCOUNT}:role/r`), { externalId })),
  'CloudWatchAccess.putMetrics(namespaces)': access((_, value) => CloudWatchAccess.putMetrics(value)),
  'CloudWatchWriteLogsOptions.streamPrefix': access((stack, streamPrefix) => CloudWatchAccess.writeLogs(logs.LogGroup.fromLogGroupName(stack, 'Logs', 'g'), { streamPrefix })),
  'BedrockGuardrail.version': access((stack, version) => BedrockAccess.invokeModel(model(stack), {
    guardrail: { version, guardrail: Object.assign(new Construct(stack, 'Guardrail'), { env: stack.env, guardrailRef: { guardrailArn: arn('bedrock', 'guardrail/abc') } }) },
  }), '777'),
  'BedrockInferenceProfile.regions': access((stack, value) => BedrockAccess.invokeModel(model(stack), { inferenceProfile: { systemProfileId: 'eu.a.b', regions: [value] } }), 'zq-west-1'),
  'BedrockInferenceProfile.systemProfileId': access((stack, systemProfileId) => BedrockAccess.invokeModel(model(stack), { inferenceProfile: { systemProfileId, regions: ['eu-west-1'] } }), 'eu.zqx.b'),
};

const statementWays: Ways = {
  'Access.fromStatements(reason)': access((_, value) => Access.fromStatements(value, new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }))),
  'Forbidden.actions(patterns)': { ...way((stack, value) => forbidden(stack, Forbidden.actions(value)), 's3:zqx'), isPattern: true },
  'Forbidden.on(resources)': { ...way((stack, value) => forbidden(stack, Forbidden.actions('s3:*').on(value)), 'arn:aws:s3:::company/zqx'), isPattern: true },
  'Forbidden.outside(resources)': { ...way((stack, value) => forbidden(stack, Forbidden.actions('s3:*').outside(value)), 'arn:aws:s3:::company/zqx'), isPattern: true },
  'Forbidden.when(context)': way((stack, value) => forbidden(stack, Forbidden.actions('s3:*').when({ 'aws:PrincipalTag/a': value }))),
  'Forbidden.when(context) (key)': way((stack, value) => forbidden(stack, Forbidden.actions('s3:*').when({ [value]: 'a' })), 'aws:PrincipalTag/zqx'),
};

/** What is forbidden says patterns, as policies do: it is put into the policy as it stands. */
function forbidden(stack: Stack, rule: Forbidden): void {
  podIdentity(stack, { mustNot: [rule.enforced()] });
}

export const ACCESS_WAYS: Ways = { ...s3Ways, ...dataWays, ...messageWays, ...statementWays };

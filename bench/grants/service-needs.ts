import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { arnOf, DeclareNeeds, KEY_ARN, keyIn, Means } from './need';
import { EventBridgeAccess, KinesisAccess, LambdaAccess, SecretsManagerAccess, SnsAccess, SsmAccess, StepFunctionsAccess } from '../../src';

export const secretNeeds: DeclareNeeds = (stack) => {
  const secretCompleteArn = arnOf('secretsmanager', 'secret:finance/db-AbCdEf');
  const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn, encryptionKey: keyIn(stack) });
  const read: Means = {
    calls: ['SecretsManagerAccess.read(secret)'],
    access: [SecretsManagerAccess.read(secret)],
    grantCall: 'secret.grantRead(role)',
    grant: (role) => secret.grantRead(role),
  };
  return [
    { ...read, need: 'Secrets Manager: read', service: 'secretsmanager', least: ['secretsmanager:GetSecretValue'] },
    { ...read, need: 'KMS: the key of the secret, to read', service: 'kms', least: ['kms:Decrypt'] },
  ];
};

export const parameterNeeds: DeclareNeeds = (stack) => {
  const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/finance/password', encryptionKey: keyIn(stack) });
  const read: Means = {
    calls: ['SsmAccess.readParameter(parameter)'],
    access: [SsmAccess.readParameter(parameter)],
    grantCall: 'parameter.grantRead(role)',
    grant: (role) => parameter.grantRead(role),
  };
  return [
    { ...read, need: 'SSM: read a parameter', service: 'ssm', least: ['ssm:GetParameter', 'ssm:GetParameters'] },
    { ...read, need: 'KMS: the key of the parameter, to read', service: 'kms', least: ['kms:Decrypt'] },
  ];
};

export const topicNeeds: DeclareNeeds = (stack) => {
  const topic = sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn: arnOf('sns', 'orders'), keyArn: KEY_ARN });
  const publish: Means = {
    calls: ['SnsAccess.publish(topic)'],
    access: [SnsAccess.publish(topic)],
    grantCall: 'topic.grantPublish(role)',
    grant: (role) => topic.grantPublish(role),
  };
  return [
    { ...publish, need: 'SNS: publish', service: 'sns', least: ['sns:Publish'] },
    { ...publish, need: 'KMS: the key of the topic, to publish', service: 'kms', least: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  ];
};

export const busNeeds: DeclareNeeds = (stack) => {
  const bus = events.EventBus.fromEventBusArn(stack, 'Bus', arnOf('events', 'event-bus/orders'));
  return [{
    need: 'EventBridge: put events of one source',
    calls: ['EventBridgeAccess.putEvents(bus, { sources: [\'com.example.orders\'] })'],
    access: [EventBridgeAccess.putEvents(bus, { sources: ['com.example.orders'] })],
    grantCall: 'bus.grantPutEventsTo(role)',
    grant: (role) => bus.grantPutEventsTo(role),
    service: 'events',
    least: ['events:PutEvents'],
  }];
};

export const streamNeeds: DeclareNeeds = (stack) => {
  const stream = kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn: arnOf('kinesis', 'stream/orders'), encryptionKey: keyIn(stack) });
  const read: Means = {
    calls: ['KinesisAccess.consume(stream)'],
    access: [KinesisAccess.consume(stream)],
    grantCall: 'stream.grantRead(role)',
    grant: (role) => stream.grantRead(role),
  };
  const write: Means = {
    calls: ['KinesisAccess.produce(stream)'],
    access: [KinesisAccess.produce(stream)],
    grantCall: 'stream.grantWrite(role)',
    grant: (role) => stream.grantWrite(role),
  };
  return [
    {
      ...read,
      need: 'Kinesis: read',
      service: 'kinesis',
      least: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
    },
    {
      ...write,
      need: 'Kinesis: write',
      service: 'kinesis',
      least: ['kinesis:PutRecord', 'kinesis:PutRecords'],
    },
    { ...write, need: 'KMS: the key of the stream, to write', service: 'kms', least: ['kms:GenerateDataKey'] },
    { ...read, need: 'KMS: the key of the stream, to read', service: 'kms', least: ['kms:Decrypt'] },
  ];
};

export const stateMachineNeeds: DeclareNeeds = (stack) => {
  const stateMachine = stepfunctions.StateMachine.fromStateMachineArn(stack, 'StateMachine', arnOf('states', 'stateMachine:reconcile'));
  return [{
    need: 'Step Functions: start an execution',
    calls: ['StepFunctionsAccess.startExecution(stateMachine)'],
    access: [StepFunctionsAccess.startExecution(stateMachine)],
    grantCall: 'stateMachine.grantStartExecution(role)',
    grant: (role) => stateMachine.grantStartExecution(role),
    service: 'states',
    least: ['states:StartExecution'],
  }];
};

export const functionNeeds: DeclareNeeds = (stack) => {
  const fn = lambda.Function.fromFunctionAttributes(stack, 'Function', { functionArn: arnOf('lambda', 'function:render'), sameEnvironment: true });
  return [{
    need: 'Lambda: invoke, one alias',
    calls: ['LambdaAccess.invoke(fn, { qualifier: \'live\' })'],
    access: [LambdaAccess.invoke(fn, { qualifier: 'live' })],
    grantCall: 'fn.grantInvoke(role)',
    grant: (role) => fn.grantInvoke(role),
    service: 'lambda',
    least: ['lambda:InvokeFunction'],
  }];
};

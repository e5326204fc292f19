import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import { KEY_ARN } from './catalogue/entry';
import { keyStatement } from './key-statement';
import { statementsOf } from './statements';
import { Access, KinesisAccess, SessionTag } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const STREAM_ARN = `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/invoices`;
const CONSUMER_ARN = `${STREAM_ARN}/consumer/exporter:1700000000`;
const READ = ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'];
const FAN_OUT = ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'];
const CONTEXT = { StringEquals: { 'kms:EncryptionContext:aws:kinesis:arn': STREAM_ARN } };
const TAGGED = { Condition: { StringEquals: { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}' } } };

const stream = (stack: Stack, arn = STREAM_ARN) => kinesis.Stream.fromStreamArn(stack, 'Stream', arn);
const encrypted = (stack: Stack) => kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn: STREAM_ARN, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) });
const consumer = (stack: Stack, arn = CONSUMER_ARN) => kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', arn);
const resourceTags = { 'kubernetes-namespace': SessionTag.NAMESPACE };
const allow = (Sid: string, Action: string[], Resource: unknown, more: object = {}) => ({ Sid, Effect: 'Allow', Action, Resource, ...more });

test.each<[string, (stack: Stack) => Access, object[]]>([
  ['producing', (stack) => KinesisAccess.produce(stream(stack)), [allow('KinesisProduce', ['kinesis:PutRecord', 'kinesis:PutRecords'], STREAM_ARN)]],
  ['producing with a look at the shards, where tags are as they must be', (stack) => KinesisAccess.produce(stream(stack), { describe: true, resourceTags }),
    [allow('KinesisProduce', ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:PutRecord', 'kinesis:PutRecords'], STREAM_ARN, TAGGED)]],
  ['producing with a known key', (stack) => KinesisAccess.produce(encrypted(stack)),
    [allow('KinesisProduce', ['kinesis:PutRecord', 'kinesis:PutRecords'], STREAM_ARN), keyStatement('KmsViaKinesis', 'kinesis', 'kms:GenerateDataKey', CONTEXT)]],
  ['consuming', (stack) => KinesisAccess.consume(stream(stack)), [allow('KinesisConsume', READ, STREAM_ARN)]],
  ['consuming with a known key', (stack) => KinesisAccess.consume(encrypted(stack)),
    [allow('KinesisConsume', READ, STREAM_ARN), keyStatement('KmsViaKinesis', 'kinesis', 'kms:Decrypt', CONTEXT)]],
  ['consuming with enhanced fan-out', (stack) => KinesisAccess.consume(stream(stack), { consumer: consumer(stack) }),
    [allow('KinesisConsume', READ, STREAM_ARN), allow('KinesisFanOut', FAN_OUT, CONSUMER_ARN)]],
  ['consuming where tags are as they must be', (stack) => KinesisAccess.consume(stream(stack), { consumer: consumer(stack), resourceTags }),
    [allow('KinesisConsume', READ, STREAM_ARN, TAGGED), allow('KinesisFanOut', FAN_OUT, CONSUMER_ARN, TAGGED)]],
])('%s gives exactly these statements', (_, access, expected) => {
  expect(statementsOf(access)).toEqual(expect.arrayContaining(expected));
  expect(statementsOf(access)).toHaveLength(expected.length);
});

test('streams and consumers of the app are named by their attributes', () => {
  const ofL1 = statementsOf((stack) => {
    const made = new kinesis.CfnStream(stack, 'Stream');
    return KinesisAccess.consume(made, { consumer: new kinesis.CfnStreamConsumer(stack, 'Consumer', { consumerName: 'exporter', streamArn: made.attrArn }) });
  });
  const ofL2 = statementsOf((stack) => KinesisAccess.produce(new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS })));

  expect(ofL1.map(({ Resource }) => Resource)).toEqual([{ Ref: 'Consumer' }, { 'Fn::GetAtt': ['Stream', 'Arn'] }]);
  expect(ofL2.map(({ Sid }) => Sid)).toEqual(['KinesisProduce', 'KmsViaKinesis']);
});

test('an ARN that is a token is left to the service', () => {
  const statements = statementsOf((stack) => KinesisAccess.produce(kinesis.CfnStream.fromStreamArn(stack, 'Stream', `${STREAM_ARN}-${new CfnParameter(stack, 'Stage').valueAsString}`)));

  expect(statements[0].Resource).toEqual({ 'Fn::Join': ['', [`${STREAM_ARN}-`, { Ref: 'Stage' }]] });
  expect(() => statementsOf((stack) => KinesisAccess.consume(new kinesis.Stream(stack, 'Stream'), { consumer: consumer(stack) }))).not.toThrow();
});

test.each<[string, (stack: Stack) => unknown, string]>([
  ['a stream that is a pattern', (stack) => KinesisAccess.produce(stream(stack, `${STREAM_ARN}*`)), '[Stack/Stream] a builder takes one resource'],
  ['a consumer that is a pattern', (stack) => KinesisAccess.consume(stream(stack), { consumer: consumer(stack, `${STREAM_ARN}/consumer/*:1`) }), '[Stack/Consumer] a builder takes one resource'],
  ['a consumer of another stream', (stack) => KinesisAccess.consume(stream(stack), { consumer: consumer(stack, CONSUMER_ARN.replace('invoices', 'invoices-old')) }),
    `[Stack/Consumer] consumer reads another stream than ${STREAM_ARN}, on which the workload could do nothing else: give a consumer of the same stream, `
    + `got: "${CONSUMER_ARN.replace('invoices', 'invoices-old')}" (InvalidResource)`],
  ['tags that are empty', (stack) => KinesisAccess.consume(stream(stack), { resourceTags: {} }), 'resourceTags must not be empty'],
])('fails on %s', (_, access, text) => {
  expect(errorOf(() => access(stackFixture().stack)).message).toContain(text);
});

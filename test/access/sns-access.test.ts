import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { KEY_ARN } from './catalogue/entry';
import { keyStatement } from './key-statement';
import { statementsOf } from './statements';
import { SessionTag, SnsAccess } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:exported`;
const topic = (stack: Stack, topicArn = TOPIC_ARN) => sns.Topic.fromTopicArn(stack, 'Topic', topicArn);
const publish = (arn: unknown, more: object = {}) => ({ Sid: 'SnsPublish', Effect: 'Allow', Action: 'sns:Publish', Resource: arn, ...more });

test('publishing needs one action on the topic', () => {
  expect(statementsOf((stack) => SnsAccess.publish(topic(stack)))).toEqual([publish(TOPIC_ARN)]);
});

test('publishing to a FIFO topic needs nothing more', () => {
  expect(statementsOf((stack) => SnsAccess.publish(topic(stack, `${TOPIC_ARN}.fifo`)))).toEqual([publish(`${TOPIC_ARN}.fifo`)]);
});

test('a topic that is imported with its key brings the use of that key, for the topic alone', () => {
  const statements = statementsOf((stack) => SnsAccess.publish(sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn: TOPIC_ARN, keyArn: KEY_ARN })));

  expect(statements).toEqual([
    keyStatement('KmsViaSns', 'sns', ['kms:Decrypt', 'kms:GenerateDataKey'], { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': TOPIC_ARN } }),
    publish(TOPIC_ARN),
  ]);
});

test('a topic of the app brings the use of its key', () => {
  const statements = statementsOf((stack) => SnsAccess.publish(new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') })));

  expect(statements).toEqual([
    expect.objectContaining({ Sid: 'KmsViaSns', Resource: { 'Fn::GetAtt': [expect.stringContaining('Key'), 'Arn'] } }),
    publish({ Ref: expect.stringContaining('Topic') }),
  ]);
});

test('an L1 topic is named by its reference', () => {
  expect(statementsOf((stack) => SnsAccess.publish(new sns.CfnTopic(stack, 'Topic', { kmsMasterKeyId: KEY_ARN })))).toEqual([publish({ Ref: 'Topic' })]);
});

test('an ARN that is a token is left to the service', () => {
  const statements = statementsOf((stack) => SnsAccess.publish(topic(stack, new CfnParameter(stack, 'Arn').valueAsString)));

  expect(statements).toEqual([publish({ Ref: 'Arn' })]);
});

test('tags that the topic must bear may name the pod', () => {
  const statements = statementsOf((stack) => SnsAccess.publish(topic(stack), { resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE, 'team': 'a+b' } }));

  expect(statements).toEqual([publish(TOPIC_ARN, {
    Condition: { StringEquals: { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}', 'aws:ResourceTag/team': 'a+b' } },
  })]);
});

test.each<[string, (stack: Stack) => unknown, string]>([
  ['a topic that is a pattern', (stack) => SnsAccess.publish(topic(stack, `${TOPIC_ARN}-*`)), '[Stack/Topic] a builder takes one resource, and the ARN of this one is a pattern'],
  ['tags that are empty', (stack) => SnsAccess.publish(topic(stack), { resourceTags: {} }), '[Stack/Topic] resourceTags must not be empty'],
  ['a tag that is reserved', (stack) => SnsAccess.publish(topic(stack), { resourceTags: { 'aws:x': 'y' } }), 'a key of resourceTags must not begin with "aws:"'],
  ['a tag whose key is a token', (stack) => SnsAccess.publish(topic(stack), { resourceTags: { [new CfnParameter(stack, 'P').valueAsString]: 'y' } }), 'a key of resourceTags must be known at synth'],
  ['a key in another region', (stack) => SnsAccess.publish(sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn: TOPIC_ARN, keyArn: KEY_ARN.replace(REGION, 'us-east-1') })),
    'and its KMS key in us-east-1'],
])('fails on %s', (_, access, text) => {
  expect(errorOf(() => access(stackFixture().stack)).message).toContain(text);
});

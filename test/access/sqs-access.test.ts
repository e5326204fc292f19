import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { statementsOf } from './statements';
import { Access, SessionTag, SqsAccess } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:exported`;
const queue = (stack: Stack) => sqs.Queue.fromQueueArn(stack, 'Queue', QUEUE_ARN);
const OWN = { 'kubernetes-namespace': SessionTag.NAMESPACE };
const Condition = { StringEquals: { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}' } };

test('tags of the queue limit every action', () => {
  expect(statementsOf((stack) => SqsAccess.produce(queue(stack), { lookUpUrl: true, resourceTags: OWN }))).toEqual([
    { Sid: 'SqsProduce', Effect: 'Allow', Action: ['sqs:GetQueueUrl', 'sqs:SendMessage'], Resource: QUEUE_ARN, Condition },
  ]);
  expect(statementsOf((stack) => SqsAccess.consume(queue(stack), { resourceTags: OWN }))).toEqual([{
    Sid: 'SqsConsume',
    Effect: 'Allow',
    Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    Resource: QUEUE_ARN,
    Condition,
  }]);
});

test('the value of a tag is literal, but for its tokens', () => {
  const [statement] = statementsOf((stack) => SqsAccess.produce(queue(stack), { resourceTags: { team: `a-${new CfnParameter(stack, 'Team').valueAsString}` } }));

  expect(statement.Condition).toEqual({ StringEquals: { 'aws:ResourceTag/team': { 'Fn::Join': ['', ['a-', { Ref: 'Team' }]] } } });
});

test.each<[string, (stack: Stack) => Access, string, string]>([
  ['no tags', (stack) => SqsAccess.produce(queue(stack), { resourceTags: {} }), 'EmptyList',
    '[Stack/Queue] resourceTags must not be empty: name at least one, or leave resourceTags out, got: [] (EmptyList)'],
  ['a reserved key', (stack) => SqsAccess.consume(queue(stack), { resourceTags: { 'aws:x': 'y' } }), 'InvalidTag',
    '[Stack/Queue] a key of resourceTags must not begin with "aws:": that prefix is reserved, got: "aws:x" (InvalidTag)'],
  ['a key that is a token', (stack) => SqsAccess.consume(queue(stack), { resourceTags: { [SessionTag.NAMESPACE]: 'y' } }), 'InvalidTag',
    '[Stack/Queue] a key of resourceTags must be known at synth, got: '],
])('fails on %s', (_, access, code, text) => {
  const error = errorOf(() => access(stackFixture().stack));

  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
});

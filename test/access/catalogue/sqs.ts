import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Calls, KEY_ARN } from './entry';
import { SessionTag, SqsAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const sqsCalls: Calls = (stack) => {
  const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:exported`, keyArn: KEY_ARN });
  const resourceTags = { 'kubernetes-namespace': SessionTag.NAMESPACE };
  return [
    ['SqsAccess.produce', 'queue', SqsAccess.produce(queue)],
    ['SqsAccess.produce', 'queue, { lookUpUrl: true }', SqsAccess.produce(queue, { lookUpUrl: true })],
    ['SqsAccess.produce', 'queue, { lookUpUrl: true, resourceTags }', SqsAccess.produce(queue, { lookUpUrl: true, resourceTags })],
    ['SqsAccess.consume', 'queue', SqsAccess.consume(queue)],
    ['SqsAccess.consume', 'queue, { lookUpUrl: true }', SqsAccess.consume(queue, { lookUpUrl: true })],
    ['SqsAccess.consume', 'queue, { lookUpUrl: true, resourceTags }', SqsAccess.consume(queue, { lookUpUrl: true, resourceTags })],
  ];
};

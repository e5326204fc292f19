import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Calls, KEY_ARN } from './entry';
import { SqsAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const sqsCalls: Calls = (stack) => {
  const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:exported`, keyArn: KEY_ARN });
  return [
    ['SqsAccess.produce', 'queue', SqsAccess.produce(queue)],
    ['SqsAccess.produce', 'queue, { lookUpUrl: true }', SqsAccess.produce(queue, { lookUpUrl: true })],
    ['SqsAccess.consume', 'queue', SqsAccess.consume(queue)],
    ['SqsAccess.consume', 'queue, { lookUpUrl: true }', SqsAccess.consume(queue, { lookUpUrl: true })],
  ];
};

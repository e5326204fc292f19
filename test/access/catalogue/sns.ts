import * as sns from 'aws-cdk-lib/aws-sns';
import { Calls, KEY_ARN } from './entry';
import { SessionTag, SnsAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const snsCalls: Calls = (stack) => {
  const topic = sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:exported`, keyArn: KEY_ARN });
  const fifo = sns.Topic.fromTopicArn(stack, 'Fifo', `arn:aws:sns:${REGION}:${ACCOUNT}:exported.fifo`);
  return [
    ['SnsAccess.publish', 'topic', SnsAccess.publish(topic)],
    ['SnsAccess.publish', 'fifo', SnsAccess.publish(fifo)],
    ['SnsAccess.publish', 'topic, { resourceTags: { namespace: SessionTag.NAMESPACE } }', SnsAccess.publish(topic, { resourceTags: { namespace: SessionTag.NAMESPACE } })],
  ];
};

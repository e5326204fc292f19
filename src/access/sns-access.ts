import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Access } from './access';
import { allConditions, tagConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';

const TOPIC: ArnForm = { service: 'sns', resource: /^[^:/]+$/, shown: 'sns:REGION:ACCOUNT:NAME' };

/** What a topic must be so that messages may be published to it. */
export interface SnsPublishOptions {
  /**
   * The tags that the topic must bear, each with this value; a value may name the pod, such as `SessionTag.NAMESPACE`.
   *
   * @default - the topic needs no tags
   */
  readonly resourceTags?: Record<string, string>;
}

/**
 * Builds access to SNS topics, standard and FIFO.
 *
 * A topic whose `masterKey` is known (an L2, or an import that names it by `keyArn`) brings the use of that key through
 * SNS; for an L1 topic with a key add `KmsAccess.viaService`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export abstract class SnsAccess {
  /**
   * Publishes messages to a topic, one by one or in batches; text messages to phone numbers are not among them.
   *
   * - Action: `sns:Publish` on the topic. Batches and FIFO topics need no action of their own.
   * - Condition: with `resourceTags`, `StringEquals` `aws:ResourceTag/KEY`.
   * - With a known key: `kms:GenerateDataKey`, `kms:Decrypt` on the key through SNS, for this topic alone.
   *
   * @throws if `resourceTags` is empty or has a key that no tag can have
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   * @example
   * declare const topic: sns.Topic;
   * SnsAccess.publish(topic);
   */
  public static publish(topic: sns.ITopicRef, options: SnsPublishOptions = {}): Access {
    const { masterKey } = topic as { readonly masterKey?: kms.IKeyRef };
    const arn = exactArn(topic, topic.topicRef.topicArn, TOPIC);
    const conditions = allConditions(tagConditions(topic, 'resourceTags', options.resourceTags));
    return Access._of('SnsPublish',
      { sid: 'SnsPublish', effect: 'Allow', actions: ['sns:Publish'], resources: [arn], conditions },
      ...impliedKeyUse(topic, masterKey, KmsService.SNS, [KmsOperation.GENERATE_DATA_KEY, KmsOperation.DECRYPT], { name: 'aws:sns:topicArn', values: [arn] }));
  }
}

import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Access } from './access';
import { allConditions, tagConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';

const QUEUE: ArnForm = { service: 'sqs', resource: /^[^:/]+$/, shown: 'sqs:REGION:ACCOUNT:NAME' };

/** How a queue is reached, and what it must bear. */
export interface SqsAccessOptions {
  /**
   * Whether the workload asks for the URL of the queue by its name: adds `sqs:GetQueueUrl`.
   *
   * @default false - the workload is told the URL
   */
  readonly lookUpUrl?: boolean;

  /**
   * The tags that the queue must bear, each with its value, which may hold a `SessionTag`:
   * `StringEquals` `aws:ResourceTag/KEY`.
   *
   * @default - none: tags don't matter
   */
  readonly resourceTags?: Record<string, string>;
}

/**
 * Builds access to SQS queues, standard and FIFO: a producer is not a consumer.
 *
 * Batch calls need no action of their own. A queue whose `encryptionMasterKey` is known (an L2, or an import that
 * names it) brings the use of that key through SQS; for an L1 queue with a key add `KmsAccess.viaService`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export abstract class SqsAccess {
  /**
   * Sends messages.
   *
   * - Action: `sqs:SendMessage` on the queue; with `lookUpUrl` also `sqs:GetQueueUrl`.
   * - Condition, with `resourceTags`: `StringEquals` `aws:ResourceTag/KEY`.
   * - With a known key: `kms:GenerateDataKey`, `kms:Decrypt` on the key through SQS.
   *
   * @throws if `resourceTags` is empty or has what is no tag
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   * @example
   * declare const queue: sqs.Queue;
   * SqsAccess.produce(queue, { resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE } });
   */
  public static produce(queue: sqs.IQueueRef, options: SqsAccessOptions = {}): Access {
    return queueAccess(queue, 'SqsProduce', ['sqs:SendMessage'], options, KmsOperation.GENERATE_DATA_KEY, KmsOperation.DECRYPT);
  }

  /**
   * Receives messages, hides them while they are worked on, and deletes them when they are done.
   *
   * - Actions: `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:ChangeMessageVisibility`, `sqs:GetQueueAttributes` on
   *   the queue; with `lookUpUrl` also `sqs:GetQueueUrl`.
   * - Condition, with `resourceTags`: `StringEquals` `aws:ResourceTag/KEY`.
   * - With a known key: `kms:Decrypt` on the key through SQS.
   *
   * @throws if `resourceTags` is empty or has what is no tag
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   * @example
   * declare const queue: sqs.Queue;
   * SqsAccess.consume(queue, { lookUpUrl: true });
   */
  public static consume(queue: sqs.IQueueRef, options: SqsAccessOptions = {}): Access {
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];
    return queueAccess(queue, 'SqsConsume', actions, options, KmsOperation.DECRYPT);
  }
}

function queueAccess(queue: sqs.IQueueRef, sid: string, actions: string[], options: SqsAccessOptions, ...operations: KmsOperation[]): Access {
  const { encryptionMasterKey } = queue as { readonly encryptionMasterKey?: kms.IKeyRef };
  const arn = exactArn(queue, queue.queueRef.queueArn, QUEUE);
  const conditions = allConditions(tagConditions(queue, 'resourceTags', options.resourceTags));
  return Access._of(sid,
    { sid, effect: 'Allow', actions: [...actions, ...(options.lookUpUrl ? ['sqs:GetQueueUrl'] : [])], resources: [arn], conditions },
    ...impliedKeyUse(queue, encryptionMasterKey, KmsService.SQS, operations, { name: 'aws:sqs:arn', values: [arn] }));
}

import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { PolicyScope } from './policy-scope';
import { ArnForm, exactArn } from '../access/exact-arn';
import { impliedKeyUse } from '../access/key-use';
import { KmsOperation, KmsService } from '../access/kms-service';
import { Statement } from '../policy/statement';

const QUEUE: ArnForm = { service: 'sqs', resource: /^[^:/]+$/, shown: 'sqs:REGION:ACCOUNT:NAME' };

/** What a controller does with a queue that others send to; with a known key its use through SQS. */
export function queueStatements(scope: PolicyScope, sid: string, queue: sqs.IQueueRef, actions: readonly string[]): Statement[] {
  const { encryptionMasterKey } = queue as { readonly encryptionMasterKey?: kms.IKeyRef };
  const arn = exactArn(queue, queue.queueRef.queueArn, QUEUE);
  return [
    ...scope.allow(sid, actions, [arn]),
    ...impliedKeyUse(queue, encryptionMasterKey, KmsService.SQS, [KmsOperation.DECRYPT], { name: 'aws:sqs:arn', values: [arn] }),
  ];
}

import * as kms from 'aws-cdk-lib/aws-kms';
import { keyUse } from '../access/key-use';
import { KmsOperation, KmsService } from '../access/kms-service';
import { Statement } from '../policy/statement';

/** The use of a key by EC2 for volumes that are encrypted by it: what is read and written, and the grants to EC2. */
export function volumeKeyUse(key: kms.IKeyRef): Statement[] {
  const use = keyUse(key, KmsService.EC2, [KmsOperation.DECRYPT, KmsOperation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT]);
  return [use, { ...use, sid: 'KmsGrantToEc2', actions: ['kms:CreateGrant'], conditions: { ...use.conditions, Bool: { 'kms:GrantIsForAWSResource': ['true'] } } }];
}

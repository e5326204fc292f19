import * as kms from 'aws-cdk-lib/aws-kms';
import { Access } from './access';
import { keyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { refuse } from '../private/errors';

/** How a key may be used through a service. */
export interface KmsViaServiceOptions {
  /**
   * The operations, at least one.
   *
   * Readers need `DECRYPT`; what writes or sends encrypted data needs `GENERATE_DATA_KEY` and mostly `DECRYPT`.
   *
   * @default - `[KmsOperation.DECRYPT]`
   */
  readonly operations?: KmsOperation[];
}

/** Builds access to KMS keys. */
export abstract class KmsAccess {
  /**
   * Use of a key through one service, in the region of the key, and in no other way.
   *
   * - Actions: the chosen operations, `kms:Decrypt` by default. `kms:DescribeKey` is never among them.
   * - Resource: the key's ARN.
   * - Condition: `StringEquals` `kms:ViaService` `SERVICE.REGION.amazonaws.com`; for a key in China also with the
   *   suffix `amazonaws.com.cn`, so give its stack an explicit region.
   *
   * The key's own policy must allow the account to delegate to IAM, as the CDK's default key policy does.
   * Buckets, queues, topics, tables, streams, secrets and parameters whose key is known bring such a statement with their
   * own builders, most of them for their own data alone.
   *
   * @param key the key itself; an alias authorizes no cryptographic operation
   * @throws if `key` is an alias, or `operations` is empty
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
   * @example
   * declare const key: kms.Key;
   * KmsAccess.viaService(key, KmsService.S3, { operations: [KmsOperation.GENERATE_DATA_KEY, KmsOperation.DECRYPT] });
   */
  public static viaService(key: kms.IKeyRef, service: KmsService, options: KmsViaServiceOptions = {}): Access {
    const operations = options.operations ?? [KmsOperation.DECRYPT];
    if (operations.length === 0) {
      refuse(key, 'InvalidOperations', 'operations must name at least one KmsOperation, got: []; leave it out for kms:Decrypt');
    }
    return Access._of(`use of a KMS key through ${service}`, keyUse(key, service, operations));
  }
}

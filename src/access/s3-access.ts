import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access } from './access';
import { exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { literalValue } from './literal-value';
import { got, refuse } from '../private/errors';

/** No object key or prefix can hold this character, since no policy document can. */
const NOT_IN_ANY_KEY = '\u0000';

/**
 * Builds access to S3 buckets, by prefix or by object.
 *
 * Reading, listing, writing and deleting are four accesses: none brings another. A prefix is a literal: `*`, `?` and
 * `$` in it are escaped, so that it can't widen the policy. End it with `/` to mean a folder: `invoices` would also
 * cover `invoices-old/`.
 *
 * A bucket whose `encryptionKey` is known (an L2, or an import that names it) brings the use of that key through S3.
 * For an L1 bucket with a key add `KmsAccess.viaService`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export abstract class S3Access {
  /** In place of a prefix: every object of the bucket. */
  public static readonly WHOLE_BUCKET = `${NOT_IN_ANY_KEY}whole-bucket`;

  /**
   * Reads the objects under a prefix.
   *
   * - Action: `s3:GetObject` on `BUCKET/PREFIX*`.
   * - With a known key: `kms:Decrypt` on the key through S3.
   *
   * Without `listPrefix`, S3 answers a missing object with 403 in place of 404.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.readPrefix(bucket, 'invoices/');
   */
  public static readPrefix(bucket: s3.IBucketRef, prefix: string): Access {
    return objectAccess(bucket, 'S3ReadPrefix', ['s3:GetObject'], prefixPattern(bucket, prefix), KmsOperation.DECRYPT);
  }

  /**
   * Lists the keys under a prefix.
   *
   * - Action: `s3:ListBucket` on the bucket.
   * - Condition: `StringLike` `s3:prefix` `PREFIX*`; none for the whole bucket.
   *
   * The condition compares the `prefix` parameter of the request: a request without one is denied. Listing
   * `invoices/` allows the requests `prefix=invoices/` and `prefix=invoices/2026/`, not `prefix=invoices`.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.listPrefix(bucket, 'invoices/');
   */
  public static listPrefix(bucket: s3.IBucketRef, prefix: string): Access {
    const pattern = prefixPattern(bucket, prefix);
    return Access._of('list of an S3 prefix', {
      sid: 'S3ListPrefix',
      effect: 'Allow',
      actions: ['s3:ListBucket'],
      resources: [exactArn(bucket, bucket.bucketRef.bucketArn)],
      conditions: prefix === S3Access.WHOLE_BUCKET ? undefined : { StringLike: { 's3:prefix': [pattern] } },
    });
  }

  /**
   * Writes objects under a prefix, replacing what is there; multipart uploads included.
   *
   * - Actions: `s3:PutObject`, `s3:AbortMultipartUpload` on `BUCKET/PREFIX*`.
   * - With a known key: `kms:GenerateDataKey` and, for multipart uploads, `kms:Decrypt` on the key through S3.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.writePrefix(bucket, 'invoices/');
   */
  public static writePrefix(bucket: s3.IBucketRef, prefix: string): Access {
    return objectAccess(bucket, 'S3WritePrefix', ['s3:PutObject', 's3:AbortMultipartUpload'], prefixPattern(bucket, prefix),
      KmsOperation.GENERATE_DATA_KEY, KmsOperation.DECRYPT);
  }

  /**
   * Deletes objects under a prefix; in a versioned bucket this adds a delete marker.
   *
   * - Action: `s3:DeleteObject` on `BUCKET/PREFIX*`. Versions stay: `s3:DeleteObjectVersion` is not given.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.deletePrefix(bucket, 'tmp/');
   */
  public static deletePrefix(bucket: s3.IBucketRef, prefix: string): Access {
    return objectAccess(bucket, 'S3DeletePrefix', ['s3:DeleteObject'], prefixPattern(bucket, prefix));
  }

  /**
   * Reads one object.
   *
   * - Action: `s3:GetObject` on `BUCKET/KEY`.
   * - With a known key: `kms:Decrypt` on the key through S3.
   *
   * @param objectKey the exact key, a literal: `*` and `?` in it mean themselves
   * @throws if the key is empty, begins with `/` or has a character that no policy can hold
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.readObject(bucket, 'config/exporter.yaml');
   */
  public static readObject(bucket: s3.IBucketRef, objectKey: string): Access {
    const key = literalKey(bucket, objectKey, 'objectKey', 'InvalidObjectKey', 'name one object');
    return objectAccess(bucket, 'S3ReadObject', ['s3:GetObject'], key, KmsOperation.DECRYPT);
  }
}

function objectAccess(bucket: s3.IBucketRef, sid: string, actions: string[], pattern: string, ...operations: KmsOperation[]): Access {
  const { encryptionKey } = bucket as { readonly encryptionKey?: kms.IKeyRef };
  const arn = exactArn(bucket, bucket.bucketRef.bucketArn);
  return Access._of(sid,
    { sid, effect: 'Allow', actions, resources: [`${arn}/${pattern}`] },
    ...(operations.length > 0 ? impliedKeyUse(bucket, encryptionKey, KmsService.S3, operations, { name: 'aws:s3:arn', values: [arn, `${arn}/*`] }) : []));
}

/** The pattern that matches the keys under a prefix and nothing else. */
function prefixPattern(bucket: s3.IBucketRef, prefix: string): string {
  if (prefix === S3Access.WHOLE_BUCKET) { return '*'; }
  return `${literalKey(bucket, prefix, 'prefix', 'InvalidPrefix', 'for the whole bucket give S3Access.WHOLE_BUCKET')}*`;
}

/** Escapes a key or prefix; refuses what S3 would take as another thing than was meant. */
function literalKey(bucket: s3.IBucketRef, value: string, name: string, code: 'InvalidPrefix' | 'InvalidObjectKey', advice: string): string {
  if (value === '') { refuse(bucket, code, `${name} must not be empty: ${advice}, ${got(value)}`); }
  if (value.startsWith('/')) {
    refuse(bucket, code, `${name} must not begin with "/", since keys of S3 objects don't: leave the slash out, or ${advice}, ${got(value)}`);
  }
  return literalValue(bucket, code, name, value);
}

import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access } from './access';
import { allConditions } from './conditions';
import { KmsOperation } from './kms-service';
import { S3AccessOptions, S3ReadOptions, S3WriteOptions, S3WriteTagsOptions } from './s3-access-options';
import { bucketStatements, existingTags, literalKey, objectAccess, prefixPattern, requestTags, WHOLE_BUCKET } from './s3-statements';

/**
 * Builds access to S3 buckets, by prefix or by object.
 *
 * Reading, listing, writing and deleting are four accesses: none brings another. A prefix is a literal: `*`, `?` and
 * `$` in it are escaped, so that it can't widen the policy. End it with `/` to mean a folder: `invoices` would also
 * cover `invoices-old/`.
 *
 * Through an access point (option `accessPoint`) each statement stands twice: on the access point, where objects are
 * `ACCESS_POINT/object/KEY`, and on the bucket with the condition `StringEquals` `s3:DataAccessPointArn`.
 *
 * A bucket whose `encryptionKey` is known (an L2, or an import that names it) brings the use of that key through S3.
 * For an L1 bucket with a key add `KmsAccess.viaService`. Directory buckets have `S3ExpressAccess`, and are refused here.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export abstract class S3Access {
  /** In place of a prefix: every object of the bucket. */
  public static readonly WHOLE_BUCKET = WHOLE_BUCKET;

  /**
   * Reads the objects under a prefix.
   *
   * - Action: `s3:GetObject` on `BUCKET/PREFIX*`.
   * - Condition, with `existingObjectTags`: `StringEquals` `s3:ExistingObjectTag/KEY`.
   * - With a known key: `kms:Decrypt` on the key through S3.
   *
   * Without `listPrefix`, S3 answers a missing object with 403 in place of 404.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold; if `existingObjectTags`
   * is empty or has what is no tag; if the access point is one of another bucket
   * @example
   * declare const bucket: s3.Bucket;
   * declare const accessPoint: s3.CfnAccessPoint;
   * S3Access.readPrefix(bucket, 'invoices/');
   * S3Access.readPrefix(bucket, 'shared/', { accessPoint, existingObjectTags: { 'kubernetes-namespace': SessionTag.NAMESPACE } });
   */
  public static readPrefix(bucket: s3.IBucketRef, prefix: string, options: S3ReadOptions = {}): Access {
    const conditions = existingTags(bucket, options.existingObjectTags);
    return objectAccess(bucket, prefixPattern(bucket, prefix), options, { sid: 'S3ReadPrefix', actions: ['s3:GetObject'], conditions }, KmsOperation.DECRYPT);
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
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold; if the access point is
   * one of another bucket
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.listPrefix(bucket, 'invoices/');
   */
  public static listPrefix(bucket: s3.IBucketRef, prefix: string, options: S3AccessOptions = {}): Access {
    const pattern = prefixPattern(bucket, prefix);
    const conditions = prefix === WHOLE_BUCKET ? undefined : { StringLike: { 's3:prefix': [pattern] } };
    return Access._of('list of an S3 prefix', ...bucketStatements(bucket, options, { sid: 'S3ListPrefix', actions: ['s3:ListBucket'], conditions }));
  }

  /**
   * Writes objects under a prefix, replacing what is there.
   *
   * - Actions: `s3:PutObject`, `s3:AbortMultipartUpload` on `BUCKET/PREFIX*`; multipart uploads are included.
   * - With `requestObjectTags`: `s3:PutObject`, `s3:PutObjectTagging` with the conditions that say so. S3 asks for both
   *   when an upload sets tags. Multipart uploads are not included: S3 compares the tags of each part, which has none.
   * - With a known key: `kms:GenerateDataKey` and, for multipart uploads, `kms:Decrypt` on the key through S3.
   *
   * Without `requestObjectTags` an upload that sets tags is denied. With it, `s3:PutObjectTagging` also sets the tags
   * of objects that are there, to these same ones.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold; if `requestObjectTags`
   * is empty or has what is no tag; if the access point is one of another bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.writePrefix(bucket, 'invoices/');
   * S3Access.writePrefix(bucket, 'shared/', { requestObjectTags: { 'kubernetes-namespace': SessionTag.NAMESPACE } });
   */
  public static writePrefix(bucket: s3.IBucketRef, prefix: string, options: S3WriteOptions = {}): Access {
    const pattern = prefixPattern(bucket, prefix);
    const conditions = requestTags(bucket, options.requestObjectTags);
    return options.requestObjectTags === undefined
      ? objectAccess(bucket, pattern, options, { sid: 'S3WritePrefix', actions: ['s3:PutObject', 's3:AbortMultipartUpload'] },
        KmsOperation.GENERATE_DATA_KEY, KmsOperation.DECRYPT)
      : objectAccess(bucket, pattern, options, { sid: 'S3WritePrefix', actions: ['s3:PutObject', 's3:PutObjectTagging'], conditions },
        KmsOperation.GENERATE_DATA_KEY);
  }

  /**
   * Deletes objects under a prefix; in a versioned bucket this adds a delete marker.
   *
   * - Action: `s3:DeleteObject` on `BUCKET/PREFIX*`. Versions stay: `s3:DeleteObjectVersion` is not given.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold; if the access point is
   * one of another bucket
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.deletePrefix(bucket, 'tmp/');
   */
  public static deletePrefix(bucket: s3.IBucketRef, prefix: string, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, prefixPattern(bucket, prefix), options, { sid: 'S3DeletePrefix', actions: ['s3:DeleteObject'] });
  }

  /**
   * Reads one object.
   *
   * - Action: `s3:GetObject` on `BUCKET/KEY`.
   * - Condition, with `existingObjectTags`: `StringEquals` `s3:ExistingObjectTag/KEY`.
   * - With a known key: `kms:Decrypt` on the key through S3.
   *
   * @param objectKey the exact key, a literal: `*` and `?` in it mean themselves
   * @throws if the key is empty, begins with `/` or has a character that no policy can hold; if `existingObjectTags` is
   * empty or has what is no tag; if the access point is one of another bucket
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.readObject(bucket, 'config/exporter.yaml');
   */
  public static readObject(bucket: s3.IBucketRef, objectKey: string, options: S3ReadOptions = {}): Access {
    const key = literalKey(bucket, objectKey, 'objectKey', 'InvalidObjectKey', 'name one object');
    const conditions = existingTags(bucket, options.existingObjectTags);
    return objectAccess(bucket, key, options, { sid: 'S3ReadObject', actions: ['s3:GetObject'], conditions }, KmsOperation.DECRYPT);
  }

  /**
   * Reads the tags of objects under a prefix, and not the objects.
   *
   * - Action: `s3:GetObjectTagging` on `BUCKET/PREFIX*`. Tags of older versions are not included.
   * - Condition, with `existingObjectTags`: `StringEquals` `s3:ExistingObjectTag/KEY`.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold; if `existingObjectTags`
   * is empty or has what is no tag; if the access point is one of another bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.readTags(bucket, 'invoices/');
   */
  public static readTags(bucket: s3.IBucketRef, prefix: string, options: S3ReadOptions = {}): Access {
    const conditions = existingTags(bucket, options.existingObjectTags);
    return objectAccess(bucket, prefixPattern(bucket, prefix), options, { sid: 'S3ReadTags', actions: ['s3:GetObjectTagging'], conditions });
  }

  /**
   * Replaces the tags of objects under a prefix: a request sets all tags of an object.
   *
   * - Action: `s3:PutObjectTagging` on `BUCKET/PREFIX*`. Tags of older versions are not included.
   * - Conditions, with `requestObjectTags`: that the request sets these tags, and no others; with
   *   `existingObjectTags`: `StringEquals` `s3:ExistingObjectTag/KEY`.
   *
   * Where access is decided by the tags of objects, limit what is written by both: whoever may set a tag can open an
   * object to others, and take one for itself.
   *
   * @throws if the prefix is empty, begins with `/` or has a character that no policy can hold; if
   * `existingObjectTags` or `requestObjectTags` is empty or has what is no tag; if the access point is one of another bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
   * @example
   * declare const bucket: s3.Bucket;
   * S3Access.writeTags(bucket, 'invoices/', { requestObjectTags: { state: 'exported' } });
   */
  public static writeTags(bucket: s3.IBucketRef, prefix: string, options: S3WriteTagsOptions = {}): Access {
    const conditions = allConditions(existingTags(bucket, options.existingObjectTags), requestTags(bucket, options.requestObjectTags));
    return objectAccess(bucket, prefixPattern(bucket, prefix), options, { sid: 'S3WriteTags', actions: ['s3:PutObjectTagging'], conditions });
  }
}

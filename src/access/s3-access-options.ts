import * as s3 from 'aws-cdk-lib/aws-s3';

/** How a bucket is reached. */
export interface S3AccessOptions {
  /**
   * The access point through which the workload reaches the bucket, and without which it doesn't.
   *
   * S3 asks for both: the same actions are allowed on the access point, and on the bucket with the condition
   * `StringEquals` `s3:DataAccessPointArn`. A policy of the access point, if there is one, must not deny the role, and
   * the workload must name the access point in place of the bucket.
   *
   * @default - none: the bucket itself
   */
  readonly accessPoint?: s3.IAccessPointRef;
}

/** Which objects are reached, by what they bear. */
export interface S3ReadOptions extends S3AccessOptions {
  /**
   * The tags that an object must bear already, each with its value, which may hold a `SessionTag`:
   * `StringEquals` `s3:ExistingObjectTag/KEY`.
   *
   * An object that lacks one is denied, and so is one that isn't there. Whoever may write the tags of an object decides
   * who reaches it.
   *
   * @default - none: tags don't matter
   */
  readonly existingObjectTags?: Record<string, string>;
}

/** What is written. */
export interface S3WriteOptions extends S3AccessOptions {
  /**
   * The tags that a request must set, each with its value, which may hold a `SessionTag`, and no others:
   * `StringEquals` `s3:RequestObjectTag/KEY`, and `ForAllValues:StringEquals` with `Null` `s3:RequestObjectTagKeys`.
   *
   * @default - none: an upload sets no tags, and a request that writes tags may set any
   */
  readonly requestObjectTags?: Record<string, string>;
}

/** Which tags are written, on which objects. */
export interface S3WriteTagsOptions extends S3ReadOptions, S3WriteOptions {}

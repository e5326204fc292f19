import * as s3express from 'aws-cdk-lib/aws-s3express';
import { Access } from './access';
import { ArnForm, exactArn } from './exact-arn';
import { Conditions } from '../policy/statement';

const DIRECTORY_BUCKET: ArnForm = { service: 's3express', resource: /^bucket\/.+$/, shown: 's3express:REGION:ACCOUNT:bucket/NAME' };

/**
 * Builds access to directory buckets of S3 Express One Zone, which is by sessions.
 *
 * A request to a directory bucket is authorized by the session that it is made in, so what a workload may do is decided
 * when it opens one. A session is for the whole bucket: it can't be limited to a prefix, and who may write also lists,
 * reads and deletes. Give workloads that must not see each other's objects buckets of their own.
 *
 * Objects that are encrypted with a key of one's own ask for `kms:GenerateDataKey` and `kms:Decrypt` on the key as well:
 * give these by `Access.fromStatements`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3express.html
 */
export abstract class S3ExpressAccess {
  /**
   * Opens sessions that list and read all objects of a directory bucket.
   *
   * - Action: `s3express:CreateSession` on the bucket.
   * - Condition: `StringEquals` `s3express:SessionMode` `ReadOnly`.
   *
   * @throws if the ARN of the bucket is a pattern
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
   * @example
   * declare const bucket: s3express.CfnDirectoryBucket;
   * S3ExpressAccess.readOnlySession(bucket);
   */
  public static readOnlySession(bucket: s3express.IDirectoryBucketRef): Access {
    return session(bucket, 'S3ExpressReadOnlySession', { StringEquals: { 's3express:SessionMode': ['ReadOnly'] } });
  }

  /**
   * Opens sessions that list, read, write and delete all objects of a directory bucket.
   *
   * - Action: `s3express:CreateSession` on the bucket, in either mode.
   *
   * @throws if the ARN of the bucket is a pattern
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
   * @example
   * declare const bucket: s3express.CfnDirectoryBucket;
   * S3ExpressAccess.readWriteSession(bucket);
   */
  public static readWriteSession(bucket: s3express.IDirectoryBucketRef): Access {
    return session(bucket, 'S3ExpressReadWriteSession');
  }
}

function session(bucket: s3express.IDirectoryBucketRef, sid: string, conditions?: Conditions): Access {
  return Access._of(sid, {
    sid, effect: 'Allow', actions: ['s3express:CreateSession'], resources: [exactArn(bucket, bucket.directoryBucketRef.directoryBucketArn, DIRECTORY_BUCKET)], conditions,
  });
}

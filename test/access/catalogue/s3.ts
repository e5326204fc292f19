import * as s3 from 'aws-cdk-lib/aws-s3';
import { Calls } from './entry';
import { S3Access } from '../../../src';

export const s3Calls: Calls = (stack, encryptionKey) => {
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: 'arn:aws:s3:::company-prod-finance', encryptionKey });
  return [
    ['S3Access.readPrefix', 'bucket, \'invoices/\'', S3Access.readPrefix(bucket, 'invoices/')],
    ['S3Access.readPrefix', 'bucket, S3Access.WHOLE_BUCKET', S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET)],
    ['S3Access.listPrefix', 'bucket, \'invoices/\'', S3Access.listPrefix(bucket, 'invoices/')],
    ['S3Access.listPrefix', 'bucket, S3Access.WHOLE_BUCKET', S3Access.listPrefix(bucket, S3Access.WHOLE_BUCKET)],
    ['S3Access.writePrefix', 'bucket, \'invoices/\'', S3Access.writePrefix(bucket, 'invoices/')],
    ['S3Access.deletePrefix', 'bucket, \'invoices/\'', S3Access.deletePrefix(bucket, 'invoices/')],
    ['S3Access.readObject', 'bucket, \'config/exporter.yaml\'', S3Access.readObject(bucket, 'config/exporter.yaml')],
  ];
};

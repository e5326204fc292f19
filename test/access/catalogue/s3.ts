import * as s3 from 'aws-cdk-lib/aws-s3';
import { Calls } from './entry';
import { S3Access, SessionTag } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const s3Calls: Calls = (stack, encryptionKey) => {
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: 'arn:aws:s3:::company-prod-finance', encryptionKey });
  const accessPoint = s3.CfnAccessPoint.fromAccessPointArn(stack, 'AccessPoint', `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/finance`);
  const existingObjectTags = { 'kubernetes-namespace': SessionTag.NAMESPACE };
  const requestObjectTags = { state: 'exported' };
  return [
    ['S3Access.readPrefix', 'bucket, \'invoices/\'', S3Access.readPrefix(bucket, 'invoices/')],
    ['S3Access.readPrefix', 'bucket, S3Access.WHOLE_BUCKET', S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET)],
    ['S3Access.readPrefix', 'bucket, \'invoices/\', { accessPoint, existingObjectTags }', S3Access.readPrefix(bucket, 'invoices/', { accessPoint, existingObjectTags })],
    ['S3Access.readPrefix', 'bucket, S3Access.WHOLE_BUCKET, { accessPoint }', S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET, { accessPoint })],
    ['S3Access.listPrefix', 'bucket, \'invoices/\'', S3Access.listPrefix(bucket, 'invoices/')],
    ['S3Access.listPrefix', 'bucket, S3Access.WHOLE_BUCKET', S3Access.listPrefix(bucket, S3Access.WHOLE_BUCKET)],
    ['S3Access.listPrefix', 'bucket, \'invoices/\', { accessPoint }', S3Access.listPrefix(bucket, 'invoices/', { accessPoint })],
    ['S3Access.writePrefix', 'bucket, \'invoices/\'', S3Access.writePrefix(bucket, 'invoices/')],
    ['S3Access.writePrefix', 'bucket, \'invoices/\', { accessPoint }', S3Access.writePrefix(bucket, 'invoices/', { accessPoint })],
    ['S3Access.writePrefix', 'bucket, \'invoices/\', { accessPoint, requestObjectTags }', S3Access.writePrefix(bucket, 'invoices/', { accessPoint, requestObjectTags })],
    ['S3Access.deletePrefix', 'bucket, \'invoices/\'', S3Access.deletePrefix(bucket, 'invoices/')],
    ['S3Access.deletePrefix', 'bucket, \'invoices/\', { accessPoint }', S3Access.deletePrefix(bucket, 'invoices/', { accessPoint })],
    ['S3Access.readObject', 'bucket, \'config/exporter.yaml\'', S3Access.readObject(bucket, 'config/exporter.yaml')],
    ['S3Access.readObject', 'bucket, \'config/exporter.yaml\', { accessPoint, existingObjectTags }',
      S3Access.readObject(bucket, 'config/exporter.yaml', { accessPoint, existingObjectTags })],
    ['S3Access.readTags', 'bucket, \'invoices/\'', S3Access.readTags(bucket, 'invoices/')],
    ['S3Access.readTags', 'bucket, \'invoices/\', { accessPoint, existingObjectTags }', S3Access.readTags(bucket, 'invoices/', { accessPoint, existingObjectTags })],
    ['S3Access.writeTags', 'bucket, \'invoices/\'', S3Access.writeTags(bucket, 'invoices/')],
    ['S3Access.writeTags', 'bucket, \'invoices/\', { accessPoint, existingObjectTags, requestObjectTags }',
      S3Access.writeTags(bucket, 'invoices/', { accessPoint, existingObjectTags, requestObjectTags })],
  ];
};

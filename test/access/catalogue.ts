import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Access, DynamoDbAccess, KmsAccess, KmsOperation, KmsService, S3Access, SqsAccess } from '../../src';
import { ACCOUNT, REGION } from '../fixtures';

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Every builder with every option, as `Class.method` and how it is called. */
export function catalogue(): [string, Access][] {
  const stack = new Stack(undefined, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: 'arn:aws:s3:::company-prod-finance', encryptionKey: key });
  const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:exported`, keyArn: KEY_ARN });
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/invoices`, encryptionKey: key });
  return [
    ...['invoices/', S3Access.WHOLE_BUCKET].flatMap((prefix): [string, Access][] => [
      ['S3Access.readPrefix', S3Access.readPrefix(bucket, prefix)],
      ['S3Access.listPrefix', S3Access.listPrefix(bucket, prefix)],
      ['S3Access.writePrefix', S3Access.writePrefix(bucket, prefix)],
      ['S3Access.deletePrefix', S3Access.deletePrefix(bucket, prefix)],
    ]),
    ['S3Access.readObject', S3Access.readObject(bucket, 'config/exporter.yaml')],
    ['SqsAccess.produce', SqsAccess.produce(queue, { lookUpUrl: true })],
    ['SqsAccess.consume', SqsAccess.consume(queue, { lookUpUrl: true })],
    ['DynamoDbAccess.read', DynamoDbAccess.read(table)],
    ['DynamoDbAccess.read', DynamoDbAccess.read(table, { indexes: ['by-date'], scan: true })],
    ['DynamoDbAccess.write', DynamoDbAccess.write(table, { batch: true })],
    ['DynamoDbAccess.deleteItems', DynamoDbAccess.deleteItems(table)],
    ...Object.values(KmsService).map((service): [string, Access] => [
      'KmsAccess.viaService', KmsAccess.viaService(key, service, { operations: Object.values(KmsOperation) }),
    ]),
  ];
}

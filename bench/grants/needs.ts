import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { databaseNeeds, imageNeeds, logNeeds, metricNeeds, roleNeeds } from './identity-needs';
import { arnOf, DeclareNeeds, KEY_ARN, keyIn, Means, Need } from './need';
import { busNeeds, functionNeeds, parameterNeeds, secretNeeds, stateMachineNeeds, streamNeeds, topicNeeds } from './service-needs';
import { DynamoDbAccess, KmsAccess, KmsService, S3Access, SqsAccess } from '../../src';

/*
 * `least`, and what mostly goes with it, `besides`, is the least privilege for the need by AWS's documentation and
 * action data. It was found apart from the builders, which are measured by it.
 */

const bucketNeeds: DeclareNeeds = (stack) => {
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: 'arn:aws:s3:::company-prod-finance', encryptionKey: keyIn(stack) });
  const read: Means = {
    calls: ['S3Access.readPrefix(bucket, \'invoices/\')', 'S3Access.listPrefix(bucket, \'invoices/\')'],
    access: [S3Access.readPrefix(bucket, 'invoices/'), S3Access.listPrefix(bucket, 'invoices/')],
    grantCall: 'bucket.grantRead(role, \'invoices/*\')',
    grant: (role) => bucket.grantRead(role, 'invoices/*'),
  };
  const put: Means = {
    calls: ['S3Access.writePrefix(bucket, \'invoices/\')'],
    access: [S3Access.writePrefix(bucket, 'invoices/')],
    grantCall: 'bucket.grantPut(role, \'invoices/*\')',
    grant: (role) => bucket.grantPut(role, 'invoices/*'),
  };
  const write: Means = { ...put, grantCall: 'bucket.grantWrite(role, \'invoices/*\')', grant: (role) => bucket.grantWrite(role, 'invoices/*') };
  const writing = { need: 'S3: write one prefix', service: 's3', least: ['s3:PutObject'] };
  const multipart = (...actions: string[]) => ({ why: 'for multipart uploads', actions });
  return [
    { ...read, need: 'S3: read and list one prefix', service: 's3', least: ['s3:GetObject', 's3:ListBucket'] },
    { ...put, ...writing, besides: multipart('s3:AbortMultipartUpload') },
    { ...write, ...writing, besides: multipart('s3:AbortMultipartUpload') },
    {
      need: 'S3: delete under one prefix',
      calls: ['S3Access.deletePrefix(bucket, \'invoices/\')'],
      access: [S3Access.deletePrefix(bucket, 'invoices/')],
      grantCall: 'bucket.grantDelete(role, \'invoices/*\')',
      grant: (role) => bucket.grantDelete(role, 'invoices/*'),
      service: 's3',
      least: ['s3:DeleteObject'],
    },
    { ...read, need: 'KMS: the key of the bucket, to read', service: 'kms', least: ['kms:Decrypt'] },
    { ...put, need: 'KMS: the key of the bucket, to write', service: 'kms', least: ['kms:GenerateDataKey'], besides: multipart('kms:Decrypt') },
  ];
};

const queueNeeds: DeclareNeeds = (stack) => {
  const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: arnOf('sqs', 'orders'), keyArn: KEY_ARN });
  const send: Means = {
    calls: ['SqsAccess.produce(queue)'],
    access: [SqsAccess.produce(queue)],
    grantCall: 'queue.grantSendMessages(role)',
    grant: (role) => queue.grantSendMessages(role),
  };
  return [
    { ...send, need: 'SQS: send', service: 'sqs', least: ['sqs:SendMessage'] },
    { ...send, need: 'KMS: the key of the queue, to send', service: 'kms', least: ['kms:GenerateDataKey', 'kms:Decrypt'] },
    {
      need: 'SQS: consume',
      calls: ['SqsAccess.consume(queue)'],
      access: [SqsAccess.consume(queue)],
      grantCall: 'queue.grantConsumeMessages(role)',
      grant: (role) => queue.grantConsumeMessages(role),
      service: 'sqs',
      least: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      besides: { why: 'as pollers do', actions: ['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'] },
    },
  ];
};

const tableNeeds: DeclareNeeds = (stack) => {
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: arnOf('dynamodb', 'table/orders'), globalIndexes: ['by-date'] });
  return [
    {
      need: 'DynamoDB: read by key and query, one index too',
      calls: ['DynamoDbAccess.read(table, { indexes: [\'by-date\'] })'],
      access: [DynamoDbAccess.read(table, { indexes: ['by-date'] })],
      grantCall: 'table.grantReadData(role)',
      grant: (role) => table.grantReadData(role),
      service: 'dynamodb',
      least: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    },
    {
      need: 'DynamoDB: write, not delete',
      calls: ['DynamoDbAccess.write(table)'],
      access: [DynamoDbAccess.write(table)],
      grantCall: 'table.grantWriteData(role)',
      grant: (role) => table.grantWriteData(role),
      service: 'dynamodb',
      least: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    },
  ];
};

const tableStreamNeeds: DeclareNeeds = (stack) => {
  const tableStreamArn = arnOf('dynamodb', 'table/orders/stream/2026-11-21T08:48:25.123');
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: arnOf('dynamodb', 'table/orders'), tableStreamArn });
  return [{
    need: 'DynamoDB: read the stream',
    calls: ['DynamoDbAccess.readStream(table)'],
    access: [DynamoDbAccess.readStream(table)],
    grantCall: 'table.grantStreamRead(role)',
    grant: (role) => table.grantStreamRead(role),
    service: 'dynamodb',
    least: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
  }];
};

const keyNeeds: DeclareNeeds = (stack) => {
  const key = keyIn(stack);
  return [{
    need: 'KMS: decrypt what S3 keeps',
    calls: ['KmsAccess.viaService(key, KmsService.S3)'],
    access: [KmsAccess.viaService(key, KmsService.S3)],
    grantCall: 'key.grantDecrypt(role)',
    grant: (role) => key.grantDecrypt(role),
    service: 'kms',
    least: ['kms:Decrypt'],
  }];
};

/** All needs, in the order in which they are shown; each as it is declared in a stack. */
export const NEEDS: readonly ((stack: Stack) => Need)[] = [
  bucketNeeds,
  queueNeeds,
  tableNeeds,
  tableStreamNeeds,
  keyNeeds,
  secretNeeds,
  parameterNeeds,
  topicNeeds,
  busNeeds,
  streamNeeds,
  stateMachineNeeds,
  functionNeeds,
  databaseNeeds,
  logNeeds,
  metricNeeds,
  imageNeeds,
  roleNeeds,
].flatMap((declare) => declare(new Stack()).map((_, index) => (stack: Stack) => declare(stack)[index]));

import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { statementsOf } from './statements';
import { Access, DynamoDbAccess, S3Access, SqsAccess } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

/*
 * The use of a key that a resource brings: in the region of the resource, and for the resource alone.
 */

const keyArn = (region: string, partition = 'aws') => `arn:${partition}:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const keyIn = (stack: Stack, region: string, partition?: string) => kms.Key.fromKeyArn(stack, 'Key', keyArn(region, partition));

const ofBucket = (stack: Stack, region: string, partition = 'aws') => S3Access.readPrefix(
  s3.Bucket.fromBucketAttributes(stack, 'Resource', { bucketArn: `arn:${partition}:s3:::finance`, encryptionKey: keyIn(stack, region, partition) }), 'in/');
const ofQueue = (stack: Stack, region: string, partition = 'aws') => SqsAccess.consume(
  sqs.Queue.fromQueueAttributes(stack, 'Resource', { queueArn: `arn:${partition}:sqs:${stack.region}:${ACCOUNT}:exported`, keyArn: keyArn(region, partition) }));
const tableArn = (stack: Stack, partition: string) => `arn:${partition}:dynamodb:${stack.region}:${ACCOUNT}:table/invoices`;
const tableIn = (stack: Stack, region: string, partition = 'aws') => dynamodb.Table.fromTableAttributes(stack, 'Resource', {
  tableArn: tableArn(stack, partition),
  tableStreamArn: `${tableArn(stack, partition)}/stream/2026-11-21T08:48:25.123`,
  encryptionKey: keyIn(stack, region, partition),
});
const ofTable = (stack: Stack, region: string, partition?: string) => DynamoDbAccess.read(tableIn(stack, region, partition));
const ofStream = (stack: Stack, region: string, partition?: string) => DynamoDbAccess.readStream(tableIn(stack, region, partition));

const keyStatement = (access: (stack: Stack) => Access, region?: string) => statementsOf(access, region).find(({ Sid }) => String(Sid).startsWith('Kms'))!;

test.each<[string, (stack: Stack, region: string) => Access]>([
  ['a bucket', ofBucket], ['a queue', ofQueue], ['a table', ofTable], ['a stream', ofStream],
])('%s with a key of another region is refused', (_, access) => {
  const error = errorOf(() => access(stackFixture().stack, 'eu-west-1'));

  expect(error.code).toBe('WrongRegion');
  expect(error.message).toBe('[Stack/Resource] the resource is in region eu-central-1, and its KMS key in eu-west-1: a service uses keys of its own region alone, '
    + `so the access would never match; import each with its own region, got: "${keyArn('eu-west-1')}" (WrongRegion)`);
});

test('a bucket that is imported with the region of its key is taken', () => {
  const statement = keyStatement((stack) => S3Access.readPrefix(s3.Bucket.fromBucketAttributes(stack, 'Resource', {
    bucketName: 'finance', region: 'eu-west-1', encryptionKey: keyIn(stack, 'eu-west-1'),
  }), 'in/'));

  expect(statement.Condition).toMatchObject({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
});

test('a table that is imported by an ARN of the region of its key is taken', () => {
  const statement = keyStatement((stack) => DynamoDbAccess.read(dynamodb.Table.fromTableAttributes(stack, 'Resource', {
    tableArn: tableArn(stack, 'aws').replace(REGION, 'eu-west-1'), encryptionKey: keyIn(stack, 'eu-west-1'),
  })));

  expect(statement.Condition).toMatchObject({ StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } });
});

test('a table that is imported by an ARN of another region than its key is refused', () => {
  const { stack } = stackFixture();
  const table = dynamodb.Table.fromTableAttributes(stack, 'Resource', { tableArn: tableArn(stack, 'aws').replace(REGION, 'eu-west-1'), encryptionKey: keyIn(stack, REGION) });

  expect(errorOf(() => DynamoDbAccess.read(table)).message).toContain(`the resource is in region eu-west-1, and its KMS key in ${REGION}`);
});

describe('a resource that is encrypted by an alias', () => {
  test.each<[string, (stack: Stack) => kms.IKey, unknown]>([
    ['of the app', (stack) => new kms.Key(stack, 'Key').addAlias('finance'), { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }],
    ['that tells its key', (stack) => kms.Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'alias/finance', aliasTargetKey: keyIn(stack, REGION) }), keyArn(REGION)],
  ])('%s brings the use of the key itself', (_, alias, key) => {
    expect(keyStatement((stack) => SqsAccess.consume(new sqs.Queue(stack, 'Own', { encryptionMasterKey: alias(stack) })))).toMatchObject({ Action: 'kms:Decrypt', Resource: key });
  });

  test('that doesn\'t tell its key is refused', () => {
    const { stack } = stackFixture();
    const queue = new sqs.Queue(stack, 'Own', { encryptionMasterKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/finance') });

    expect(errorOf(() => SqsAccess.consume(queue))).toMatchObject({
      code: 'InvalidKey',
      message: '[Stack/Own] the resource is encrypted by a KMS alias that doesn\'t tell its key, and an alias authorizes no cryptographic operation: import the alias by '
        + 'kms.Alias.fromAliasAttributes, which takes the key as aliasTargetKey, got: "alias/finance" (InvalidKey)',
    });
  });
});

test.each<[string, (stack: Stack, region: string) => Access]>([
  ['a bucket', ofBucket], ['a table', ofTable], ['a stream', ofStream],
])('%s in a stack whose region is not known is taken', (_, access) => {
  const stack = new Stack(undefined, 'Stack');

  expect(() => access(stack, 'eu-west-1')).not.toThrow();
});

describe('in China, both forms of the service and the ARNs of the partition are named', () => {
  const CHINA = 'cn-north-1';
  const via = (service: string) => ({ 'kms:ViaService': [`${service}.${CHINA}.amazonaws.com`, `${service}.${CHINA}.amazonaws.com.cn`] });

  test.each<[string, (stack: Stack, region: string, partition: string) => Access, object]>([
    ['a bucket', ofBucket, { StringEquals: via('s3'), StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['arn:aws-cn:s3:::finance', 'arn:aws-cn:s3:::finance/*'] } }],
    ['a queue', ofQueue, { StringEquals: { ...via('sqs'), 'kms:EncryptionContext:aws:sqs:arn': `arn:aws-cn:sqs:${CHINA}:${ACCOUNT}:exported` } }],
    ['a table', ofTable, { StringEquals: { ...via('dynamodb'), 'kms:EncryptionContext:aws:dynamodb:tableName': 'invoices' } }],
    ['a stream', ofStream, { StringEquals: via('dynamodb') }],
  ])('%s', (_, access, Condition) => {
    expect(keyStatement((stack) => access(stack, CHINA, 'aws-cn'), CHINA)).toMatchObject({ Action: 'kms:Decrypt', Resource: keyArn(CHINA, 'aws-cn'), Condition });
  });
});

describe('of resources of the app, their attributes are named', () => {
  const partitionKey = { name: 'pk', type: dynamodb.AttributeType.STRING };

  test.each<[string, (stack: Stack, key: kms.Key) => Access, object]>([
    ['a bucket', (stack, encryptionKey) => S3Access.readPrefix(new s3.Bucket(stack, 'Own', { encryptionKey }), 'in/'), {
      StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [{ 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] }, '/*']] }] },
    }],
    ['a queue', (stack, encryptionMasterKey) => SqsAccess.consume(new sqs.Queue(stack, 'Own', { encryptionMasterKey })), {
      StringEquals: { 'kms:ViaService': `sqs.${REGION}.amazonaws.com`, 'kms:EncryptionContext:aws:sqs:arn': { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] } },
    }],
    ['a table', (stack, encryptionKey) => DynamoDbAccess.read(new dynamodb.Table(stack, 'Own', { partitionKey, encryptionKey })), {
      StringEquals: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`, 'kms:EncryptionContext:aws:dynamodb:tableName': { Ref: expect.stringMatching(/^Own/) } },
    }],
    ['a global table', (stack, key) => DynamoDbAccess.read(new dynamodb.TableV2(stack, 'Own', { partitionKey, encryption: dynamodb.TableEncryptionV2.customerManagedKey(key) })), {
      StringEquals: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`, 'kms:EncryptionContext:aws:dynamodb:tableName': { Ref: expect.stringMatching(/^Own/) } },
    }],
  ])('%s', (_, access, Condition) => {
    expect(keyStatement((stack) => access(stack, new kms.Key(stack, 'Key'))).Condition).toEqual(Condition);
  });
});

import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { statementsOf } from './statements';
import { Access, DynamoDbAccess, KmsAccess, KmsOperation, KmsService, S3Access, SqsAccess } from '../../src';
import { ACCOUNT, errorOf, inlineStatements, podIdentity, REGION, stackFixture } from '../fixtures';

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';
const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:exported`;
const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/invoices`;

const bucket = (stack: Stack) => s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
const encryptedBucket = (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: BUCKET_ARN, encryptionKey: key(stack) });
const queue = (stack: Stack) => sqs.Queue.fromQueueArn(stack, 'Queue', QUEUE_ARN);
const encryptedQueue = (stack: Stack) => sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: QUEUE_ARN, keyArn: KEY_ARN });
const table = (stack: Stack) => dynamodb.Table.fromTableArn(stack, 'Table', TABLE_ARN);
const encryptedTable = (stack: Stack) => dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: TABLE_ARN, encryptionKey: key(stack) });
const key = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);

/** What a service tells KMS of the data, as a condition. */
const CONTEXT: Record<string, Record<string, Record<string, unknown>>> = {
  s3: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/*`] } },
  sqs: { StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN } },
  dynamodb: { StringEquals: { 'kms:EncryptionContext:aws:dynamodb:tableName': 'invoices' } },
};

/** The statement by which a key is used through a service for a resource. */
const through = (service: string, ...actions: string[]) => {
  const statement = throughAny(service, ...actions);
  const { StringEquals = {}, ...others } = CONTEXT[service];
  return { ...statement, Condition: { StringEquals: { ...StringEquals, ...statement.Condition.StringEquals }, ...others } };
};

/** The statement by which a key is used through a service for whatever it has. */
const throughAny = (service: string, ...actions: string[]) => ({
  Sid: `KmsVia${service[0].toUpperCase()}${service.slice(1)}`,
  Effect: 'Allow',
  Action: actions.length === 1 ? actions[0] : actions,
  Resource: KEY_ARN,
  Condition: { StringEquals: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` } },
});

describe('each builder gives exactly these statements', () => {
  const cases: [string, (stack: Stack) => Access, object[]][] = [
    ['S3Access.readPrefix', (stack) => S3Access.readPrefix(bucket(stack), 'in/'),
      [{ Sid: 'S3ReadPrefix', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/in/*` }]],
    ['S3Access.listPrefix', (stack) => S3Access.listPrefix(bucket(stack), 'in/'),
      [{ Sid: 'S3ListPrefix', Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN, Condition: { StringLike: { 's3:prefix': 'in/*' } } }]],
    ['S3Access.writePrefix', (stack) => S3Access.writePrefix(bucket(stack), 'in/'),
      [{ Sid: 'S3WritePrefix', Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: `${BUCKET_ARN}/in/*` }]],
    ['S3Access.deletePrefix', (stack) => S3Access.deletePrefix(bucket(stack), 'in/'),
      [{ Sid: 'S3DeletePrefix', Effect: 'Allow', Action: 's3:DeleteObject', Resource: `${BUCKET_ARN}/in/*` }]],
    ['S3Access.readObject', (stack) => S3Access.readObject(bucket(stack), 'in/a.pdf'),
      [{ Sid: 'S3ReadObject', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/in/a.pdf` }]],
    ['S3Access.readPrefix of the whole bucket', (stack) => S3Access.readPrefix(bucket(stack), S3Access.WHOLE_BUCKET),
      [{ Sid: 'S3ReadPrefix', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/*` }]],
    ['S3Access.listPrefix of the whole bucket', (stack) => S3Access.listPrefix(bucket(stack), S3Access.WHOLE_BUCKET),
      [{ Sid: 'S3ListPrefix', Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET_ARN }]],
    ['S3Access.readPrefix with a known key', (stack) => S3Access.readPrefix(encryptedBucket(stack), 'in/'),
      [through('s3', 'kms:Decrypt'), { Sid: 'S3ReadPrefix', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/in/*` }]],
    ['S3Access.writePrefix with a known key', (stack) => S3Access.writePrefix(encryptedBucket(stack), 'in/'),
      [through('s3', 'kms:Decrypt', 'kms:GenerateDataKey'),
        { Sid: 'S3WritePrefix', Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: `${BUCKET_ARN}/in/*` }]],
    ['S3Access.readObject with a known key', (stack) => S3Access.readObject(encryptedBucket(stack), 'in/a.pdf'),
      [through('s3', 'kms:Decrypt'), { Sid: 'S3ReadObject', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/in/a.pdf` }]],
    ['S3Access.deletePrefix with a known key', (stack) => S3Access.deletePrefix(encryptedBucket(stack), 'in/'),
      [{ Sid: 'S3DeletePrefix', Effect: 'Allow', Action: 's3:DeleteObject', Resource: `${BUCKET_ARN}/in/*` }]],
    ['SqsAccess.produce', (stack) => SqsAccess.produce(queue(stack)),
      [{ Sid: 'SqsProduce', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN }]],
    ['SqsAccess.produce by name', (stack) => SqsAccess.produce(queue(stack), { lookUpUrl: true }),
      [{ Sid: 'SqsProduce', Effect: 'Allow', Action: ['sqs:GetQueueUrl', 'sqs:SendMessage'], Resource: QUEUE_ARN }]],
    ['SqsAccess.produce with a known key', (stack) => SqsAccess.produce(encryptedQueue(stack)),
      [through('sqs', 'kms:Decrypt', 'kms:GenerateDataKey'), { Sid: 'SqsProduce', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN }]],
    ['SqsAccess.consume', (stack) => SqsAccess.consume(queue(stack)),
      [{ Sid: 'SqsConsume', Effect: 'Allow', Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], Resource: QUEUE_ARN }]],
    ['SqsAccess.consume with a known key, by name', (stack) => SqsAccess.consume(encryptedQueue(stack), { lookUpUrl: true }),
      [through('sqs', 'kms:Decrypt'), {
        Sid: 'SqsConsume',
        Effect: 'Allow',
        Resource: QUEUE_ARN,
        Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      }]],
    ['DynamoDbAccess.read', (stack) => DynamoDbAccess.read(table(stack)),
      [{ Sid: 'DynamoDbRead', Effect: 'Allow', Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'], Resource: TABLE_ARN }]],
    ['DynamoDbAccess.read of indexes', (stack) => DynamoDbAccess.read(table(stack), { indexes: ['by-customer', 'by-date'] }), [
      { Sid: 'DynamoDbRead', Effect: 'Allow', Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'], Resource: TABLE_ARN },
      { Sid: 'DynamoDbReadIndex', Effect: 'Allow', Action: 'dynamodb:Query', Resource: [`${TABLE_ARN}/index/by-customer`, `${TABLE_ARN}/index/by-date`] },
    ]],
    ['DynamoDbAccess.read with scans', (stack) => DynamoDbAccess.read(table(stack), { indexes: ['by-date'], scan: true }), [
      { Sid: 'DynamoDbRead', Effect: 'Allow', Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'], Resource: TABLE_ARN },
      { Sid: 'DynamoDbReadIndex', Effect: 'Allow', Action: ['dynamodb:Query', 'dynamodb:Scan'], Resource: `${TABLE_ARN}/index/by-date` },
    ]],
    ['DynamoDbAccess.write with a known key', (stack) => DynamoDbAccess.write(encryptedTable(stack)),
      [{ Sid: 'DynamoDbWrite', Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: TABLE_ARN }, through('dynamodb', 'kms:Decrypt')]],
    ['DynamoDbAccess.write in batches', (stack) => DynamoDbAccess.write(table(stack), { batch: true }),
      [{ Sid: 'DynamoDbWrite', Effect: 'Allow', Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: TABLE_ARN }]],
    ['DynamoDbAccess.deleteItems', (stack) => DynamoDbAccess.deleteItems(table(stack)),
      [{ Sid: 'DynamoDbDelete', Effect: 'Allow', Action: 'dynamodb:DeleteItem', Resource: TABLE_ARN }]],
    ['KmsAccess.viaService', (stack) => KmsAccess.viaService(key(stack), KmsService.SECRETS_MANAGER), [throughAny('secretsmanager', 'kms:Decrypt')]],
    ['KmsAccess.viaService with operations',
      (stack) => KmsAccess.viaService(key(stack), KmsService.S3, { operations: [KmsOperation.GENERATE_DATA_KEY, KmsOperation.DECRYPT] }),
      [throughAny('s3', 'kms:Decrypt', 'kms:GenerateDataKey')]],
  ];

  test.each(cases)('%s', (_, access, expected) => {
    expect(statementsOf(access)).toEqual(expected);
  });
});

test('resources of the app are named by their attributes, L1 and L2 alike', () => {
  const ofL1 = statementsOf((stack) => S3Access.readPrefix(new s3.CfnBucket(stack, 'Bucket'), 'in/'));
  const ofL2 = statementsOf((stack) => DynamoDbAccess.read(new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } })));

  expect(ofL1[0].Resource).toEqual({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/in/*']] });
  expect(ofL2[0].Resource).toEqual({ 'Fn::GetAtt': [expect.stringContaining('Table'), 'Arn'] });
});

test('a bucket, a queue and a table that bring one key of the app use it through their services', () => {
  const { stack, template } = stackFixture();
  const encryptionKey = new kms.Key(stack, 'Key');
  podIdentity(stack, {
    access: [
      S3Access.readPrefix(new s3.Bucket(stack, 'Bucket', { encryptionKey }), 'in/'),
      SqsAccess.consume(new sqs.Queue(stack, 'Queue', { encryptionMasterKey: encryptionKey })),
      DynamoDbAccess.read(new dynamodb.Table(stack, 'Table', {
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryptionKey, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      })),
    ],
  });

  const ofKey = inlineStatements(template()).filter(({ Sid }) => String(Sid).startsWith('Kms'));

  expect(ofKey.map(({ Action, Condition }) => [Action, (Condition as any).StringEquals['kms:ViaService']]).sort()).toEqual(
    ['dynamodb', 's3', 'sqs'].map((service) => ['kms:Decrypt', `${service}.${REGION}.amazonaws.com`]));
});

describe('kms:ViaService', () => {
  const viaServiceIn = (region: string) => {
    const [statement] = statementsOf((stack) => KmsAccess.viaService(new kms.Key(stack, 'Key'), KmsService.SQS), region);
    return (statement.Condition as any).StringEquals['kms:ViaService'];
  };

  test('names the region of the key', () => expect(viaServiceIn('us-gov-west-1')).toBe('sqs.us-gov-west-1.amazonaws.com'));

  test('names both forms of the endpoint in China', () => {
    expect(viaServiceIn('cn-north-1')).toEqual(['sqs.cn-north-1.amazonaws.com', 'sqs.cn-north-1.amazonaws.com.cn']);
  });

  test('names the region that a stack without an environment is deployed to', () => {
    const stack = new Stack();
    const [statement] = KmsAccess.viaService(new kms.Key(stack, 'Key'), KmsService.SQS).statements;

    expect(stack.resolve(statement.toStatementJson()).Condition.StringEquals['kms:ViaService']).toEqual(stack.resolve(`sqs.${Aws.REGION}.amazonaws.com`));
  });
});

describe('literals are literal', () => {
  test.each([
    ['*', '${*}*'],
    ['a?b/', 'a${?}b/*'],
    ['${aws:username}/', '${$}{aws:username}/*'],
    ['$100/', '${$}100/*'],
    ['"quoted"\\/', '"quoted"\\/*'],
    ['été/', 'été/*'],
  ])('the prefix %j becomes the pattern %j', (prefix, pattern) => {
    const [read] = statementsOf((stack) => S3Access.readPrefix(bucket(stack), prefix));
    const [list] = statementsOf((stack) => S3Access.listPrefix(bucket(stack), prefix));

    expect(read.Resource).toBe(`${BUCKET_ARN}/${pattern}`);
    expect(list.Condition).toEqual({ StringLike: { 's3:prefix': pattern } });
  });

  test('the literal parts of a prefix with a token are escaped, the token is kept', () => {
    const [read] = statementsOf((stack) => S3Access.readPrefix(bucket(stack), `a*${new CfnParameter(stack, 'Team').valueAsString}?/`));

    expect(read.Resource).toEqual({ 'Fn::Join': ['', [`${BUCKET_ARN}/a\${*}`, { Ref: 'Team' }, '${?}/*']] });
  });

  test('the key of an object is no pattern', () => {
    const [read] = statementsOf((stack) => S3Access.readObject(bucket(stack), 'a*.pdf'));

    expect(read.Resource).toBe(`${BUCKET_ARN}/a\${*}.pdf`);
  });
});

describe('bad input', () => {
  test.each<[string, (stack: Stack) => Access, string, string]>([
    ['an empty prefix', (stack) => S3Access.readPrefix(bucket(stack), ''), 'InvalidPrefix', '[Stack/Bucket] prefix must not be empty: for the whole bucket give S3Access.WHOLE_BUCKET, got: "" (InvalidPrefix)'],
    ['a prefix that begins with a slash', (stack) => S3Access.writePrefix(bucket(stack), '/in/'), 'InvalidPrefix', 'prefix must not begin with "/", since keys of S3 objects don\'t: leave the slash out, or for the whole bucket give S3Access.WHOLE_BUCKET, got: "/in/"'],
    ['a slash alone', (stack) => S3Access.listPrefix(bucket(stack), '/'), 'InvalidPrefix', 'S3Access.WHOLE_BUCKET'],
    ['a character that no policy holds', (stack) => S3Access.deletePrefix(bucket(stack), 'in/\u{1F4C4}/'), 'InvalidPrefix', 'prefix has the character "\u{1F4C4}", which IAM policies can\'t hold'],
    ['a control character', (stack) => S3Access.readPrefix(bucket(stack), 'a\u0007'), 'InvalidPrefix', '"\\u0007"'],
    ['an empty object key', (stack) => S3Access.readObject(bucket(stack), ''), 'InvalidObjectKey', 'objectKey must not be empty: name one object'],
    ['the whole bucket as an object key', (stack) => S3Access.readObject(bucket(stack), S3Access.WHOLE_BUCKET), 'InvalidObjectKey', 'objectKey has the character'],
    ['an index that is an ARN', (stack) => DynamoDbAccess.read(table(stack), { indexes: [`${TABLE_ARN}/index/x`] }), 'InvalidIndexName', 'no ARN and no wildcard'],
    ['an index wildcard', (stack) => DynamoDbAccess.read(table(stack), { indexes: ['*'] }), 'InvalidIndexName', 'got: "*"'],
    ['a queue that is a pattern', (stack) => SqsAccess.produce(sqs.Queue.fromQueueArn(stack, 'Queue', `${QUEUE_ARN}-*`)), 'InvalidResource', 'a builder takes one resource, and the ARN of this one is a pattern: give it without "*"'],
    ['a table that is a pattern', (stack) => DynamoDbAccess.read(dynamodb.Table.fromTableArn(stack, 'Table', TABLE_ARN.replace('invoices', '*'))), 'InvalidResource', 'Access.fromStatements'],
    ['a key that is a pattern', (stack) => KmsAccess.viaService(kms.Key.fromKeyArn(stack, 'Key', KEY_ARN.replace(/[^/]+$/, '*')), KmsService.S3), 'InvalidResource', 'key/*'],
    ['no operation', (stack) => KmsAccess.viaService(key(stack), KmsService.S3, { operations: [] }), 'InvalidOperations', 'operations must name at least one KmsOperation'],
    ['an alias by name', (stack) => KmsAccess.viaService(kms.Alias.fromAliasName(stack, 'Alias', 'alias/x'), KmsService.S3), 'InvalidKey', 'a KMS alias authorizes no cryptographic operation: give the key itself'],
    ['an alias of the app', (stack) => KmsAccess.viaService(key(stack).addAlias('x'), KmsService.S3), 'InvalidKey', 'alias.aliasTargetKey'],
    ['an alias as a key', (stack) => KmsAccess.viaService(kms.Key.fromKeyArn(stack, 'K', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/x`), KmsService.S3), 'InvalidKey', `got: "arn:aws:kms:${REGION}:${ACCOUNT}:alias/x"`],
  ])('fails on %s', (_, access, code, text) => {
    const error = errorOf(() => access(stackFixture().stack));

    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/^\[Stack\/\w+/);
  });

  test('a name that is a token is left to the service', () => {
    const statements = statementsOf((stack) => DynamoDbAccess.read(table(stack), { indexes: [new CfnParameter(stack, 'Index').valueAsString] }));

    expect(statements[1].Resource).toEqual({ 'Fn::Join': ['', [`${TABLE_ARN}/index/`, { Ref: 'Index' }]] });
  });
});

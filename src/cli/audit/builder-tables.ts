/** A builder, and the actions that it gives. */
export interface Builder {
  readonly call: string;
  readonly actions: readonly string[];
  /** True iff only actions that are spelled out ask for it: a wildcard is rarely meant for them. */
  readonly mustBeSpelled?: true;
  /** Options, by the actions that each gives besides. */
  readonly options?: Readonly<Record<string, readonly string[]>>;
}

/** A service whose resources builders take one by one. */
export interface BuiltService {
  /** The call that imports a resource by its ARN. */
  readonly importer: string;
  /** What stands behind the account in the ARN of one. */
  readonly resource: RegExp;
  /** True iff `Ref` is the ARN. */
  readonly refIsArn?: true;
  readonly builders: readonly Builder[];
}

const LOOK_UP = { lookUpUrl: ['sqs:GetQueueUrl'] };

/** Of these services a statement without conditions is said by builders. */
export const SERVICES: Readonly<Record<string, BuiltService>> = {
  sqs: {
    importer: 'sqs.Queue.fromQueueArn',
    resource: /^[^:]+$/,
    builders: [
      { call: 'SqsAccess.produce', actions: ['sqs:SendMessage'], options: LOOK_UP },
      { call: 'SqsAccess.consume', actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'], options: LOOK_UP },
    ],
  },
  sns: {
    importer: 'sns.Topic.fromTopicArn',
    resource: /^[^:]+$/,
    refIsArn: true,
    builders: [{ call: 'SnsAccess.publish', actions: ['sns:Publish'] }],
  },
  dynamodb: {
    importer: 'dynamodb.Table.fromTableArn',
    resource: /^table\/[^/:]+$/,
    builders: [
      { call: 'DynamoDbAccess.read', actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], options: { scan: ['dynamodb:Scan'] } },
      {
        call: 'DynamoDbAccess.write',
        actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        options: { batch: ['dynamodb:BatchWriteItem'], conditionChecks: ['dynamodb:ConditionCheckItem'] },
      },
      { call: 'DynamoDbAccess.deleteItems', actions: ['dynamodb:DeleteItem'] },
    ],
  },
  kinesis: {
    importer: 'kinesis.Stream.fromStreamArn',
    resource: /^stream\/[^/:]+$/,
    builders: [
      { call: 'KinesisAccess.produce', actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], options: { describe: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'] } },
      { call: 'KinesisAccess.consume', actions: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'] },
    ],
  },
  secretsmanager: {
    importer: 'secretsmanager.Secret.fromSecretCompleteArn',
    resource: /^secret:[^:]+-[A-Za-z0-9]{6}$/,
    refIsArn: true,
    builders: [{ call: 'SecretsManagerAccess.read', actions: ['secretsmanager:GetSecretValue'], options: { describe: ['secretsmanager:DescribeSecret'] } }],
  },
};

/** What is said of objects with a prefix. */
export const OBJECT_BUILDERS: readonly Builder[] = [
  { call: 'S3Access.readPrefix', actions: ['s3:GetObject'] },
  { call: 'S3Access.writePrefix', actions: ['s3:PutObject', 's3:AbortMultipartUpload'] },
  { call: 'S3Access.deletePrefix', actions: ['s3:DeleteObject'] },
  { call: 'S3Access.readTags', actions: ['s3:GetObjectTagging'], mustBeSpelled: true },
  { call: 'S3Access.writeTags', actions: ['s3:PutObjectTagging'], mustBeSpelled: true },
];

/** What is said of a bucket. */
export const BUCKET_BUILDERS: readonly Builder[] = [{ call: 'S3Access.listPrefix', actions: ['s3:ListBucket'] }];

/** What is said of a parameter. */
export const PARAMETER_BUILDERS: readonly Builder[] = [
  { call: 'SsmAccess.readParameter', actions: ['ssm:GetParameter', 'ssm:GetParameters'], options: { history: ['ssm:GetParameterHistory'] } },
];

import { AccessLevel } from './access-level';

/** The actions of each level that the builders give, by service; a test compares them with AWS's own action data. */
const ACTIONS: Readonly<Partial<Record<AccessLevel, Readonly<Record<string, readonly string[]>>>>> = {
  [AccessLevel.LIST]: {
    kinesis: ['ListShards'],
    s3: ['ListBucket'],
  },
  [AccessLevel.READ]: {
    bedrock: ['ApplyGuardrail', 'InvokeModel', 'InvokeModelWithResponseStream'],
    dynamodb: [
      'BatchGetItem', 'ConditionCheckItem', 'DescribeStream', 'GetItem', 'GetRecords', 'GetShardIterator', 'Query', 'Scan',
    ],
    ecr: ['BatchCheckLayerAvailability', 'BatchGetImage', 'GetAuthorizationToken', 'GetDownloadUrlForLayer'],
    kinesis: ['DescribeStreamConsumer', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'SubscribeToShard'],
    s3: ['GetObject', 'GetObjectTagging'],
    secretsmanager: ['DescribeSecret', 'GetSecretValue'],
    sqs: ['GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'],
    ssm: ['GetParameter', 'GetParameterHistory', 'GetParameters', 'GetParametersByPath'],
    states: ['DescribeExecution'],
    xray: ['GetSamplingRules', 'GetSamplingStatisticSummaries', 'GetSamplingTargets'],
  },
  [AccessLevel.WRITE]: {
    cloudwatch: ['PutMetricData'],
    dynamodb: ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
    ecr: ['BatchImportUpstreamImage'],
    events: ['PutEvents'],
    kinesis: ['PutRecord', 'PutRecords'],
    kms: ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'],
    lambda: ['InvokeFunction'],
    logs: ['CreateLogGroup', 'CreateLogStream', 'PutLogEvents'],
    s3: ['AbortMultipartUpload', 'DeleteObject', 'PutObject'],
    s3express: ['CreateSession'],
    sns: ['Publish'],
    sqs: ['ChangeMessageVisibility', 'DeleteMessage', 'SendMessage'],
    states: ['StartExecution', 'StartSyncExecution', 'StopExecution'],
    sts: ['AssumeRole'],
    xray: ['PutTelemetryRecords', 'PutTraceSegments'],
  },
  [AccessLevel.TAGGING]: {
    s3: ['PutObjectTagging'],
    sts: ['TagSession'],
  },
  [AccessLevel.PERMISSIONS_MANAGEMENT]: {
    'rds-db': ['connect'],
  },
};

const LEVELS: ReadonlyMap<string, AccessLevel> = new Map(Object.entries(ACTIONS).flatMap(([level, services]) =>
  Object.entries(services).flatMap(([service, names]) => names.map((name) => [`${service}:${name}`.toLowerCase(), level as AccessLevel]))));

/** The level of an action, in any case; not known for one of no builder, and for a pattern. */
export function accessLevelOf(action: string): AccessLevel {
  return LEVELS.get(action.toLowerCase()) ?? AccessLevel.UNKNOWN;
}

import { Arn, ArnFormat, Aws } from 'aws-cdk-lib';
import { isToken } from '../private/tokens';

/**
 * The actions that can be asked for without an effect, and the call of the AWS CLI that asks for each.
 *
 * Reading an object, for example, is not among them: S3 answers alike where an object is not there and where it must
 * not be read.
 */
export const CALLS: Readonly<Record<string, (arn: string) => string[]>> = {
  's3:ListBucket': (arn) => ['s3api', 'list-objects-v2', '--bucket', nameIn(arn), '--max-keys', '1', '--no-paginate'],
  's3:ListBucketVersions': (arn) => ['s3api', 'list-object-versions', '--bucket', nameIn(arn), '--max-keys', '1', '--no-paginate'],
  's3:GetBucketPolicy': (arn) => ['s3api', 'get-bucket-policy', '--bucket', nameIn(arn)],
  'sqs:GetQueueUrl': (arn) => ['sqs', 'get-queue-url', '--queue-name', nameIn(arn)],
  'sqs:GetQueueAttributes': (arn) => ['sqs', 'get-queue-attributes', '--queue-url', queueUrl(arn)],
  'sns:GetTopicAttributes': (arn) => ['sns', 'get-topic-attributes', '--topic-arn', arn],
  'events:DescribeEventBus': (arn) => ['events', 'describe-event-bus', '--name', arn],
  'dynamodb:DescribeTable': (arn) => ['dynamodb', 'describe-table', '--table-name', arn],
  'dynamodb:Scan': (arn) => ['dynamodb', 'scan', '--table-name', arn, '--select', 'COUNT', '--limit', '1', '--no-paginate'],
  'kinesis:DescribeStreamSummary': (arn) => ['kinesis', 'describe-stream-summary', '--stream-arn', arn],
  'kinesis:ListShards': (arn) => ['kinesis', 'list-shards', '--stream-arn', arn, '--no-paginate'],
  'secretsmanager:DescribeSecret': (arn) => ['secretsmanager', 'describe-secret', '--secret-id', arn],
  'secretsmanager:GetSecretValue': (arn) => ['secretsmanager', 'get-secret-value', '--secret-id', arn],
  'ssm:GetParameter': (arn) => ['ssm', 'get-parameter', '--name', arn],
  'kms:DescribeKey': (arn) => ['kms', 'describe-key', '--key-id', arn],
  'kms:GenerateDataKey': (arn) => ['kms', 'generate-data-key', '--key-id', arn, '--key-spec', 'AES_256', '--dry-run'],
  'kms:Encrypt': (arn) => ['kms', 'encrypt', '--key-id', arn, '--plaintext', 'AA==', '--dry-run'],
  'lambda:InvokeFunction': (arn) => ['lambda', 'invoke', '--invocation-type', 'DryRun', '--function-name', arn, '/dev/null'],
  'lambda:GetFunction': (arn) => ['lambda', 'get-function', '--function-name', arn],
  'states:DescribeStateMachine': (arn) => ['stepfunctions', 'describe-state-machine', '--state-machine-arn', arn],
  'sts:AssumeRole': (arn) => ['sts', 'assume-role', '--role-arn', arn, '--role-session-name', 'conformance'],
};

/** The actions that are asked for on no resource, and the call for each. */
export const CALLS_ON_NONE: Readonly<Record<string, string[]>> = {
  'dynamodb:ListTables': ['dynamodb', 'list-tables', '--no-paginate'],
  'ec2:DescribeInstances': ['ec2', 'describe-instances', '--dry-run'],
  'ecr:GetAuthorizationToken': ['ecr', 'get-authorization-token'],
  'iam:ListRoles': ['iam', 'list-roles', '--no-paginate'],
  'kms:ListKeys': ['kms', 'list-keys', '--no-paginate'],
  'lambda:ListFunctions': ['lambda', 'list-functions', '--no-paginate'],
  's3:ListAllMyBuckets': ['s3api', 'list-buckets'],
  'secretsmanager:ListSecrets': ['secretsmanager', 'list-secrets', '--no-paginate'],
  'sns:ListTopics': ['sns', 'list-topics', '--no-paginate'],
  'sqs:ListQueues': ['sqs', 'list-queues', '--no-paginate'],
  'xray:GetSamplingRules': ['xray', 'get-sampling-rules', '--no-paginate'],
};

/** What an ARN says after its account. */
function nameIn(arn: string): string {
  return Arn.split(arn, ArnFormat.NO_RESOURCE_NAME).resource;
}

/** The URL by which a queue is called. */
function queueUrl(arn: string): string {
  const { partition, region, account, resource } = Arn.split(arn, ArnFormat.NO_RESOURCE_NAME);
  const suffix = isToken(partition) ? Aws.URL_SUFFIX : partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${suffix}/${account}/${resource}`;
}

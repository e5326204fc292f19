/**
 * The services through which a KMS key may be used: the first part of a `kms:ViaService` value.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export enum KmsService {
  /** Amazon S3. */
  S3 = 's3',
  /** Amazon SQS. */
  SQS = 'sqs',
  /** Amazon SNS. */
  SNS = 'sns',
  /** Amazon DynamoDB. */
  DYNAMODB = 'dynamodb',
  /** AWS Secrets Manager. */
  SECRETS_MANAGER = 'secretsmanager',
  /** AWS Systems Manager Parameter Store. */
  SSM = 'ssm',
  /** Amazon Kinesis Data Streams. */
  KINESIS = 'kinesis',
  /** Amazon EC2, which uses the keys of EBS volumes. */
  EC2 = 'ec2',
  /** Amazon ECR. */
  ECR = 'ecr',
  /** Amazon EFS. */
  EFS = 'elasticfilesystem',
  /** AWS Lambda. */
  LAMBDA = 'lambda',
  /** Amazon RDS. */
  RDS = 'rds',
}

/**
 * The cryptographic operations of a symmetric KMS key: the IAM actions behind them.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export enum KmsOperation {
  /** `kms:Encrypt`. */
  ENCRYPT = 'kms:Encrypt',
  /** `kms:Decrypt`. */
  DECRYPT = 'kms:Decrypt',
  /** `kms:GenerateDataKey`. */
  GENERATE_DATA_KEY = 'kms:GenerateDataKey',
  /** `kms:GenerateDataKeyWithoutPlaintext`. */
  GENERATE_DATA_KEY_WITHOUT_PLAINTEXT = 'kms:GenerateDataKeyWithoutPlaintext',
  /** `kms:ReEncryptFrom`. */
  RE_ENCRYPT_FROM = 'kms:ReEncryptFrom',
  /** `kms:ReEncryptTo`. */
  RE_ENCRYPT_TO = 'kms:ReEncryptTo',
}

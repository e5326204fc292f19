/** How the ARN of a type of resource is made of its name. */
export interface ArnShape {
  readonly service: string;
  /** What stands before the name in the last component of the ARN. */
  readonly before: string;
  /** What stands behind it. */
  readonly behind?: string;
  /** The property that holds the name, if it is given. */
  readonly nameProperty?: string;
  /** True iff names may have a `/`, so that a name may begin with another one and a `/`. */
  readonly hasPath?: boolean;
  /** True iff the ARN has neither a region nor an account. */
  readonly global?: 'no region' | 'no region, no account';
  /** The attributes that are the ARN, `Ref` being one of them. */
  readonly arns: readonly string[];
  /** The attributes that are the name. */
  readonly names: readonly string[];
}

/**
 * The types of resources that policies name most, by what their reference and attributes are. Of all others only their
 * identity is known: two resources have two ARNs.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const ARN_SHAPES: Readonly<Record<string, ArnShape>> = {
  'AWS::DynamoDB::Table': { service: 'dynamodb', before: 'table/', nameProperty: 'TableName', arns: ['Arn'], names: ['Ref'] },
  'AWS::DynamoDB::GlobalTable': { service: 'dynamodb', before: 'table/', nameProperty: 'TableName', arns: ['Arn'], names: ['Ref'] },
  'AWS::ECR::Repository': { service: 'ecr', before: 'repository/', nameProperty: 'RepositoryName', hasPath: true, arns: ['Arn'], names: ['Ref'] },
  'AWS::EKS::Cluster': { service: 'eks', before: 'cluster/', nameProperty: 'Name', arns: ['Arn'], names: ['Ref'] },
  'AWS::Events::EventBus': { service: 'events', before: 'event-bus/', nameProperty: 'Name', hasPath: true, arns: ['Arn'], names: ['Ref', 'Name'] },
  'AWS::IAM::ManagedPolicy': { service: 'iam', before: 'policy/', nameProperty: 'ManagedPolicyName', hasPath: true, global: 'no region', arns: ['Ref', 'PolicyArn'], names: [] },
  'AWS::IAM::Role': { service: 'iam', before: 'role/', nameProperty: 'RoleName', hasPath: true, global: 'no region', arns: ['Arn'], names: ['Ref'] },
  'AWS::KMS::Key': { service: 'kms', before: 'key/', arns: ['Arn'], names: ['Ref', 'KeyId'] },
  'AWS::Kinesis::Stream': { service: 'kinesis', before: 'stream/', nameProperty: 'Name', arns: ['Arn'], names: ['Ref'] },
  'AWS::Lambda::Function': { service: 'lambda', before: 'function:', nameProperty: 'FunctionName', arns: ['Arn'], names: ['Ref'] },
  'AWS::Logs::LogGroup': { service: 'logs', before: 'log-group:', behind: ':*', nameProperty: 'LogGroupName', hasPath: true, arns: ['Arn'], names: ['Ref'] },
  'AWS::S3::AccessPoint': { service: 's3', before: 'accesspoint/', nameProperty: 'Name', arns: ['Arn'], names: ['Ref', 'Name'] },
  // Policies name the users of a database, by its resource id.
  'AWS::RDS::DBCluster': { service: 'rds-db', before: 'dbuser:', arns: [], names: ['DBClusterResourceId'] },
  'AWS::RDS::DBInstance': { service: 'rds-db', before: 'dbuser:', arns: [], names: ['DbiResourceId'] },
  'AWS::S3::Bucket': { service: 's3', before: '', nameProperty: 'BucketName', global: 'no region, no account', arns: ['Arn'], names: ['Ref'] },
  'AWS::S3Express::DirectoryBucket': { service: 's3express', before: 'bucket/', nameProperty: 'BucketName', arns: ['Arn'], names: ['Ref'] },
  'AWS::SNS::Topic': { service: 'sns', before: '', nameProperty: 'TopicName', arns: ['Ref', 'TopicArn'], names: ['TopicName'] },
  'AWS::SQS::Queue': { service: 'sqs', before: '', nameProperty: 'QueueName', arns: ['Arn'], names: ['QueueName'] },
  'AWS::SSM::Parameter': { service: 'ssm', before: 'parameter', nameProperty: 'Name', hasPath: true, arns: [], names: ['Ref'] },
  'AWS::SecretsManager::Secret': { service: 'secretsmanager', before: 'secret:', hasPath: true, arns: ['Ref', 'Id'], names: [] },
  'AWS::StepFunctions::StateMachine': { service: 'states', before: 'stateMachine:', nameProperty: 'StateMachineName', arns: ['Ref', 'Arn'], names: ['Name'] },
};

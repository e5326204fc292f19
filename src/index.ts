export * from './workload/pod-identity-workload';
export * from './workload/irsa-workload';
export * from './workload/migrating-workload';
export * from './workload/migration-stage';
export * from './workload/migration-plan';
export * from './workload/migration-step';
export * from './workload/workload';
export * from './workload/identity-mechanism';
export * from './workload/service-account-options';
export * from './workload/must-not-proof';
export * from './workload/access-analyzer-check';

export * from './access/access';
export * from './access/forbidden';
export * from './access/session-tag';
export * from './access/s3-access';
export * from './access/s3-access-options';
export * from './access/s3-express-access';
export * from './access/sqs-access';
export * from './access/sns-access';
export * from './access/event-bridge-access';
export * from './access/kinesis-access';
export * from './access/dynamodb-access';
export * from './access/dynamodb-access-options';
export * from './access/secrets-manager-access';
export * from './access/ssm-access';
export * from './access/sts-access';
export * from './access/kms-access';
export * from './access/kms-service';
export * from './access/rds-access';
export * from './access/cloudwatch-access';

export * from './cluster/workload-cluster';
export * from './cluster/cluster-facts';
export * from './cluster/cluster-oidc-provider';

export * from './testing/identity-assertions';
export * from './testing/workload-assertions';

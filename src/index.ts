export * from './workload/pod-identity-workload';
export * from './workload/irsa-workload';
export * from './workload/workload';
export * from './workload/identity-mechanism';
export * from './workload/service-account-options';

export * from './access/access';
export * from './access/s3-access';
export * from './access/sqs-access';
export * from './access/dynamodb-access';
export * from './access/kms-access';
export * from './access/kms-service';

export * from './cluster/workload-cluster';
export * from './cluster/cluster-facts';
export * from './cluster/cluster-oidc-provider';

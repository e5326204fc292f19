import * as s3 from 'aws-cdk-lib/aws-s3';
import * as cdk from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Forbidden, GitOpsTree, PodIdentityWorkload, S3Access, WorkloadCluster } from '../../../src';

export class InvoicesStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const bucket = s3.Bucket.fromBucketName(this, 'Bucket', 'company-prod-finance');

    new PodIdentityWorkload(this, 'InvoiceExporter', {
      cluster: WorkloadCluster.fromAttributes(this, 'Cluster', { clusterName: 'production' }),
      namespace: 'finance-prod',
      serviceAccountName: 'invoice-exporter',
      owner: 'finance-platform',
      access: [S3Access.writePrefix(bucket, 'invoices/')],
      mustNot: [Forbidden.actions('s3:DeleteObject*')],
    });
    new GitOpsTree(this, 'Manifests', { directory: 'manifests' });
  }
}

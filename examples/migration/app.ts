import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as cdk8s from 'cdk8s';
import { Forbidden, MigratingWorkload, MigrationStage, S3Access, SessionTag, WorkloadCluster } from '../../src';

/** The app in one stage, and the cdk8s app whose chart goes with it. */
export interface Migration {
  readonly app: App;
  readonly stack: Stack;
  readonly charts: cdk8s.App;
  readonly workload: MigratingWorkload;
}

/** Where the app is written, and what is recorded as deployed. */
export interface MigrationOptions {
  readonly stageRecord?: string;
  readonly outdir?: string;
}

/** A service on its way from IRSA to EKS Pod Identity. A step of the migration is another `stage` here, and nothing else. */
export function migration(stage: MigrationStage, { stageRecord, outdir }: MigrationOptions = {}): Migration {
  const app = new App({ outdir: outdir && `${outdir}/${stage}` });
  const charts = new cdk8s.App({ outdir: outdir && `${outdir}/${stage}/manifests` });
  const stack = new Stack(app, 'invoice-archive', { env: { account: '111122223333', region: 'eu-central-1' } });

  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', {
    clusterName: 'production',
    oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
  });
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-archive');
  const workload = new MigratingWorkload(stack, 'InvoiceArchive', {
    stage,
    stageRecord,
    cluster,
    namespace: 'finance-prod',
    serviceAccountName: 'invoice-archive',
    owner: 'finance-platform',
    roleName: 'invoice-archive', // so that the ServiceAccount can be written to a file
    access: [S3Access.readPrefix(bucket, `${SessionTag.NAMESPACE}/`)],
    mustNot: [Forbidden.actions('s3:*').outside(bucket.arnForObjects('finance-prod/*')), Forbidden.actions('s3:Put*', 's3:Delete*')],
  });
  workload.addServiceAccount(new cdk8s.Chart(charts, 'invoice-archive'));
  return { app, stack, charts, workload };
}

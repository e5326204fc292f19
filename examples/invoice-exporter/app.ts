import { App, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cdk8s from 'cdk8s';
import { Forbidden, IrsaWorkload, PodIdentityWorkload, S3Access, SqsAccess, Workload, WorkloadCluster, WorkloadProps } from '../../src';

/** One CDK app with one stack, and the cdk8s app whose chart goes with it. */
export interface Example {
  readonly name: string;
  readonly app: App;
  readonly stack: Stack;
  readonly charts: cdk8s.App;
  readonly workload: Workload;
}

/** The invoice exporter, with Pod Identity. */
export function withPodIdentity(outdir?: string): Example {
  return example('pod-identity', outdir, (stack, props) => new PodIdentityWorkload(stack, 'InvoiceExporter', props));
}

/** The same declaration with IRSA: another class, and a role name so that the ServiceAccount can be written to a file. */
export function withIrsa(outdir?: string): Example {
  return example('irsa', outdir, (stack, props) => new IrsaWorkload(stack, 'InvoiceExporter', {
    ...props,
    roleName: 'invoice-exporter-prod',
  }));
}

function example(name: string, outdir: string | undefined, declare: (stack: Stack, props: WorkloadProps) => Workload): Example {
  const app = new App({ outdir: outdir && `${outdir}/${name}` });
  const charts = new cdk8s.App({ outdir: outdir && `${outdir}/${name}/manifests` });
  const stack = new Stack(app, 'invoice-exporter', { env: { account: '111122223333', region: 'eu-central-1' } });

  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', {
    clusterName: 'production',
    oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
  });
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
    bucketName: 'company-prod-finance',
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  });
  const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-central-1:111122223333:invoice-exported-prod');

  const workload = declare(stack, {
    cluster,
    namespace: 'finance-prod',
    serviceAccountName: 'invoice-exporter',
    owner: 'finance-platform',
    access: [
      S3Access.writePrefix(bucket, 'invoices/'), // the bucket's key comes along, through S3 alone
      SqsAccess.produce(queue),
    ],
    mustNot: [
      Forbidden.actions('s3:DeleteObject*'),
      Forbidden.actions('s3:*').on(bucket.arnForObjects('*')).outside(bucket.arnForObjects('invoices/*')),
      Forbidden.actions('kms:*').when({ 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' }),
      Forbidden.actions('sqs:ReceiveMessage', 'sqs:DeleteMessage'),
    ],
  });
  workload.addServiceAccount(new cdk8s.Chart(charts, 'invoice-exporter'));

  return { name, app, stack, charts, workload };
}

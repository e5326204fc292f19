import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import newAppFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { NAMESPACE, OWNER } from './bench-stack';
import { Forbidden, PodIdentityWorkload, S3Access, SqsAccess, WorkloadCluster } from '../src';

/** Workloads of one stack: each has a role and an association, and CloudFormation takes 500 resources in a stack. */
const WORKLOADS_PER_STACK = 100;

/** How much each exporter must not do. */
export const MUST_NOT_COUNT = 5;

/** What an exporter must not do: it writes one prefix of its bucket, sends to its queue, and has the bucket's key for S3 alone. */
export function mustNot(bucketArn: string, prefix: string): Forbidden[] {
  return [
    Forbidden.actions('s3:DeleteObject*'),
    Forbidden.actions('s3:*').on(`${bucketArn}/*`).outside(`${bucketArn}/${prefix}*`),
    Forbidden.actions('sqs:ReceiveMessage'),
    Forbidden.actions('iam:*', 'sts:AssumeRole'),
    Forbidden.actions('kms:*').when({ 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' }),
  ];
}

/** Constructs and synthesizes an app of this many invoice exporters; the result removes what that wrote. */
export function synthesizeExporters(workloads: number, withProofs: boolean): () => void {
  const outdir = mkdtempSync(join(tmpdir(), 'proofs-'));
  const app = new App({ outdir, context: { ...newAppFlags, 'aws:cdk:disable-stack-trace': true }, analyticsReporting: false });
  for (let first = 1; first <= workloads; first += WORKLOADS_PER_STACK) {
    defineStack(app, first, Math.min(WORKLOADS_PER_STACK, workloads - first + 1), withProofs);
  }
  app.synth();
  return () => rmSync(outdir, { recursive: true });
}

/** A stack with a bucket, its key, a queue and exporters that have a prefix of the bucket each. */
function defineStack(app: App, first: number, workloads: number, withProofs: boolean): void {
  const stack = new Stack(app, `Exporters${first}`, { env: { account: '111122223333', region: 'eu-central-1' } });
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' });
  const encryptionKey = new kms.Key(stack, 'Key');
  const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS, encryptionKey });
  const queue = new sqs.Queue(stack, 'Queue');
  for (let number = first; number < first + workloads; number += 1) {
    const prefix = `invoices-${number}/`;
    new PodIdentityWorkload(stack, `Exporter${number}`, {
      cluster,
      namespace: NAMESPACE,
      serviceAccountName: `invoice-exporter-${number}`,
      owner: OWNER,
      access: [S3Access.writePrefix(bucket, prefix), SqsAccess.produce(queue)],
      mustNot: withProofs ? mustNot(bucket.bucketArn, prefix) : [],
    });
  }
}

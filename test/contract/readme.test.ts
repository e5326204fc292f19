import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { withPodIdentity } from '../../examples/invoice-exporter/app';
import { provedOf, summary } from '../../examples/summary';
import { IdentityAssertions } from '../../src';
import { errorOf } from '../fixtures';
import { peerServiceAccount } from '../testing/peers';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

test('the README shows what the demo prints', () => {
  const { app, stack, workload } = withPodIdentity();
  app.synth();

  expect(README).toContain(`\n${summary(stack)}\n${provedOf(workload)}\n`);
});

test('the README shows what the assertions find about addServiceAccount with a grant', () => {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-central-1' } });
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod-finance');
  bucket.grantRead(peerServiceAccount(stack, eks.IdentityType.POD_IDENTITY), 'invoices/*');
  const workload = IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter');
  const { message } = errorOf(() => workload.cannot('s3:ListBucket', bucket.bucketArn, { context: { 's3:prefix': 'salaries/' } }));

  expect(README).toContain(`\n${message}\n`);
});

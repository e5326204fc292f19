import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IdentityType } from 'aws-cdk-lib/aws-eks';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityAssertions } from '../../src';
import { errorOf } from '../fixtures';
import { peerServiceAccount } from '../testing/peers';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

/*
 * What the README and docs/compared.md say of the CDK is so in the version that is installed.
 */

test('the README shows what the assertions find about addServiceAccount with a grant', () => {
  const stack = stackInRegion();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod-finance');
  bucket.grantRead(peerServiceAccount(stack, IdentityType.POD_IDENTITY), 'invoices/*');
  const workload = IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter');
  const { message } = errorOf(() => workload.cannot('s3:ListBucket', bucket.bucketArn, { context: { 's3:prefix': 'salaries/' } }));

  expect(README).toContain(`\n${message}\n`);
});

test('addServiceAccount trusts Pod Identity without a condition, and writes the annotation of IRSA nevertheless', () => {
  const template = templateOf(IdentityType.POD_IDENTITY);
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));

  expect(role.Properties.AssumeRolePolicyDocument.Statement.every((statement: object) => !('Condition' in statement))).toBe(true);
  expect(JSON.stringify(template.findResources('Custom::AWSCDK-EKS-KubernetesResource'))).toContain('eks.amazonaws.com/role-arn');
});

test('addServiceAccount trusts the exact subject and audience of IRSA, by a custom resource', () => {
  const template = templateOf(IdentityType.IRSA);
  const [role] = Object.values(template.findResources('AWS::IAM::Role', { Properties: { AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRoleWithWebIdentity' }] } } }));

  expect(Object.keys(role.Properties.AssumeRolePolicyDocument.Statement[0].Condition)).toEqual(['StringEquals']);
  template.resourceCountIs('Custom::AWSCDKCfnJson', 1);
});

function templateOf(mechanism: IdentityType): Template {
  const stack = stackInRegion();
  peerServiceAccount(stack, mechanism);
  return Template.fromStack(stack);
}

function stackInRegion(): Stack {
  return new Stack(new App(), 'Stack', { env: { region: 'eu-central-1' } });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects, CfnResource, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Access, Forbidden, S3Access, SqsAccess } from '../../src';
import { ACCOUNT, clusterFixture, podIdentity, REGION, stackFixture } from '../fixtures';

type Json = Record<string, any>;

/** The template of a stack as a synth of its app writes it now. */
function written(app: App, stack: Stack, skipValidation = false): Json {
  const assembly = app.synth({ force: true, skipValidation });
  return stack.nested ? JSON.parse(readFileSync(join(assembly.directory, stack.templateFile), 'utf8')) : assembly.getStackArtifact(stack.artifactId).template;
}

function role({ Resources }: Json): Json {
  return Object.values<Json>(Resources).find(({ Type, Properties }) => Type === 'AWS::IAM::Role' && Properties.Policies !== undefined)!.Properties;
}

function statements(template: Json): Json[] {
  return role(template).Policies[0].PolicyDocument.Statement;
}

test('a statement that is given after a synth is in the next one, and proofs see it', () => {
  const { app, stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const workload = podIdentity(stack, { access: [S3Access.readPrefix(bucket, 'a/')], mustNot: [Forbidden.actions('sqs:*')] });
  expect(statements(written(app, stack))).toHaveLength(1);

  workload.addAccess(S3Access.readPrefix(bucket, 'b/'));
  expect(statements(written(app, stack))[0].Resource).toHaveLength(2);

  workload.addAccess(SqsAccess.produce(new sqs.Queue(stack, 'Queue')));
  expect(() => app.synth({ force: true })).toThrow('MustNotAllowed');
});

test('a statement that changes after a synth is taken anew', () => {
  const { app, stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const workload = podIdentity(stack);
  const { principalStatement } = bucket.grantRead(workload, 'a/*');
  expect(statements(written(app, stack))[0].Condition).toBeUndefined();

  principalStatement!.addCondition('Bool', { 'aws:SecureTransport': 'true' });
  expect(statements(written(app, stack))[0].Condition).toEqual({ Bool: { 'aws:SecureTransport': 'true' } });
});

test('a logical id that is overridden between two synths is in the second', () => {
  const { app, stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  podIdentity(stack, { access: [S3Access.listPrefix(bucket, 'a/')] });
  written(app, stack);

  (bucket.node.defaultChild as CfnResource).overrideLogicalId('Renamed');
  expect(statements(written(app, stack))[0].Resource).toEqual({ 'Fn::GetAtt': ['Renamed', 'Arn'] });
});

test('what an Aspect changes late is proved and written: properties, and parts of policies and of the trust', () => {
  const { app, stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  podIdentity(stack, { access: [S3Access.listPrefix(bucket, 'a/')], mustNot: [Forbidden.actions('s3:DeleteObject')] });
  let action = 's3:ListBucketVersions';
  Aspects.of(stack).add({
    visit: (construct) => {
      if (!(CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::IAM::Role')) { return; }
      (construct as iam.CfnRole).description = 'late';
      construct.addPropertyOverride('Policies.0.PolicyDocument.Statement.0.Action', action);
      construct.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Sid', 'Late');
    },
  });

  expect(statements(written(app, stack))[0].Action).toBe(action);
  expect(role(written(app, stack))).toMatchObject({ Description: 'late', AssumeRolePolicyDocument: { Statement: [{ Sid: 'Late', Action: ['sts:AssumeRole', 'sts:TagSession'] }] } });

  action = 's3:DeleteObject';
  expect(() => written(app, stack)).toThrow('MustNotAllowed');
});

test.each([false, true])('a bucket that workloads of two stacks share is exported to the other one, validation skipped: %j', (skipValidation) => {
  const { app, stack } = stackFixture();
  const other = new Stack(app, 'Other', { env: { account: ACCOUNT, region: REGION } });
  const bucket = new s3.Bucket(stack, 'Bucket');
  for (const each of [stack, other]) { podIdentity(each, { namespace: each.node.id.toLowerCase(), access: [S3Access.listPrefix(bucket, 'a/')] }); }
  // What is resolved before the references are rewritten must not be kept.
  other.resolve((other.node.findChild('Exporter').node.findChild('Role').node.defaultChild as iam.CfnRole).policies);

  expect(statements(written(app, other, skipValidation))[0].Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Stack:ExportsOutputFnGetAttBucket.*Arn/) });
  expect(statements(written(app, stack, skipValidation))[0].Resource).toEqual({ 'Fn::GetAtt': [stack.getLogicalId(bucket.node.defaultChild as CfnResource), 'Arn'] });
  expect(Object.keys(written(app, stack, skipValidation).Outputs)).toHaveLength(1);
});

test('a workload of a nested stack refers to a bucket of the stack around it by a parameter', () => {
  const { app, stack } = stackFixture();
  const nested = new NestedStack(stack, 'Nested');
  const bucket = new s3.Bucket(stack, 'Bucket');
  podIdentity(nested, { cluster: clusterFixture(stack), access: [S3Access.listPrefix(bucket, 'a/')], mustNot: [Forbidden.actions('s3:*').outside(bucket.bucketArn)], strict: true });

  const template = written(app, nested);
  expect(Object.keys(template.Parameters)).toHaveLength(1);
  expect(statements(template)[0].Resource).toEqual({ Ref: Object.keys(template.Parameters)[0] });
});

test('the tree that the CDK writes beside the templates tells the policy and the trust', () => {
  const { app, stack } = stackFixture();
  podIdentity(stack, { access: [S3Access.listPrefix(new s3.Bucket(stack, 'Bucket'), 'a/')] });

  const { directory } = app.synth();
  const { tree } = JSON.parse(readFileSync(join(directory, 'tree.json'), 'utf8'));
  const attributes = tree.children.Stack.children.Exporter.children.Role.children.Resource.attributes['aws:cdk:cloudformation:props'];
  const { AssumeRolePolicyDocument: trust, Policies: [{ PolicyDocument: document }] } = role(written(app, stack));
  expect(attributes.policies[0].policyDocument).toEqual(document);
  expect(attributes.assumeRolePolicyDocument).toEqual(trust);
});

test('what a list token brings late is asked for in each synth', () => {
  const { app, stack } = stackFixture();
  let resources = ['arn:aws:s3:::a/*'];
  podIdentity(stack, { access: [Access.fromStatements('late', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: Lazy.uncachedList({ produce: () => resources }) }))] });
  expect(statements(written(app, stack))[0].Resource).toBe('arn:aws:s3:::a/*');

  resources = ['arn:aws:s3:::b/*'];
  expect(statements(written(app, stack))[0].Resource).toBe('arn:aws:s3:::b/*');
});

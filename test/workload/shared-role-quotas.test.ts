import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IdentityAssertions, PodIdentityWorkload, S3Access, SharedRole, SqsAccess, WorkloadCluster } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const CLUSTERS = ['production', 'staging', 'batch'];
const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';

const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** 300 workloads on one role: 100 in each of three clusters, each with a prefix of a bucket and queues of its own. */
function threeHundred(queues: number): { app: App; stack: Stack } {
  const { app, stack } = stackFixture();
  const shared = new SharedRole(stack, 'Workers', { owner: 'finance-platform' });
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
  for (const clusterName of CLUSTERS) {
    const cluster = WorkloadCluster.fromAttributes(stack, clusterName, { clusterName });
    for (let index = 0; index < 100; index += 1) {
      const name = `${clusterName}-worker-${index}`;
      const produce = Array.from({ length: queues }, (_, queue) => SqsAccess.produce(sqs.Queue.fromQueueArn(stack, `${name}-${queue}`, queueArn(`${name}-orders-${queue}`))));
      new PodIdentityWorkload(stack, name, {
        cluster, namespace: 'finance-prod', serviceAccountName: name, owner: 'finance-platform', sharedRole: shared, access: [S3Access.writePrefix(bucket, `${name}/`), ...produce],
      });
    }
  }
  return { app, stack };
}

describe('300 workloads of three clusters on one role', () => {
  const length = (document: unknown) => JSON.stringify(document).replace(/\s/g, '').length;

  test('stay within all quotas, and apart from each other', () => {
    const { stack } = threeHundred(1);
    const template = Template.fromStack(stack);
    const [{ Properties: role }] = Object.values(template.findResources('AWS::IAM::Role'));
    const managed = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const associations = Object.values(template.findResources('AWS::EKS::PodIdentityAssociation'));

    expect(associations).toHaveLength(300);
    expect(role.AssumeRolePolicyDocument.Statement[0].Condition.ArnEquals['aws:SourceArn']).toHaveLength(3);
    expect(length(role.AssumeRolePolicyDocument)).toBeLessThanOrEqual(2_048);
    expect(length(role.Policies[0].PolicyDocument)).toBeLessThanOrEqual(10_240);
    expect(managed.length).toBeLessThanOrEqual(10);
    managed.forEach(({ Properties: { PolicyDocument: document } }) => expect(length(document)).toBeLessThanOrEqual(6_144));
    associations.forEach(({ Properties: { Policy } }) => expect(Policy.length).toBeLessThanOrEqual(2_048));

    IdentityAssertions.fromStack(stack).workload('finance-prod', 'staging-worker-42')
      .can('s3:PutObject', `${BUCKET_ARN}/staging-worker-42/1`)
      .can('sqs:SendMessage', queueArn('staging-worker-42-orders-0'))
      .cannot('s3:PutObject', `${BUCKET_ARN}/batch-worker-42/1`)
      .cannot('sqs:SendMessage', queueArn('production-worker-42-orders-0'))
      .assumableBy({ clusterArn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/staging`, namespace: 'finance-prod', serviceAccountName: 'staging-worker-42' })
      .notAssumableBy({ clusterArn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/test`, namespace: 'finance-prod', serviceAccountName: 'staging-worker-42' });
  });

  test('are an error that tells the quota, by how much, and what to split, where no role can hold what they have', () => {
    const { app } = threeHundred(4);

    expect(errorOf(() => app.synth()).message).toMatch(new RegExp('\\[Stack/Workers/Role\\] the permissions are about \\d{5,6} characters without white space; a role holds 10240 inline and 10 managed policies of 6144 each, '
      + 'and these need 1[1-9]: give the members less, by common prefixes, or split them over several SharedRoles \\(PolicyTooLarge\\)'));
  });
});

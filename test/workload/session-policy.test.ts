import { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access, Forbidden, IdentityAssertions, PodIdentityWorkloadProps, S3Access, SessionTag, TargetRole } from '../../src';
import { ACCOUNT, clusterFixture, errorOf, podIdentity, REGION, stackFixture } from '../fixtures';

const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';

function bucketIn(stack: Stack): s3.IBucket {
  return s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
}

describe('a session policy', () => {
  test('stands in the association, canonical, and the role keeps all of its access', () => {
    const { stack, template } = stackFixture();
    const bucket = bucketIn(stack);
    podIdentity(stack, { sessionTags: false, access: [S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET)], sessionPolicy: [S3Access.readPrefix(bucket, 'out/'), S3Access.readPrefix(bucket, 'in/')] });

    template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      DisableSessionTags: true,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: [`${BUCKET_ARN}/in/*`, `${BUCKET_ARN}/out/*`] }] }),
    });
    template().hasResourceProperties('AWS::IAM::Role', { Policies: [Match.objectLike({ PolicyDocument: { Statement: [Match.objectLike({ Resource: `${BUCKET_ARN}/*` })] } })] });
  });

  test('restricts the sessions, to the proof and to assertions', () => {
    const { stack } = stackFixture();
    const bucket = bucketIn(stack);
    const workload = podIdentity(stack, {
      sessionTags: false,
      access: [S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET), S3Access.writePrefix(bucket, 'in/')],
      sessionPolicy: [S3Access.readPrefix(bucket, 'in/'), S3Access.deletePrefix(bucket, 'in/')],
      mustNot: [Forbidden.actions('s3:*').outside(`${BUCKET_ARN}/in/*`)],
    });

    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter')
      .can('s3:GetObject', `${BUCKET_ARN}/in/1`)
      .cannot('s3:GetObject', `${BUCKET_ARN}/out/1`)
      .cannot('s3:PutObject', `${BUCKET_ARN}/in/1`)
      .cannot('s3:DeleteObject', `${BUCKET_ARN}/in/1`);
    expect(workload.proveMustNot()[0].verdict).toBe('PROVED');
  });

  test('restricts the target, if there is one', () => {
    const { app, stack } = stackFixture();
    const other = new Stack(app, 'Other', { env: { account: '444455556666', region: REGION } });
    const bucket = bucketIn(stack);
    const workload = podIdentity(stack, {
      sessionTags: false,
      target: new TargetRole(other, 'Target'),
      access: [S3Access.readPrefix(bucket, S3Access.WHOLE_BUCKET)],
      sessionPolicy: [S3Access.readPrefix(bucket, 'in/')],
      mustNot: [Forbidden.actions('s3:*').outside(`${BUCKET_ARN}/in/*`)],
    });
    app.synth();

    expect(workload.proveMustNot()[0].verdict).toBe('PROVED');
    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter').can('s3:GetObject', `${BUCKET_ARN}/in/1`).cannot('s3:GetObject', `${BUCKET_ARN}/out/1`);
  });

  test('restricts a role that is brought', () => {
    const { stack } = stackFixture();
    const pods = new iam.ServicePrincipal('pods.eks.amazonaws.com').withConditions({ ArnEquals: { 'aws:SourceArn': clusterFixture(stack).clusterRef.clusterArn } });
    const role = new iam.Role(stack, 'Brought', { assumedBy: new iam.SessionTagsPrincipal(pods) });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    podIdentity(stack, { role, sessionTags: false, sessionPolicy: [S3Access.readPrefix(bucketIn(stack), 'in/')] });

    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter')
      .can('s3:GetObject', `${BUCKET_ARN}/in/1`)
      .cannot('s3:GetObject', `${BUCKET_ARN}/out/1`)
      .assumableBy({ clusterArn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/production`, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' });
  });

  const refused = (props: (bucket: s3.IBucket) => Partial<PodIdentityWorkloadProps>) => {
    const { app, stack } = stackFixture();
    return errorOf(() => {
      podIdentity(stack, { sessionTags: false, ...props(bucketIn(stack)) });
      app.synth();
    }).message;
  };

  test('needs sessions that are not tagged', () => {
    const message = '[Stack/Exporter] sessionPolicy needs sessionTags: false, since EKS tags no session that has one: the trust then compares the cluster and its account alone, got: true (ConflictingOptions)';

    expect(refused((bucket) => ({ sessionTags: undefined, sessionPolicy: [S3Access.readPrefix(bucket, 'in/')] }))).toBe(message);
    expect(refused((bucket) => ({ sessionTags: true, sessionPolicy: [S3Access.readPrefix(bucket, 'in/')] }))).toBe(message);
  });

  test('names something, no session tag, and nothing of another partition', () => {
    expect(refused(() => ({ sessionPolicy: [] })))
      .toBe('[Stack/Exporter] sessionPolicy must name what the sessions are restricted to, got: []; leave it out if they may have all that the role allows (EmptyList)');
    expect(refused((bucket) => ({ sessionPolicy: [S3Access.readPrefix(bucket, `${SessionTag.NAMESPACE}/`)] })))
      .toBe('[Stack/Exporter] sessionPolicy names the tag kubernetes-namespace, and EKS tags no session that has a session policy: name the namespace and the service account as they are (InvalidSessionTag)');
    expect(refused(() => ({ sessionPolicy: [Access.fromStatements('x', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws-cn:s3:::x'] }))] }))).toContain('(WrongPartition)');
  });

  test('is of at most 2,048 characters', () => {
    const resources = Array.from({ length: 40 }, (_, index) => `arn:aws:s3:::${'b'.repeat(50)}${index}`);

    expect(refused(() => ({ sessionPolicy: [Access.fromStatements('x', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }))] })))
      .toMatch(/\[Stack\/Exporter\] the session policy that sessionPolicy makes is about 28\d\d characters, 7\d\d over the 2048 that EKS takes .* or split the workload into service accounts with less each \(PolicyTooLarge\)/);
  });
});

test('a session policy that can\'t be read leaves the proof open', () => {
  const { app, stack } = stackFixture();
  const workload = podIdentity(stack, { access: [S3Access.readPrefix(bucketIn(stack), 'in/')], mustNot: [Forbidden.actions('s3:GetObject')] });
  workload.association.addPropertyOverride('Policy', { 'Fn::FindInMap': ['a', 'b', 'c'] });

  app.synth();
  expect(workload.proveMustNot()[0].verdict).toBe('UNKNOWN');
});

import { App, Aws, CfnParameter, Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityMechanism, PodIdentityWorkload, S3Access, WorkloadCluster } from '../../src';
import { ACCOUNT, CLUSTER_ARN, errorOf, expectNoMachinery, IDENTITY, inlineStatements, podIdentity, REGION, stackFixture, trustOf } from '../fixtures';

test('a workload with minimal props is a role and an association, and nothing else', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack);

  expect(Object.values(template().toJSON().Resources).map((resource: any) => resource.Type)).toEqual(['AWS::IAM::Role', 'AWS::EKS::PodIdentityAssociation']);
  expectNoMachinery(template());
});

test('the trust lets EKS assume the role for one cluster, namespace and service account', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack);

  expect(trustOf(template())).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN,
          'aws:RequestTag/kubernetes-namespace': 'finance-prod',
          'aws:RequestTag/kubernetes-service-account': 'invoice-exporter',
        },
      },
    }],
  });
});

test('the association binds the service account to the role', () => {
  const { stack, template } = stackFixture();
  const workload = podIdentity(stack);

  template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
    ClusterName: 'production',
    Namespace: 'finance-prod',
    ServiceAccount: 'invoice-exporter',
    RoleArn: stack.resolve(workload.roleArn),
  });
  expect(stack.resolve(workload.roleArn)).toEqual({ 'Fn::GetAtt': [expect.stringContaining('ExporterRole'), 'Arn'] });
});

test('the association waits for the policies of others that are attached to the role, and for nothing else', () => {
  const { stack, template } = stackFixture();
  const workload = podIdentity(stack);
  template().hasResource('AWS::EKS::PodIdentityAssociation', { DependsOn: Match.absent() });

  const { stack: other, template: otherTemplate } = stackFixture();
  podIdentity(other).role.attachInlinePolicy(new iam.Policy(other, 'Extra', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }));
  otherTemplate().hasResource('AWS::EKS::PodIdentityAssociation', { DependsOn: [Match.stringLikeRegexp('^Extra')] });
  expect(workload.association.node.dependencies).toEqual([]);
});

test('the owner is a tag of the role and of the association, under the key that was chosen', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack, { ownerLabel: 'acme.io/team', tags: { 'cost-center': '42' } });

  const tags = Match.arrayWith([{ Key: 'acme.io/team', Value: 'finance-platform' }, { Key: 'cost-center', Value: '42' }]);
  template().hasResourceProperties('AWS::IAM::Role', { Tags: tags });
  template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { Tags: tags });
});

test('the CDK\'s own tags are added to the workload\'s', () => {
  const { stack, template } = stackFixture();
  Tags.of(podIdentity(stack)).add('stage', 'prod');

  const tags = Match.arrayWith([{ Key: 'platform.identity/owner', Value: 'finance-platform' }, { Key: 'stage', Value: 'prod' }]);
  template().hasResourceProperties('AWS::IAM::Role', { Tags: tags });
  template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { Tags: tags });
});

test('all properties of the role are as given', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack, {
    roleName: 'invoice-exporter',
    path: '/workloads/',
    description: 'Exports invoices',
    maxSessionDuration: Duration.hours(6),
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`),
  });

  template().hasResourceProperties('AWS::IAM::Role', {
    RoleName: 'invoice-exporter',
    Path: '/workloads/',
    Description: 'Exports invoices',
    MaxSessionDuration: 21_600,
    PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
  });
});

test('a role without permissions has no policy, and no other optional property', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack);

  template().hasResourceProperties('AWS::IAM::Role', {
    Policies: Match.absent(),
    ManagedPolicyArns: Match.absent(),
    RoleName: Match.absent(),
    Description: Match.absent(),
    PermissionsBoundary: Match.absent(),
  });
});

test('the permissions boundary of the CDK applies to the role', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack);
  iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', 'arn:aws:iam::aws:policy/ReadOnlyAccess'));

  template().hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
});

test('the attributes tell what was declared', () => {
  const { stack } = stackFixture();
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' });
  const workload = podIdentity(stack, { cluster });

  expect(workload).toMatchObject({ cluster, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter', mechanism: IdentityMechanism.POD_IDENTITY });
  expect(workload.roleArn).toBe(workload.role.roleArn);
  expect(workload.grantPrincipal).toBe(workload.role);
  expect(workload.association).toBeInstanceOf(eks.CfnPodIdentityAssociation);
});

test('names that are known at deploy time only are left to the service', () => {
  const { stack, template } = stackFixture();
  const parameter = new CfnParameter(stack, 'Namespace').valueAsString;
  podIdentity(stack, { namespace: parameter, serviceAccountName: Fn.importValue('name'), owner: Fn.ref('Owner'), roleName: Fn.ref('Name'), path: Fn.ref('Path') });

  template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { Namespace: { Ref: 'Namespace' }, ServiceAccount: { 'Fn::ImportValue': 'name' } });
  expect(trustOf(template()).Statement[0].Condition.StringEquals['aws:RequestTag/kubernetes-namespace']).toEqual({ Ref: 'Namespace' });
});

test('tags that are known at deploy time only are left to IAM', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack, { tags: { [Fn.ref('Key')]: Fn.ref('Value') } });

  template().hasResourceProperties('AWS::IAM::Role', { Tags: Match.arrayWith([{ Key: { Ref: 'Key' }, Value: { Ref: 'Value' } }]) });
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s the ARNs are of the partition %s and the principal is the same', (region, partition) => {
  const { stack, template } = stackFixture({ env: { account: ACCOUNT, region } });
  podIdentity(stack);

  const [statement] = trustOf(template()).Statement;
  expect(statement.Principal).toEqual({ Service: 'pods.eks.amazonaws.com' });
  expect(statement.Condition.StringEquals['aws:RequestTag/eks-cluster-arn']).toBe(`arn:${partition}:eks:${region}:${ACCOUNT}:cluster/production`);
});

test('a stack without an environment gets ARNs of its own partition, region and account', () => {
  const stack = new Stack(new App(), 'Agnostic');
  podIdentity(stack);

  expect(trustOf(Template.fromStack(stack)).Statement[0].Condition.StringEquals['aws:RequestTag/eks-cluster-arn'])
    .toEqual(stack.resolve(`arn:${Aws.PARTITION}:eks:${Aws.REGION}:${Aws.ACCOUNT_ID}:cluster/production`));
});

test('a second access lands in the same inline policy and changes nothing else', () => {
  const declare = (more: boolean) => {
    const { stack, template } = stackFixture();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod-finance');
    const workload = podIdentity(stack, { access: [S3Access.readPrefix(bucket, 'in/')] });
    if (more) { workload.addAccess(S3Access.writePrefix(bucket, 'out/')); }
    return template();
  };
  const [less, more] = [declare(false), declare(true)];

  expect(inlineStatements(more)).toHaveLength(2);
  const withoutPolicies = (template: Template) => JSON.parse(JSON.stringify(template.toJSON(), (key, value) => key === 'Policies' ? undefined : value));
  expect(withoutPolicies(more)).toEqual(withoutPolicies(less));
});

describe('bad input', () => {
  const refusals: [string, object, string, string][] = [
    ['an empty namespace', { namespace: '' }, 'InvalidNamespace', 'got: ""'],
    ['a namespace with capitals', { namespace: 'Finance' }, 'InvalidNamespace', 'got: "Finance"'],
    ['a namespace that is too long', { namespace: 'n'.repeat(64) }, 'InvalidNamespace', '1 to 63 lower-case letters'],
    ['a namespace with dots', { namespace: 'a..b' }, 'InvalidNamespace', 'got: "a..b"'],
    ['a namespace wildcard', { namespace: '*' }, 'InvalidNamespace', 'no wildcard'],
    ['an empty service account', { serviceAccountName: '' }, 'InvalidServiceAccountName', 'got: ""'],
    ['a service account with capitals', { serviceAccountName: 'Exporter' }, 'InvalidServiceAccountName', 'got: "Exporter"'],
    ['a service account that is too long', { serviceAccountName: 's'.repeat(254) }, 'InvalidServiceAccountName', '1 to 253'],
    ['a service account with an empty part', { serviceAccountName: 'a..b' }, 'InvalidServiceAccountName', 'got: "a..b"'],
    ['a service account wildcard', { serviceAccountName: 'exporter-*' }, 'InvalidServiceAccountName', 'no wildcard'],
    ['the default service account', { serviceAccountName: 'default' }, 'InvalidServiceAccountName', 'every pod of the namespace that names none runs as "default"'],
    ['an empty owner', { owner: '' }, 'InvalidOwner', 'owner must be a Kubernetes label value'],
    ['an owner that is no label value', { owner: 'finance platform' }, 'InvalidOwner', 'got: "finance platform"'],
    ['an owner label that is no key', { ownerLabel: 'a/b/c' }, 'InvalidOwner', 'ownerLabel must be a Kubernetes metadata key'],
    ['an owner label that cdk8s can\'t write', { ownerLabel: 'constructor' }, 'InvalidOwner', 'ownerLabel must not be "constructor", which cdk8s can\'t write: give it a prefix, '
      + 'as in "example.com/constructor"'],
    ['a missing namespace', { namespace: undefined }, 'InvalidNamespace', 'got: ""'],
    ['a missing service account', { serviceAccountName: undefined }, 'InvalidServiceAccountName', 'got: ""'],
    ['a missing owner', { owner: undefined }, 'InvalidOwner', 'got: ""'],
    ['an owner label that tells the mechanism', { ownerLabel: 'platform.identity/mechanism' }, 'InvalidOwner', 'must not be the label that tells the mechanism'],
    ['an owner label that is no tag', { ownerLabel: `${'a'.repeat(130)}/owner` }, 'InvalidOwner', '1 to 128'],
    ['a label key that is a token', { labels: { [Fn.ref('Key')]: 'x' } }, 'InvalidLabel', 'must be a literal, since it is the key'],
    ['an annotation key that is a token', { annotations: { [Fn.ref('Key')]: 'x' } }, 'InvalidAnnotation', 'must be a literal, since it is the key'],
    ['a label key that is none', { labels: { '-x': 'y' } }, 'InvalidLabel', 'a key of labels must be'],
    ['a label of a bad prefix', { labels: { 'A_b/x': 'y' } }, 'InvalidLabel', 'got: "A_b/x"'],
    ['a label value that is none', { labels: { x: 'a b' } }, 'InvalidLabel', 'labels["x"] must be'],
    ['a label that the workload sets', { labels: { 'platform.identity/owner': 'else' } }, 'InvalidLabel', 'name the owner by owner and ownerLabel'],
    ['an annotation key that is none', { annotations: { 'x y': 'z' } }, 'InvalidAnnotation', 'got: "x y"'],
    ['an annotation of EKS', { annotations: { 'eks.amazonaws.com/role-arn': 'arn' } }, 'InvalidAnnotation', 'must not begin with "eks.amazonaws.com/"'],
    ['a role name that IAM refuses', { roleName: 'invoice exporter' }, 'InvalidRoleName', 'got: "invoice exporter"'],
    ['a role name that is too long', { roleName: 'r'.repeat(65) }, 'InvalidRoleName', '1 to 64'],
    ['a path without slashes', { path: 'workloads' }, 'InvalidRolePath', 'must begin and end with "/"'],
    ['a path with an empty part', { path: '/a//b/' }, 'InvalidRolePath', 'got: "/a//b/"'],
    ['a path that is too long', { path: `/${'p'.repeat(511)}/` }, 'InvalidRolePath', 'at most 512'],
    ['a description that IAM refuses', { description: 'exports \u{1F4C4}' }, 'InvalidDescription', 'at most 1,000 characters'],
    ['a session under an hour', { maxSessionDuration: Duration.minutes(59) }, 'InvalidMaxSessionDuration', 'got: "59 minutes"'],
    ['a session over twelve hours', { maxSessionDuration: Duration.hours(13) }, 'InvalidMaxSessionDuration', 'between 1 and 12 hours'],
    ['a reserved tag', { tags: { 'aws:owner': 'x' } }, 'InvalidTag', 'must not begin with "aws:"'],
    ['a tag key that IAM refuses', { tags: { '': 'x' } }, 'InvalidTag', '1 to 128'],
    ['a tag that names the owner', { tags: { 'platform.identity/owner': 'else' } }, 'InvalidTag', 'the owner is named by owner and ownerLabel'],
    ['a tag that is there twice', { tags: { Team: 'a', team: 'b' } }, 'InvalidTag', 'must not be there twice'],
    ['more tags than IAM takes', { tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v'])) }, 'InvalidTag', 'at most 50 with the owner\'s'],
    ['a tag value that IAM refuses', { tags: { x: 'a\nb' } }, 'InvalidTag', 'got: "a\\nb"'],
  ];

  test.each(refusals)('fails on %s', (_, props, code, text) => {
    const { stack } = stackFixture();
    const error = errorOf(() => podIdentity(stack, props));

    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/^\[Stack\/Exporter\] .* got: .* \(\w+\)$/);
  });

  test.each([
    ['of 1 letter', { namespace: 'n', serviceAccountName: 's' }],
    ['at their longest', { namespace: 'n'.repeat(63), serviceAccountName: Array(4).fill('s'.repeat(63)).join('.').slice(0, 253), owner: 'o'.repeat(63), roleName: 'r'.repeat(64), path: `/${'p'.repeat(510)}/` }],
    ['with dots', { serviceAccountName: 'exporter.v2' }],
    ['as tag keys that are tokens', { tags: { [Fn.ref('Key')]: 'value' } }],
    ['with an empty label', { labels: { 'app.kubernetes.io/part-of': '' } }],
    ['at the ends of the session\'s range', { maxSessionDuration: Duration.hours(12) }],
    ['at the start of the session\'s range', { maxSessionDuration: Duration.hours(1) }],
  ])('takes names %s', (_, props) => {
    expect(() => podIdentity(stackFixture().stack, props)).not.toThrow();
  });

  test('fails on a stack of another account than the cluster\'s', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', account: '444455556666' });

    expect(errorOf(() => podIdentity(stack, { cluster }))).toMatchObject({
      code: 'WrongAccount',
      message: expect.stringContaining('[Stack/Exporter] the stack is in account 111122223333, and the cluster in 444455556666'),
    });
  });

  test('fails on a stack of another region than the cluster\'s', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', region: 'us-east-1' });

    expect(errorOf(() => podIdentity(stack, { cluster }))).toMatchObject({
      code: 'WrongRegion',
      message: expect.stringContaining(`the stack is in region ${REGION}, and the cluster in us-east-1`),
    });
  });

  test('fails on a cluster of another partition', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', partition: 'aws-cn' });

    expect(errorOf(() => podIdentity(stack, { cluster }))).toMatchObject({
      code: 'WrongPartition',
      message: expect.stringContaining('the stack is in partition aws, and the cluster in aws-cn'),
    });
  });

  test('fails on an access to a resource of another partition', () => {
    const { stack } = stackFixture();
    const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws-cn:s3:::somewhere-else');

    expect(errorOf(() => podIdentity(stack, { access: [S3Access.readPrefix(bucket, 'in/')] }))).toMatchObject({
      code: 'WrongPartition',
      message: expect.stringContaining('names a resource of the partition "aws-cn", and this stack is in "aws"'),
    });
  });

  test('fails on the second declaration of a service account, and names both', () => {
    const { app, stack } = stackFixture();
    const other = new Stack(app, 'Other', { env: { account: ACCOUNT, region: REGION } });
    podIdentity(stack);

    expect(errorOf(() => podIdentity(other, {}, 'Again'))).toMatchObject({
      code: 'DuplicateWorkload',
      message: expect.stringMatching(/^\[Other\/Again\] the service account "finance-prod\/invoice-exporter" of this cluster is declared already by \[Stack\/Exporter\]/),
    });
  });
});

test('the same service account name in another cluster or namespace is another identity', () => {
  const { stack } = stackFixture();
  podIdentity(stack);
  const staging = WorkloadCluster.fromAttributes(stack, 'Staging', { clusterName: 'staging' });

  expect(() => podIdentity(stack, { cluster: staging }, 'Staging1')).not.toThrow();
  expect(() => podIdentity(stack, { namespace: 'finance-test' }, 'Test')).not.toThrow();
});

test('the role of a workload is a child with the same ids whatever the stack', () => {
  const { stack } = stackFixture();
  const workload = new PodIdentityWorkload(stack, 'W', { cluster: WorkloadCluster.fromAttributes(stack, 'C', { clusterName: 'c' }), ...IDENTITY });

  expect(workload.node.findAll().map(({ node }) => node.path)).toEqual(['Stack/W', 'Stack/W/Role', 'Stack/W/Role/Resource', 'Stack/W/Association']);
});

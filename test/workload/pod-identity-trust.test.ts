import { App, CfnParameter, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityAssertions, PodIdentityTrust, PodIdentityWorkloadProps, S3Access, TargetRole } from '../../src';
import { ACCOUNT, CLUSTER_ARN, errorOf, IDENTITY, podIdentity, REGION, stackFixture, trustOf, warned } from '../fixtures';

const OWN = { 'aws:RequestTag/kubernetes-namespace': 'finance-prod', 'aws:RequestTag/kubernetes-service-account': 'invoice-exporter' };
const LOCKED = { 'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN, ...OWN };
const ORGANIZATION = { 'aws:SourceOrgID': '${aws:ResourceOrgID}' };

const own = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };
const account = (namespace: string, serviceAccountName: string) => ({ namespace, serviceAccountName });

/** The conditions of the statements of a workload's trust, which all else is the same in; the stack to ask. */
function conditionsOf(props: Partial<PodIdentityWorkloadProps>): unknown[] {
  const { stack, template } = stackFixture();
  podIdentity(stack, props);
  return trustOf(template()).Statement.map(({ Condition, ...statement }: any) => {
    expect(statement).toEqual({ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] });
    return Condition;
  });
}

function assertionsOf(props: Partial<PodIdentityWorkloadProps>) {
  const { stack } = stackFixture();
  podIdentity(stack, { access: [S3Access.readObject(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), 'a')], ...props });
  return IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter');
}

const warningsIn = (stack: Stack) => warned(stack).map(({ text }) => text);

test('a locked trust is what a workload has without one', () => {
  const templateOf = (props: Partial<PodIdentityWorkloadProps>) => {
    const { stack, template } = stackFixture();
    podIdentity(stack, props);
    return JSON.stringify(template().toJSON());
  };

  expect(templateOf({ trust: PodIdentityTrust.locked() })).toBe(templateOf({}));
  expect(templateOf({ trust: PodIdentityTrust.locked({ sourceAccount: false, sourceOrganization: false }) })).toBe(templateOf({}));
  expect(templateOf({ sessionTags: false, trust: PodIdentityTrust.locked() })).toBe(templateOf({ sessionTags: false }));
});

describe('the source account', () => {
  test('is compared beside the tags', () => {
    expect(conditionsOf({ trust: PodIdentityTrust.locked({ sourceAccount: true }) })).toEqual([{ StringEquals: { ...LOCKED, 'aws:SourceAccount': ACCOUNT } }]);
  });

  test('is compared without tags anyway', () => {
    expect(conditionsOf({ sessionTags: false, trust: PodIdentityTrust.locked({ sourceAccount: true }) }))
      .toEqual([{ ArnEquals: { 'aws:SourceArn': CLUSTER_ARN }, StringEquals: { 'aws:SourceAccount': ACCOUNT } }]);
  });

  test('is that of the cluster, where it is known at deploy time only', () => {
    const stack = new Stack(new App(), 'Stack');
    podIdentity(stack, { trust: PodIdentityTrust.locked({ sourceAccount: true }) });

    expect(trustOf(Template.fromStack(stack)).Statement[0].Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
  });

  test('lets the workload\'s service account become the role, and no other', () => {
    assertionsOf({ trust: PodIdentityTrust.locked({ sourceAccount: true }) })
      .can('s3:GetObject', 'arn:aws:s3:::company/a')
      .assumableBy(own)
      .notAssumableBy({ ...own, serviceAccountName: 'other' });
  });
});

describe('the source organization', () => {
  test('is compared with the role\'s own, with tags and without', () => {
    const trust = PodIdentityTrust.locked({ sourceOrganization: true });

    expect(conditionsOf({ trust })).toEqual([{ StringEquals: { ...LOCKED, ...ORGANIZATION } }]);
    expect(conditionsOf({ sessionTags: false, trust }))
      .toEqual([{ ArnEquals: { 'aws:SourceArn': CLUSTER_ARN }, StringEquals: { 'aws:SourceAccount': ACCOUNT, ...ORGANIZATION } }]);
  });

  test('lets the workload\'s service account become the role, and no other', () => {
    for (const sessionTags of [true, false]) {
      assertionsOf({ sessionTags, trust: PodIdentityTrust.locked({ sourceOrganization: true }) })
        .assumableBy(own)
        .notAssumableBy({ ...own, clusterArn: `${CLUSTER_ARN}-2` });
    }
  });
});

describe('further service accounts', () => {
  test('of the same namespace are further values of one condition', () => {
    expect(conditionsOf({ trust: PodIdentityTrust.locked({ serviceAccounts: [account('finance-prod', 'b'), account('finance-prod', 'a')] }) })).toEqual([
      { StringEquals: { ...LOCKED, 'aws:RequestTag/kubernetes-service-account': ['a', 'b', 'invoice-exporter'] } },
    ]);
  });

  test('of the same name are further namespaces of one condition', () => {
    expect(conditionsOf({ trust: PodIdentityTrust.locked({ serviceAccounts: [account('b', 'invoice-exporter'), account('a', 'invoice-exporter')] }) })).toEqual([
      { StringEquals: { ...LOCKED, 'aws:RequestTag/kubernetes-namespace': ['a', 'b', 'finance-prod'] } },
    ]);
  });

  test('of which both differ have a statement of their own, so that no other pair is admitted', () => {
    expect(conditionsOf({ trust: PodIdentityTrust.locked({ serviceAccounts: [account('reports', 'auditor')], sourceOrganization: true }) })).toEqual([
      { StringEquals: { ...LOCKED, ...ORGANIZATION } },
      { StringEquals: { ...LOCKED, ...ORGANIZATION, 'aws:RequestTag/kubernetes-namespace': 'reports', 'aws:RequestTag/kubernetes-service-account': 'auditor' } },
    ]);
  });

  test('that are the workload\'s own, or there twice, change nothing', () => {
    expect(conditionsOf({ trust: PodIdentityTrust.locked({ serviceAccounts: [own, own] }) })).toEqual([{ StringEquals: LOCKED }]);
  });

  test('may become the role, and no other of the same cluster or another', () => {
    assertionsOf({ trust: PodIdentityTrust.locked({ serviceAccounts: [account('reports', 'auditor'), account('reports', 'invoice-exporter')] }) })
      .assumableBy(own)
      .assumableBy({ clusterArn: CLUSTER_ARN, ...account('reports', 'auditor') })
      .assumableBy({ clusterArn: CLUSTER_ARN, ...account('reports', 'invoice-exporter') })
      .notAssumableBy({ clusterArn: CLUSTER_ARN, ...account('finance-prod', 'auditor') })
      .notAssumableBy({ clusterArn: `${CLUSTER_ARN}-2`, ...account('reports', 'auditor') });
  });

  test('may be tokens', () => {
    const { stack, template } = stackFixture();
    const namespace = new CfnParameter(stack, 'Team').valueAsString;
    podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: [account(namespace, 'invoice-exporter'), account(namespace, 'invoice-exporter')] }) });

    expect(trustOf(template()).Statement.map(({ Condition }: any) => Condition.StringEquals['aws:RequestTag/kubernetes-namespace'])).toEqual([[{ Ref: 'Team' }, 'finance-prod']]);
  });

  test('are taken over as they are, whatever becomes of the list', () => {
    const serviceAccounts = [account('finance-prod', 'a')];
    const trust = PodIdentityTrust.locked({ serviceAccounts });
    serviceAccounts.push(account('finance-prod', 'b'));

    expect(conditionsOf({ trust })).toEqual([{ StringEquals: { ...LOCKED, 'aws:RequestTag/kubernetes-service-account': ['a', 'invoice-exporter'] } }]);
  });

  test.each<[string, object[], string]>([
    ['none', [], 'serviceAccounts must list the service accounts that share the role with the workload\'s own: leave it out if there are none, got: [] (EmptyList)'],
    ['a namespace with a wildcard', [account('a', 'a'), account('team-*', 'a')],
      'serviceAccounts[1].namespace must be one exact Kubernetes namespace: 1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, no wildcard, got: "team-*" (InvalidNamespace)'],
    ['no namespace', [{ serviceAccountName: 'a' }],
      'serviceAccounts[0].namespace must be one exact Kubernetes namespace: 1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, no wildcard, got: "" (InvalidNamespace)'],
    ['no name', [{ namespace: 'a' }],
      'serviceAccounts[0].serviceAccountName must be one exact Kubernetes service account: 1 to 253 lower-case letters, digits, "-" and single ".", each part beginning and ending with a letter or digit, no wildcard, got: "" (InvalidServiceAccountName)'],
    ['the default one', [account('a', 'default')],
      'serviceAccounts[0].serviceAccountName must be a service account of the workload\'s own: every pod of the namespace that names none runs as "default", and would have this identity, got: "default" (InvalidServiceAccountName)'],
  ])('%s is refused', (_, serviceAccounts, message) => {
    expect(errorOf(() => PodIdentityTrust.locked({ serviceAccounts: serviceAccounts as any })).message).toBe(`[PodIdentityTrust.locked] ${message}`);
  });

  test('are refused without session tags, which alone tell them apart', () => {
    const { stack } = stackFixture();

    expect(errorOf(() => podIdentity(stack, { sessionTags: false, trust: PodIdentityTrust.locked({ serviceAccounts: [account('a', 'a')] }) })).message).toBe(
      '[Stack/Exporter] trust lists serviceAccounts, and without session tags no trust can compare them, since it admits each service account of the cluster already: '
      + 'leave the list out, or leave out sessionTags: false (ConflictingOptions)');
  });
});

describe('an open trust', () => {
  const trust = PodIdentityTrust.open({ reason: 'the platform team makes the associations' });
  const warning = 'the role trusts each service account of each cluster of the account, whoever may pass the role and make an association, since "the platform team makes the associations": '
    + 'acknowledge this if it is meant, or list the service accounts by PodIdentityTrust.locked({ serviceAccounts })';

  test('compares the account alone, with tags and without', () => {
    expect(conditionsOf({ trust })).toEqual([{ StringEquals: { 'aws:SourceAccount': ACCOUNT } }]);
    expect(conditionsOf({ trust, sessionTags: false })).toEqual([{ StringEquals: { 'aws:SourceAccount': ACCOUNT } }]);
  });

  test('compares the organization as well where it is told to', () => {
    expect(conditionsOf({ trust: PodIdentityTrust.open({ reason: 'r', sourceOrganization: true }) })).toEqual([{ StringEquals: { 'aws:SourceAccount': ACCOUNT, ...ORGANIZATION } }]);
  });

  test('admits each service account of the account, and none of another', () => {
    assertionsOf({ trust })
      .assumableBy(own)
      .assumableBy({ clusterArn: `${CLUSTER_ARN}-2`, ...account('other', 'other') })
      .notAssumableBy({ ...own, clusterArn: CLUSTER_ARN.replace(ACCOUNT, '444455556666') });
  });

  test('is a warning that tells the reason, and is acknowledged at the workload', () => {
    const { app, stack } = stackFixture();
    const workload = podIdentity(stack, { trust });
    app.synth();
    expect(warningsIn(stack)).toEqual([`${warning} [ack: annotation::cdk-eks-workload-identity:OpenTrust[pods.eks.amazonaws.com]]`]);

    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:OpenTrust[pods.eks.amazonaws.com]', reason: 'reviewed' });
    expect(warningsIn(stack)).toEqual([]);
  });

  test.each(['', ' \n', undefined])('is refused without a reason: %j', (reason) => {
    expect(errorOf(() => PodIdentityTrust.open({ reason: reason as any })).message).toBe('[PodIdentityTrust.open] reason must say in a few words why the role trusts more than exact service accounts, '
      + `so that a reviewer can judge it, got: ${JSON.stringify(reason ?? '')} (InvalidReason)`);
  });
});

describe('with a target', () => {
  const refusal = '[Platform/Exporter] trust admits other service accounts than the workload\'s own, which could do nothing with the role, since its target admits the workload alone: '
    + 'leave trust out, and declare each of them as a workload with the same target (ConflictingOptions)';

  function withTarget(trust: PodIdentityTrust): Stack {
    const app = new App();
    const platform = new Stack(app, 'Platform', { env: { account: ACCOUNT, region: REGION } });
    podIdentity(platform, { target: new TargetRole(new Stack(app, 'Finance', { env: { account: '444455556666', region: REGION } }), 'Target'), trust });
    return platform;
  }

  test('the organization may be compared', () => {
    const platform = withTarget(PodIdentityTrust.locked({ sourceOrganization: true }));

    expect(trustOf(Template.fromStack(platform)).Statement[0].Condition).toEqual({ StringEquals: { ...LOCKED, ...ORGANIZATION } });
    IdentityAssertions.fromStack(platform).workload(IDENTITY.namespace, IDENTITY.serviceAccountName).assumableBy(own);
  });

  test('other service accounts are refused', () => {
    expect(errorOf(() => withTarget(PodIdentityTrust.locked({ serviceAccounts: [account('a', 'a')] }))).message).toBe(refusal);
    expect(errorOf(() => withTarget(PodIdentityTrust.open({ reason: 'r' }))).message).toBe(refusal);
  });
});

test('one trust serves several workloads, and the clusters of both EKS modules', () => {
  const { stack, template } = stackFixture();
  const trust = PodIdentityTrust.locked({ serviceAccounts: [account('finance-prod', 'z')] });
  const imported = eksv2.Cluster.fromClusterAttributes(stack, 'Imported', { clusterName: 'other' });
  podIdentity(stack, { trust });
  podIdentity(stack, { trust, cluster: imported, serviceAccountName: 'a' }, 'Other');

  const roles = Object.values<any>(template().findResources('AWS::IAM::Role'));
  const accounts = roles.map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals['aws:RequestTag/kubernetes-service-account']);
  expect(accounts).toEqual([['invoice-exporter', 'z'], ['a', 'z']]);
});

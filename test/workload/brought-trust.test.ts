import { App, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IrsaWorkloadProps, MigratingWorkload, MigrationStage, PodIdentityWorkloadProps, Workload } from '../../src';
import { SynthesizedStacks } from '../../src/workload/synthesized-stacks';
import { ACCOUNT, cfnCluster, CLUSTER_ARN, clusterFixture, IDENTITY, irsa, ISSUER, podIdentity, PROVIDER_ARN, stackFixture, warned } from '../fixtures';

const TAGS = {
  'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN,
  'aws:RequestTag/kubernetes-namespace': 'finance-prod',
  'aws:RequestTag/kubernetes-service-account': 'invoice-exporter',
};
const PODS = { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals: TAGS } };
const CLAIMS = { [`${ISSUER}:sub`]: 'system:serviceaccount:finance-prod:invoice-exporter', [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
const TOKEN = { Effect: 'Allow', Principal: { Federated: PROVIDER_ARN }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: CLAIMS } };

/** A role of the app with this trust. */
function roleWith(stack: Stack, statement: unknown): iam.IRole {
  const role = new iam.CfnRole(stack, 'Brought', { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: statement } });
  return iam.Role.fromRoleArn(stack, 'Imported', role.attrArn);
}

/** What synth says of the trust. */
function said(make: (stack: Stack) => Workload): string[] {
  const { app, stack } = stackFixture();
  make(stack);
  try {
    app.synth();
  } catch (error) {
    return [(error as Error).message];
  }
  return warned(stack).map(({ text }) => text);
}

const pods = (statement: unknown, props: Partial<PodIdentityWorkloadProps> = {}) =>
  said((stack) => podIdentity(stack, { role: roleWith(stack, statement), ...props }));
const tokens = (statement: unknown, props: Partial<IrsaWorkloadProps> = {}) =>
  said((stack) => irsa(stack, { role: roleWith(stack, statement), ...props }));
const migrating = (statement: unknown, stage: MigrationStage) => said((stack) =>
  new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, role: roleWith(stack, statement), stage }));

describe('a trust that admits the workload and nobody else', () => {
  test.each<[string, unknown]>([
    ['compares the session tags', PODS],
    ['compares the cluster by the source of the request', { ...PODS, Condition: { StringEquals: { ...TAGS, 'aws:RequestTag/eks-cluster-arn': undefined }, ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } } }],
    ['says so in other words', { ...PODS, Action: 'sts:*', Condition: { StringLike: TAGS } }],
    ['is of two statements', [{ ...PODS, Action: 'sts:AssumeRole' }, { ...PODS, Action: 'sts:TagSession' }]],
    ['lets others tag sessions, which is not to become it', [PODS, { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:TagSession' }]],
    ['denies others', [PODS, { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition: { StringNotEquals: { 'aws:RequestTag/kubernetes-namespace': 'finance-prod' } } }]],
  ])('%s', (_, statement) => {
    expect(pods(statement)).toEqual([]);
  });

  test('compares subject and audience of the token', () => {
    expect(tokens(TOKEN)).toEqual([]);
  });

  test('compares the cluster by the source of the request, where sessions are not tagged', () => {
    expect(pods({ ...PODS, Condition: { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } } }, { sessionTags: false })).toEqual([]);
  });

  test('holds a cluster and an issuer that are known at deploy time only', () => {
    expect(said((stack) => {
      const cluster = cfnCluster(stack);
      return podIdentity(stack, { cluster, role: roleWith(stack, { ...PODS, Condition: { StringEquals: { ...TAGS, 'aws:RequestTag/eks-cluster-arn': cluster.attrArn } } }) });
    })).toEqual([]);
    expect(said((stack) => {
      const cluster = cfnCluster(stack);
      const required = irsa(stack, { cluster, serviceAccountName: 'other' }, 'Other').requiredTrust.replace(/other/g, 'invoice-exporter');
      const role = new iam.CfnRole(stack, 'Brought', { assumeRolePolicyDocument: `{"Version":"2012-10-17","Statement":${required}}` });
      return irsa(stack, { cluster, role: iam.Role.fromRoleArn(stack, 'Imported', role.attrArn) });
    })).toEqual([]);
  });
});

test('the issuer of a cluster of another stack is not decided, where it is known at deploy time only', () => {
  expect(said((stack) => {
    const cluster = cfnCluster(stack);
    const required = irsa(stack, { cluster, serviceAccountName: 'other' }, 'Other').requiredTrust.replace(/other/g, 'invoice-exporter');
    const roles = new Stack(stack.node.root as App, 'Roles', { env: { account: stack.account, region: stack.region } });
    const role = new iam.CfnRole(roles, 'Brought', { roleName: 'brought', assumeRolePolicyDocument: `{"Version":"2012-10-17","Statement":${required}}` });
    return irsa(stack, { cluster, role: iam.Role.fromRoleName(stack, 'Imported', role.roleName!) });
  })[0]).toMatch(/^whether the trust policy of the role \[Roles\/Brought\] admits this workload hangs on what is known at deploy time only/);
});

describe('a trust that doesn\'t admit the workload', () => {
  test('is an error that shows the statement to add', () => {
    expect(pods({ ...PODS, Principal: { Service: 'ec2.amazonaws.com' } })).toEqual([expect.stringContaining('[Stack/Exporter/Role] the trust policy of the role [Stack/Brought] does not admit this workload, '
      + `so that its pods would get no credentials: add to it ${JSON.stringify([PODS])} (UntrustedWorkload)`)]);
  });

  test.each<[string, unknown]>([
    ['names another cluster', { ...PODS, Condition: { StringEquals: { ...TAGS, 'aws:RequestTag/eks-cluster-arn': `${CLUSTER_ARN}-2` } } }],
    ['names another namespace', { ...PODS, Condition: { StringEquals: { ...TAGS, 'aws:RequestTag/kubernetes-namespace': 'default' } } }],
    ['doesn\'t let EKS tag sessions', { ...PODS, Action: 'sts:AssumeRole' }],
    ['denies the namespace', [PODS, { Effect: 'Deny', Principal: '*', Action: 'sts:*', Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'finance-prod' } } }]],
    ['is of IRSA', TOKEN],
  ])('%s', (_, statement) => {
    expect(pods(statement)).toEqual([expect.stringContaining('(UntrustedWorkload)')]);
  });

  test('is that of tags, where sessions are not tagged', () => {
    expect(pods(PODS, { sessionTags: false })).toEqual([expect.stringContaining('"aws:SourceAccount":"111122223333"')]);
  });

  test('is that of pods or of another audience, for IRSA', () => {
    expect(tokens(PODS)).toEqual([expect.stringContaining(`add to it ${JSON.stringify([{ ...TOKEN, Condition: { StringEquals: Object.fromEntries(Object.entries(CLAIMS).reverse()) } }])}`)]);
    expect(tokens(TOKEN, { audience: 'vault' })).toEqual([expect.stringContaining('(UntrustedWorkload)')]);
  });

  test('is that of one mechanism, in the stages of a migration that need both', () => {
    expect(migrating([TOKEN], MigrationStage.IRSA)).toEqual([]);
    expect(migrating([TOKEN], MigrationStage.DUAL_TRUST)).toEqual([expect.stringContaining('(UntrustedWorkload)')]);
    expect(migrating([TOKEN, PODS], MigrationStage.DUAL_TRUST)).toEqual([]);
    expect(migrating([TOKEN, PODS], MigrationStage.POD_IDENTITY)).toEqual([expect.stringContaining(`admits more than this workload: the principal Federated ${PROVIDER_ARN}. `)]);
  });
});

describe('a trust that admits more', () => {
  const others = (statement: unknown) => pods(statement).map((warning) => /admits more than this workload: (.*?)\. Whoever/.exec(warning)?.[1]);

  test('is a warning that can be acknowledged', () => {
    expect(pods({ ...PODS, Condition: undefined })).toEqual(['the trust policy of the role [Stack/Brought] admits more than this workload: other clusters, other namespaces, other service accounts. '
      + `Whoever they are has what this workload is given: narrow it to ${JSON.stringify([PODS])}, or acknowledge this [ack: annotation::cdk-eks-workload-identity:WideTrust[Stack/Brought]]`]);
  });

  test.each<[string, unknown, string]>([
    ['other namespaces', { StringEquals: { ...TAGS, 'aws:RequestTag/kubernetes-namespace': undefined } }, 'other namespaces'],
    ['a list of namespaces', { StringEquals: { ...TAGS, 'aws:RequestTag/kubernetes-namespace': ['finance-prod', 'default'] } }, 'other namespaces'],
    ['service accounts by a pattern', { StringLike: { ...TAGS, 'aws:RequestTag/kubernetes-service-account': 'invoice-*' } }, 'other service accounts'],
    ['requests without the tag', { StringEqualsIfExists: TAGS }, 'other clusters, other namespaces, other service accounts'],
    ['all service accounts of the cluster', { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }, 'other namespaces, other service accounts'],
  ])('admits %s', (_, Condition, expected) => {
    expect(others({ ...PODS, Condition })).toEqual([expected]);
  });

  test('admits other principals', () => {
    expect(others([PODS, { Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`] }, Action: 'sts:AssumeRole' }])).toEqual([`the principal AWS arn:aws:iam::${ACCOUNT}:root`]);
    expect(others([PODS, { ...PODS, Principal: '*' }])).toEqual(['the principal *']);
    expect(others([PODS, { Effect: 'Allow', NotPrincipal: { AWS: 'x' }, NotAction: 'sts:TagSession' }])).toEqual(['the principal that is not known']);
  });

  test('admits tokens for other audiences', () => {
    expect(tokens({ ...TOKEN, Condition: { StringEquals: { ...CLAIMS, [`${ISSUER}:aud`]: undefined } } })).toEqual([expect.stringContaining('admits more than this workload: tokens for other audiences. ')]);
  });
});

test('a trust that can\'t be read, or hangs on values of the deployment, is a warning', () => {
  const undecided = 'whether the trust policy of the role [Stack/Brought] admits this workload hangs on what is known at deploy time only: pods become it only if it holds '
    + `${JSON.stringify([PODS])}, so see to that and acknowledge this [ack: annotation::cdk-eks-workload-identity:UnknownTrust[Stack/Brought]]`;

  expect(pods({ ...PODS, Condition: { StringEquals: { ...TAGS, 'aws:PrincipalOrgID': 'o-1' } } })).toEqual([undecided]);
  expect(said((stack) => {
    const role = new iam.CfnRole(stack, 'Brought', { assumeRolePolicyDocument: Token.asAny({ 'Fn::FindInMap': ['a', 'b', 'c'] }) });
    return podIdentity(stack, { role: iam.Role.fromRoleArn(stack, 'Imported', role.attrArn) });
  })).toEqual([undecided]);
});

test('a comparison that crashes is an error, not silence', () => {
  const crash = jest.spyOn(SynthesizedStacks.prototype, 'roleOf').mockImplementation(() => { throw new Error('out of memory'); });
  try {
    expect(pods(PODS)).toEqual([expect.stringContaining('[Stack/Exporter/Role] whom the role trusts could not be compared with what this workload needs, so nothing is known of it: out of memory (ProofCrashed)')]);
  } finally {
    crash.mockRestore();
  }
});

test('what a trust must hold can be put into the trust of an L2', () => {
  expect(said((stack) => {
    const role = new iam.Role(stack, 'Brought', { assumedBy: new iam.AnyPrincipal() });
    const workload = podIdentity(stack, { role });
    JSON.parse(workload.requiredTrust).forEach((statement: object) => role.assumeRolePolicy!.addStatements(iam.PolicyStatement.fromJson(statement)));
    return workload;
  })).toEqual([expect.stringContaining('admits more than this workload: the principal AWS *. ')]);
});

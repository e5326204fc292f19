import { App, Aws, CfnParameter, Duration, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Forbidden, IdentityAssertions, KmsAccess, KmsService, PodIdentityWorkloadProps, S3Access, SessionTag, TargetRole, TargetRoleProps } from '../../src';
import { ACCOUNT, cfnCluster, CLUSTER_ARN, errorOf, IDENTITY, podIdentity, REGION, warned } from '../fixtures';

const OTHER = '444455556666';
const BASE_ARN = `arn:aws:iam::${ACCOUNT}:role/base`;
const TARGET_ARN = `arn:aws:iam::${OTHER}:role/target`;
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const BY_TAGS = {
  Effect: 'Allow',
  Principal: ROOT,
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: {
    StringEquals: {
      'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN,
      'aws:RequestTag/kubernetes-namespace': 'finance-prod',
      'aws:RequestTag/kubernetes-service-account': 'invoice-exporter',
    },
    ArnEquals: { 'aws:PrincipalARN': BASE_ARN },
  },
};
const BY_EXTERNAL_ID = [
  {
    Effect: 'Allow',
    Principal: ROOT,
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': `${REGION}/${ACCOUNT}/production/finance-prod/invoice-exporter` }, ArnEquals: { 'aws:PrincipalARN': BASE_ARN } },
  },
  { Effect: 'Allow', Principal: ROOT, Action: 'sts:TagSession', Condition: { ArnEquals: { 'aws:PrincipalARN': BASE_ARN } } },
];

/** The stacks of two accounts in one app. */
function accounts(appProps = {}) {
  const app = new App(appProps);
  const platform = new Stack(app, 'Platform', { env: { account: ACCOUNT, region: REGION } });
  const finance = new Stack(app, 'Finance', { env: { account: OTHER, region: REGION } });
  const target = (props: TargetRoleProps = {}, id = 'Target') => new TargetRole(finance, id, { roleName: 'target', ...props });
  const workload = (props: Partial<PodIdentityWorkloadProps>, id?: string) => podIdentity(platform, { roleName: 'base', ...props }, id);
  return { app, platform, finance, target, workload };
}

const bucketIn = (stack: Stack, id = 'Bucket') => s3.Bucket.fromBucketName(stack, id, 'company-invoices');
const roleIn = (stack: Stack) => Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Role'))[0].Properties;
const trustIn = (stack: Stack) => roleIn(stack).AssumeRolePolicyDocument.Statement;
const tagsIn = (stack: Stack) => Object.fromEntries((roleIn(stack).Tags ?? []).map(({ Key, Value }: any) => [Key, Value]));
const warningsIn = (stack: Stack) => warned(stack).map(({ text }) => text);

describe('one declaration', () => {
  test('is a role and an association in the cluster\'s account, and a role in the other one', () => {
    const { platform, finance, target, workload } = accounts();
    workload({ target: target(), access: [S3Access.writePrefix(bucketIn(finance), 'invoices/')] });

    Template.fromStack(platform).templateMatches({
      Resources: {
        ExporterRole9B408E7C: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'base',
            Policies: [{
              PolicyName: 'Access',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Sid: 'StsAssumeRoleStsTagSession', Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: TARGET_ARN }],
              },
            }],
          },
        },
        ExporterAssociation53DE6651: { Type: 'AWS::EKS::PodIdentityAssociation', Properties: { TargetRoleArn: TARGET_ARN, DisableSessionTags: Match.absent() } },
      },
    });
    expect(Object.values(Template.fromStack(platform).toJSON().Resources)).toHaveLength(2);
    expect(trustIn(finance)).toEqual([BY_TAGS]);
    expect(roleIn(finance)).toMatchObject({ RoleName: 'target', Policies: [{ PolicyDocument: { Statement: [{ Action: ['s3:AbortMultipartUpload', 's3:PutObject'] }] } }] });
    expect(Object.values(Template.fromStack(finance).toJSON().Resources)).toHaveLength(1);
  });

  test('has literals alone where one stack names the other, so that neither depends on the other', () => {
    const { app, platform, finance } = accounts();
    const exporter = podIdentity(platform, { target: new TargetRole(finance, 'Target') });
    bucketIn(finance).grantRead(exporter);
    const assembly = app.synth();

    expect([platform.dependencies, finance.dependencies]).toEqual([[], []]);
    for (const stack of assembly.stacks) {
      expect(stack.dependencies.filter(({ id }) => !id.endsWith('.assets'))).toEqual([]);
      expect(JSON.stringify(stack.template.Outputs ?? {}) + JSON.stringify(stack.template.Resources)).not.toMatch(/Fn::ImportValue|ExportsOutput|AWS::AccountId/);
    }
    expect(JSON.stringify(trustIn(finance))).not.toContain('Fn::');
  });

  test('may have both roles in one account, in two stacks and in one', () => {
    const { app, platform } = accounts();
    const beside = new Stack(app, 'Beside', { env: { account: ACCOUNT, region: REGION } });
    podIdentity(platform, { roleName: 'base', target: new TargetRole(beside, 'Target') });
    podIdentity(beside, { serviceAccountName: 'other', target: new TargetRole(beside, 'Own') });
    app.synth();

    expect([platform.dependencies, beside.dependencies]).toEqual([[], []]);
    expect(trustIn(beside)).toEqual([BY_TAGS]);
  });

  test('is assumed as it says, and no other way', () => {
    for (const sessionTags of [true, false]) {
      const { platform, finance, target, workload } = accounts();
      workload({ target: target(), sessionTags, access: [S3Access.writePrefix(bucketIn(finance), 'invoices/')] });
      const own = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };

      IdentityAssertions.fromStack(platform).workload('finance-prod', 'invoice-exporter')
        .can('s3:PutObject', 'arn:aws:s3:::company-invoices/invoices/a.pdf')
        .cannot('s3:GetObject', 'arn:aws:s3:::company-invoices/invoices/a.pdf')
        .cannot('sts:AssumeRole', TARGET_ARN)
        .assumableBy(own)
        .notAssumableBy({ ...own, serviceAccountName: 'other' })
        .notAssumableBy({ ...own, namespace: 'default' })
        .notAssumableBy({ ...own, clusterArn: `${CLUSTER_ARN}-2` });
    }
  });
});

describe('access', () => {
  test('lands on the target: props, addAccess and grants, in the other account too', () => {
    const { app, finance, platform, target, workload } = accounts();
    const exporter = workload({ target: target(), access: [S3Access.readObject(bucketIn(finance), 'a')] });
    exporter.addAccess(S3Access.readObject(bucketIn(finance, 'B'), 'b'));
    const bucket = new s3.Bucket(finance, 'Own', { bucketName: 'own' });
    bucket.grantDelete(exporter);
    new s3.Bucket(platform, 'Theirs', { bucketName: 'theirs' }).grantPut(exporter);
    app.synth();

    const resources = roleIn(finance).Policies[0].PolicyDocument.Statement.map(({ Action }: any) => Action);
    expect(JSON.stringify(resources)).toContain('s3:DeleteObject*');
    expect(JSON.stringify(resources)).toContain('s3:PutObject');
    expect(roleIn(platform).Policies[0].PolicyDocument.Statement.flatMap(({ Action }: any) => Action)).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    Template.fromStack(platform).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${OTHER}:role/target`]] } } })] },
    });
    expect(exporter.policyDocument.statementCount).toBe(4);
    expect(exporter.grantPrincipal).toBe(exporter.target!.grantPrincipal);
    expect(exporter.roleArn).toBe(exporter.role.roleArn);
    expect(exporter.target!.role!.roleArn).not.toBe(exporter.roleArn);
    expect(exporter.target!.roleRef).toEqual({ roleArn: TARGET_ARN, roleName: 'target' });
  });

  test('is proved on the target role, with what all of its workloads may do', () => {
    const { app, finance, target, workload } = accounts();
    const shared = target();
    const exporter = workload({ target: shared, mustNot: [Forbidden.actions('s3:Delete*').enforced(), Forbidden.actions('s3:GetObject')] });
    const reader = workload({ target: shared, roleName: 'reader', serviceAccountName: 'reader' }, 'Reader');
    expect(exporter.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
    reader.addAccess(S3Access.readObject(bucketIn(finance), 'a'));

    expect(exporter.policyDocument.toJSON().Statement.map(({ Effect, Action }: any) => [Effect, Action])).toEqual([['Deny', 's3:Delete*'], ['Allow', 's3:GetObject']]);
    expect(() => app.synth()).toThrow('[Platform/Exporter] the workload must not do s3:GetObject, and its role allows it: s3:GetObject on arn:aws:s3:::company-invoices/a is allowed by statement "S3ReadObject" of the inline policy Access');
  });

  test('what is undecided is acknowledged at the workload', () => {
    const { app, platform, finance, target, workload } = accounts();
    const exporter = workload({ target: target(), mustNot: [Forbidden.actions('s3:*')] });
    exporter.target!.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    exporter.addAccess(KmsAccess.viaService(kms.Key.fromKeyArn(finance, 'Key', `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`), KmsService.S3));
    app.synth();

    expect(warningsIn(finance)).toEqual([]);
    expect(warningsIn(platform)).toEqual([
      expect.stringContaining('whose content is not known'),
      expect.stringContaining(`is in account ${ACCOUNT}, and the role in ${OTHER}: the access works only if the key policy allows the role as well, so add to it {"Effect":"Allow","Principal":{"AWS":"${TARGET_ARN}"}`),
    ]);
  });

  test('a key of the target\'s own account is none of another', () => {
    const { app, platform, finance, target, workload } = accounts();
    workload({ target: target(), access: [KmsAccess.viaService(kms.Key.fromKeyArn(finance, 'Key', `arn:aws:kms:${REGION}:${OTHER}:key/k`), KmsService.S3)] });
    app.synth();

    expect(warningsIn(platform)).toEqual([]);
  });
});

describe('several workloads', () => {
  test('have a statement each, in an order that doesn\'t hang on that of the declarations', () => {
    const declare = (names: string[]) => {
      const { finance, target, workload } = accounts();
      const shared = target();
      names.forEach((name) => workload({ target: shared, roleName: name, serviceAccountName: name }, name));
      return trustIn(finance);
    };

    expect(declare(['a', 'b', 'c'])).toHaveLength(3);
    expect(declare(['c', 'a', 'b'])).toEqual(declare(['a', 'b', 'c']));
  });

  test('the trust is that of all, though something was proved before the last was there', () => {
    const { finance, target, workload } = accounts();
    const shared = target();
    workload({ target: shared, mustNot: [Forbidden.actions('s3:*')] }).proveMustNot();
    workload({ target: shared, roleName: 'b', serviceAccountName: 'b' }, 'B');

    expect(trustIn(finance)).toHaveLength(2);
  });
});

describe('the properties of the target role', () => {
  test('are as given', () => {
    const { finance, target, workload } = accounts();
    workload({
      target: target({
        path: '/workloads/',
        description: 'Exports invoices',
        maxSessionDuration: Duration.hours(2),
        tags: { stage: 'prod' },
        permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(finance, 'Boundary', `arn:aws:iam::${OTHER}:policy/boundary`),
      }),
    });

    expect(roleIn(finance)).toMatchObject({
      RoleName: 'target',
      Path: '/workloads/',
      Description: 'Exports invoices',
      MaxSessionDuration: 7_200,
      Tags: [{ Key: 'stage', Value: 'prod' }],
      PermissionsBoundary: `arn:aws:iam::${OTHER}:policy/boundary`,
    });
  });

  test('are none that it isn\'t given, but the name', () => {
    const { platform, finance, workload } = accounts();
    const exporter = workload({ target: new TargetRole(finance, 'Target'), roleName: undefined });

    expect(Object.keys(roleIn(finance))).toEqual(['AssumeRolePolicyDocument', 'RoleName']);
    expect(roleIn(finance).RoleName).toMatch(/^Finance-Target-[0-9A-F]{8}-eu-central-1$/);
    expect(roleIn(platform).RoleName).toMatch(/^Platform-Exporter-[0-9A-F]{8}-eu-central-1$/);
    expect(exporter.target!.roleArn).toBe(`arn:aws:iam::${OTHER}:role/${roleIn(finance).RoleName}`);
    expect(trustIn(finance)[0].Condition.ArnEquals).toEqual({ 'aws:PrincipalARN': `arn:aws:iam::${ACCOUNT}:role/${roleIn(platform).RoleName}` });
  });

  test('the path is part of the ARNs', () => {
    const { platform, finance, target, workload } = accounts();
    workload({ target: target({ path: '/there/' }), path: '/here/' });

    expect(trustIn(finance)[0].Condition.ArnEquals).toEqual({ 'aws:PrincipalARN': `arn:aws:iam::${ACCOUNT}:role/here/base` });
    Template.fromStack(platform).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { TargetRoleArn: `arn:aws:iam::${OTHER}:role/there/target` });
  });

  test('names that are made have no more characters than IAM takes, and are of one construct, region and stack each', () => {
    const nameOf = (region: string, stackName: string, id: string) => {
      const stack = new Stack(new App(), stackName, { env: { account: OTHER, region } });
      return new TargetRole(stack, id).roleRef.roleName;
    };
    const long = 'very-long-names-of-stacks-and-constructs-in-them-that-go-on-and-on';
    const names = [
      nameOf('eu-central-1', 'A', 'T'), nameOf('eu-west-1', 'A', 'T'), nameOf('eu-central-1', 'B', 'T'), nameOf('eu-central-1', 'A', 'U'),
      nameOf('ap-southeast-1', long, long), nameOf('ap-southeast-1', long, `${long}2`),
    ];

    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBe(63);
    expect(nameOf('eu-central-1', 'A', 'T')).toBe(names[0]);
  });

  test.each<[TargetRoleProps, string]>([
    [{ roleName: 'a b' }, '[Finance/Target] roleName must be 1 to 64 letters, digits and + = , . @ _ - (IAM role name, unique in the account), got: "a b" (InvalidRoleName)'],
    [{ tags: { 'aws:x': '1' } }, '[Finance/Target] a key of tags must not begin with "aws:": that prefix is reserved, got: "aws:x" (InvalidTag)'],
    [{ tags: { a: '1', A: '2' } }, '[Finance/Target] a key of tags must not be there twice, upper and lower case being the same to IAM, got: "A" (InvalidTag)'],
    [{ tags: Object.fromEntries([...Array(51).keys()].map((key) => [`k${key}`, ''])) }, '[Finance/Target] a key of tags must be one of at most 50 (IAM), got: "k50" (InvalidTag)'],
    [{ roleName: Aws.STACK_NAME }, `[Finance/Target] roleName must be a literal where a target role is, since the template of another account holds it, got: "${Aws.STACK_NAME}" (DeployTimeValue)`],
    ...['/a*/', '/a?/', '/${a}/'].map((path): [TargetRoleProps, string] => [
      { path },
      `[Finance/Target] path must not have "*", "?" or "\${" where a target role is, since policies that name the role would take it for a pattern, got: ${JSON.stringify(path)} (InvalidRolePath)`,
    ]),
    [{ path: Aws.STACK_NAME }, `[Finance/Target] path must be a literal where a target role is, since the template of another account holds it, got: "${Aws.STACK_NAME}" (DeployTimeValue)`],
  ])('%j is refused', (props, message) => {
    expect(errorOf(() => accounts().target(props)).message).toBe(message);
  });

  test('a target role that no workload has is an error at synth', () => {
    const { app, target } = accounts();
    target();

    expect(() => app.synth()).toThrow('[Finance/Target] no workload has this role as its target, so that nobody could become it: give it to a PodIdentityWorkload as target, or leave it out (UnusedTarget)');
  });
});

describe('what has to be known at synth', () => {
  const UNKNOWN = 'a target role and the role that becomes it name each other by their accounts, and the account or region of this stack is not known at synth: give the stack its env, account and region, got: "Stack" (UnknownEnvironment)';

  test.each([undefined, { account: OTHER }, { region: REGION }])('is the environment of both stacks: %j', (env) => {
    const { target } = accounts();

    expect(errorOf(() => new TargetRole(new Stack(new App(), 'Stack', { env }), 'Target')).message).toBe(`[Stack/Target] ${UNKNOWN}`);
    expect(errorOf(() => podIdentity(new Stack(new App(), 'Stack', { env }), { target: target() })).message).toBe(`[Stack/Exporter] ${UNKNOWN}`);
  });

  test.each(['namespace', 'serviceAccountName'] as const)('is %s', (prop) => {
    const { platform, target, workload } = accounts();
    const value = new CfnParameter(platform, 'Parameter').valueAsString;

    expect(errorOf(() => workload({ target: target(), [prop]: value })).message).toBe(
      `[Platform/Exporter] ${prop} must be a literal where a target is, since the target's trust holds it, got: ${JSON.stringify(value)} (DeployTimeValue)`);
  });

  test('is the name of the cluster', () => {
    const { platform, target, workload } = accounts();
    const cluster = cfnCluster(platform);

    expect(errorOf(() => workload({ target: target(), cluster })).message).toBe(
      `[Platform/Exporter] the target's trust names the cluster, and its name is known at deploy time only: give the cluster a name of your choice, got: ${JSON.stringify(cluster.clusterRef.clusterName)} (DeployTimeValue)`);
  });

  test.each<[string, (stack: Stack) => eks.IClusterRef]>([
    ['a CfnCluster', (stack) => {
      const cluster = cfnCluster(stack);
      cluster.name = 'production';
      return cluster;
    }],
    ['a cluster of aws-eks-v2', (stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34, clusterName: 'production' })],
    ['an import of aws-eks', (stack) => eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production' })],
  ])('which is that of %s, though its ARN is a reference', (_, make) => {
    const { app, platform, finance, target, workload } = accounts();
    workload({
      target: target(),
      cluster: make(platform),
      access: [S3Access.readPrefix(bucketIn(finance), `${SessionTag.CLUSTER_NAME}/`)],
      mustNot: [Forbidden.actions('s3:*').outside('arn:aws:s3:::company-invoices/production/*')],
    });
    app.synth();

    expect(trustIn(finance)).toEqual([BY_TAGS]);
  });

  test('stages are not crossed, nor are partitions', () => {
    const { app, workload, platform } = accounts();
    const target = new TargetRole(new Stack(new Stage(app, 'Prod'), 'Finance', { env: { account: OTHER, region: REGION } }), 'Target');
    const china = new TargetRole(new Stack(app, 'China', { env: { account: OTHER, region: 'cn-north-1' } }), 'Target', { roleName: 'target' });

    expect(errorOf(() => workload({ target }, 'A')).message).toBe('[Platform/A] the target role is in another stage of the app, and stages are synthesized apart: declare both in one stage, or refer to the role by '
      + 'TargetRole.fromRoleArn, got: "Prod/Finance/Target" (WrongStage)');
    expect(errorOf(() => podIdentity(platform, { target: china, namespace: 'b' }, 'B')).message).toBe(
      `[Platform/B] the target role is in partition aws-cn, and this stack in aws: roles are assumed within one partition alone, got: "arn:aws-cn:iam::${OTHER}:role/target" (WrongPartition)`);
  });
});

describe('without session tags', () => {
  test('the target is locked by the external id, and the base role by the cluster', () => {
    const { platform, finance, target, workload } = accounts();
    workload({ target: target(), sessionTags: false });

    expect(trustIn(finance)).toEqual(BY_EXTERNAL_ID);
    expect(trustIn(platform)).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN }, StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    }]);
    Template.fromStack(platform).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { DisableSessionTags: true, TargetRoleArn: TARGET_ARN });
  });

  test('and without a target the role is locked by the cluster, and bears the tags that its access names', () => {
    const { app, platform, workload } = accounts();
    const exporter = workload({
      sessionTags: false,
      access: [S3Access.readPrefix(bucketIn(platform), `${SessionTag.NAMESPACE}/`)],
      mustNot: [Forbidden.actions('s3:*').outside('arn:aws:s3:::company-invoices/finance-prod/*')],
    });
    app.synth();

    expect(tagsIn(platform)).toMatchObject({ 'kubernetes-namespace': 'finance-prod' });
    expect(exporter.proveMustNot()[0].verdict).toBe('PROVED');
    Template.fromStack(platform).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { DisableSessionTags: true, TargetRoleArn: Match.absent() });
    const own = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };
    IdentityAssertions.fromStack(platform).workload('finance-prod', 'invoice-exporter').assumableBy(own).notAssumableBy({ ...own, clusterArn: `${CLUSTER_ARN}-2` });
  });

  test('the target bears the tags that the access names, and the base role none', () => {
    const { platform, finance, target, workload } = accounts();
    workload({ target: target(), sessionTags: false, access: [S3Access.readPrefix(bucketIn(finance), `${SessionTag.CLUSTER_NAME}/${SessionTag.NAMESPACE}/`)] });

    expect(tagsIn(finance)).toEqual({ 'eks-cluster-name': 'production', 'kubernetes-namespace': 'finance-prod' });
    expect(tagsIn(platform)).toEqual({ 'platform.identity/owner': IDENTITY.owner });
    IdentityAssertions.fromStack(platform).workload('finance-prod', 'invoice-exporter')
      .can('s3:GetObject', 'arn:aws:s3:::company-invoices/production/finance-prod/a').cannot('s3:GetObject', 'arn:aws:s3:::company-invoices/production/other/a');
  });

  test('with session tags the target bears none, since they go on to its sessions', () => {
    const { finance, target, workload } = accounts();
    workload({ target: target(), access: [S3Access.readPrefix(bucketIn(finance), `${SessionTag.NAMESPACE}/${SessionTag.POD_NAME}/`)] });

    expect(tagsIn(finance)).toEqual({});
  });

  test('a workload that comes later has the target bear what access named before, and grants to the target too', () => {
    const { finance, target, workload } = accounts();
    const shared = target();
    bucketIn(finance, 'Granted').grantRead(shared, `${SessionTag.SERVICE_ACCOUNT}/*`);
    workload({ target: shared, access: [S3Access.readPrefix(bucketIn(finance), `${SessionTag.NAMESPACE}/`)] });
    workload({ target: shared, roleName: 'b', serviceAccountName: 'b', sessionTags: false }, 'B');

    expect(tagsIn(finance)).toEqual({ 'kubernetes-namespace': 'finance-prod', 'kubernetes-service-account': 'b' });
  });

  test.each([true, false])('one value of a tag can\'t be that of two workloads (access comes first: %p)', (first) => {
    const { finance, target, workload } = accounts();
    const shared = target();
    const access = [S3Access.readPrefix(bucketIn(finance), `${SessionTag.NAMESPACE}/`)];
    workload({ target: shared, sessionTags: false, access: first ? access : [] });

    expect(errorOf(() => workload({ target: shared, roleName: 'b', namespace: 'other', sessionTags: false, access: first ? [] : access }, 'B')).message).toBe(
      '[Finance/Target] the access names the tag kubernetes-namespace, of which the role can bear one value, and those who become it without session tags, several workloads or one in several clusters, have several: '
      + 'bind them by EKS Pod Identity with session tags, or give each of them a role of its own (InvalidSessionTag)');
  });

  test('tags of pods can\'t be borne', () => {
    const { finance, target, workload } = accounts();

    expect(errorOf(() => workload({ target: target(), sessionTags: false, access: [S3Access.readPrefix(bucketIn(finance), `${SessionTag.POD_NAME}/`)] })).code).toBe('InvalidSessionTag');
  });
});

describe('a target role that exists', () => {
  const read = (stack: Stack) => S3Access.readObject(bucketIn(stack), 'a');

  test('is not made, and a warning tells the trust that it must hold, until it is acknowledged', () => {
    for (const [sessionTags, trust] of [[true, [BY_TAGS]], [false, BY_EXTERNAL_ID]] as const) {
      for (const acknowledged of [false, true]) {
        const { app, platform, workload } = accounts();
        const exporter = workload({ target: TargetRole.fromRoleArn(platform, 'Target', TARGET_ARN), sessionTags });
        if (acknowledged) { Validations.of(exporter).acknowledge({ id: `cdk-eks-workload-identity:ForeignTarget[${TARGET_ARN.replace('::', ':')}]`, reason: 'it holds that' }); }
        app.synth();

        expect(warningsIn(platform)).toEqual(acknowledged ? [] : [expect.stringContaining(
          `the target role ${TARGET_ARN} is made elsewhere: pods become it only if its trust policy holds ${JSON.stringify(trust)}, so add that to it and acknowledge this`)]);
        expect(Template.fromStack(platform).findResources('AWS::IAM::Role')).toMatchObject({ ExporterRole9B408E7C: { Properties: { RoleName: 'base' } } });
        Template.fromStack(platform).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { TargetRoleArn: TARGET_ARN });
        expect(exporter.target).toMatchObject({ roleArn: TARGET_ARN, role: undefined, env: { account: OTHER } });
        expect(exporter.policyDocument.isEmpty).toBe(true);
      }
    }
  });

  test('takes no access: the statements to add by hand are told', () => {
    const { platform, workload } = accounts();
    const target = TargetRole.fromRoleArn(platform, 'Target', TARGET_ARN);
    const statement = '[{"Sid":"S3ReadObject","Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":s3:::company-invoices/a"]]}}]';
    const told = `the target role is made elsewhere, so no permission lands in its policies: add to them by hand ${statement} and leave it out here, or declare the role as new TargetRole, got: "${TARGET_ARN}" (ForeignTarget)`;

    expect(errorOf(() => workload({ target, access: [read(platform)] })).message).toBe(`[Platform/Exporter] ${told}`);
  });

  test('takes no grant, no mustNot, and may be named by the policy of a resource', () => {
    const { platform, workload } = accounts();
    const exporter = workload({ target: TargetRole.fromRoleArn(platform, 'Target', TARGET_ARN) });
    const bucket = new s3.Bucket(platform, 'Bucket');

    expect(errorOf(() => bucket.grantRead(exporter)).message).toMatch(/^\[Platform\/Target\] the target role is made elsewhere, so no permission lands in its policies: add to them by hand \[\{"Action":\["s3:GetObject\*"/);
    expect(errorOf(() => exporter.addMustNot(Forbidden.actions('s3:*'))).message).toBe(
      `[Platform/Exporter] the target role is made elsewhere, so nothing is known of its policies, and mustNot can't be proved here: leave it out, or declare the role as new TargetRole, got: "${TARGET_ARN}" (ForeignTarget)`);
    bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [exporter.grantPrincipal] }));
    Template.fromStack(platform).hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [Match.objectLike({ Principal: { AWS: TARGET_ARN } })] } });
    expect(exporter.grantPrincipal.principalAccount).toBe(OTHER);
  });

  test.each(['arn:aws:iam::444455556666:user/x', 'arn:aws:iam::444455556666:role/*', 'target', ''])('%j is no ARN of a role', (arn) => {
    const { platform } = accounts();

    expect(errorOf(() => TargetRole.fromRoleArn(platform, 'Target', arn)).message).toBe(
      `[Platform] roleArn must be the ARN of one role, arn:PARTITION:iam::ACCOUNT:role/NAME, got: ${JSON.stringify(arn)} (InvalidRoleArn)`);
  });

  test('may be given as a token', () => {
    const { app, platform, workload } = accounts();
    const arn = new CfnParameter(platform, 'Arn').valueAsString;
    workload({ target: TargetRole.fromRoleArn(platform, 'Target', arn) });
    app.synth();

    Template.fromStack(platform).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { TargetRoleArn: { Ref: 'Arn' } });
    expect(warningsIn(platform)).toEqual([expect.stringContaining('the target role {"Ref":"Arn"} is made elsewhere')]);
  });

  test('in another partition is refused', () => {
    const { platform, workload } = accounts();

    expect(errorOf(() => workload({ target: TargetRole.fromRoleArn(platform, 'Target', `arn:aws-cn:iam::${OTHER}:role/target`) })).code).toBe('WrongPartition');
  });
});

test('two workloads, each with a target in the other\'s account, make no cycle of the stacks', () => {
  const { app, platform, finance } = accounts();
  podIdentity(platform, { target: new TargetRole(finance, 'Target') });
  podIdentity(finance, { target: new TargetRole(platform, 'Target'), serviceAccountName: 'other' });
  app.synth();

  expect([platform.dependencies, finance.dependencies]).toEqual([[], []]);
});

test.each<[string, (role: iam.IRole, stack: Stack) => unknown]>([
  ['a statement', (role) => role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }))],
  ['a grant', (role, stack) => bucketIn(stack).grantRead(role)],
  ['an inline policy', (role, stack) => role.attachInlinePolicy(new iam.Policy(stack, 'Policy'))],
  ['a managed policy', (role) => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'))],
])('%s for the role of a workload with a target is refused, since pods never have that role', (_, give) => {
  const { platform, target, workload } = accounts();
  const exporter = workload({ target: target() });

  expect(errorOf(() => give(exporter.role, platform)).message).toBe('[Platform/Exporter] the role becomes the target and does nothing else, so that pods would never have this permission: '
    + `give it to the workload itself, whose access lands on the target, got: "${TARGET_ARN}" (UnusedAccess)`);
});

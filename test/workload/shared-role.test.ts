import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Access, Forbidden, IdentityAssertions, PodIdentityWorkload, PodIdentityWorkloadProps, RoleSharing, S3Access, SessionTag, SharedRole, SharedRoleProps, TargetRole, WorkloadCluster } from '../../src';
import { ACCOUNT, cfnCluster, CLUSTER_ARN, clusterFixture, errorOf, podIdentity, REGION, stackFixture, trustOf, warned } from '../fixtures';

const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';
const NAMESPACE = 'finance-prod';
const at = (serviceAccountName: string) => ({ clusterArn: CLUSTER_ARN, namespace: NAMESPACE, serviceAccountName });

interface Fixture {
  readonly app: App;
  readonly stack: Stack;
  readonly shared: SharedRole;
  readonly bucket: s3.IBucket;
  readonly template: () => Template;
  readonly join: (name: string, props?: Partial<PodIdentityWorkloadProps>) => PodIdentityWorkload;
}

/** A shared role, and how workloads join it. */
function fixture(props: Partial<SharedRoleProps> = {}): Fixture {
  const { app, stack, template } = stackFixture();
  clusterFixture(stack);
  const shared = new SharedRole(stack, 'Readers', { owner: 'finance-platform', ...props });
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
  const join = (name: string, more: Partial<PodIdentityWorkloadProps> = {}) =>
    podIdentity(stack, { serviceAccountName: name, sharedRole: shared, ...more }, name);
  return { app, stack, shared, bucket, template, join };
}

/** The session policy in the association of a service account. */
function sessionPolicy(template: Template, name: string): any {
  const [{ Properties: { Policy, DisableSessionTags } }] = Object.values(template.findResources('AWS::EKS::PodIdentityAssociation', { Properties: { ServiceAccount: name } }));
  expect(DisableSessionTags).toBe(true);
  expect(Policy.length).toBeLessThanOrEqual(2_048);
  return JSON.parse(Policy);
}

describe('a role that is shared by session policies', () => {
  const twoReaders = () => {
    const made = fixture();
    for (const name of ['tax', 'audit']) {
      made.join(name, { access: [S3Access.readPrefix(made.bucket, `${name}/`)], mustNot: [Forbidden.actions('s3:*').outside(`${BUCKET_ARN}/${name}/*`)] });
    }
    return made;
  };

  test('is one role with what all workloads have, and an association with its own for each', () => {
    const { template } = twoReaders();

    template().resourceCountIs('AWS::IAM::Role', 1);
    template().hasResourceProperties('AWS::IAM::Role', {
      Policies: [{ PolicyName: 'Access', PolicyDocument: { Statement: [{ Sid: 'S3ReadPrefix', Effect: 'Allow', Action: 's3:GetObject', Resource: [`${BUCKET_ARN}/audit/*`, `${BUCKET_ARN}/tax/*`] }] } }],
      Tags: [{ Key: 'platform.identity/owner', Value: 'finance-platform' }],
    });
    expect(sessionPolicy(template(), 'tax')).toEqual({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/tax/*` }] });
    expect(sessionPolicy(template(), 'audit').Statement[0].Resource).toBe(`${BUCKET_ARN}/audit/*`);
  });

  test('leaves each workload its own access, to the proof and to assertions', () => {
    const { stack } = twoReaders();

    const identities = IdentityAssertions.fromStack(stack);
    expect(warned(stack)).toEqual([]);
    for (const [name, other] of [['tax', 'audit'], ['audit', 'tax']]) {
      identities.workload(NAMESPACE, name)
        .can('s3:GetObject', `${BUCKET_ARN}/${name}/1`)
        .cannot('s3:GetObject', `${BUCKET_ARN}/${other}/1`)
        .mustNot(Forbidden.actions('s3:*').on(`${BUCKET_ARN}/${other}/*`))
        .assumableBy(at(name))
        .notAssumableBy({ ...at(name), clusterArn: `${CLUSTER_ARN}-2` });
    }
  });

  test('trusts exactly the clusters of its workloads, as the source of the request', () => {
    const { stack, join, template } = fixture();
    join('tax');
    for (const name of ['staging', 'production-2']) { join(name, { cluster: WorkloadCluster.fromAttributes(stack, `${name}-cluster`, { clusterName: name }) }); }
    join('audit');

    expect(trustOf(template())).toEqual({
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          ArnEquals: { 'aws:SourceArn': ['production', 'production-2', 'staging'].map((name) => `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${name}`) },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        },
      }],
    });
  });

  test('leaves a workload without access nothing, rather than all that the others have', () => {
    const { stack, bucket, join, template } = fixture();
    join('tax', { access: [S3Access.readPrefix(bucket, 'tax/')] });
    join('idle');

    expect(sessionPolicy(template(), 'idle').Statement).toEqual([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
    IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'idle').cannot('s3:GetObject', `${BUCKET_ARN}/tax/1`);
  });

  test('gives grants to the workload that they are made to, however it is named', () => {
    const { stack, join, template } = fixture();
    const [tax, audit] = [join('tax'), join('audit')];
    const queue = sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`);
    queue.grantPurge(tax);
    queue.grantConsumeMessages(audit.role);

    expect(sessionPolicy(template(), 'tax').Statement[0].Action).toContain('sqs:PurgeQueue');
    expect(sessionPolicy(template(), 'tax').Statement[0].Action).not.toContain('sqs:ReceiveMessage');
    IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'audit').can('sqs:ReceiveMessage', queue.queueArn).cannot('sqs:PurgeQueue', queue.queueArn);
    expect(audit.policyDocument.statementCount).toBe(1);
  });

  test('keeps a denial in the session policy of the workload that has it', () => {
    const { stack, bucket, join, template } = fixture();
    const access = [S3Access.writePrefix(bucket, 'in/')];
    join('tax', { access, mustNot: [Forbidden.actions('s3:Abort*').enforced()] });
    join('audit', { access });

    expect(sessionPolicy(template(), 'tax').Statement[0]).toEqual({ Effect: 'Deny', Action: 's3:Abort*', Resource: '*' });
    expect(JSON.stringify(template().findResources('AWS::IAM::Role'))).not.toContain('Deny');
    IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'audit').can('s3:AbortMultipartUpload', `${BUCKET_ARN}/in/1`);
    IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'tax').cannot('s3:AbortMultipartUpload', `${BUCKET_ARN}/in/1`);
  });

  test('refutes what the session policy of the workload allows, and only that', () => {
    const { app, bucket, join } = fixture();
    join('audit', { access: [S3Access.deletePrefix(bucket, 'audit/')] });
    join('tax', { access: [S3Access.readPrefix(bucket, 'tax/')], mustNot: [Forbidden.actions('s3:DeleteObject')] });
    app.synth();

    join('late', { access: [S3Access.deletePrefix(bucket, 'late/')], mustNot: [Forbidden.actions('s3:DeleteObject')] });
    expect(errorOf(() => app.synth({ force: true })).message).toMatch(/\[Stack\/late\] the workload must not do s3:DeleteObject.*comes from the access "/);
  });

  test('proves by the association as it is in the template, whatever has changed it', () => {
    const { app, bucket, join } = fixture();
    const tax = join('tax', { access: [S3Access.readPrefix(bucket, 'tax/')], mustNot: [Forbidden.actions('s3:*').on(`${BUCKET_ARN}/audit/*`)] });
    join('audit', { access: [S3Access.readPrefix(bucket, 'audit/')] });
    tax.association.addPropertyDeletionOverride('Policy');

    expect(errorOf(() => app.synth()).message).toContain('MustNotAllowed');
  });

  test('names resources and clusters of the app as references', () => {
    const { stack, shared, template } = fixture();
    const cluster = cfnCluster(stack, 'Own');
    const bucket = new s3.Bucket(stack, 'Invoices');
    podIdentity(stack, { cluster, sharedRole: shared, access: [S3Access.readPrefix(bucket, 'in/')] });

    template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      Policy: { 'Fn::Join': ['', ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"', stack.resolve(bucket.bucketArn), '/in/*"}]}']] },
    });
    expect(trustOf(template()).Statement[0].Condition.ArnEquals).toEqual({ 'aws:SourceArn': { 'Fn::GetAtt': ['Own', 'Arn'] } });
    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter').can('s3:GetObject', bucket.arnForObjects('in/1')).cannot('s3:GetObject', bucket.arnForObjects('out/1'));
  });

  test('stands in policies apart where a resource\'s policy names it, for which the associations wait', () => {
    const { stack, join, template } = fixture();
    const secret = new secrets.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') });
    const resources = Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::${'b'.repeat(60)}${index}`);
    const [tax, ...others] = Array.from({ length: 10 }, (_, index) => join(`w${index}`));
    others.forEach((workload, index) => workload.addAccess(Access.fromStatements('much', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: resources.slice(index * 20, index * 20 + 20) }))));
    secret.grantRead(tax);

    template().hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent(), ManagedPolicyArns: Match.absent() });
    template().allResources('AWS::EKS::PodIdentityAssociation', { DependsOn: [Match.stringLikeRegexp('RoleOverflow1'), Match.stringLikeRegexp('RoleOverflow2'), Match.stringLikeRegexp('RolePolicy')] });
  });

  test('is the same whatever the order of its workloads', () => {
    const made = (names: string[]) => {
      const { stack, shared, bucket, template } = fixture();
      for (const name of names) {
        const cluster = WorkloadCluster.fromAttributes(stack, `${name}-cluster`, { clusterName: name });
        podIdentity(stack, { cluster, serviceAccountName: name, sharedRole: shared, access: [S3Access.readPrefix(bucket, `${name}/`)] }, name);
      }
      return JSON.stringify(Object.values(template().findResources('AWS::IAM::Role')));
    };

    expect(made(['tax', 'audit', 'books'])).toBe(made(['books', 'tax', 'audit']));
  });

  test('may have workloads in other stacks, which wait for it', () => {
    const { app, stack, shared, bucket } = fixture({ roleName: 'readers' });
    const other = new Stack(app, 'Other', { env: { account: ACCOUNT, region: REGION } });
    podIdentity(other, { sharedRole: shared, access: [S3Access.readPrefix(bucket, 'in/')] });
    app.synth();

    expect(other.dependencies).toEqual([stack]);
    IdentityAssertions.fromStack(other).workload('finance-prod', 'invoice-exporter').can('s3:GetObject', `${BUCKET_ARN}/in/1`).cannot('s3:GetObject', `${BUCKET_ARN}/out/1`);
  });
});

describe('a role that is shared by session tags', () => {
  const tagged = (props: Partial<SharedRoleProps> = {}) => fixture({ sharing: RoleSharing.SESSION_TAGS, ...props });

  test('has its own access, and trusts exactly its workloads, a statement for each cluster and namespace', () => {
    const { stack, bucket, shared, join, template } = tagged();
    shared.addAccess(S3Access.readPrefix(bucket, `${SessionTag.NAMESPACE}/${SessionTag.SERVICE_ACCOUNT}/`));
    join('tax');
    join('audit');
    join('books', { namespace: 'default' });
    join('staging', { serviceAccountName: 'tax', cluster: WorkloadCluster.fromAttributes(stack, 'Staging', { clusterName: 'staging' }) });

    const lock = (cluster: string, namespace: string, names: string | string[]) => ({
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${cluster}`,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': names,
      },
    });
    expect(trustOf(template()).Statement.map(({ Condition }: any) => Condition))
      .toEqual([lock('production', 'default', 'books'), lock('production', NAMESPACE, ['audit', 'tax']), lock('staging', NAMESPACE, 'tax')]);
    template().allResourcesProperties('AWS::EKS::PodIdentityAssociation', { Policy: Match.absent(), DisableSessionTags: Match.absent() });
  });

  test('admits no service account that is none of its workloads', () => {
    const { stack, join } = tagged();
    join('tax');
    join('books', { namespace: 'default' });

    const workload = IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'tax');
    workload.assumableBy(at('tax')).assumableBy({ ...at('books'), namespace: 'default' });
    workload.notAssumableBy(at('books')).notAssumableBy({ ...at('tax'), namespace: 'default' }).notAssumableBy({ ...at('tax'), clusterArn: `${CLUSTER_ARN}-2` });
  });

  test('leaves each workload what its tags name, to the proof and to assertions', () => {
    const { stack, bucket, join } = tagged({ access: [S3Access.readPrefix(s3.Bucket.fromBucketArn(new Stack(), 'Bucket', BUCKET_ARN), `${SessionTag.SERVICE_ACCOUNT}/`)] });
    join('audit');
    join('tax', { mustNot: [Forbidden.actions('s3:*').outside(`${BUCKET_ARN}/tax/*`)] });

    IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'tax').can('s3:GetObject', bucket.arnForObjects('tax/1')).cannot('s3:GetObject', bucket.arnForObjects('audit/1'));
  });

  test('takes grants, which are to all workloads', () => {
    const { stack, shared, join } = tagged();
    const queue = sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`);
    const workload = join('tax');
    queue.grantPurge(shared);

    IdentityAssertions.fromStack(stack).workload(NAMESPACE, 'tax').can('sqs:PurgeQueue', queue.queueArn);
    expect(workload.policyDocument.statementCount).toBe(1);
  });

  test('refuses access of a workload, which would be of all, and shows it', () => {
    const { bucket, join } = tagged();

    expect(errorOf(() => join('tax', { access: [S3Access.readPrefix(bucket, 'tax/')] })).message).toBe('[Stack/tax] all workloads that share a role by RoleSharing.SESSION_TAGS have the same permissions, so that '
      + 'this one would be of each: give it to the SharedRole, by its access, addAccess or a grant to it, with SessionTag in place of what tells the workloads apart, '
      + `got: [{"Sid":"S3ReadPrefix","Effect":"Allow","Action":"s3:GetObject","Resource":"${BUCKET_ARN}/tax/*"}] (UnusedAccess)`);
    expect(errorOf(() => bucket.grantRead(join('audit'))).code).toBe('UnusedAccess');
    expect(errorOf(() => join('books', { mustNot: [Forbidden.actions('s3:*').enforced()] })).code).toBe('UnusedAccess');
  });

  test('refuses that sessions are not tagged', () => {
    expect(errorOf(() => tagged().join('tax', { sessionTags: false })).message)
      .toBe('[Stack/tax] sessionTags can\'t be false where a role is shared by session tags: leave it out, or share the role by RoleSharing.SESSION_POLICIES, got: false (ConflictingOptions)');
    tagged().join('tax', { sessionTags: true });
  });
});

describe('what is refused where a role is shared by session policies', () => {
  test('is access that names a session tag', () => {
    const { bucket, join } = fixture();

    expect(errorOf(() => join('tax', { access: [S3Access.readPrefix(bucket, `${SessionTag.NAMESPACE}/`)] })).message).toBe('[Stack/tax] access names the tag kubernetes-namespace, and EKS tags no session that has a '
      + 'session policy: name the namespace and the service account as they are, or share the role by RoleSharing.SESSION_TAGS (InvalidSessionTag)');
  });

  test('is a session tag in a grant that is changed late', () => {
    const { app, stack, join } = fixture();
    const grant = sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`).grantPurge(join('tax'));
    grant.principalStatement!.addCondition('StringEquals', { 'aws:PrincipalTag/kubernetes-namespace': 'x' });

    expect(errorOf(() => app.synth()).message).toContain('a statement names the tag kubernetes-namespace, which was not in it when it was given to the workload');
  });

  test('is that sessions are tagged', () => {
    expect(errorOf(() => fixture().join('tax', { sessionTags: true })).message).toBe('[Stack/tax] sessionTags can\'t be true where a role is shared by session policies, since EKS tags no session that has one: '
      + 'leave it out, or share the role by RoleSharing.SESSION_TAGS, got: true (ConflictingOptions)');
    fixture().join('tax', { sessionTags: false });
  });

  test.each<[string, (stack: Stack) => Partial<PodIdentityWorkloadProps>, string]>([
    ['role', (stack) => ({ role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('pods.eks.amazonaws.com') }) }), 'the workload has one role, so leave one of them out'],
    ['target', (stack) => ({ target: new TargetRole(stack, 'Target') }), 'the role that becomes a target does nothing else, so leave one of them out'],
    ['sessionPolicy', () => ({ sessionPolicy: [] }), 'what restricts a workload that shares a role is its access, so give it by access'],
  ])('is a %s', (prop, props, why) => {
    const { stack, join } = fixture();

    expect(errorOf(() => join('tax', props(stack))).message).toBe(`[Stack/tax] ${prop} can't be given with sharedRole: ${why}, got: ["sharedRole","${prop}"] (ConflictingOptions)`);
  });

  test('is what would define a role', () => {
    expect(errorOf(() => fixture().join('tax', { maxSessionDuration: Duration.hours(2) })).message).toContain('[Stack/tax] maxSessionDuration would define the role, and sharedRole is one that is defined already');
  });

  test('is access for all, which no session policy would leave to a workload', () => {
    const { stack, shared, bucket } = fixture();
    const message = 'the session policies of the workloads leave each its own access alone, so that none would have this permission: give it to the workloads that need it, '
      + 'or share the role by RoleSharing.SESSION_TAGS (UnusedAccess)';

    expect(errorOf(() => bucket.grantRead(shared)).message).toBe(`[Stack/Readers] ${message}`);
    expect(errorOf(() => new SharedRole(stack, 'Other', { owner: 'x', access: [S3Access.readPrefix(bucket, 'in/')] })).message).toBe(`[Stack/Other] ${message}`);
  });

  test('is a policy that would be attached to the role of all', () => {
    const { stack, join } = fixture();
    const { role } = join('tax');

    expect(errorOf(() => role.attachInlinePolicy(new iam.Policy(stack, 'Extra'))).message).toBe('[Stack/tax] the role is shared, and a policy attached to it would be of all workloads or, with session policies, '
      + 'of none: give the workload its permissions by access, got: "Stack/Extra" (UnusedAccess)');
    expect(errorOf(() => role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Managed', `arn:aws:iam::${ACCOUNT}:policy/x`))).message).toContain(`got: "arn:aws:iam::${ACCOUNT}:policy/x" (UnusedAccess)`);
  });
});

describe('the place of a shared role', () => {
  test('is the account of the clusters', () => {
    const { app, stack, shared } = fixture();
    const other = new Stack(app, 'Other', { env: { account: '444455556666', region: REGION } });

    expect(errorOf(() => podIdentity(other, { sharedRole: shared })).message).toBe('[Other/Exporter] sharedRole is in account 111122223333, and the cluster in 444455556666: Pod Identity takes a role of the cluster\'s '
      + 'account alone, so declare a SharedRole there, got: "Stack/Readers" (WrongAccount)');
    expect(stack.account).toBe(ACCOUNT);
  });

  test('is the stage of the workloads', () => {
    const { app, shared } = fixture();
    const other = new Stack(new Stage(app, 'Stage'), 'Stack', { env: { account: ACCOUNT, region: REGION } });

    expect(errorOf(() => podIdentity(other, { sharedRole: shared })).message)
      .toBe('[Stage/Stack/Exporter] sharedRole is in another stage of the app, and stages are synthesized apart: declare one in each stage, got: "Stack/Readers" (WrongStage)');
  });
});

test('a shared role that no workload shares is an error', () => {
  expect(errorOf(() => fixture().app.synth()).message).toContain('[Stack/Readers] no workload shares this role, so that nobody could become it: give it to a PodIdentityWorkload as sharedRole, or leave it out (UnusedSharedRole)');
});

test('a shared role takes what defines a role', () => {
  const { stack, shared, join, template } = fixture({
    ownerLabel: 'company.example/team',
    roleName: 'readers',
    path: '/shared/',
    description: 'reads',
    maxSessionDuration: Duration.hours(2),
    permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
    tags: { stage: 'prod' },
  });
  const { role } = join('tax');
  role.grantPassRole(new iam.User(stack, 'User'));

  template().hasResourceProperties('AWS::IAM::Role', {
    RoleName: 'readers',
    Path: '/shared/',
    Description: 'reads',
    MaxSessionDuration: 7_200,
    PermissionsBoundary: Match.anyValue(),
    Tags: [{ Key: 'company.example/team', Value: 'finance-platform' }, { Key: 'stage', Value: 'prod' }],
  });
  expect(shared.roleRef).toEqual({ roleArn: shared.roleArn, roleName: role.roleName });
  expect(role.roleArn).toBe(shared.roleArn);
  template().hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'iam:PassRole' })] } });
});

test('a shared role refuses an owner and tags that IAM would refuse', () => {
  expect(errorOf(() => fixture({ owner: '' })).code).toBe('InvalidOwner');
  expect(errorOf(() => fixture({ tags: { 'aws:x': 'y' } })).code).toBe('InvalidTag');
});

describe('what a session policy may hold', () => {
  const lists = (count: number, length: number) => Access.fromStatements('lists', new iam.PolicyStatement({
    actions: ['s3:GetObject'], resources: Array.from({ length: count }, (_, index) => `arn:aws:s3:::${String(index).padStart(length - 13, 'b')}`),
  }));

  test('is 2,048 characters, to the last', () => {
    const { app, template, join } = fixture();
    const empty = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '' }] }).length;
    join('tax', { access: [lists(1, 2_048 - empty)] });
    template();

    join('audit', { access: [lists(1, 2_049 - empty)] });
    expect(errorOf(() => app.synth({ force: true })).message).toContain('[Stack/audit] the session policy that access makes is about 2049 characters, 1 over the 2048 that EKS takes (a value that is known at deploy '
      + 'time only counts as 120): name fewer resources, by common prefixes, or split the workload into service accounts with less each, or give it a role of its own (PolicyTooLarge)');
  });

  test('counts blanks, and values of the deployment by an estimate', () => {
    const { app, stack, join } = fixture();
    const buckets = Array.from({ length: 20 }, (_, index) => new s3.Bucket(stack, `Bucket${index}`));
    join('tax', { access: buckets.map((bucket) => S3Access.readPrefix(bucket, 'a b/')) });

    expect(errorOf(() => app.synth()).message).toMatch(/\[Stack\/tax\] the session policy that access makes is about 26\d\d characters, 6\d\d over the 2048/);
  });
});

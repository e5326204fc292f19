import { App, Aws, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { claim, Json, load, placed, problemsOf } from './claim';
import { ClaimAccessLevel, ClaimPolicy, ClaimPolicyProps, ClaimRights, Forbidden, IdentityMechanism, WorkloadCluster } from '../../../src';
import { ACCOUNT, errorOf, expectNoMachinery, REGION, trustOf } from '../../fixtures';

const { LIST, READ, WRITE } = ClaimAccessLevel;
const RIGHTS: ClaimRights = { namespaces: ['finance-*'], accounts: [ACCOUNT], services: ['s3', 'sqs', 'dynamodb'], accessLevels: [LIST, READ, WRITE], buckets: ['finance-*'] };
const policy = (rights: Partial<ClaimRights> = {}, more: Partial<ClaimPolicyProps> = {}) => new ClaimPolicy({ owners: { 'finance-platform': { ...RIGHTS, ...rights } }, ...more });
const s3 = (entry: Json = {}) => ({ permissions: { s3: [{ bucket: 'finance-a', prefix: 'a/', access: ['read'], ...entry }] } });
const told = (document: Json, rights?: Partial<ClaimRights>) => problemsOf(() => load(document, { policy: policy(rights) })).map((each) => each.replace(/^\S+ /, ''));

describe('what an owner may claim', () => {
  test('is taken', () => {
    expect(load(claim(s3()), { policy: policy() }).count).toBe(1);
  });

  test.each<[string, Json, string]>([
    ['another owner', claim({ ...s3(), owner: 'constructor' }), 'spec.owner is no owner that may claim; allowed: finance-platform'],
    ['another namespace', claim(s3(), { namespace: 'xfinance-prod' }), 'metadata.namespace is no namespace of finance-platform; allowed: finance-*'],
    ['another bucket', claim(s3({ bucket: 'finances' })), 'spec.permissions.s3[0].bucket is no bucket that finance-platform may claim; allowed: finance-*; did you mean "finance-*"?'],
    ['another bucket by its ARN', claim(s3({ bucket: 'arn:aws:s3:::other' })), 'spec.permissions.s3[0].bucket is no bucket that finance-platform may claim; allowed: finance-*'],
    ['another account', claim({ ...s3(), account: '444455556666' }), `spec.account is in the account 444455556666, which finance-platform may not claim; allowed: ${ACCOUNT}`],
    ['a target in another account', claim({ ...s3(), target: { account: '444455556666' } }), `spec.target is in the account 444455556666, which finance-platform may not claim; allowed: ${ACCOUNT}`],
    ['a target that is there', claim({ target: { roleArn: 'arn:aws:iam::444455556666:role/a' } }), `spec.target is in the account 444455556666, which finance-platform may not claim; allowed: ${ACCOUNT}`],
    ['a resource of another account', claim({ permissions: { sqs: [{ queue: 'arn:aws:sqs:eu-west-1:444455556666:q', access: ['produce'] }] } }),
      `spec.permissions.sqs[0] names a resource of the account 444455556666, which finance-platform may not claim; allowed: ${ACCOUNT}`],
    ['another service', claim({ permissions: { sns: [{ topic: 't', access: ['publish'] }] } }), 'spec.permissions.sns[0] is of a service that finance-platform may not claim; allowed: s3, sqs, dynamodb; did you mean "sqs"?'],
    ['another level', claim(s3({ access: ['delete'] })), 'spec.permissions.s3[0] asks for delete, which is the access level delete, and finance-platform may not claim that; allowed: list, read, write'],
    ['an option of another level', claim({ permissions: { dynamodb: [{ table: 'invoices', access: ['write'], batch: true }] } }),
      'spec.permissions.dynamodb[0] asks for write, which is the access level delete, and finance-platform may not claim that; allowed: list, read, write'],
  ])('does not hold %s', (_, document, message) => {
    expect(told(document)).toEqual([message]);
  });

  test('takes a text that only begins like an ARN for what it is', () => {
    expect(load(claim(s3({ prefix: 'arn:reports/' })), { policy: policy() }).count).toBe(1);
  });

  test('holds no bucket where none is named', () => {
    expect(told(claim(s3()), { buckets: undefined })).toEqual(['spec.permissions.s3[0].bucket is no bucket that finance-platform may claim; allowed: none']);
  });

  test('holds directory buckets by their names', () => {
    const document = (bucket: string) => claim({ permissions: { s3express: [{ bucket, access: ['readOnlySession'] }] } });

    expect(load(document('finance-a--euc1-az1--x-s3'), { policy: policy({ services: ['s3express'] }) }).count).toBe(1);
    expect(told(document(`arn:aws:s3express:${REGION}:${ACCOUNT}:bucket/other--euc1-az1--x-s3`), { services: ['s3express'] })).toHaveLength(1);
  });

  test('is asked of the account of the cluster too', () => {
    const claims = load(claim(s3()), { policy: policy({ accounts: ['444455556666'] }) });

    expect(problemsOf(() => placed(claims)).map((each) => each.replace('in Stack2 [', 'in Stack ['))).toEqual([`claims.yaml:3:1 metadata is for the cluster production of the account ${ACCOUNT}, which finance-platform may not claim`]);
  });
});

test.each<[Partial<ClaimPolicyProps>, string]>([
  [{ owners: { a: { ...RIGHTS, services: ['s4'] } } }, 'owners["a"].services has "s4"; allowed: s3, '],
  [{ owners: { a: { ...RIGHTS, accessLevels: ['admin' as ClaimAccessLevel] } } }, 'owners["a"].accessLevels has "admin"; allowed: list, read, write, delete, tag, invoke, assume, got: "admin" (InvalidClaimPolicy)'],
  [{ roleName: '{namespace}' }, 'roleName must hold {namespace} and {serviceAccount}, and beside them letters, digits, + = , . @ _ -, {cluster}, {environment}, {owner} and {region}, got: "{namespace}" (InvalidRoleName)'],
  [{ roleName: '{namespace}{serviceAccount}{team}' }, '(InvalidRoleName)'],
  [{ path: 'a' }, 'path must begin and end with "/"'],
])('a policy with %j is refused', (props, message) => {
  expect(errorOf(() => policy({}, props)).message).toContain(message);
});

describe('what is forced', () => {
  const forced = policy({}, { permissionsBoundary: 'team/boundary', roleName: '{cluster}_{namespace}_{serviceAccount}', path: '/workloads/', mustNot: [Forbidden.actions('iam:*')] });

  test('is the name, the path and the boundary of each role', () => {
    placed(load(claim(s3()), { policy: forced })).template().hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'production_finance-prod_invoice-exporter',
      Path: '/workloads/',
      PermissionsBoundary: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:policy/team/boundary`]] },
    });
  });

  test('is proved for each workload beside its own', () => {
    const { workloads, app } = placed(load(claim({ ...s3(), mustNot: [{ actions: ['s3:Delete*'], on: ['arn:aws:s3:::*'], enforced: true }, { actions: ['s3:*'], outside: ['arn:aws:s3:::finance-a/a/*'], when: { 'aws:SecureTransport': 'true' } }] }), { policy: policy({}, { mustNot: [Forbidden.actions('iam:*')] }) }));
    app.synth();

    expect(workloads[0].proveMustNot().map(({ forbidden, verdict }) => [forbidden, verdict])).toEqual([
      ['s3:Delete* on arn:aws:s3:::*', 'PROVED'], ['s3:* outside arn:aws:s3:::finance-a/a/* when aws:SecureTransport is "true"', 'PROVED'], ['iam:*', 'PROVED'],
    ]);
  });

  test('cuts a long name, and tells it from others by a hash', () => {
    const names = ['a', 'b'].map((end) => {
      const { template } = placed(load(claim(s3(), { name: `${'w'.repeat(70)}${end}` }), { policy: forced }));
      return Object.values<any>(template().findResources('AWS::IAM::Role'))[0].Properties.RoleName;
    });

    expect(names[0]).toMatch(/^production_finance-prod_w+-[0-9a-f]{8}$/);
    expect(names.map((name) => name.length)).toEqual([64, 64]);
    expect(names[0]).not.toBe(names[1]);
  });

  test('refuses two roles of one name in an account', () => {
    const claims = load([claim({}, { namespace: 'finance-a', name: 'b-c' }), claim({}, { namespace: 'finance-a-b', name: 'c' })], { policy: policy({}, { roleName: '{namespace}-{serviceAccount}' }) });

    expect(problemsOf(() => placed(claims)).map((each) => each.replace('in Stack2 [', 'in Stack ['))).toEqual([
      `claims.yaml:12:1 metadata gets the role name "finance-a-b-c", which finance-a/b-c in production has already in the account ${ACCOUNT}: let roleName of ClaimPolicy hold {cluster}, and separate its parts by "_"`,
    ]);
  });
});

describe('a claim becomes a workload', () => {
  test('of two resources, with the names that it says', () => {
    const { template, workloads } = placed(load(claim({ ...s3(), serviceAccount: 'exporter', description: 'Exports invoices.' })));

    template().resourceCountIs('AWS::IAM::Role', 1);
    template().hasResourceProperties('AWS::IAM::Role', { Description: 'Exports invoices.' });
    template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { ClusterName: 'production', Namespace: 'finance-prod', ServiceAccount: 'exporter' });
    expectNoMachinery(template());
    expect(workloads.map(({ node, owner }) => [node.path, owner])).toEqual([['Stack/finance-prod.exporter', 'finance-platform']]);
  });

  test.each<[Json, IdentityMechanism | undefined, IdentityMechanism]>([
    [{}, undefined, IdentityMechanism.POD_IDENTITY],
    [{}, IdentityMechanism.IRSA, IdentityMechanism.IRSA],
    [{ mechanism: 'irsa' }, undefined, IdentityMechanism.IRSA],
    [{ mechanism: 'pod-identity' }, IdentityMechanism.IRSA, IdentityMechanism.POD_IDENTITY],
  ])('with %j and the cluster\'s %s by %s', (spec, mechanism, expected) => {
    const { workloads, template } = placed(load(claim(spec)), { mechanism });

    expect(workloads[0].mechanism).toBe(expected);
    expect(trustOf(template()).Statement).toHaveLength(1);
  });

  test.each([{ environment: 'prod' }, { account: ACCOUNT }, { region: REGION }, { clusters: ['production', 'other'] }])('for a cluster of %j', (spec) => {
    expect(placed(load(claim(spec))).workloads).toHaveLength(1);
  });

  test.each([{ environment: 'test' }, { account: '444455556666' }, { region: 'eu-west-1' }, { clusters: ['other'] }])('and not for another than %j, which is told at synth', (spec) => {
    const { app, workloads } = placed(load(claim(spec)));

    expect(workloads).toEqual([]);
    expect(() => app.synth()).toThrow('the claim finance-prod/invoice-exporter at claims.yaml:1 is for no cluster of the app: give the claims the cluster that it means, or mend its environment, account, region or clusters, got: {"environment"');
  });

  test('in one of several clusters', () => {
    const claims = load([claim(), claim({ environment: 'test' })]);
    const app = new App();
    for (const environment of ['prod', 'test']) {
      const stack = new Stack(app, environment, { env: { account: ACCOUNT, region: REGION } });
      expect(claims.addWorkloads(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: environment }), environment })).toHaveLength(1);
    }
    expect(app.synth().stacks).toHaveLength(2);
  });

  test('unless the cluster is known at deploy time only', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: Aws.STACK_NAME });

    expect(errorOf(() => load(claim()).addWorkloads(stack, { cluster, environment: 'prod' })).message).toBe(
      '[Stack] the clusterName of the cluster is known at deploy time only, and claims say by it which cluster they are for: give a literal, and the stack an env, got: "Stack/Cluster" (DeployTimeValue)');
  });

  test('and what can\'t be made is told for all at once', () => {
    const claims = load([claim({}, { name: 'a' }), claim({ clusters: ['production'] }, { name: 'a' }), claim({ account: ACCOUNT }, { name: 'a' })]);

    expect(problemsOf(() => placed(claims)).map((each) => each.replace('in Stack2 [', 'in Stack ['))).toEqual([
      'claims.yaml:12:1 metadata There is already a Construct with name \'finance-prod.a\' in Stack [Stack]', 'claims.yaml:23:1 metadata There is already a Construct with name \'finance-prod.a\' in Stack [Stack]',
    ]);
  });
});

describe('a target role', () => {
  const document = claim({ ...s3(), target: { account: '444455556666' } });
  const withStack = (options?: Parameters<typeof load>[1]) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const target = new Stack(app, 'Target', { env: { account: '444455556666', region: REGION } });
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' });
    load(document, options).addWorkloads(stack, { cluster, environment: 'prod', mechanism: IdentityMechanism.IRSA, targetStacks: { 444455556666: target } });
    return { stack: Template.fromStack(stack), target: Template.fromStack(target) };
  };

  test('is made in the stack of its account, and bears the permissions', () => {
    const { stack, target } = withStack();

    target.hasResourceProperties('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [Match.objectLike({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::finance-a/a/*' })] } }] });
    stack.hasResourceProperties('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [Match.objectLike({ Action: ['sts:AssumeRole', 'sts:TagSession'] })] } }] });
  });

  test('has the name and the boundary that are forced', () => {
    const { target } = withStack({ policy: policy({ accounts: [ACCOUNT, '444455556666'] }, { permissionsBoundary: 'boundary', roleName: '{namespace}_{serviceAccount}' }) });

    target.hasResourceProperties('AWS::IAM::Role', { RoleName: 'finance-prod_invoice-exporter', PermissionsBoundary: Match.anyValue() });
  });

  test('in the account of the cluster has a name of its own', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' });
    load(claim({ ...s3(), target: { account: ACCOUNT } }), { policy: policy({}, { roleName: '{namespace}_{serviceAccount}' }) })
      .addWorkloads(stack, { cluster, environment: 'prod', targetStacks: { [ACCOUNT]: stack } });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
  });

  test('that exists is referred to', () => {
    const { template } = placed(load(claim({ target: { roleArn: 'arn:aws:iam::444455556666:role/a' } }), { policy: policy({ accounts: [ACCOUNT, '444455556666'] }, { mustNot: [Forbidden.actions('iam:*')] }) }));

    template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { TargetRoleArn: 'arn:aws:iam::444455556666:role/a' });
  });

  test('needs a stack', () => {
    expect(problemsOf(() => placed(load(document)))).toEqual([
      'claims.yaml:3:1 metadata names the target account 444455556666, and the platform has no stack there: give one in targetStacks; there are: none',
    ]);
  });
});

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { App, Aws, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  Access, AccessLevel, Forbidden, IdentityInventory, IdentityMechanism, InventoryIdentity, MigratingWorkload, MigrationStage, PodIdentityWorkload,
  PodIdentityWorkloadProps, S3Access, SqsAccess, TargetRole, WorkloadCluster,
} from '../../../src';
import { ACCOUNT, clusterFixture, CLUSTER_ARN, errorOf, IDENTITY, irsa, podIdentity, REGION, stackFixture } from '../../fixtures';

const bucketOf = (stack: Stack) => (stack.node.tryFindChild('Bucket') as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, 'Bucket', 'company');

/** The identities of a synthesized app with what `declare` adds. */
function identities(declare: (stack: Stack, app: App) => void): InventoryIdentity[] {
  const { app, stack } = stackFixture();
  declare(stack, app);
  app.synth();
  return IdentityInventory.identitiesIn(app);
}

const identity = (props: Partial<PodIdentityWorkloadProps> | ((stack: Stack) => Partial<PodIdentityWorkloadProps>) = {}): InventoryIdentity =>
  identities((stack) => podIdentity(stack, typeof props === 'function' ? props(stack) : props))[0];

describe('of a workload the inventory tells', () => {
  test('who it is, in which cluster, and which role it has', () => {
    expect(identity({ roleName: 'exporter' })).toMatchObject({
      id: `${CLUSTER_ARN}/finance-prod/invoice-exporter`,
      cluster: 'production',
      clusterArn: CLUSTER_ARN,
      namespace: 'finance-prod',
      serviceAccount: 'invoice-exporter',
      mechanism: IdentityMechanism.POD_IDENTITY,
      owner: 'finance-platform',
      workload: 'Stack/Exporter',
      account: ACCOUNT,
      region: REGION,
      role: `arn:aws:iam::${ACCOUNT}:role/exporter`,
      permissions: [],
      unknownPolicies: [],
      mustNot: [],
    });
  });

  test('nothing of what it hasn\'t', () => {
    for (const key of ['stage', 'targetRole', 'permissionsBoundary', 'boundary', 'sessionPolicy', 'targetTrust']) { expect(identity()).not.toHaveProperty(key); }
  });

  test('the actions by their level, the resources and the conditions', () => {
    const { permissions } = identity((stack) => ({
      access: [
        S3Access.readPrefix(bucketOf(stack), 'invoices/'),
        S3Access.listPrefix(bucketOf(stack), 'invoices/'),
      ],
    }));

    const [list] = permissions.filter(({ level }) => level === AccessLevel.LIST);
    expect(list).toEqual({
      effect: 'Allow',
      level: 'list',
      actions: ['s3:ListBucket'],
      resources: ['arn:aws:s3:::company'],
      conditions: [expect.objectContaining({ key: 's3:prefix' })],
      source: expect.stringContaining('of the inline policy Access'),
    });
    expect(permissions).toContainEqual(expect.objectContaining({ level: 'read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::company/invoices/*'], conditions: [] }));
  });

  test('one statement at each of its levels, and of actions that no builder gives that the level is not known', () => {
    const { permissions } = identity({
      access: [Access.fromStatements('all kinds', new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject', 's3:Get*', 's3:DeleteBucket'], resources: ['*'] }))],
    });

    expect(permissions.map(({ level, actions }) => [level, actions])).toEqual([['read', ['s3:GetObject']], ['write', ['s3:PutObject']], ['unknown', ['s3:DeleteBucket', 's3:Get*']]]);
  });

  test('what a statement leaves out', () => {
    const { permissions } = identity({
      access: [Access.fromStatements('nearly all', new iam.PolicyStatement({ notActions: ['iam:*'], notResources: ['arn:aws:s3:::secret'] }))],
    });

    expect(permissions).toEqual([{ effect: 'Allow', level: 'unknown', notActions: ['iam:*'], notResources: ['arn:aws:s3:::secret'], conditions: [], source: expect.any(String) }]);
  });

  test('explicit denials', () => {
    const { permissions } = identity({ mustNot: [Forbidden.actions('s3:DeleteObject').enforced()] });

    expect(permissions).toEqual([expect.objectContaining({ effect: 'Deny', actions: ['s3:DeleteObject'], resources: ['*'] })]);
  });

  test('what is known at deploy time only, by what is known of it', () => {
    const { permissions: [{ resources }], role } = identity((stack) => ({ access: [S3Access.writePrefix(new s3.Bucket(stack, 'Made'), 'invoices/')] }));

    expect(resources).toEqual([expect.stringMatching(/^arn:aws:s3:::<name\|AWS::S3::Bucket\|Stack\.Made[0-9A-F]{8}>\/invoices\/\*$/)]);
    expect(role).toMatch(/^arn:aws:iam::111122223333:role\/<path\|AWS::IAM::Role\|Stack\.ExporterRole[0-9A-F]{8}>$/);
  });

  test('literals in patterns such that they are read again as literals', () => {
    const { permissions: [{ resources, conditions }] } = identity({
      access: [Access.fromStatements('odd keys', new iam.PolicyStatement({
        actions: ['s3:GetObject'],
        resources: ['arn:aws:s3:::b/a<b${*}${?}${$}{$x?${aws:PrincipalTag/team, \'none\'}${aws:userid}*'],
        conditions: { StringEquals: { 'aws:PrincipalTag/a': 'x*y' } },
      }))],
    });

    expect(resources).toEqual(['arn:aws:s3:::b/a<lt>b${*}${?}${$}{$x?${aws:principaltag/team, \'none\'}${aws:userid}*']);
    expect(conditions).toEqual([{ operator: 'StringEquals', key: 'aws:PrincipalTag/a', values: ['x${*}y'] }]);
  });

  test('whom the role trusts', () => {
    expect(identity().trust).toEqual([{
      effect: 'Allow',
      principals: ['Service pods.eks.amazonaws.com'],
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      conditions: [
        { operator: 'StringEquals', key: 'aws:RequestTag/eks-cluster-arn', values: [CLUSTER_ARN] },
        { operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-namespace', values: ['finance-prod'] },
        { operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-service-account', values: ['invoice-exporter'] },
      ],
    }]);
  });

  test('that a role trusts everyone, or whom nothing tells', () => {
    const trusted = (principal: unknown) => identities((stack) => {
      const { role } = podIdentity(stack);
      (role.node.defaultChild as iam.CfnRole).addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', principal);
    })[0].trust!.map(({ principals }) => principals);

    expect(trusted('*')).toEqual([['*']]);
    expect(trusted({ 'Fn::If': ['Prod', '*', { Service: 'pods.eks.amazonaws.com' }] })).toEqual([['?']]);
  });

  test('no tag whose key is known at deploy time only', () => {
    const [tags] = identity({ tags: { [Aws.STACK_ID]: 'a' } }).principalTags;

    expect(Object.keys(tags)).not.toContain('[object Object]');
    expect(Object.keys(tags)).toContain('platform.identity/owner');
  });

  test('the tags that policies know it by, in each kind of session', () => {
    const [ofPod] = identity({ tags: { team: 'finance' } }).principalTags;
    const migrating = identities((stack) => new MigratingWorkload(stack, 'W', { cluster: clusterFixture(stack), ...IDENTITY, stage: MigrationStage.CUTOVER }))[0];

    expect(ofPod).toMatchObject({ 'kubernetes-namespace': 'finance-prod', 'platform.identity/owner': 'finance-platform', 'team': 'finance' });
    expect(migrating.principalTags.map((tags) => 'kubernetes-namespace' in tags)).toEqual([false, true]);
    expect(migrating).toMatchObject({ stage: MigrationStage.CUTOVER, mechanism: IdentityMechanism.POD_IDENTITY });
  });

  test('the boundary by its ARN and by what it says, if the app makes it', () => {
    const made = identity((stack) => ({
      permissionsBoundary: new iam.ManagedPolicy(stack, 'Boundary', { managedPolicyName: 'b', statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }),
    }));
    const foreign = identity((stack) => ({ permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`) }));

    expect(made.boundary).toEqual([expect.objectContaining({ actions: ['s3:*'], level: 'unknown' })]);
    expect(foreign).toMatchObject({
      permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      boundary: [],
      unknownPolicies: [{ name: `the managed policy arn:aws:iam::${ACCOUNT}:policy/boundary`, kind: 'boundary' }],
    });
  });

  test('what came out of its proofs', () => {
    const { mustNot } = identity((stack) => ({ access: [S3Access.writePrefix(bucketOf(stack), 'a/')], mustNot: [Forbidden.actions('s3:DeleteObject')] }));

    expect(mustNot).toEqual([{ forbidden: 's3:DeleteObject', verdict: 'PROVED', explanation: 'no policy of the role allows s3:DeleteObject' }]);
  });
});

describe('a target role', () => {
  test('bears the access, and has a trust of its own', () => {
    const [found] = identities((stack, app) => {
      const other = new Stack(app, 'Other', { env: { account: '444455556666', region: REGION } });
      podIdentity(stack, { target: new TargetRole(other, 'Target', { roleName: 'target' }), access: [S3Access.readPrefix(bucketOf(stack), 'a/')] });
    });

    expect(found.targetRole).toBe('arn:aws:iam::444455556666:role/target');
    expect(found.permissions).toEqual([expect.objectContaining({ level: 'read' })]);
    expect(found.targetTrust).toEqual([expect.objectContaining({ principals: [`AWS arn:aws:iam::${ACCOUNT}:root`] })]);
  });

  test('that is made elsewhere may do what is not known', () => {
    const found = identity((stack) => ({ target: TargetRole.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/target') }));

    expect(found).toMatchObject({
      permissions: [],
      unknownPolicies: [{ name: 'the policies of the role arn:aws:iam::444455556666:role/target, which is made elsewhere', kind: 'identity' }],
      principalTags: [],
    });
    expect(found).not.toHaveProperty('targetTrust');
  });
});

test('of a role that is made elsewhere the trust and the policies are not known', () => {
  const found = identity((stack) => ({ role: iam.Role.fromRoleArn(stack, 'R', `arn:aws:iam::${ACCOUNT}:role/r`) }));

  expect(found).not.toHaveProperty('trust');
  expect(found.unknownPolicies).toEqual([{ name: `the policies of arn:aws:iam::${ACCOUNT}:role/r, which are made elsewhere`, kind: 'identity' }]);
});

test('a workload in several clusters is an identity in each', () => {
  const found = identities((stack) => podIdentity(stack, {
    cluster: WorkloadCluster.fromAttributes(stack, 'A', { clusterName: 'a' }),
    additionalClusters: [WorkloadCluster.fromAttributes(stack, 'B', { clusterName: 'b' })],
  }));

  expect(found.map(({ cluster }) => cluster)).toEqual(['a', 'b']);
  expect(new Set(found.map(({ role }) => role)).size).toBe(1);
});

test('stages whose account is not known each have identities of their own', () => {
  const app = new App();
  for (const name of ['Dev', 'Prod']) { podIdentity(new Stack(new Stage(app, name), 'Stack')); }
  app.synth();

  expect(IdentityInventory.identitiesIn(app).map(({ id }) => id.split('/')[0])).toEqual(['Dev', 'Prod']);
});

test('names that are known at deploy time only are told as such', () => {
  const { namespace } = identity((stack) => ({ namespace: new CfnParameter(stack, 'Namespace').valueAsString }));

  expect(namespace).toBe('<any|Stack|Namespace>');
  expect(identity({ owner: Aws.STACK_NAME }).owner).toBe('Stack');
});

describe('at synth', () => {
  let directory: string;
  beforeEach(() => { directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'inventory-')), 'own'); });
  afterEach(() => fs.rmSync(path.dirname(directory), { recursive: true }));

  const read = (file: string, from = directory) => fs.readFileSync(path.join(from, file), 'utf8');
  const declare = (stack: Stack) => {
    podIdentity(stack, { access: [S3Access.writePrefix(bucketOf(stack), 'invoices/'), SqsAccess.produce(sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:q`))] });
    irsa(stack, { serviceAccountName: 'reporter' }, 'Reporter').role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Foreign', 'arn:aws:iam::aws:policy/Foreign'));
  };

  test('it writes JSON, Markdown and CSV into the cloud assembly', () => {
    const { app, stack } = stackFixture();
    new IdentityInventory(app, 'Inventory');
    declare(stack);
    const written = path.join(app.synth().directory, 'identity-inventory');

    expect(fs.readdirSync(written).sort()).toEqual(['.cdk-eks-workload-identity.json', 'inventory.csv', 'inventory.json', 'inventory.md']);
    expect(JSON.parse(read('inventory.json', written))).toEqual({ version: 1, identities: IdentityInventory.identitiesIn(app) });
  });

  test('it writes them into a directory that is given, the same bytes each time and in whatever order the app is declared', () => {
    const contents = (declareAll: (stack: Stack) => void) => {
      const { app, stack } = stackFixture();
      new IdentityInventory(app, 'Inventory', { directory });
      declareAll(stack);
      app.synth();
      return ['inventory.csv', 'inventory.json', 'inventory.md'].map((file) => read(file));
    };
    const both: ((stack: Stack) => void)[] = [(stack) => podIdentity(stack), (stack) => irsa(stack, { serviceAccountName: 'b' }, 'B')];

    expect(contents((stack) => both.forEach((each) => each(stack)))).toEqual(contents((stack) => [...both].reverse().forEach((each) => each(stack))));
  });

  test('a directory that holds other files stops synth', () => {
    fs.mkdirSync(directory);
    fs.writeFileSync(path.join(directory, 'mine.txt'), '');
    const { app } = stackFixture();
    new IdentityInventory(app, 'Inventory', { directory });

    expect(() => app.synth()).toThrow('holds what was not written here: mine.txt');
  });

  test('a baseline that is none stops synth', () => {
    fs.writeFileSync(path.join(directory, '..', 'other.json'), '{}');
    const { app } = stackFixture();
    new IdentityInventory(app, 'Inventory', { directory, baseline: path.join(directory, '..', 'other.json') });

    expect(() => app.synth()).toThrow('[Inventory] the days of changes can\'t be read: the file must be a baseline of version 1 as this library writes it: name the file that IdentityBaseline writes, got: "');
  });

  test('a directory is of one construct', () => {
    const { app } = stackFixture();
    new IdentityInventory(app, 'One');

    expect(errorOf(() => new IdentityInventory(app, 'Two'))).toMatchObject({
      code: 'InvalidDirectory', message: '[Two] directory is written by [One] already: name another, got: "identity-inventory" (InvalidDirectory)',
    });
    new IdentityInventory(app, 'Three', { directory });
    expect(errorOf(() => new IdentityInventory(app, 'Four', { directory })).message).toContain('[Four] directory is written by [Three] already');
    expect(errorOf(() => new IdentityInventory(app, 'Six', { baseline: Aws.REGION })).message).toContain('[Six] baseline must be a path that is known at synth');
    expect(errorOf(() => new IdentityInventory(app, 'Five', { directory: ' ' })).message).toBe('[Five] directory must be a path that is known at synth, got: " " (InvalidDirectory)');
  });

  test('the JSON is what the published schema says, and all of it is in there', () => {
    const { app, stack } = stackFixture();
    new IdentityInventory(app, 'Inventory', { directory });
    declare(stack);
    new MigratingWorkload(stack, 'Moving', { cluster: clusterFixture(stack, 'C2'), ...IDENTITY, serviceAccountName: 'moving', stage: MigrationStage.DUAL_TRUST });
    app.synth();
    const schema = JSON.parse(fs.readFileSync(path.join(__dirname, '../../../schemas/inventory.schema.json'), 'utf8'));
    for (const def of Object.values<any>(schema.$defs)) { if (def.type === 'object') { def.additionalProperties = false; } }
    const validate = new Ajv2020({ allErrors: true }).compile(schema);

    expect(validate(JSON.parse(read('inventory.json'))) ? [] : validate.errors).toEqual([]);
    expect(validate({ version: 1, identities: [{ id: 'a' }] })).toBe(false);
  });

  test('the table has a row for each identity, and what policies of which nothing is known', () => {
    const { app, stack } = stackFixture();
    new IdentityInventory(app, 'Inventory', { directory });
    declare(stack);
    app.synth();

    expect(read('inventory.md')).toContain('| production | finance-prod | invoice-exporter | pod-identity |  | finance-platform | `arn:aws:iam::111122223333:role/${Stack.ExporterRole');
    expect(read('inventory.md')).toContain('write s3 sqs');
    expect(read('inventory.md')).toContain('What this says is not known: the managed policy arn:aws:iam::aws:policy/Foreign.');
    expect(read('inventory.csv').split('\r\n').map((line) => line.split(',').slice(0, 4))).toContainEqual(['production', 'finance-prod', 'reporter', 'irsa']);
    expect(read('inventory.csv')).toContain(',the managed policy arn:aws:iam::aws:policy/Foreign,');
  });
});

test('an inventory that is in a stack writes too', () => {
  const { app, stack } = stackFixture();
  new IdentityInventory(stack, 'Inventory');
  new PodIdentityWorkload(stack, 'W', { cluster: clusterFixture(stack), ...IDENTITY });

  expect(fs.existsSync(path.join(app.synth().directory, 'identity-inventory', 'inventory.json'))).toBe(true);
});

import { App, CfnCondition, CfnParameter, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Access, Forbidden, IdentityAssertions, S3Access, Workload } from '../../src';
import { podIdentity, stackFixture } from '../fixtures';

/*
 * What looks proved and is not: each of these apps may be deployed such that a forbidden request is allowed.
 */

const NO_DELETION = Forbidden.actions('s3:Delete*');
const ALL_OF_S3 = Access.fromStatements('everything', new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
const DENIAL = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:Delete*', Resource: '*' }] };
const ALLOWANCE = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };

function verdicts(workload: Workload): string[] {
  (workload.node.root as App).synth();
  return workload.proveMustNot().map(({ verdict }) => verdict);
}

describe('a value that CloudFormation looks up when it deploys', () => {
  const { stack } = stackFixture();
  const name = ssm.StringParameter.fromStringParameterAttributes(stack, 'Name', { parameterName: '/data/bucket', forceDynamicReference: true }).stringValue;

  test('may be any: part of an ARN, a whole resource, and one that is denied', () => {
    const part = podIdentity(stack, {
      access: [S3Access.writePrefix(s3.Bucket.fromBucketName(stack, 'Bucket', name), 'x/')], mustNot: [Forbidden.actions('s3:*').on('arn:aws:s3:::payroll/*')],
    }, 'Part');
    const denied = podIdentity(stack, { serviceAccountName: 'denied', access: [ALL_OF_S3], mustNot: [NO_DELETION] }, 'Denied');
    denied.role.addToPrincipalPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:*'], resources: [name] }));

    expect([verdicts(part), denied.proveMustNot()[0].verdict]).toEqual([['UNKNOWN'], 'UNKNOWN']);
    expect(() => IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter').cannot('s3:PutObject', 'arn:aws:s3:::payroll/x/a')).toThrow('is not decided');
  });
});

test('a denial in a policy that is there under a condition is not certain', () => {
  const { stack } = stackFixture();
  const workload = podIdentity(stack, { access: [ALL_OF_S3] });
  const policy = new iam.CfnPolicy(stack, 'Policy', { policyName: 'Denial', policyDocument: DENIAL, roles: [workload.role.roleName] });
  policy.cfnOptions.condition = new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals('a', 'b') });
  workload.addMustNot(NO_DELETION);

  expect(() => verdicts(workload)).toThrow('s3:DeleteObject on arn:aws:s3:::x/x is allowed');
});

test('a policy of a role of the same name in another account is another role\'s', () => {
  const app = new App();
  const [mine, other] = ['111122223333', '444455556666'].map((account) => new Stack(app, `In${account}`, { env: { account, region: 'eu-central-1' } }));
  const workload = podIdentity(mine, { roleName: 'exporter', access: [S3Access.readPrefix(s3.Bucket.fromBucketName(mine, 'Bucket', 'company'), 'y/')] });
  workload.addMustNot(NO_DELETION);
  new iam.CfnPolicy(other, 'Policy', { policyName: 'Other', policyDocument: ALLOWANCE, roles: ['exporter'] });

  expect(verdicts(workload)).toEqual(['PROVED']);
});

test('a policy in another stack that names the role in its account is the role\'s', () => {
  const env = { account: '111122223333', region: 'eu-central-1' };
  const app = new App();
  const [mine, other] = ['Mine', 'Other'].map((id) => new Stack(app, id, { env }));
  podIdentity(mine, { roleName: 'exporter', mustNot: [NO_DELETION] });
  new iam.CfnPolicy(other, 'Policy', { policyName: 'Other', policyDocument: ALLOWANCE, roles: ['exporter'] });

  expect(() => app.synth()).toThrow('is allowed by statement 1 of the policy Other/Policy');
});

test.each([undefined, { account: '111122223333', region: 'eu-central-1' }])('a policy of a role of the same name in an account that is not known may be the role\'s (own: %p)', (env) => {
  const app = new App();
  const [mine, other] = [new Stack(app, 'Mine', { env }), new Stack(app, 'Other')];
  const workload = podIdentity(mine, { roleName: 'exporter', mustNot: [NO_DELETION] });
  new iam.CfnPolicy(other, 'Policy', { policyName: 'Other', policyDocument: ALLOWANCE, roles: ['exporter'] });

  expect(verdicts(workload)).toEqual(['UNKNOWN']);
});

test('managed policies of one name in two stacks are told apart', () => {
  const app = new App();
  const workloads = [ALLOWANCE, DENIAL].map((policyDocument, index) => {
    const stack = new Stack(app, `Stack${index}`);
    const policy = new iam.CfnManagedPolicy(stack, 'Policy', { managedPolicyName: 'platform', policyDocument });
    const workload = podIdentity(stack, { serviceAccountName: `exporter-${index}` });
    workload.role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Import', policy.ref));
    return workload;
  });
  app.synth();
  workloads.forEach((workload) => workload.addMustNot(NO_DELETION));

  expect(workloads.map((workload) => workload.proveMustNot()[0].verdict)).toEqual(['REFUTED', 'PROVED']);
});

test('exports of one name in two regions are told apart', () => {
  const app = new App();
  const workloads = ['eu-central-1', 'us-east-1'].map((region) => {
    const env = { account: '111122223333', region };
    const data = new Stack(app, `Data-${region}`, { env, stackName: 'data' });
    const bucket = new s3.Bucket(data, 'Bucket');
    const stack = new Stack(app, `App-${region}`, { env, stackName: 'app' });
    return podIdentity(stack, { access: [S3Access.writePrefix(bucket, 'x/')], mustNot: [Forbidden.actions('s3:*').outside(bucket.arnForObjects('x/*'))] });
  });
  app.synth();

  expect(workloads.flatMap((workload) => workload.proveMustNot()).map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
});

test('what a function of CloudFormation makes is the same within a template alone', () => {
  const app = new App();
  const [mine, other] = ['Mine', 'Other'].map((id) => new Stack(app, id, { env: { account: '111122223333', region: 'eu-central-1' } }));
  const name = (stack: Stack) => Fn.select(0, new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList);
  const arn = (stack: Stack) => `arn:aws:s3:::${name(stack)}/*`;
  const denial = new iam.ManagedPolicy(other, 'Policy', { statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:*'], resources: [arn(other)] })] });
  const workload = podIdentity(mine, { access: [Access.fromStatements('all of it', new iam.PolicyStatement({ actions: ['s3:*'], resources: [arn(mine)] }))], mustNot: [Forbidden.actions('s3:*')] });
  workload.role.addManagedPolicy(denial);

  expect(verdicts(workload)).toEqual(['UNKNOWN']);
});

test('attributes that are ARNs of something else may be the same', () => {
  const { stack } = stackFixture();
  const [a, b] = ['A', 'B'].map((id) => new s3.CfnBucket(stack, id).getAtt('ReplicationKeyArn').toString());
  const workload = podIdentity(stack, { access: [Access.fromStatements('a key', new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [a] }))], mustNot: [Forbidden.actions('kms:*').on(b)] });

  expect(verdicts(workload)).toEqual(['UNKNOWN']);
});

test('a reference to another stack is taken there wherever it stands', () => {
  const app = new App();
  const [mine, other] = ['Mine', 'Other'].map((id) => new Stack(app, id));
  const [own, foreign] = [new s3.Bucket(mine, 'Bucket'), new s3.Bucket(other, 'Bucket')];
  const outside = [Fn.join('', [foreign.bucketArn, '/*']), Lazy.string({ produce: () => foreign.arnForObjects('*') })];
  const workload = podIdentity(mine, { access: [S3Access.writePrefix(own, 'x/')] });
  app.synth();
  workload.addMustNot(...outside.map((resource) => Forbidden.actions('s3:*').outside(resource)));

  expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['REFUTED', 'REFUTED']);
});

test('a denial in one of two inline policies of one name is not certain, since the last one replaces the other', () => {
  const { stack } = stackFixture();
  const workload = podIdentity(stack, { mustNot: [NO_DELETION.enforced()] });
  new iam.CfnPolicy(stack, 'Policy', { policyName: 'Access', policyDocument: ALLOWANCE, roles: [workload.role.roleName] });

  expect(() => verdicts(workload)).toThrow('s3:DeleteObject on arn:aws:s3:::x/x is allowed');
});

test('a path that is a parameter may be any', () => {
  const { stack } = stackFixture();
  const role = new iam.CfnRole(stack, 'Other', { roleName: 'x', path: new CfnParameter(stack, 'Path').valueAsString, assumeRolePolicyDocument: {} });
  const workload = podIdentity(stack, {
    access: [Access.fromStatements('passes a role', new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: [role.attrArn] }))],
    mustNot: [Forbidden.actions('iam:*').on('arn:aws:iam::111122223333:role/app/x')],
  });

  expect(verdicts(workload)).toEqual(['UNKNOWN']);
});

describe('a statement that can\'t be read', () => {
  test.each<[string, object]>([
    ['an effect that is chosen at deploy time', { Effect: { 'Fn::If': ['C', 'Deny', 'Allow'] }, Action: 's3:*', Resource: '*' }],
    ['a transform beside it', { 'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': '*', 'Fn::Transform': { Name: 'Widen' } }],
  ])('leaves open what it may allow: %s', (_, statement) => {
    const { stack } = stackFixture();
    const workload = podIdentity(stack, { mustNot: [NO_DELETION] });
    (workload.node.findChild('Role').node.defaultChild as iam.CfnRole).addPropertyOverride('Policies', [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }]);

    expect(verdicts(workload)).toEqual(['UNKNOWN']);
  });
});

describe('nested stacks', () => {
  test('are looked into for policies of the role, by mustNot and by the assertions', () => {
    const { app, stack } = stackFixture();
    const workload = podIdentity(stack);
    const nested = new NestedStack(stack, 'Nested');
    new iam.Policy(nested, 'Policy', { roles: [workload.role], statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] });
    const { directory } = app.synth();
    workload.addMustNot(NO_DELETION);

    expect(workload.proveMustNot()[0]).toMatchObject({ verdict: 'REFUTED', explanation: expect.stringContaining('the policy Stack/Nested/Policy/Resource') });
    for (const identities of [IdentityAssertions.fromStack(stack), IdentityAssertions.fromCloudAssembly(directory)]) {
      identities.workload('finance-prod', 'invoice-exporter').can('s3:DeleteObject', 'arn:aws:s3:::x/x');
    }
  });

  test('whose templates are not there leave open what they may give to the roles that they are given', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    new iam.Policy(new NestedStack(stack, 'Nested'), 'Policy', { roles: [workload.role], statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] });

    expect(() => IdentityAssertions.fromTemplate(template()).workload('finance-prod', 'invoice-exporter').cannot('s3:GetObject', 'arn:aws:s3:::x/x'))
      .toThrow('it is not decided: the content of the policy NestedNestedStack');
  });

  test('know the resources of the stack around them, and it theirs', () => {
    const { app, stack } = stackFixture();
    const nested = new NestedStack(stack, 'Nested');
    const [around, within] = [new s3.Bucket(stack, 'Around'), new s3.Bucket(nested, 'Within')];
    const inner = podIdentity(nested, { access: [S3Access.writePrefix(around, 'x/')], mustNot: [Forbidden.actions('s3:*').outside(around.arnForObjects('x/*'))] });
    const outer = podIdentity(stack, { serviceAccountName: 'outer', access: [S3Access.writePrefix(within, 'x/')], mustNot: [Forbidden.actions('s3:*').outside(within.arnForObjects('x/*'))] });
    const { directory } = app.synth();

    expect([inner, outer].flatMap((workload) => workload.proveMustNot()).map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter').can('s3:PutObject', around.arnForObjects('x/a')).cannot('s3:PutObject', around.arnForObjects('y/a'));
    IdentityAssertions.fromCloudAssembly(directory).workload('finance-prod', 'outer').can('s3:PutObject', within.arnForObjects('x/a'));
  });
});

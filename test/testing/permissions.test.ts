import { App, Aws, CfnParameter, CfnResource, CfnStack, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { byHand, inline, peerServiceAccount, TRUST_PODS } from './peers';
import { Access, Forbidden, IdentityAssertions, S3Access, Workload, WorkloadAssertions, WorkloadProps } from '../../src';
import { clusterFixture, errorOf, irsa, podIdentity, stackFixture } from '../fixtures';

const NAMES = ['finance-prod', 'invoice-exporter'] as const;
const INVOICE = 'arn:aws:s3:::company/invoices/a.pdf';

/** The assertions on a workload that writes and lists a prefix of a bucket that exists. */
function exporter(
  declare: (scope: Construct, props: Partial<WorkloadProps>) => Workload = podIdentity,
): { workload: WorkloadAssertions; stack: Stack } {
  const { stack } = stackFixture();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company');
  declare(stack, { access: [S3Access.writePrefix(bucket, 'invoices/'), S3Access.listPrefix(bucket, 'invoices/')], mustNot: [Forbidden.actions('s3:DeleteObject').enforced()] });
  return { workload: IdentityAssertions.fromStack(stack).workload(...NAMES), stack };
}

/** The assertions on a template by hand. */
function handMade(template: object, options = {}): WorkloadAssertions {
  return IdentityAssertions.fromTemplate(Template.fromJSON(template as any), options).workload(...NAMES);
}

const messageOf = (call: () => unknown) => errorOf(call).message;

describe.each<[string, Parameters<typeof exporter>[0]]>([['Pod Identity', podIdentity], ['IRSA', irsa]])('a workload with %s', (_, declare) => {
  test('can do what its access gives, and nothing else', () => {
    exporter(declare).workload
      .can('s3:PutObject', INVOICE)
      .can('S3:putobject', INVOICE)
      .cannot('s3:GetObject', INVOICE)
      .cannot('s3:PutObject', 'arn:aws:s3:::company/salaries/a.pdf')
      .can('s3:ListBucket', 'arn:aws:s3:::company', { context: { 's3:prefix': 'invoices/2026' } })
      .cannot('s3:ListBucket', 'arn:aws:s3:::company')
      .mustNot(Forbidden.actions('s3:*').on('arn:aws:s3:::company/*').outside('arn:aws:s3:::company/invoices/*'));
  });
});

describe('a failure tells', () => {
  const { workload } = exporter();

  test('that no statement allows, and what failed in the nearest: the resource', () => {
    expect(messageOf(() => workload.can('s3:PutObject', 'arn:aws:s3:::company/salaries/a.pdf'))).toBe([
      '[IdentityAssertions] expected finance-prod/invoice-exporter to be allowed s3:PutObject on arn:aws:s3:::company/salaries/a.pdf, but',
      '  no statement of the role\'s policies allows it',
      '  the nearest is statement "S3WritePrefix" of the inline policy Access:',
      '    its Resource arn:aws:s3:::company/invoices/* is not the resource (AssertionFailed)',
    ].join('\n'));
  });

  test('the action', () => {
    expect(messageOf(() => workload.can('s3:GetObject', INVOICE))).toContain('its Action s3:AbortMultipartUpload, s3:PutObject is not the action');
  });

  test('the condition key and its values', () => {
    expect(messageOf(() => workload.can('s3:ListBucket', 'arn:aws:s3:::company'))).toContain('its condition StringLike s3:prefix "invoices/*" does not hold: the request has no s3:prefix');
    expect(messageOf(() => workload.can('s3:ListBucket', 'arn:aws:s3:::company', { context: { 's3:prefix': ['a', 7] } }))).toContain('it is not decided: nothing says whether the condition StringLike s3:prefix');
    expect(messageOf(() => workload.can('s3:ListBucket', 'arn:aws:s3:::company', { context: { 's3:prefix': 'a' } }))).toContain('does not hold: s3:prefix is "a"');
  });

  test('that no statement is near', () => {
    expect(messageOf(() => workload.can('iam:PassRole', 'arn:aws:iam::111122223333:role/x'))).toContain('allows it (AssertionFailed)');
  });

  test('the statement that denies', () => {
    expect(messageOf(() => workload.can('s3:DeleteObject', INVOICE))).toContain('it is denied by statement "MustNot" of the inline policy Access:\n    Action s3:DeleteObject\n    Resource *');
  });

  test('the statement that allows, with its conditions', () => {
    expect(messageOf(() => workload.cannot('s3:ListBucket', 'arn:aws:s3:::company', { context: { 's3:prefix': 'invoices/' } }))).toContain(
      'not to be allowed s3:ListBucket on arn:aws:s3:::company, but\n  it is allowed by statement "S3ListPrefix" of the inline policy Access:\n    Action s3:ListBucket\n    '
      + 'Resource arn:aws:s3:::company\n    Condition StringLike s3:prefix "invoices/*"');
  });

  test('the request that refutes what must not be', () => {
    expect(messageOf(() => workload.mustNot(Forbidden.actions('s3:Put*')))).toContain('the workload must not do s3:Put*, and its role allows it: s3:PutObject on arn:aws:s3:::company/invoices/x is allowed by statement "S3WritePrefix" of the inline policy Access. Narrow');
  });

  test('a wildcard in an action, which one request can\'t have', () => {
    expect(errorOf(() => workload.can('s3:*', INVOICE))).toMatchObject({ code: 'InvalidRequest', message: expect.stringContaining('to ask about all of a pattern use mustNot(Forbidden.actions(...)), got: "s3:*"') });
  });

  test('NotAction and NotResource as they are written', () => {
    const role = inline({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::a/*' });

    expect(messageOf(() => handMade(byHand(TRUST_PODS, { role })).cannot('s3:GetObject', INVOICE))).toContain('NotAction iam:*\n    NotResource arn:aws:s3:::a/*');
  });
});

describe('resources may be given', () => {
  const app = new App();
  const data = new Stack(app, 'Data');
  const stack = new Stack(app, 'Stack');
  const [mine, foreign, unused] = [new s3.Bucket(stack, 'Mine'), new s3.Bucket(data, 'Foreign'), new s3.Bucket(data, 'Unused')];
  const name = new CfnParameter(stack, 'Name').valueAsString;
  podIdentity(stack, {
    access: [mine, foreign, s3.Bucket.fromBucketName(stack, 'Named', name)].map((bucket) => S3Access.readPrefix(bucket, 'invoices/')),
  });
  const workload = IdentityAssertions.fromStack(stack).workload(...NAMES);

  test('as tokens of this stack and of others', () => {
    workload
      .can('s3:GetObject', mine.arnForObjects('invoices/a'))
      .can('s3:GetObject', `arn:${Aws.PARTITION}:s3:::${mine.bucketName}/invoices/a`)
      .can('s3:GetObject', foreign.arnForObjects('invoices/a'))
      .can('s3:GetObject', `arn:${Aws.PARTITION}:s3:::${name}/invoices/a`)
      .cannot('s3:GetObject', mine.arnForObjects('salaries/a'));
  });

  test('as intrinsics', () => {
    const logicalId = stack.resolve(stack.getLogicalId(mine.node.defaultChild as s3.CfnBucket));
    workload
      .can('s3:GetObject', { 'Fn::Join': ['', [{ 'Fn::GetAtt': [logicalId, 'Arn'] }, '/invoices/a']] })
      .can('s3:GetObject', { 'Fn::Sub': `\${${logicalId}.Arn}/invoices/a` })
      .can('s3:GetObject', { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${bucket}/invoices/a', { bucket: { Ref: logicalId } }] });
  });

  test('and what hangs on a parameter is not decided', () => {
    const message = messageOf(() => workload.cannot('s3:GetObject', unused.arnForObjects('invoices/a')));

    expect(message).toMatch(/it is not decided: nothing says whether \$\{Data\.Unused\w+\} and \$\{Name\} are the same/);
    expect(messageOf(() => workload.mustNot(Forbidden.actions('s3:*').on(unused.arnForObjects('*'))))).toMatch(/whether the role allows s3:\* on .* is not decided: nothing says whether/);
  });

  test('with a partition that says which the template is deployed to', () => {
    const { stack: agnostic } = stackFixture({ env: {} });
    podIdentity(agnostic, { access: [S3Access.readPrefix(s3.Bucket.fromBucketName(agnostic, 'Bucket', 'company'), 'invoices/')] });
    const anywhere = IdentityAssertions.fromStack(agnostic).workload(...NAMES);

    anywhere.can('s3:GetObject', INVOICE).can('s3:GetObject', 'arn:aws-cn:s3:::company/invoices/a').can('s3:GetObject', INVOICE)
      .mustNot(Forbidden.actions('s3:*').outside('arn:aws:s3:::company/*'));
    IdentityAssertions.fromStack(agnostic, { partition: 'aws' }).workload(...NAMES).cannot('s3:GetObject', 'arn:aws-cn:s3:::company/invoices/a');
  });
});

test('tokens are understood with a template alone', () => {
  const { stack, template } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  podIdentity(stack, { access: [S3Access.readPrefix(bucket, 'invoices/')] });

  IdentityAssertions.fromTemplate(template()).workload(...NAMES).can('s3:GetObject', bucket.arnForObjects('invoices/a')).cannot('s3:GetObject', Fn.join('', ['arn:aws:s3:::', 'other/a']));
});

test('the values of condition keys may be given as intrinsics', () => {
  const { stack } = stackFixture();
  new CfnParameter(stack, 'Prefix');
  const listing = new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::company'], conditions: { StringEquals: { 's3:prefix': Fn.ref('Prefix') } } });
  podIdentity(stack, { access: [Access.fromStatements('lists', listing)] });

  IdentityAssertions.fromStack(stack).workload(...NAMES).can('s3:ListBucket', 'arn:aws:s3:::company', { context: { 's3:prefix': { Ref: 'Prefix' } } });
});

test('the whole app is asked by its cloud assembly, policies of other stacks included', () => {
  const app = new App();
  const [first, second, platform] = ['First', 'Second', 'Platform'].map((id) => new Stack(app, id, { env: { account: '111122223333', region: 'eu-central-1' } }));
  const policy = new iam.ManagedPolicy(platform, 'Policy', { statements: [new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] })] });
  const workload = podIdentity(first);
  workload.role.addManagedPolicy(policy);
  podIdentity(second, { cluster: clusterFixture(second), serviceAccountName: 'other' });
  const { directory } = app.synth();

  const identities = IdentityAssertions.fromCloudAssembly(directory);
  identities.workload(...NAMES).can('sns:Publish', 'arn:aws:sns:eu-central-1:111122223333:topic');
  identities.workload('finance-prod', 'other').cannot('sns:Publish', 'arn:aws:sns:eu-central-1:111122223333:topic');
  IdentityAssertions.fromStack(first).workload(...NAMES).can('sns:Publish', 'arn:aws:sns:eu-central-1:111122223333:topic');
});

test('a nested stack whose template is elsewhere leaves open what it may give to the roles that it is told', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const told = podIdentity(stack);
  podIdentity(stack, { serviceAccountName: 'other' }, 'Other');
  new CfnStack(stack, 'Told', { templateUrl: 'https://example.com/told.json', parameters: { Role: told.role.roleName } });
  new CfnStack(stack, 'Untold', { templateUrl: `https://example.com/${'0'.repeat(64)}.json` });
  new CfnResource(stack, 'Unfinished', { type: 'AWS::CloudFormation::Stack' });
  const { directory } = app.synth();

  const identities = IdentityAssertions.fromCloudAssembly(directory);
  expect(messageOf(() => identities.workload(...NAMES).cannot('s3:GetObject', INVOICE))).toContain('it is not decided');
  identities.workload('finance-prod', 'other').cannot('s3:GetObject', INVOICE);
});

describe('session tags', () => {
  const statement = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::company/${aws:PrincipalTag/kubernetes-namespace}/*'] });
  const role = inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::company/${aws:PrincipalTag/kubernetes-namespace}/*' });
  const OWN = 'arn:aws:s3:::company/finance-prod/a';

  test('are in the context of a Pod Identity workload', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { access: [Access.fromStatements('own tenant', statement)] });

    IdentityAssertions.fromStack(stack).workload(...NAMES).can('s3:GetObject', OWN).cannot('s3:GetObject', 'arn:aws:s3:::company/other/a');
  });

  test('are absent where the association disables them', () => {
    handMade(byHand(TRUST_PODS, { role, association: { DisableSessionTags: true } })).cannot('s3:GetObject', OWN);
    handMade(byHand(TRUST_PODS, { role })).can('s3:GetObject', OWN);
  });

  test('are absent under IRSA, where the role bears the tags that its access names', () => {
    const { stack } = stackFixture();
    irsa(stack, { access: [Access.fromStatements('own tenant', statement)] });

    IdentityAssertions.fromStack(stack).workload(...NAMES).can('s3:GetObject', OWN).cannot('s3:GetObject', 'arn:aws:s3:::company/other/a');
  });

  test('win over the tags of a role, which are those of the principal where sessions bear none', () => {
    const Tags = [{ Key: 'kubernetes-namespace', Value: 'tagged' }, { Key: 'team', Value: 'a' }];
    handMade(byHand(TRUST_PODS, { role: { ...role, Tags }, association: { DisableSessionTags: true } })).can('s3:GetObject', 'arn:aws:s3:::company/tagged/a');
    handMade(byHand(TRUST_PODS, { role: { ...role, Tags } })).cannot('s3:GetObject', 'arn:aws:s3:::company/tagged/a');
  });
});

test('the default of a variable may be a value of deploy time', () => {
  const resource = { 'Fn::Join': ['', ['arn:aws:s3:::company/${aws:PrincipalTag/team, \'', { Ref: 'Team' }, '\'}/*']] };
  const defaulted = handMade(byHand(TRUST_PODS, { role: inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: resource }) }));

  expect(messageOf(() => defaulted.cannot('s3:GetObject', 'arn:aws:s3:::company/a/b'))).toContain('it is not decided: nothing says whether ${Team} and a are the same');
});

describe('what else decides', () => {
  const all = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
  const ARN = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

  test('the session policy of the association', () => {
    handMade(byHand(TRUST_PODS, { role: inline(all), association: { Policy: JSON.stringify(document), DisableSessionTags: true } })).can('s3:GetObject', INVOICE).cannot('s3:PutObject', INVOICE);
  });

  test('a session policy that can\'t be read leaves open what it may allow', () => {
    expect(messageOf(() => handMade(byHand(TRUST_PODS, { role: inline(all), association: { Policy: { 'Fn::ImportValue': 'x' } } })).can('s3:GetObject', INVOICE)))
      .toContain('it is not decided: the content of the session policy is not known');
  });

  test('the permissions boundary', () => {
    const resources = { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } } };
    const bounded = handMade(byHand(TRUST_PODS, { role: { ...inline(all), PermissionsBoundary: { Ref: 'Boundary' } }, resources }));

    bounded.can('s3:GetObject', INVOICE);
    expect(messageOf(() => bounded.can('s3:PutObject', INVOICE))).toContain('no statement of the permissions boundary allows it\n  the nearest is statement 1 of the policy Boundary:\n    its Action s3:Get* is not the action');
  });

  test('a managed policy of AWS, once its document is given', () => {
    const attached = byHand(TRUST_PODS, { role: { ManagedPolicyArns: [ARN] } });

    expect(messageOf(() => handMade(attached).can('s3:GetObject', INVOICE))).toContain(`it is not decided: the content of the managed policy ${ARN} is not known`);
    handMade(attached, { managedPolicies: { [ARN]: document } }).can('s3:GetObject', INVOICE).cannot('s3:PutObject', INVOICE);
  });

  test('the target role, where the association names one', () => {
    const resources = { Target: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...inline(all) } } };

    handMade(byHand(TRUST_PODS, { association: { TargetRoleArn: { 'Fn::GetAtt': ['Target', 'Arn'] } }, resources })).can('s3:GetObject', INVOICE);
  });
});

describe('what cluster.addServiceAccount and bucket.grantRead give', () => {
  test.each([eks.IdentityType.POD_IDENTITY, eks.IdentityType.IRSA])('lists the keys of every prefix, with %s', (identityType) => {
    const { stack } = stackFixture({ env: {} });
    const bucket = new s3.Bucket(stack, 'Bucket');
    bucket.grantRead(peerServiceAccount(stack, identityType), 'invoices/*');
    const workload = IdentityAssertions.fromStack(stack).workload(...NAMES);

    workload.can('s3:GetObject', bucket.arnForObjects('invoices/a.pdf')).can('s3:ListBucket', bucket.bucketArn, { context: { 's3:prefix': 'salaries/' } });
    expect(messageOf(() => workload.mustNot(Forbidden.actions('s3:List*').on(bucket.bucketArn)))).toContain('s3:ListBucket on arn:');
  });
});

describe('fails on a question', () => {
  const { workload, stack } = exporter();

  test.each<[string, () => unknown, string]>([
    ['about a pattern of resources', () => workload.cannot('s3:GetObject', 'arn:aws:s3:::company/*'), 'a resource is one ARN without wildcards, an intrinsic, or "*" for an action that has none: to ask about all of a pattern use mustNot(Forbidden.actions(...).on(...)), got: "arn:aws:s3:::company/*"'],
    ['about no resource', () => workload.cannot('s3:GetObject', undefined), 'a resource is one ARN'],
    ['about a name', () => workload.cannot('s3:GetObject', 'company'), 'a resource is one ARN'],
    ['about nothing that is forbidden', () => workload.mustNot(), 'mustNot needs what is forbidden: give at least one Forbidden.actions(...)'],
    ['about no service account', () => IdentityAssertions.fromStack(stack).workload('finance-prod', undefined as never), 'serviceAccountName must be a text that is not empty, got: undefined'],
    ['to a folder without an assembly', () => IdentityAssertions.fromCloudAssembly('/nowhere'), 'there is no cloud assembly in this folder: give the one that cdk synth writes, mostly cdk.out, got: "/nowhere"'],
  ])('%s', (_, call, message) => {
    expect(errorOf(call)).toMatchObject({ code: 'InvalidRequest', message: expect.stringContaining(message) });
  });
});

describe('fails to find', () => {
  test('a service account that nothing binds', () => {
    const { stack } = exporter();

    expect(errorOf(() => IdentityAssertions.fromStack(stack).workload('finance-prod', 'nobody'))).toMatchObject({
      code: 'UnknownWorkload', message: expect.stringContaining('no AWS::EKS::PodIdentityAssociation is for this service account, and no role trusts its tokens'),
    });
  });

  test('a service account in resources that say nothing', () => {
    const resources = { Association: { Type: 'AWS::EKS::PodIdentityAssociation' }, Role: { Type: 'AWS::IAM::Role' } };

    expect(errorOf(() => handMade({ Resources: resources }))).toMatchObject({ code: 'UnknownWorkload' });
  });

  test.each(['RoleArn', 'TargetRoleArn'])('a role that the association names by %s and the template doesn\'t have', (property) => {
    const association = { [property]: 'arn:aws:iam::111122223333:role/elsewhere' };

    expect(errorOf(() => handMade(byHand(TRUST_PODS, { association })))).toMatchObject({
      code: 'UnknownWorkload',
      message: expect.stringContaining('the association Association binds finance-prod/invoice-exporter to a role that no template has'),
    });
  });
});

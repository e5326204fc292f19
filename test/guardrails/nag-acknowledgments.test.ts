import { App, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Access, Forbidden, IdentityGuardrails, NagAcknowledgments, S3Access, TargetRole, Workload, WorkloadProps, XRayAccess } from '../../src';
import { nagText } from '../../src/guardrails/nag-text';
import { irsa, podIdentity, stackFixture } from '../fixtures';

/** What cdk-nag finds of IAM in an app once it is synthesized, rule by rule. */
function nagged(stack: Stack): string[] {
  const app = stack.node.root as App;
  app.synth();
  return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName).filter((name) => name.includes('-IAM'));
}

/** A workload that writes below a prefix, in a stack of its own. */
function writer(declare: (scope: Stack, props: Partial<WorkloadProps>) => Workload = podIdentity) {
  const { stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const workload = declare(stack, { access: [S3Access.writePrefix(bucket, 'invoices/')], mustNot: [Forbidden.actions('s3:DeleteObject')] });
  return { stack, bucket, workload };
}

const FINDING = 'AwsSolutions-IAM5[Resource::<Bucket83908E77.Arn>/invoices/*]';

describe.each([['Pod Identity', podIdentity], ['IRSA', irsa]])('with cdk-nag, the prefix of a workload by %s', (_, declare) => {
  test('is a finding', () => {
    expect(nagged(writer(declare).stack)).toEqual([FINDING]);
  });

  test('is acknowledged by itself', () => {
    const { stack, workload } = writer(declare);
    NagAcknowledgments.add(workload);

    expect(nagged(stack)).toEqual([]);
    expect(IdentityGuardrails.checkStack(stack)).toEqual({ findings: [], acknowledged: [] });
  });
});

test('an acknowledgment tells what the wildcard is for, and what is proved', () => {
  const { stack, workload } = writer();
  (stack.node.root as App).synth();

  expect(NagAcknowledgments.of(workload)).toEqual([{
    id: FINDING,
    appliesTo: ['Resource::<Bucket83908E77.Arn>/invoices/*'],
    reason: 'The names behind the prefix are known at run time only; the actions are exact: s3:AbortMultipartUpload, s3:PutObject, given by '
      + `the access ${JSON.stringify(S3Access.writePrefix(s3.Bucket.fromBucketName(new Stack(), 'Bucket', 'company'), 'invoices/').reason)}. Proved at synth: the role allows none of s3:DeleteObject.`,
  }]);
});

test('a bucket that exists is named as the template names it', () => {
  const { stack } = stackFixture();
  const workload = podIdentity(stack, { access: [S3Access.writePrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), 'invoices/')] });
  NagAcknowledgments.add(workload);

  expect(nagged(stack)).toEqual([]);
  expect(NagAcknowledgments.of(workload)[0].id).toBe('AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::company/invoices/*]');
});

test('a bucket of another stack is named as the template imports it, and acknowledged at the target role', () => {
  const { stack, app } = stackFixture();
  const [other, data] = ['Other', 'Data'].map((id) => new Stack(app, id, { env: { account: '111122223333', region: 'eu-central-1' } }));
  const bucket = new s3.Bucket(data, 'Bucket');
  NagAcknowledgments.add(podIdentity(stack, { target: new TargetRole(other, 'Target'), access: [S3Access.writePrefix(bucket, 'invoices/')] }));

  expect(nagged(stack)).toEqual([]);
});

describe('is not acknowledged:', () => {
  const { stack } = stackFixture();
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::company');
  const from = (actions: string[], resource: string) => Access.fromStatements('reads', new iam.PolicyStatement({ actions, resources: [resource] }));

  test.each<[string, (workload: Workload) => void]>([
    ['"*" alone', (workload) => workload.addAccess(XRayAccess.writeTraces())],
    ['a resource of any name', (workload) => workload.addAccess(from(['sqs:SendMessage'], 'arn:aws:sqs:eu-central-1:111122223333:*'))],
    ['a pattern of actions', (workload) => workload.addAccess(from(['s3:Get*'], 'arn:aws:s3:::company/invoices/*'))],
    ['a grant', (workload) => bucket.grantPut(workload, 'invoices/*')],
    ['what a grant allows as well', (workload) => {
      workload.addAccess(S3Access.writePrefix(bucket, 'invoices/'));
      bucket.grantRead(workload, 'invoices/*');
    }],
    ['what is not there', () => undefined],
    ['a denial', (workload) => workload.addMustNot(Forbidden.actions('s3:GetObject').on('arn:aws:s3:::company/invoices/*').enforced())],
    ['all resources but some', (workload) => workload.addAccess(Access.fromStatements('reads', new iam.PolicyStatement({ actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::company/x/*'] })))],
    ['all actions but some', (workload) => workload.addAccess(Access.fromStatements('reads', new iam.PolicyStatement({ notActions: ['s3:PutObject'], resources: ['arn:aws:s3:::company/x/*'] })))],
  ])('%s', (name, give) => {
    const workload = podIdentity(stack, { serviceAccountName: `sa-${name.toLowerCase().replace(/\W/g, '')}` }, name.replace(/\W/g, ''));
    give(workload);

    expect(NagAcknowledgments.of(workload)).toEqual([]);
  });
});

test('a workload with a target that is made elsewhere has nothing to acknowledge', () => {
  const { stack } = stackFixture();
  const target = TargetRole.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/target');
  const workload = podIdentity(stack, { target });
  NagAcknowledgments.add(workload);

  expect(NagAcknowledgments.of(workload)).toEqual([]);
  expect(nagged(stack)).toEqual([]);
});

test.each<[unknown, string]>([
  ['arn:aws:s3:::${Name}/*', 'arn:aws:s3:::<Name>/*'],
  [{ Ref: 'Bucket' }, '<Bucket>'],
  [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '<Bucket.Arn>'],
  [{ 'Fn::GetAtt': 'Bucket.Arn' }, '<Bucket.Arn>'],
  [{ 'Fn::Join': ['/', [{ Ref: 'A' }, '*']] }, '<A>/*'],
  [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::x' }, 'arn:<AWS::Partition>:s3:::x'],
  [{ 'Fn::ImportValue': 'Export' }, 'Export'],
  [{ 'Fn::Select': [0, ['a']] }, '{"Fn::Select":[0,["a"]]}'],
])('%j is written as cdk-nag writes it', (value, text) => {
  expect(nagText(value)).toBe(text);
});

test('an acknowledgment of the rule as a whole is none of its findings', () => {
  const { stack } = writer();
  Validations.of(stack).acknowledge({ id: 'AwsSolutions-IAM5', reason: 'not for us' });

  expect(nagged(stack)).toEqual([FINDING]);
});

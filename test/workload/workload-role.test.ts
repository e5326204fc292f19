import { Aspects, Fn, IAspect, Lazy, PhysicalName, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { Access, S3Access, Workload } from '../../src';
import { ACCOUNT, chartFixture, inlineStatements, irsa, podIdentity, stackFixture } from '../fixtures';

describe('grants of the CDK', () => {
  test('land in the inline policy beside the workload\'s own access, and make no policy of their own', () => {
    const { stack, template } = stackFixture();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod-finance');
    const workload = podIdentity(stack, { access: [S3Access.writePrefix(bucket, 'invoices/')] });
    bucket.grantRead(workload, 'rates/*');
    new sqs.Queue(stack, 'Queue').grantSendMessages(workload.role);

    template().resourceCountIs('AWS::IAM::Policy', 0);
    expect(inlineStatements(template()).map(({ Action }) => Action)).toEqual([
      ['s3:AbortMultipartUpload', 's3:PutObject'],
      ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
      ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    ]);
  });

  test('on a key and a secret need no statement in the key\'s policy', () => {
    const { stack, template } = stackFixture();
    const key = new kms.Key(stack, 'Key');
    key.grantDecrypt(irsa(stack));

    expect(inlineStatements(template())).toEqual([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': [expect.any(String), 'Arn'] } }]);
    template().hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayEquals([Match.objectLike({ Action: 'kms:*' })]) } });
  });

  test('on a resource of another account name the role in the resource\'s policy', () => {
    const { app, stack } = stackFixture();
    const other = new Stack(app, 'Other', { env: { account: '444455556666', region: stack.region } });
    const bucket = new s3.Bucket(other, 'Bucket', { bucketName: 'shared' });
    bucket.grantRead(podIdentity(stack, { roleName: 'invoice-exporter' }));

    const [{ Properties: { PolicyDocument: policy } }] = Object.values(Template.fromStack(other).findResources('AWS::S3::BucketPolicy'));
    expect(JSON.stringify(policy.Statement[0].Principal)).toContain(`:iam::${ACCOUNT}:role/invoice-exporter`);
  });

  test('on a table, a topic and a function are exact, and stay in the inline policy', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    table.grantWriteData(workload);
    lambda.Function.fromFunctionArn(stack, 'Function', `arn:aws:lambda:${stack.region}:${ACCOUNT}:function:f`).grantInvoke(workload);
    new sns.Topic(stack, 'Topic').grantPublish(workload);

    template().resourceCountIs('AWS::IAM::Policy', 0);
    expect(inlineStatements(template()).map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] },
      [`arn:aws:lambda:${stack.region}:${ACCOUNT}:function:f`, `arn:aws:lambda:${stack.region}:${ACCOUNT}:function:f:*`],
      { Ref: expect.stringMatching(/^Topic/) },
    ]);
  });

  test('keep the conditions that are added to them later', () => {
    const { stack, template } = stackFixture();
    const grant = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod-finance').grantDelete(podIdentity(stack), 'tmp/*');
    grant.principalStatement!.addCondition('Bool', { 'aws:SecureTransport': 'true' });

    expect(inlineStatements(template())[0].Condition).toEqual({ Bool: { 'aws:SecureTransport': 'true' } });
  });

  test('on a secret whose key names the role in its policy stand in a policy of their own, so that neither waits for the other', () => {
    const { stack, template } = stackFixture();
    const secret = new secrets.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') });
    const workload = podIdentity(stack);
    secret.grantRead(workload);

    template().hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent() });
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: 'AccessApart',
      Roles: [stack.resolve(workload.role.roleName)],
      PolicyDocument: { Statement: [Match.objectLike({ Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'] })] },
    });
    template().hasResource('AWS::EKS::PodIdentityAssociation', { DependsOn: [Match.stringLikeRegexp('RolePolicy')] });
  });

  test('and builders go together with a key\'s policy that names the workload\'s principal', () => {
    const { stack, template } = stackFixture();
    const encryptionKey = new kms.Key(stack, 'Key');
    const workload = podIdentity(stack, { access: [S3Access.readPrefix(new s3.Bucket(stack, 'Bucket', { encryptionKey }), 'in/')] });
    encryptionKey.addToResourcePolicy(new iam.PolicyStatement({ principals: [workload.grantPrincipal], actions: ['kms:Decrypt'], resources: ['*'] }));

    expect(() => template()).not.toThrow();
    template().resourceCountIs('AWS::IAM::Policy', 1);
  });

  test('to become or to pass the role name its ARN', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    const user = new iam.User(stack, 'User');
    workload.role.grantAssumeRole(user);
    workload.role.grantPassRole(user);

    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: ['sts:AssumeRole', 'iam:PassRole'].map((Action) => ({ Effect: 'Allow', Action, Resource: stack.resolve(workload.roleArn) })) },
    });
  });

  test('that an aspect makes late are not lost', () => {
    const { stack, template } = stackFixture();
    const secret = secrets.Secret.fromSecretNameV2(stack, 'Secret', 'db');
    const workload = podIdentity(stack);
    Aspects.of(stack).add(new class implements IAspect {
      public visit(node: IConstruct): void {
        if (node === workload.association) { secret.grantRead(workload); }
      }
    }());
    stack.resolve((workload.role.node.defaultChild as iam.CfnRole).policies);

    expect(inlineStatements(template())[0].Action).toEqual(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
  });

  test('of a statement that is no identity policy\'s are refused', () => {
    const { stack } = stackFixture();

    expect(() => podIdentity(stack).role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'] })))
      .toThrow(/^\[Stack\/Exporter\/Role\] a statement for a role must be an identity policy's/);
  });
});

test('the role is a role to the CDK', () => {
  const { stack, template } = stackFixture();
  const { role } = podIdentity(stack);
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AWSXrayWriteOnlyAccess'));
  role.attachInlinePolicy(new iam.Policy(stack, 'Extra', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }));

  expect(role).toMatchObject({ assumeRoleAction: 'sts:AssumeRole', principalAccount: ACCOUNT, roleRef: { roleArn: role.roleArn, roleName: role.roleName } });
  template().hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [Match.objectLike({})] });
  template().hasResourceProperties('AWS::IAM::Policy', { Roles: [stack.resolve(role.roleName)] });
});

test('a role whose path is a token has no ARN that is known at synth', () => {
  const { stack, template } = stackFixture();
  const workload = irsa(stack, { roleName: 'exporter', path: Fn.ref('Path') });
  const { chart } = chartFixture();
  workload.addServiceAccount(chart);

  template().hasResourceProperties('AWS::IAM::Role', { RoleName: 'exporter', Path: { Ref: 'Path' } });
  expect(() => JSON.stringify(chart.toJson())).toThrow(/set roleName on the workload/);
});

test('the CDK can name the role where another account refers to it', () => {
  const { app, stack, template } = stackFixture();
  const other = new Stack(app, 'Other', { env: { account: '444455556666', region: stack.region } });
  const bucket = new s3.Bucket(other, 'Bucket', { bucketName: 'shared' });
  bucket.grantRead(podIdentity(stack, { roleName: PhysicalName.GENERATE_IF_NEEDED }));

  const [{ Properties: { RoleName: name } }] = Object.values(template().findResources('AWS::IAM::Role'));
  expect(JSON.stringify(Template.fromStack(other).toJSON())).toContain(`:role/${name}`);
});

test('the policy document tells the statements as they were declared, and is a copy', () => {
  const { stack, template } = stackFixture();
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::company-prod-finance');
  const workload = podIdentity(stack, { access: [S3Access.readPrefix(bucket, 'in/'), S3Access.deletePrefix(bucket, 'in/')] });
  workload.policyDocument.addStatements(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));

  expect(workload.policyDocument.statementCount).toBe(2);
  expect(stack.resolve(workload.policyDocument).Statement.map((statement: any) => statement.Action)).toEqual(['s3:GetObject', 's3:DeleteObject']);
  expect(inlineStatements(template())).toHaveLength(1);
});

describe('permissions over the inline limit', () => {
  /** Statements of about 1,000 characters each that don't merge. */
  const give = (workload: Workload, count: number, length = 1_000) => {
    for (let index = 0; index < count; index += 1) {
      workload.addAccess(Access.fromStatements('much', new iam.PolicyStatement({
        sid: `S${index}`, actions: [`s3:Get${index}`], resources: [`arn:aws:s3:::${'b'.repeat(length - 110)}${index}`], conditions: { Bool: { [`aws:x${index}`]: 'true' } },
      })));
    }
  };
  const managed = (template: Template) => Object.values(template.findResources('AWS::IAM::ManagedPolicy'));

  test('spill into managed policies of the role, all of them', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack, { access: [S3Access.readPrefix(new s3.Bucket(stack, 'Bucket'), 'in/')] });
    give(workload, 20);

    const policies = managed(template());
    expect(policies).toHaveLength(2);
    template().hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.arrayEquals([Match.anyValue(), Match.anyValue()]) });
    const statements = [...inlineStatements(template()), ...policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)];
    expect(statements.map(({ Sid }) => Sid).sort()).toEqual(['S3ReadPrefix', ...Array.from({ length: 20 }, (_, index) => `S${index}`)].sort());
    policies.forEach(({ Properties }) => expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThanOrEqual(6_144));
  });

  test('spill into managed policies that name the role, where a resource\'s policy names the role as well', () => {
    const { stack, template } = stackFixture();
    const secret = new secrets.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') });
    const workload = podIdentity(stack);
    give(workload, 20);
    secret.grantRead(workload);

    const roles = [stack.resolve(workload.role.roleName)];
    template().hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent(), ManagedPolicyArns: Match.absent() });
    expect(managed(template()).map(({ Properties }) => Properties.Roles)).toEqual([roles, roles]);
    template().hasResource('AWS::EKS::PodIdentityAssociation', { DependsOn: ['ExporterRoleOverflow1C2F049C8', Match.stringLikeRegexp('Overflow2'), Match.stringLikeRegexp('RolePolicy')] });
  });

  test('need no managed policy when merging makes them fit', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    for (let index = 0; index < 300; index += 1) {
      workload.addAccess(Access.fromStatements('the same', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::bucket/${index % 3}`] })));
    }

    expect(managed(template())).toHaveLength(0);
    template().hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    expect(inlineStatements(template())).toHaveLength(1);
  });

  test('fail when a role can\'t hold them, and tell the sizes', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    give(workload, 80);

    expect(() => template()).toThrow(/\[Stack\/Exporter\/Role\] the permissions are about 8\d{4} characters without white space; a role holds 10240 inline and 10 managed policies of 6144 each, and these need 1\d: .* \(PolicyTooLarge\)/);
  });

  test('fail when the managed policies of others leave no room', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    give(workload, 20);
    for (let index = 0; index < 9; index += 1) { workload.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(`Policy${index}`)); }

    expect(() => template()).toThrow(/and these need 11: /);
  });

  test('fail when a single statement is over the inline limit', () => {
    const { stack, template } = stackFixture();
    give(podIdentity(stack), 1, 12_000);

    expect(() => template()).toThrow(/one of them 12\d{3} long/);
  });

  test('fail rather than lose what lists bring that are known late', () => {
    const { stack, template } = stackFixture();
    const resources = Lazy.list({ produce: () => Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::${'b'.repeat(100)}${index}`) });
    podIdentity(stack, { access: [Access.fromStatements('much', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }))] });

    expect(() => template()).toThrow(/the permissions grew over the inline limit of 10240 characters by lists that are known only when the template is written.*\(PolicyTooLarge\)/);
  });

  test('fail when more managed policies are attached than a role may have', () => {
    const { stack, template } = stackFixture();
    const workload = podIdentity(stack);
    for (let index = 0; index < 11; index += 1) { workload.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(`Policy${index}`)); }

    expect(() => template()).toThrow(/and these need 11: /);
  });

  test('fail when a single statement is over a managed policy\'s limit', () => {
    const { stack, template } = stackFixture();
    give(podIdentity(stack), 12, 7_000);

    expect(() => template()).toThrow(/one of them 7\d{3} long: give the workload less/);
  });
});

test('an override of a policy is gone as soon as it is taken back', () => {
  const { stack } = stackFixture();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company-prod-finance');
  const role = podIdentity(stack, { access: [S3Access.writePrefix(bucket, 'invoices/')] }).role.node.defaultChild as iam.CfnRole;
  const resolved = () => JSON.stringify(stack.resolve(role._toCloudFormation()));
  const before = resolved();

  role.addPropertyOverride('Policies.0.PolicyDocument.Statement.0.Effect', 'Deny');
  role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Effect', 'Deny');
  expect(resolved().match(/"Deny"/g)).toHaveLength(2);

  delete (role as unknown as { rawOverrides: Record<string, unknown> }).rawOverrides.Properties;
  expect(resolved()).toBe(before);
});

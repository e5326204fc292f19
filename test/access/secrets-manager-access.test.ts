import { App, Aws, CfnParameter, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { KEY_ARN } from './catalogue/entry';
import { keyStatement } from './key-statement';
import { statementsOf } from './statements';
import { SecretsManagerAccess, SecretsManagerReadOptions, SessionTag } from '../../src';
import { ACCOUNT, errorOf, inlineStatements, podIdentity, REGION, stackFixture } from '../fixtures';

const { Secret, CfnSecret } = secretsmanager;
const PARTIAL_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:finance/db`;
const FULL_ARN = `${PARTIAL_ARN}-AbCdEf`;
const NAMESPACE_TAG = { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}' };

const secret = (stack: Stack) => Secret.fromSecretCompleteArn(stack, 'Secret', FULL_ARN);
const readWith = (options: SecretsManagerReadOptions) => statementsOf((stack) => SecretsManagerAccess.read(secret(stack), options));
const allow = (Action: string, Resource: unknown, StringEquals?: object, Sid = 'SecretsManagerRead') =>
  ({ Sid, Effect: 'Allow', Action, Resource, ...(StringEquals && { Condition: { StringEquals } }) });
const byName = (name: unknown) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-??????`]] });

describe('a secret is read by', () => {
  test.each<[string, (stack: Stack) => secretsmanager.ISecretRef, unknown]>([
    ['its full ARN', secret, FULL_ARN],
    ['its partial ARN and the six characters behind it', (stack) => Secret.fromSecretPartialArn(stack, 'Secret', PARTIAL_ARN), `${PARTIAL_ARN}-??????`],
    ['its name and the six characters behind it', (stack) => Secret.fromSecretNameV2(stack, 'Secret', 'finance/db'), byName('finance/db')],
    ['a name that names the pod', (stack) => Secret.fromSecretNameV2(stack, 'Secret', `${SessionTag.NAMESPACE}/db`), byName('${aws:PrincipalTag/kubernetes-namespace}/db')],
    ['an L1 reference to its full ARN', (stack) => CfnSecret.fromSecretId(stack, 'Secret', FULL_ARN), FULL_ARN],
    ['an L1 reference to its partial ARN', (stack) => CfnSecret.fromSecretId(stack, 'Secret', PARTIAL_ARN), `${PARTIAL_ARN}-??????`],
    ['an L1 reference to its partial ARN in the partition of the stack', (stack) => CfnSecret.fromSecretId(stack, 'Secret', PARTIAL_ARN.replace('arn:aws:', `arn:${Aws.PARTITION}:`)), byName('finance/db')],
    ['an L1 reference to its full ARN in the partition of the stack', (stack) => CfnSecret.fromSecretId(stack, 'Secret', FULL_ARN.replace('arn:aws:', `arn:${Aws.PARTITION}:`)),
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:secretsmanager:${REGION}:${ACCOUNT}:secret:finance/db-AbCdEf`]] }],
    ['an L1 reference that is a token', (stack) => CfnSecret.fromSecretId(stack, 'Secret', new CfnParameter(stack, 'Arn').valueAsString), { Ref: 'Arn' }],
    ['the reference of an L1', (stack) => new CfnSecret(stack, 'Secret'), { Ref: 'Secret' }],
    ['the reference of an L2', (stack) => new Secret(stack, 'Secret'), { Ref: expect.stringMatching(/^Secret/) }],
    ['an ARN that is a token', (stack) => Secret.fromSecretCompleteArn(stack, 'Secret', new CfnParameter(stack, 'Arn').valueAsString), { Ref: 'Arn' }],
  ])('%s', (_, make, resource) => {
    expect(statementsOf((stack) => SecretsManagerAccess.read(make(stack)))).toEqual([allow('secretsmanager:GetSecretValue', resource)]);
  });

  test('the reference of what attaches it to a database', () => {
    const asSecretAttachmentTarget = () => ({ targetId: 'db', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE });
    const [statement] = statementsOf((stack) => SecretsManagerAccess.read(new Secret(stack, 'Secret').attach({ asSecretAttachmentTarget })));

    expect(statement).toEqual(allow('secretsmanager:GetSecretValue', { Ref: expect.stringContaining('Attachment') }));
  });

  test.each<[string, object]>([
    ['account', { account: '444455556666', region: REGION }],
    ['region', { account: ACCOUNT, region: 'us-east-1' }],
  ])('its name and the six characters behind it where it is made in another %s', (_, env) => {
    const app = new App();
    const other = new Stack(app, 'Other', { env });
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const encryptionKey = kms.Key.fromKeyArn(other, 'Key', KEY_ARN.replace(REGION, other.region));
    podIdentity(stack, { access: [SecretsManagerAccess.read(new Secret(other, 'Secret', { secretName: 'db', encryptionKey }))] });
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:secretsmanager:${other.region}:${other.account}:secret:db-??????`]] };

    const [use, read] = inlineStatements(Template.fromStack(stack));

    expect(read).toEqual(allow('secretsmanager:GetSecretValue', arn));
    expect((use.Condition as any).StringLike).toEqual({ 'kms:EncryptionContext:SecretARN': arn });
  });
});

describe('a known key', () => {
  const imported = (stack: Stack, attributes: secretsmanager.SecretAttributes) =>
    Secret.fromSecretAttributes(stack, 'Secret', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN), ...attributes });
  const useFor = (context: object) => keyStatement('KmsViaSecretsmanager', 'secretsmanager', 'kms:Decrypt', context);

  test('is used for the secret alone', () => {
    expect(statementsOf((stack) => SecretsManagerAccess.read(imported(stack, { secretCompleteArn: FULL_ARN }))))
      .toEqual([useFor({ StringEquals: { 'kms:EncryptionContext:SecretARN': FULL_ARN } }), allow('secretsmanager:GetSecretValue', FULL_ARN)]);
  });

  test('is used for what the six characters behind a partial ARN may be', () => {
    expect(statementsOf((stack) => SecretsManagerAccess.read(imported(stack, { secretPartialArn: PARTIAL_ARN }))))
      .toEqual([useFor({ StringLike: { 'kms:EncryptionContext:SecretARN': `${PARTIAL_ARN}-??????` } }), allow('secretsmanager:GetSecretValue', `${PARTIAL_ARN}-??????`)]);
  });

  test('is used for a secret of the app', () => {
    const statements = statementsOf((stack) => SecretsManagerAccess.read(new Secret(stack, 'Secret', {
      secretStringValue: SecretValue.ssmSecure('x'), encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    })));

    expect(statements).toContainEqual(useFor({ StringLike: { 'kms:EncryptionContext:SecretARN': { Ref: expect.stringMatching(/^Secret/) } } }));
  });
});

test('versions are read by their labels, and what is told of a secret has none', () => {
  expect(readWith({ versionStages: ['AWSCURRENT', 'AWSPREVIOUS'], describe: true, resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE } })).toEqual([
    allow('secretsmanager:DescribeSecret', FULL_ARN, NAMESPACE_TAG, 'SecretsManagerDescribe'),
    allow('secretsmanager:GetSecretValue', FULL_ARN, { ...NAMESPACE_TAG, 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPREVIOUS'] }),
  ]);
});

test('what is told of a secret is in the same statement as its value where neither has a condition', () => {
  expect(readWith({ describe: true })).toEqual([{ ...allow('', FULL_ARN, undefined, 'SecretsManagerDescribeSecretsManagerRead'), Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'] }]);
});

describe('secrets that bear tags', () => {
  const options = { reason: 'teams make their secrets themselves', resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE } };
  const resource = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:*`;

  test('are read in the account and region of the stack, with the reason', () => {
    expect(SecretsManagerAccess.readTagged(stackFixture().stack, options).reason).toBe('teams make their secrets themselves');
    expect(statementsOf((stack) => SecretsManagerAccess.readTagged(stack, options)))
      .toEqual([allow('secretsmanager:GetSecretValue', resource, NAMESPACE_TAG, 'SecretsManagerReadTagged')]);
  });

  test('are described, and their versions read by their labels', () => {
    expect(statementsOf((stack) => SecretsManagerAccess.readTagged(stack, { ...options, describe: true, versionStages: ['AWSCURRENT'] }))).toEqual([
      allow('secretsmanager:DescribeSecret', resource, NAMESPACE_TAG, 'SecretsManagerDescribeTagged'),
      allow('secretsmanager:GetSecretValue', resource, { ...NAMESPACE_TAG, 'secretsmanager:VersionStage': 'AWSCURRENT' }, 'SecretsManagerReadTagged'),
    ]);
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('are those of the partition of %s', (region, partition) => {
    expect(statementsOf((stack) => SecretsManagerAccess.readTagged(stack, options), region)[0].Resource).toBe(`arn:${partition}:secretsmanager:${region}:${ACCOUNT}:secret:*`);
  });

  test('are those of wherever a stack without an environment is deployed', () => {
    const stack = new Stack();
    const [statement] = SecretsManagerAccess.readTagged(stack, options).statements;

    expect(stack.resolve(statement.toStatementJson()).Resource)
      .toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':secret:*']] });
  });

  test.each<[string, object, string, string]>([
    ['no reason', { reason: undefined }, 'InvalidReason', '[Stack] reason must say in a few words why secrets are read that are not named one by one'],
    ['a reason that is blank', { reason: ' ' }, 'InvalidReason', 'got: " "'],
    ['no tags', { resourceTags: undefined }, 'EmptyList', '[Stack] resourceTags must name at least one tag: without tags every secret of the account could be read'],
    ['a tag that no secret has', { resourceTags: { 'team*': 'finance' } }, 'InvalidTag', '[Stack] a key of resourceTags must be'],
    ['tags that are empty', { resourceTags: {} }, 'EmptyList', '[Stack] resourceTags must name at least one tag: without tags every secret of the account could be read, got: {} (EmptyList)'],
  ])('fail on %s', (_, bad, code, text) => {
    const error = errorOf(() => SecretsManagerAccess.readTagged(stackFixture().stack, { ...options, ...bad } as any));

    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });
});

test.each<[string, (stack: Stack) => unknown, string, string]>([
  ['a name that is a pattern', (stack) => SecretsManagerAccess.read(Secret.fromSecretNameV2(stack, 'Secret', 'finance/*')), 'InvalidResource', '[Stack/Secret] a builder takes one resource'],
  ['a partial ARN that is a pattern', (stack) => SecretsManagerAccess.read(Secret.fromSecretPartialArn(stack, 'Secret', `${PARTIAL_ARN}-??????`)), 'InvalidResource', 'without "*", "?" and "${"'],
  ['an L1 reference to a name', (stack) => SecretsManagerAccess.read(CfnSecret.fromSecretId(stack, 'Secret', 'finance/db')), 'InvalidResource',
    '[Stack/Secret] the secret is known by its name alone: import it by Secret.fromSecretNameV2 or Secret.fromSecretCompleteArn, got: "finance/db" (InvalidResource)'],
  ['no label', (stack) => SecretsManagerAccess.read(secret(stack), { versionStages: [] }), 'EmptyList', 'versionStages must not be empty'],
  ['a label that is a pattern', (stack) => SecretsManagerAccess.read(secret(stack), { versionStages: ['AWS*'] }), 'InvalidVersionStage', 'a value of versionStages must be one exact text'],
  ['tags that are empty', (stack) => SecretsManagerAccess.read(secret(stack), { resourceTags: {} }), 'EmptyList', 'resourceTags must not be empty'],
])('fails on %s', (_, access, code, text) => {
  const error = errorOf(() => access(stackFixture().stack));

  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
});

import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Access, KmsAccess, KmsService, PodIdentityWorkload, SessionTag, SqsAccess } from '../../src';
import { ACCOUNT, podIdentity, REGION, stackFixture, warned } from '../fixtures';

const keyOf = (stack: Stack, account: string) => kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${REGION}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`);
const warnings = (stack: Stack) => warned(stack).map(({ text }) => text);

test('a key of another account is a warning that tells what its key policy must hold', () => {
  const { app, stack } = stackFixture();
  podIdentity(stack, { roleName: 'exporter', access: [KmsAccess.viaService(keyOf(stack, '444455556666'), KmsService.S3)] });
  app.synth();

  expect(warnings(stack)).toEqual([expect.stringContaining(
    `the KMS key arn:aws:kms:${REGION}:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab is in account 444455556666, and the role in ${ACCOUNT}: the access works only if the key policy allows the role as well, so add to it `
    + `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${ACCOUNT}:role/exporter"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.${REGION}.amazonaws.com"}}} and acknowledge this`)]);
});

test('it says whose ARN is meant where the role has no name', () => {
  const { app, stack } = stackFixture();
  podIdentity(stack, { access: [KmsAccess.viaService(keyOf(stack, '444455556666'), KmsService.S3)] });
  app.synth();

  expect(warnings(stack)).toEqual([expect.stringContaining('"Principal":{"AWS":"the ARN of the role"}')]);
});

test('it is acknowledged at the workload', () => {
  const { app, stack } = stackFixture();
  const workload = podIdentity(stack, { access: [KmsAccess.viaService(keyOf(stack, '444455556666'), KmsService.S3)] });
  Validations.of(workload).acknowledge({
    id: `cdk-eks-workload-identity:ForeignKey[arn:aws:kms:${REGION}:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab]`, reason: 'the key policy is theirs',
  });
  app.synth();

  expect(warnings(stack)).toEqual([]);
});

test('a key of the same account, and one of an account that is not known, are none', () => {
  const { app, stack } = stackFixture();
  podIdentity(stack, { access: [KmsAccess.viaService(keyOf(stack, ACCOUNT), KmsService.S3), KmsAccess.viaService(new kms.Key(stack, 'Own'), KmsService.SQS)] });
  app.synth();

  expect(warnings(stack)).toEqual([]);
});

const FOREIGN = `arn:aws:kms:${REGION}:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const given = (props: Partial<iam.PolicyStatementProps>) => Access.fromStatements('uses keys', new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [FOREIGN], ...props }));

test.each<[string, Partial<iam.PolicyStatementProps>]>([
  ['a statement that denies', { effect: iam.Effect.DENY }],
  ['keys of any account', { resources: [`arn:aws:kms:${REGION}:*:key/*`] }],
  ['what is said of all resources but some', { resources: undefined, notResources: [`arn:aws:kms:${REGION}:${ACCOUNT}:key/*`] }],
  ['an alias, which authorizes nothing', { resources: [`arn:aws:kms:${REGION}:444455556666:alias/finance`] }],
])('%s is none', (_, props) => {
  const { app, stack } = stackFixture();
  podIdentity(stack, { access: [given(props)] });
  app.synth();

  expect(warnings(stack)).toEqual([]);
});

test.each<[string, (workload: PodIdentityWorkload, stack: Stack) => void, string]>([
  ['is of all but some actions', (workload) => workload.addAccess(given({ actions: undefined, notActions: ['kms:Encrypt'] })), '"NotAction":"kms:Encrypt","Resource":"*"}'],
  ['names a session tag', (workload) => workload.addAccess(given({ conditions: { StringEquals: { 'kms:EncryptionContext:namespace': SessionTag.NAMESPACE } } })),
    '{"kms:EncryptionContext:namespace":"${aws:PrincipalTag/kubernetes-namespace}"}'],
  ['names what is made by the app', (workload, stack) => workload.addAccess(SqsAccess.consume(new sqs.Queue(stack, 'Queue', { encryptionMasterKey: keyOf(stack, '444455556666') }))),
    '"kms:EncryptionContext:aws:sqs:arn":{"Fn::GetAtt":["Queue4A7E3555","Arn"]}'],
  ['comes from a grant', (workload, stack) => keyOf(stack, '444455556666').grantDecrypt(workload), '"Action":"kms:Decrypt","Resource":"*"}'],
])('a statement that %s is told as the key policy takes it', (_, give, expected) => {
  const { app, stack } = stackFixture();
  give(podIdentity(stack), stack);
  app.synth();

  expect(warnings(stack)).toEqual([expect.stringContaining(expected)]);
});

import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { statementsOf } from './statements';
import { SessionTag, StsAccess, StsAssumeRoleOptions } from '../../src';
import { errorOf, stackFixture } from '../fixtures';

const ROLE_ARN = 'arn:aws:iam::444455556666:role/teams/reader';
const role = (stack: Stack, arn = ROLE_ARN) => iam.Role.fromRoleArn(stack, 'Reader', arn);
const assume = (options?: StsAssumeRoleOptions) => statementsOf((stack) => StsAccess.assumeRole(role(stack), options));
const allow = (Sid: string, Action: string | string[], more: object = {}) => ({ Sid, Effect: 'Allow', Action, Resource: ROLE_ARN, ...more });
const withExternalId = (id: unknown) => ({ Condition: { StringEquals: { 'sts:ExternalId': id } } });

test('assuming a role passes session tags on', () => {
  expect(assume()).toEqual([allow('StsAssumeRoleStsTagSession', ['sts:AssumeRole', 'sts:TagSession'])]);
});

test('tags can be left out', () => {
  expect(assume({ tagSession: false })).toEqual([allow('StsAssumeRole', 'sts:AssumeRole')]);
});

test('an external id is asked of assuming alone, since a request for tags has none', () => {
  expect(assume({ externalId: 'exporter' })).toEqual([allow('StsAssumeRole', 'sts:AssumeRole', withExternalId('exporter')), allow('StsTagSession', 'sts:TagSession')]);
});

test('an external id may have the form that EKS gives it, and name the pod', () => {
  const eks = 'eu-central-1/111122223333/my_cluster/ns/sa';

  expect(assume({ externalId: eks, tagSession: false })).toEqual([allow('StsAssumeRole', 'sts:AssumeRole', withExternalId(eks))]);
  expect(assume({ externalId: `${SessionTag.NAMESPACE}*`, tagSession: false }))
    .toEqual([allow('StsAssumeRole', 'sts:AssumeRole', withExternalId('${aws:PrincipalTag/kubernetes-namespace}${*}'))]);
});

test('an external id that is a token is left to the service', () => {
  const [statement] = statementsOf((stack) => StsAccess.assumeRole(role(stack), { externalId: new CfnParameter(stack, 'Id').valueAsString }));

  expect(statement).toMatchObject(withExternalId({ Ref: 'Id' }));
});

test('roles of the app are named by their attributes', () => {
  const roles: ((stack: Stack) => iam.IRoleRef)[] = [
    (stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }),
    (stack) => new iam.CfnRole(stack, 'Reader', { assumeRolePolicyDocument: {} }),
  ];
  const arns = roles.map((make) => {
    const stack = new Stack();
    return stack.resolve(StsAccess.assumeRole(make(stack)).statements[0].toStatementJson()).Resource;
  });

  expect(arns).toEqual(roles.map(() => ({ 'Fn::GetAtt': [expect.stringContaining('Reader'), 'Arn'] })));
});

test.each<[string, StsAssumeRoleOptions]>([
  ['that is empty', { externalId: '' }],
  ['that is too short', { externalId: 'x' }],
  ['that is too long', { externalId: 'x'.repeat(1225) }],
  ['with a blank', { externalId: 'my exporter' }],
  ['with a wildcard', { externalId: 'exporter-*' }],
])('fails on an external id %s', (_, options) => {
  const error = errorOf(() => StsAccess.assumeRole(role(stackFixture().stack), options));

  expect(error.code).toBe('InvalidExternalId');
  expect(error.message).toContain('[Stack/Reader] externalId must be 2 to 1,224 letters, digits and _ + = , . @ : / - (external id of a role), got: ');
});

test('fails on what no policy can hold beside a token in an external id', () => {
  expect(errorOf(() => StsAccess.assumeRole(role(stackFixture().stack), { externalId: `${SessionTag.NAMESPACE}/\u65e5` }))).toMatchObject({
    code: 'InvalidExternalId', message: expect.stringContaining('[Stack/Reader] externalId has the character "\u65e5", which IAM policies can\'t hold'),
  });
});

test('fails on a role that is a pattern', () => {
  expect(errorOf(() => StsAccess.assumeRole(role(stackFixture().stack, 'arn:aws:iam::444455556666:role/*'))).code).toBe('InvalidResource');
});

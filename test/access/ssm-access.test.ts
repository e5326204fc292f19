import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IConstruct } from 'constructs';
import { KEY_ARN } from './catalogue/entry';
import { keyStatement } from './key-statement';
import { statementsOf } from './statements';
import { SessionTag, SsmAccess } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const { StringParameter } = ssm;
const GET = ['ssm:GetParameter', 'ssm:GetParameters'];
const NOT_RECURSIVE = { Condition: { StringNotEquals: { 'ssm:Recursive': 'true' } } };

const arn = (resource: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:${resource}`;
const joined = (...resource: unknown[]) => {
  const [first, ...rest] = resource;
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ssm:${REGION}:${ACCOUNT}:${first}`, ...rest]] };
};
const key = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
const allow = (Sid: string, Action: string | string[], Resource: unknown, more: object = {}) => ({ Sid, Effect: 'Allow', Action, Resource, ...more });

/** What is no more than a reference to a parameter. */
const reference = (stack: Stack, parameterName: string, env = stack.env): ssm.IParameterRef =>
  Object.assign(new CfnParameter(stack, 'Reference') as IConstruct, { parameterRef: { parameterName }, env }) as never;

describe('a parameter is read by', () => {
  test.each<[string, (stack: Stack) => ssm.IParameterRef, unknown]>([
    ['a name with slashes', (stack) => StringParameter.fromStringParameterName(stack, 'It', '/finance/db'), joined('parameter/finance/db')],
    ['a name without slashes', (stack) => StringParameter.fromStringParameterName(stack, 'It', 'db'), joined('parameter/db')],
    ['its ARN', (stack) => StringParameter.fromStringParameterArn(stack, 'It', arn('parameter/finance/db')), arn('parameter/finance/db')],
    ['a name that names the pod', (stack) => StringParameter.fromSecureStringParameterAttributes(stack, 'It', { parameterName: `/${SessionTag.NAMESPACE}/db`, simpleName: false }),
      joined('parameter/${aws:PrincipalTag/kubernetes-namespace}/db')],
    ['a token that is told to be a simple name', (stack) => StringParameter.fromStringParameterAttributes(stack, 'It', { parameterName: new CfnParameter(stack, 'P').valueAsString, simpleName: true }),
      joined('parameter/', { Ref: 'P' })],
    ['the reference of an L2 with slashes', (stack) => new StringParameter(stack, 'It', { stringValue: 'x', parameterName: '/finance/db' }), joined('parameter', { Ref: expect.any(String) })],
    ['the reference of an L2 without a name', (stack) => new StringParameter(stack, 'It', { stringValue: 'x' }), joined('parameter/', { Ref: expect.any(String) })],
    ['the reference of an L1 with slashes', (stack) => new ssm.CfnParameter(stack, 'It', { type: 'String', value: 'x', name: '/finance/db' }), `${arn('parameter')}It`],
    ['the reference of an L1 without a name', (stack) => new ssm.CfnParameter(stack, 'It', { type: 'String', value: 'x' }), `${arn('parameter/')}It`],
    ['a bare reference with slashes', (stack) => reference(stack, '/finance/db'), arn('parameter/finance/db')],
    ['a bare reference without slashes', (stack) => reference(stack, 'db'), arn('parameter/db')],
    ['a bare reference that names the pod', (stack) => reference(stack, `/${SessionTag.NAMESPACE}/db`), arn('parameter/${aws:PrincipalTag/kubernetes-namespace}/db')],
  ])('%s', (_, make, resource) => {
    const [statement] = statementsOf((stack) => SsmAccess.readParameter(make(stack)));

    expect({ ...statement, Resource: withoutReference(statement.Resource, resource) }).toEqual(allow('SsmReadParameter', GET, resource));
  });

  /** A literal in which a reference stands as its logical id, where that is what is expected. */
  function withoutReference(value: any, expected: unknown): unknown {
    return typeof expected === 'string' && typeof value === 'object' ? value['Fn::Join'][1].map((part: any) => part.Ref ?? part).join('') : value;
  }
});

test('a reference is of the account and region that it is in', () => {
  const [statement] = statementsOf((stack) => SsmAccess.readParameter(reference(stack, 'db', { account: '444455556666', region: 'us-east-1' })));

  expect(statement.Resource).toBe('arn:aws:ssm:us-east-1:444455556666:parameter/db');
});

test('an ARN that is a token is taken as it is', () => {
  const [statement] = statementsOf((stack) => SsmAccess.readParameter(Object.assign(reference(stack, 'db'), { parameterArn: new CfnParameter(stack, 'Arn').valueAsString })));

  expect(statement.Resource).toEqual({ Ref: 'Arn' });
});

describe('what AWS publishes has no account', () => {
  const PUBLISHED = `arn:aws:ssm:${REGION}::parameter/aws/service/eks`;

  test('by its name', () => {
    const [statement] = statementsOf((stack) => SsmAccess.readParameter(StringParameter.fromStringParameterName(stack, 'It', '/aws/service/eks/image_id')));

    expect(statement.Resource).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ssm:${REGION}::parameter/aws/service/eks/image_id`]] });
  });

  test('by a path', () => {
    expect(statementsOf((stack) => SsmAccess.readPath(stack, '/aws/service/eks')).map(({ Resource }) => Resource)).toEqual([`${PUBLISHED}/*`, PUBLISHED]);
  });

  test('and others whose names begin alike have theirs', () => {
    const [statement] = statementsOf((stack) => SsmAccess.readParameter(reference(stack, '/aws/services')));

    expect(statement.Resource).toBe(arn('parameter/aws/services'));
  });
});

test('former values are read if that is said', () => {
  const [statement] = statementsOf((stack) => SsmAccess.readParameter(reference(stack, 'db'), { history: true }));

  expect(statement).toEqual(allow('SsmReadParameter', ['ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters'], arn('parameter/db')));
});

test('a SecureString with a known key brings the use of that key, for the parameter alone', () => {
  const statements = statementsOf((stack) => SsmAccess.readParameter(
    StringParameter.fromSecureStringParameterAttributes(stack, 'It', { parameterName: '/finance/db', encryptionKey: key(stack) })));

  expect(statements).toEqual([
    keyStatement('KmsViaSsm', 'ssm', 'kms:Decrypt', { StringEquals: { 'kms:EncryptionContext:PARAMETER_ARN': joined('parameter/finance/db') } }),
    allow('SsmReadParameter', GET, joined('parameter/finance/db')),
  ]);
});

describe('a path', () => {
  test('is read by the names below it, and one level at a time', () => {
    expect(statementsOf((stack) => SsmAccess.readPath(stack, '/finance/exporter'))).toEqual([
      allow('SsmReadPath', GET, arn('parameter/finance/exporter/*')),
      allow('SsmListPath', 'ssm:GetParametersByPath', arn('parameter/finance/exporter'), NOT_RECURSIVE),
    ]);
  });

  test('is read with all levels at once, and from any of them, if that is said', () => {
    expect(statementsOf((stack) => SsmAccess.readPath(stack, '/finance', { recursive: true }))).toEqual([
      allow('SsmReadPath', GET, arn('parameter/finance/*')),
      allow('SsmListPath', 'ssm:GetParametersByPath', [arn('parameter/finance'), arn('parameter/finance/*')]),
    ]);
  });

  test('with a key brings the use of it, for the parameters below', () => {
    expect(statementsOf((stack) => SsmAccess.readPath(stack, '/finance', { encryptionKey: key(stack) })))
      .toContainEqual(keyStatement('KmsViaSsm', 'ssm', 'kms:Decrypt', { StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': arn('parameter/finance/*') } }));
  });

  test.each<[string, (stack: Stack) => string, unknown]>([
    ['names the pod', () => `/${SessionTag.CLUSTER_NAME}/${SessionTag.NAMESPACE}`, arn('parameter/${aws:PrincipalTag/eks-cluster-name}/${aws:PrincipalTag/kubernetes-namespace}')],
    ['is a token', (stack) => new CfnParameter(stack, 'Path').valueAsString, { 'Fn::Join': ['', [arn('parameter'), { Ref: 'Path' }]] }],
    ['begins with a token', (stack) => `${new CfnParameter(stack, 'Path').valueAsString}/db`, { 'Fn::Join': ['', [arn('parameter'), { Ref: 'Path' }, '/db']] }],
  ])('that %s is left to the service', (_, path, resource) => {
    expect(statementsOf((stack) => SsmAccess.readPath(stack, path(stack)))).toContainEqual(allow('SsmListPath', 'ssm:GetParametersByPath', resource, NOT_RECURSIVE));
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('is of the partition of %s', (region, partition) => {
    expect(statementsOf((stack) => SsmAccess.readPath(stack, '/x'), region)[0].Resource).toBe(`arn:${partition}:ssm:${region}:${ACCOUNT}:parameter/x/*`);
  });

  test.each<[string, string, string]>([
    ['is empty', '', '[Stack] path must begin with "/": a path is the beginning of names such as "/app/db/host", up to a slash, got: "" (InvalidParameterPath)'],
    ['has no slash at its beginning', 'finance', 'path must begin with "/"'],
    ['begins with a session tag', `${SessionTag.NAMESPACE}/db`, 'path must begin with "/"'],
    ['has a slash at its end', '/finance/', 'path must not end with "/": leave that slash out, and name at least one level, since "/" would be all parameters, got: "/finance/"'],
    ['is a slash alone', '/', 'path must not end with "/"'],
    ['has a wildcard', '/finance*', 'path must be letters, digits and _ . - between single slashes, no pattern, got: "/finance*"'],
    ['has a variable', '/${aws:username}', 'path must be letters, digits'],
    ['has two slashes together', '/finance//db', 'path must be letters, digits'],
    ['has a wildcard behind a token', `/${SessionTag.NAMESPACE}?`, 'path must be letters, digits'],
  ])('fails if it %s', (_, path, text) => {
    const error = errorOf(() => SsmAccess.readPath(stackFixture().stack, path));

    expect(error.code).toBe('InvalidParameterPath');
    expect(error.message).toContain(text);
  });

  test('fails on a key of another region', () => {
    const otherKey = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', KEY_ARN.replace(REGION, 'us-east-1'));
    const { stack } = stackFixture();

    expect(errorOf(() => SsmAccess.readPath(stack, '/x', { encryptionKey: otherKey(stack) })).code).toBe('WrongRegion');
  });
});

test.each<[string, (stack: Stack) => unknown, string, string]>([
  ['a name that is a token', (stack) => SsmAccess.readParameter(reference(stack, new CfnParameter(stack, 'P').valueAsString)), 'InvalidParameterName',
    '[Stack/Reference] the name of the parameter is known at deploy time only, so nobody knows whether it begins with "/", on which its ARN depends: import it by '
    + 'StringParameter.fromStringParameterAttributes with simpleName, got: '],
  ['an L1 whose name is a token', (stack) => SsmAccess.readParameter(new ssm.CfnParameter(stack, 'It', { type: 'String', value: 'x', name: new CfnParameter(stack, 'P').valueAsString })),
    'InvalidParameterName', 'known at deploy time only'],
  ['a slash inside a name alone', (stack) => SsmAccess.readParameter(reference(stack, 'finance/db')), 'InvalidParameterName',
    'the name of a parameter must begin with "/" if it has one inside, got: "finance/db"'],
  ['a session tag without a slash before it',
    (stack) => SsmAccess.readParameter(StringParameter.fromSecureStringParameterAttributes(stack, 'It', { parameterName: `${SessionTag.NAMESPACE}/db`, simpleName: false })), 'InvalidParameterName',
    '[Stack/It] the name of a parameter must begin with "/" if it has one inside: begin it with "/" before the session tag, got: "arn:'],
  ['a name that is a pattern', (stack) => SsmAccess.readParameter(StringParameter.fromStringParameterName(stack, 'It', '/finance/*')), 'InvalidResource', 'a builder takes one resource'],
])('fails on %s', (_, access, code, text) => {
  const error = errorOf(() => access(stackFixture().stack));

  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
});

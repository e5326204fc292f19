import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { testRefusals } from './refusals';
import { statementsOf } from './statements';
import { Forbidden, LambdaAccess, LambdaInvokeOptions, SessionTag } from '../../src';
import { ACCOUNT, errorOf, podIdentity, REGION, stackFixture } from '../fixtures';

const ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:render`;

const imported = (stack: Stack, arn = ARN) => lambda.Function.fromFunctionArn(stack, 'Function', arn);
const made = (stack: Stack, id = 'Function') => new lambda.Function(stack, id, {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('0'), role: iam.Role.fromRoleName(stack, `${id}Role`, 'render'),
});
const cfn = (stack: Stack) => new lambda.CfnFunction(stack, 'Function', { role: `arn:aws:iam::${ACCOUNT}:role/render`, code: { zipFile: '0' } });
const version = (stack: Stack) => new lambda.Version(stack, 'Version', { lambda: made(stack) });
const alias = (stack: Stack) => new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: version(stack) });
const importedVersion = (stack: Stack) => lambda.Version.fromVersionArn(stack, 'Version', `${ARN}:7`);
const importedAlias = (stack: Stack, aliasName = 'live') => lambda.Alias.fromAliasAttributes(stack, 'Alias', { aliasName, aliasVersion: importedVersion(stack) });

const resourceOf = (fn: (stack: Stack) => lambda.IFunctionRef, options?: LambdaInvokeOptions) => {
  const [{ Resource, ...others }] = statementsOf((stack) => LambdaAccess.invoke(fn(stack), options));
  expect(others).toEqual({ Sid: 'LambdaInvoke', Effect: 'Allow', Action: 'lambda:InvokeFunction' });
  return Resource;
};

describe('what is invoked is named exactly', () => {
  const arn = { 'Fn::GetAtt': [expect.stringMatching(/^Function/), 'Arn'] };
  const qualified = (...qualifier: unknown[]) => ({ 'Fn::Join': ['', [arn, ...qualifier]] });

  test.each<[string, (stack: Stack) => lambda.IFunctionRef, LambdaInvokeOptions | undefined, unknown]>([
    ['an imported function', imported, undefined, ARN],
    ['an imported function by an alias', imported, { qualifier: 'live' }, `${ARN}:live`],
    ['an imported function by a version', imported, { qualifier: '7' }, `${ARN}:7`],
    ['an imported function by its latest version', imported, { qualifier: '$LATEST' }, `${ARN}:$LATEST`],
    ['an imported function by the alias of the namespace', imported, { qualifier: SessionTag.NAMESPACE }, `${ARN}:\${aws:PrincipalTag/kubernetes-namespace}`],
    ['a function that is imported by a qualified ARN', (stack) => imported(stack, `${ARN}:live`), undefined, `${ARN}:live`],
    ['an imported version', importedVersion, undefined, `${ARN}:7`],
    ['an imported alias', importedAlias, undefined, `${ARN}:live`],
    ['a function of another account and region', (stack) => imported(stack, 'arn:aws:lambda:eu-west-1:444455556666:function:f'), undefined, 'arn:aws:lambda:eu-west-1:444455556666:function:f'],
    ['an L1', cfn, undefined, arn],
    ['an L1 by an alias', cfn, { qualifier: 'live' }, qualified(':live')],
    ['an L2', made, undefined, arn],
    ['an L2 that bears a version of the user\'s own', (stack) => Object.assign(made(stack), { version: '1.2.3' }), undefined, arn],
    ['an L2 by its latest version', (stack) => made(stack).latestVersion, undefined, qualified(':$LATEST')],
    ['a version of the app', version, undefined, qualified(':', { 'Fn::GetAtt': [expect.stringMatching(/^Version/), 'Version'] })],
    ['an alias of the app', alias, undefined, qualified(':live')],
  ])('%s', (_, fn, options, resource) => {
    expect(resourceOf(fn, options)).toEqual(resource);
  });

  test('a function and a qualifier that are parameters', () => {
    const [{ Resource }] = statementsOf((stack) => LambdaAccess.invoke(imported(stack, new CfnParameter(stack, 'Arn').valueAsString), { qualifier: new CfnParameter(stack, 'Alias').valueAsString }));

    expect(Resource).toEqual({ 'Fn::Join': ['', [{ Ref: 'Arn' }, ':', { Ref: 'Alias' }]] });
  });
});

test('a tag of the function is a condition, its value a literal but for session tags', () => {
  const resourceTags = { 'kubernetes-namespace': SessionTag.NAMESPACE, 'team': 'a+b' };

  expect(statementsOf((stack) => LambdaAccess.invoke(imported(stack), { resourceTags }))[0].Condition).toEqual({
    StringEquals: { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}', 'aws:ResourceTag/team': 'a+b' },
  });
});

test('it is proved that access to an alias is access to no other function, and not to the function itself', () => {
  const { stack } = stackFixture();
  const workload = podIdentity(stack, {
    access: [LambdaAccess.invoke(alias(stack))],
    mustNot: [
      Forbidden.actions('lambda:*').on(made(stack, 'Other').functionArn),
      Forbidden.actions('lambda:*').on((stack.node.findChild('Function') as lambda.Function).functionArn),
    ],
  });

  expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
});

test('a tag whose key is a parameter is refused', () => {
  const { stack } = stackFixture();
  const key = new CfnParameter(stack, 'Key').valueAsString;

  expect(errorOf(() => LambdaAccess.invoke(imported(stack), { resourceTags: { [key]: 'x' } })).message).toContain('a key of resourceTags must be known at synth');
});

const MUST_BE = '[Stack/Function] qualifier must be the name of an alias (letters, digits, "-" and "_"), the number of a version, or "$LATEST", no ARN and no pattern';
const OWN = 'qualifier must be left out for a version or an alias, which has its own: give the function itself, or no qualifier';
const PATTERN = 'a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements';

testRefusals([
  ['an empty qualifier', (stack) => LambdaAccess.invoke(imported(stack), { qualifier: '' }), `${MUST_BE}, got: "" (InvalidQualifier)`],
  ['any qualifier', (stack) => LambdaAccess.invoke(imported(stack), { qualifier: '*' }), `${MUST_BE}, got: "*" (InvalidQualifier)`],
  ['any qualifier behind a session tag', (stack) => LambdaAccess.invoke(imported(stack), { qualifier: `${SessionTag.NAMESPACE}*` }),
    `${MUST_BE}, got: ${JSON.stringify(`${SessionTag.NAMESPACE}*`)} (InvalidQualifier)`],
  ['a qualifier that is an ARN', (stack) => LambdaAccess.invoke(imported(stack), { qualifier: `${ARN}:live` }), `${MUST_BE}, got: "${ARN}:live" (InvalidQualifier)`],
  ['a qualifier for a version', (stack) => LambdaAccess.invoke(importedVersion(stack), { qualifier: '8' }), `[Stack/Version] ${OWN}, got: "8" (InvalidQualifier)`],
  ['a qualifier for an alias', (stack) => LambdaAccess.invoke(alias(stack), { qualifier: 'next' }), `[Stack/Alias] ${OWN}, got: "next" (InvalidQualifier)`],
  ['a qualifier for a qualified ARN', (stack) => LambdaAccess.invoke(imported(stack, `${ARN}:live`), { qualifier: 'next' }), `[Stack/Function] ${OWN}, got: "next" (InvalidQualifier)`],
  ['functions of a pattern', (stack) => LambdaAccess.invoke(imported(stack, `${ARN}-*`)), `[Stack/Function] ${PATTERN}, got: "${ARN}-*" (InvalidResource)`],
  ['aliases of a pattern', (stack) => LambdaAccess.invoke(importedAlias(stack, '*')), `[Stack/Alias] ${PATTERN}, got: "${ARN}:*" (InvalidResource)`],
  ['a tag of AWS', (stack) => LambdaAccess.invoke(imported(stack), { resourceTags: { 'aws:x': 'y' } }),
    '[Stack/Function] a key of resourceTags must not begin with "aws:": that prefix is reserved, got: "aws:x" (InvalidTag)'],
  ['no tag', (stack) => LambdaAccess.invoke(imported(stack), { resourceTags: {} }), '[Stack/Function] resourceTags must not be empty: name at least one, or leave resourceTags out, got: [] (EmptyList)'],
]);

import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { testRefusals } from './refusals';
import { statementsOf } from './statements';
import { CloudWatchAccess, Forbidden, SessionTag, CloudWatchWriteLogsOptions } from '../../src';
import { ACCOUNT, inlineStatements, podIdentity, REGION, stackFixture } from '../fixtures';

const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/eks/finance-prod`;

const byName = (stack: Stack) => logs.LogGroup.fromLogGroupName(stack, 'LogGroup', '/eks/finance-prod');

const written = (logGroup: (stack: Stack) => logs.ILogGroupRef, options?: CloudWatchWriteLogsOptions, region?: string) =>
  statementsOf((stack) => CloudWatchAccess.writeLogs(logGroup(stack), options), region);

describe('putMetrics', () => {
  test.each<[string, string[], unknown]>([
    ['a namespace', ['Finance/Invoices'], 'Finance/Invoices'],
    ['more namespaces', ['Finance/Invoices', 'Finance Rates:v2#1.0_x-y'], ['Finance Rates:v2#1.0_x-y', 'Finance/Invoices']],
    ['the namespace of the pod', [`Teams/${SessionTag.NAMESPACE}`], 'Teams/${aws:PrincipalTag/kubernetes-namespace}'],
  ])('is limited to %s', (_, namespaces, values) => {
    expect(statementsOf(() => CloudWatchAccess.putMetrics(...namespaces))).toEqual([{
      Sid: 'CloudWatchPutMetrics', Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': values } },
    }]);
  });

  const MUST_BE = '[CloudWatchAccess.putMetrics] namespaces must be exact names of 1 to 255 letters, digits, spaces and . _ / # : -, not of AWS ("AWS/…" is reserved) and no pattern';

  testRefusals([
    ['no namespace', () => CloudWatchAccess.putMetrics(), '[CloudWatchAccess.putMetrics] namespaces must not be empty: name at least one, got: [] (EmptyList)'],
    ['an empty namespace', () => CloudWatchAccess.putMetrics(''), `${MUST_BE}, got: "" (InvalidMetricNamespace)`],
    ['any namespace', () => CloudWatchAccess.putMetrics('*'), `${MUST_BE}, got: "*" (InvalidMetricNamespace)`],
    ['a namespace of AWS', () => CloudWatchAccess.putMetrics('Finance', 'AWS/SQS'), `${MUST_BE}, got: "AWS/SQS" (InvalidMetricNamespace)`],
    ['a variable', () => CloudWatchAccess.putMetrics('${aws:username}'), `${MUST_BE}, got: "\${aws:username}" (InvalidMetricNamespace)`],
    ['a namespace that is too long', () => CloudWatchAccess.putMetrics('x'.repeat(256)), `${MUST_BE}, got: "${'x'.repeat(256)}" (InvalidMetricNamespace)`],
  ]);
});

describe('writeLogs', () => {
  test.each<[string, CloudWatchWriteLogsOptions | undefined, object[]]>([
    ['to any stream of a log group', undefined, [
      { Sid: 'CloudWatchWriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${GROUP_ARN}:log-stream:*` },
    ]],
    ['to streams with a prefix, and makes the group', { streamPrefix: 'exporter/', createGroup: true }, [
      { Sid: 'CloudWatchCreateLogGroup', Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: [GROUP_ARN, `${GROUP_ARN}:*`] },
      { Sid: 'CloudWatchWriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${GROUP_ARN}:log-stream:exporter/*` },
    ]],
    ['to the streams of the namespace', { streamPrefix: `${SessionTag.NAMESPACE}/` }, [
      { Sid: 'CloudWatchWriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${GROUP_ARN}:log-stream:\${aws:PrincipalTag/kubernetes-namespace}/*` },
    ]],
    ['to streams with a prefix that is a literal', { streamPrefix: 'a?${x}$' }, [
      { Sid: 'CloudWatchWriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${GROUP_ARN}:log-stream:a\${?}\${$}{x}\${$}*` },
    ]],
  ])('writes %s', (_, options, expected) => {
    expect(written((stack) => logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', GROUP_ARN), options)).toEqual(expected);
  });

  const RESOURCE = `${GROUP_ARN}:log-stream:*`;
  const OTHER_ARN = 'arn:aws:logs:eu-west-1:444455556666:log-group:shared';

  test.each<[string, (stack: Stack) => logs.ILogGroupRef, string]>([
    ['an L2 import by an ARN that ends with :*', (stack) => logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', `${GROUP_ARN}:*`), RESOURCE],
    ['an L1 import by an ARN', (stack) => logs.CfnLogGroup.fromLogGroupArn(stack, 'LogGroup', GROUP_ARN), RESOURCE],
    ['an L1 import by an ARN that ends with :*', (stack) => logs.CfnLogGroup.fromLogGroupArn(stack, 'LogGroup', `${GROUP_ARN}:*`), RESOURCE],
    ['an import of another account and region', (stack) => logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', OTHER_ARN), `${OTHER_ARN}:log-stream:*`],
  ])('takes %s as it is', (_, logGroup, resource) => {
    expect(written(logGroup)[0].Resource).toBe(resource);
  });

  const join = (...name: unknown[]) => ({ 'Fn::Join': ['', name] });
  const inStack = (name: object) => join(`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:`, name, ':log-stream:*');
  const part = (index: number, arn: object) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', arn] }] });
  const byParts = (arn: object) => join('arn:', { Ref: 'AWS::Partition' }, ':logs:', part(3, arn), ':', part(4, arn), ':log-group:', part(6, arn), ':log-stream:*');

  test.each<[string, (stack: Stack) => logs.ILogGroupRef, object]>([
    ['an import by a name', byName, join('arn:', { Ref: 'AWS::Partition' }, `:logs:${REGION}:${ACCOUNT}:log-group:/eks/finance-prod:log-stream:*`)],
    ['an L1', (stack) => new logs.CfnLogGroup(stack, 'LogGroup'), inStack({ Ref: 'LogGroup' })],
    ['an L2', (stack) => new logs.LogGroup(stack, 'LogGroup'), inStack({ Ref: expect.stringMatching(/^LogGroup/) })],
    ['an import by a parameter', (stack) => logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', new CfnParameter(stack, 'Arn').valueAsString), byParts({ Ref: 'Arn' })],
    ['an import by an export, which ends with :*', (stack) => logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', Fn.importValue('Arn')), byParts({ 'Fn::ImportValue': 'Arn' })],
  ])('names %s without the :* at the end of its ARN', (_, logGroup, resource) => {
    expect(written(logGroup)[0].Resource).toEqual(resource);
  });

  test('names a log group of a stack in China in its partition', () => {
    expect(written((stack) => new logs.CfnLogGroup(stack, 'LogGroup'), {}, 'cn-north-1')[0].Resource).toEqual(
      join(`arn:aws-cn:logs:cn-north-1:${ACCOUNT}:log-group:`, { Ref: 'LogGroup' }, ':log-stream:*'));
  });

  test('names a log group of another account by its physical name', () => {
    const app = new App();
    const shared = new logs.LogGroup(new Stack(app, 'Shared', { env: { account: '444455556666', region: 'eu-west-1' } }), 'LogGroup', { logGroupName: 'shared' });
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
    podIdentity(stack, { access: [CloudWatchAccess.writeLogs(shared)] });

    expect(inlineStatements(Template.fromStack(stack))[0].Resource).toBe('arn:aws:logs:eu-west-1:444455556666:log-group:shared:log-stream:*');
  });

  test('of two log groups of the app it is proved that access to one is no access to the other', () => {
    const { stack } = stackFixture();
    const [mine, other] = [new logs.LogGroup(stack, 'Mine'), new logs.LogGroup(stack, 'Other')];
    const workload = podIdentity(stack, {
      access: [CloudWatchAccess.writeLogs(mine)],
      mustNot: [Forbidden.actions('logs:PutLogEvents').on(other.logGroupArn)],
    });

    expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED']);
  });

  const PREFIX = '[Stack/LogGroup] streamPrefix must be the beginning of the names of log streams, without ":" and "*": leave it out for any stream';

  testRefusals([
    ['an empty prefix', (stack) => CloudWatchAccess.writeLogs(byName(stack), { streamPrefix: '' }), `${PREFIX}, got: "" (InvalidPrefix)`],
    ['a pattern', (stack) => CloudWatchAccess.writeLogs(byName(stack), { streamPrefix: 'a*' }), `${PREFIX}, got: "a*" (InvalidPrefix)`],
    ['a colon', (stack) => CloudWatchAccess.writeLogs(byName(stack), { streamPrefix: 'a:b' }), `${PREFIX}, got: "a:b" (InvalidPrefix)`],
    ['log groups that end alike', (stack) => CloudWatchAccess.writeLogs(logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*-prod`)),
      '[Stack/LogGroup] a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements, '
      + `got: "arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*-prod" (InvalidResource)`],
    ['log groups of a pattern', (stack) => CloudWatchAccess.writeLogs(logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', `${GROUP_ARN}-*`)),
      '[Stack/LogGroup] a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements, '
      + `got: "${GROUP_ARN}-*" (InvalidResource)`],
  ]);
});

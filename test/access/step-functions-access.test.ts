import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { testRefusals } from './refusals';
import { statementsBySid } from './statements';
import { Forbidden, SessionTag, StepFunctionsStartOptions, StepFunctionsAccess } from '../../src';
import { ACCOUNT, podIdentity, REGION, stackFixture } from '../fixtures';

const ARN = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:reconcile`;
const EXECUTIONS = `arn:aws:states:${REGION}:${ACCOUNT}:execution:reconcile:*`;

const imported = (stack: Stack, arn = ARN) => stepfunctions.StateMachine.fromStateMachineArn(stack, 'StateMachine', arn);
const cfn = (stack: Stack) => new stepfunctions.CfnStateMachine(stack, 'StateMachine', { roleArn: `arn:aws:iam::${ACCOUNT}:role/reconcile`, definitionString: '{}' });
const made = (stack: Stack, id = 'StateMachine') => new stepfunctions.StateMachine(stack, id, {
  definitionBody: stepfunctions.DefinitionBody.fromString('{}'), role: iam.Role.fromRoleName(stack, `${id}Role`, 'reconcile'),
});

const started = (options?: StepFunctionsStartOptions, stateMachine: (stack: Stack) => stepfunctions.IStateMachineRef = imported, region = REGION) =>
  statementsBySid((stack) => StepFunctionsAccess.startExecution(stateMachine(stack), options), region);

const START = { Sid: 'StepFunctionsStart', Effect: 'Allow', Action: 'states:StartExecution', Resource: ARN };
const ofExecutions = (action: unknown, resource: unknown = EXECUTIONS) => ({ Sid: 'StepFunctionsExecutions', Effect: 'Allow', Action: action, Resource: resource });

test.each<[string, StepFunctionsStartOptions | undefined, object[]]>([
  ['an execution', undefined, [START]],
  ['an express execution and waits for it', { sync: true }, [{ ...START, Action: 'states:StartSyncExecution' }]],
  ['an execution and observes it', { observe: true }, [ofExecutions('states:DescribeExecution'), START]],
  ['an execution and stops it', { stop: true }, [ofExecutions('states:StopExecution'), START]],
  ['an execution, observes and stops it', { observe: true, stop: true }, [ofExecutions(['states:DescribeExecution', 'states:StopExecution']), START]],
  ['an execution by aliases and versions alone', { qualifiers: ['live', '7', SessionTag.NAMESPACE] }, [{
    ...START,
    Condition: {
      'ForAllValues:StringEquals': { 'states:StateMachineQualifier': ['${aws:PrincipalTag/kubernetes-namespace}', '7', 'live'] },
      'Null': { 'states:StateMachineQualifier': 'false' },
    },
  }]],
  ['an execution of what has tags, and observes all', { resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE }, observe: true }, [
    ofExecutions('states:DescribeExecution'),
    { ...START, Condition: { StringEquals: { 'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}' } } },
  ]],
])('starts %s', (_, options, expected) => {
  expect(started(options)).toEqual(expected);
});

describe('executions are named by the name of the state machine', () => {
  const inStack = (name: object) => ({ 'Fn::Join': ['', [`arn:aws:states:${REGION}:${ACCOUNT}:execution:`, name, ':*']] });
  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { Ref: 'Arn' }] }] });

  test.each<[string, (stack: Stack) => stepfunctions.IStateMachineRef, unknown, unknown]>([
    ['an L1', cfn, { Ref: 'StateMachine' }, inStack({ 'Fn::GetAtt': ['StateMachine', 'Name'] })],
    ['an L2', made, { Ref: expect.stringMatching(/^StateMachine/) }, inStack({ 'Fn::GetAtt': [expect.stringMatching(/^StateMachine/), 'Name'] })],
    ['an import by a parameter', (stack) => imported(stack, new CfnParameter(stack, 'Arn').valueAsString), { Ref: 'Arn' },
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:', part(3), ':', part(4), ':execution:', part(6), ':*']] }],
    ['an import of another account and region', (stack) => imported(stack, 'arn:aws:states:eu-west-1:444455556666:stateMachine:s'),
      'arn:aws:states:eu-west-1:444455556666:stateMachine:s', 'arn:aws:states:eu-west-1:444455556666:execution:s:*'],
  ])('of %s', (_, stateMachine, arn, executions) => {
    expect(started({ observe: true }, stateMachine)).toEqual([ofExecutions('states:DescribeExecution', executions), { ...START, Resource: arn }]);
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('in %s of the partition %s', (region, partition) => {
    expect(started({ observe: true }, cfn, region)[0].Resource).toEqual(
      { 'Fn::Join': ['', [`arn:${partition}:states:${region}:${ACCOUNT}:execution:`, { 'Fn::GetAtt': ['StateMachine', 'Name'] }, ':*']] });
  });
});

test('of two state machines of the app it is proved that access to one is no access to the other', () => {
  const { stack } = stackFixture();
  const other = made(stack, 'Other');
  const workload = podIdentity(stack, {
    access: [StepFunctionsAccess.startExecution(made(stack), { observe: true, stop: true })],
    mustNot: [Forbidden.actions('states:*').on(other.stateMachineArn, stack.formatArn({ service: 'states', resource: `execution:${other.stateMachineName}:*`, arnFormat: undefined }))],
  });

  expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED']);
});

const QUALIFIERS = '[Stack/StateMachine] qualifiers must be names of aliases (letters, digits, ".", "-" and "_") and numbers of versions, no ARNs and no patterns';
const SYNC = '[Stack/StateMachine] executions of express workflows, which sync is for, can neither be described nor stopped: leave out either sync, or observe and stop';

testRefusals([
  ['no tags', (stack) => StepFunctionsAccess.startExecution(imported(stack), { resourceTags: {} }),
    '[Stack/StateMachine] resourceTags must not be empty: name at least one, or leave resourceTags out, got: [] (EmptyList)'],
  ['no qualifier', (stack) => StepFunctionsAccess.startExecution(imported(stack), { qualifiers: [] }),
    '[Stack/StateMachine] qualifiers must not be empty: name at least one, or leave qualifiers out, got: [] (EmptyList)'],
  ['an empty qualifier', (stack) => StepFunctionsAccess.startExecution(imported(stack), { qualifiers: [''] }), `${QUALIFIERS}, got: "" (InvalidQualifier)`],
  ['any qualifier', (stack) => StepFunctionsAccess.startExecution(imported(stack), { qualifiers: ['live', '*'] }), `${QUALIFIERS}, got: "*" (InvalidQualifier)`],
  ['an ARN as a qualifier', (stack) => StepFunctionsAccess.startExecution(imported(stack), { qualifiers: [`${ARN}:live`] }), `${QUALIFIERS}, got: "${ARN}:live" (InvalidQualifier)`],
  ['an alias as the state machine', (stack) => StepFunctionsAccess.startExecution(imported(stack, `${ARN}:live`)),
    '[Stack/StateMachine] Step Functions goes by the ARN of the state machine itself, so one with a version or an alias would never match: import the state machine, and name versions and aliases in '
    + `qualifiers, got: "${ARN}:live" (InvalidResource)`],
  ['state machines of a pattern', (stack) => StepFunctionsAccess.startExecution(imported(stack, `${ARN}-*`)),
    '[Stack/StateMachine] a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements, '
    + `got: "${ARN}-*" (InvalidResource)`],
  ['express executions that are observed', (stack) => StepFunctionsAccess.startExecution(imported(stack), { sync: true, observe: true }),
    `${SYNC}, got: {"sync":true,"observe":true} (InvalidOperations)`],
  ['express executions that are stopped', (stack) => StepFunctionsAccess.startExecution(imported(stack), { sync: true, stop: true }),
    `${SYNC}, got: {"sync":true,"stop":true} (InvalidOperations)`],
]);

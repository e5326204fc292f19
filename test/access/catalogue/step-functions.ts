import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Calls } from './entry';
import { SessionTag, StepFunctionsAccess } from '../../../src';

export const stepFunctionsCalls: Calls = (stack) => {
  const stateMachine = stepfunctions.StateMachine.fromStateMachineName(stack, 'StateMachine', 'reconcile');
  const qualifiers = ['live', '7'];
  const resourceTags = { 'kubernetes-namespace': SessionTag.NAMESPACE };
  return [
    ['StepFunctionsAccess.startExecution', 'stateMachine', StepFunctionsAccess.startExecution(stateMachine)],
    ['StepFunctionsAccess.startExecution', 'stateMachine, { sync: true, qualifiers, resourceTags }', StepFunctionsAccess.startExecution(stateMachine, { sync: true, qualifiers, resourceTags })],
    ['StepFunctionsAccess.startExecution', 'stateMachine, { qualifiers, resourceTags, observe: true, stop: true }',
      StepFunctionsAccess.startExecution(stateMachine, { qualifiers, resourceTags, observe: true, stop: true })],
  ];
};

import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Access } from './access';
import { allAmong, allConditions, requireItems, tagConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { nameInArn, relatedArn } from './related-arn';
import { LiteralRule, ruledText } from './ruled-text';
import { Conditions, Statement } from '../policy/statement';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';

const STATE_MACHINE: ArnForm = { service: 'states', resource: /^stateMachine:.+$/, shown: 'states:REGION:ACCOUNT:stateMachine:NAME' };

/** How executions of a state machine are started, and what is done with them. */
export interface StepFunctionsStartOptions {
  /**
   * Whether executions are started and waited for in one call, which express workflows alone can: `states:StartSyncExecution`
   * in place of `states:StartExecution`.
   *
   * @default false
   */
  readonly sync?: boolean;

  /**
   * The aliases and versions that may be started: names and numbers, each a literal but for session tags in it.
   *
   * @default - any: by the ARN of the state machine, or of any version or alias
   */
  readonly qualifiers?: string[];

  /**
   * Whether the workload looks at executions of the state machine: adds `states:DescribeExecution`. Not with `sync`.
   *
   * @default false
   */
  readonly observe?: boolean;

  /**
   * Whether the workload stops executions of the state machine: adds `states:StopExecution`. Not with `sync`.
   *
   * @default false
   */
  readonly stop?: boolean;

  /**
   * Tags that the state machine must have for an execution to be started, each value a literal but for session tags in it.
   *
   * @default - none
   */
  readonly resourceTags?: { [key: string]: string };
}

const QUALIFIERS: LiteralRule = {
  prop: 'qualifiers',
  code: 'InvalidQualifier',
  allowed: /^[A-Za-z0-9._-]*$/,
  mustBe: 'names of aliases (letters, digits, ".", "-" and "_") and numbers of versions, no ARNs and no patterns',
};

/**
 * Builds access to Step Functions state machines.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export abstract class StepFunctionsAccess {
  /**
   * Starts executions of a state machine.
   *
   * - Action: `states:StartExecution`, or with `sync` `states:StartSyncExecution`, on the state machine. Step Functions asks
   *   for the state machine's ARN for its versions and aliases as well.
   * - Conditions: with `qualifiers`, `ForAllValues:StringEquals` `states:StateMachineQualifier`, and `Null` so that a start
   *   without a qualifier is denied; with `resourceTags`, `StringEquals` `aws:ResourceTag/KEY`.
   * - With `observe` and `stop`: `states:DescribeExecution`, `states:StopExecution` on `execution:NAME:*`, every execution of
   *   the state machine, whoever started it and of whatever version, without conditions.
   *
   * @throws if `qualifiers` is empty or has a pattern; if the state machine was imported by the ARN of a version or an
   * alias; if `observe` or `stop` is given with `sync`
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
   * @example
   * declare const stateMachine: stepfunctions.StateMachine;
   * StepFunctionsAccess.startExecution(stateMachine, { qualifiers: ['live'], observe: true });
   */
  public static startExecution(stateMachine: stepfunctions.IStateMachineRef, options: StepFunctionsStartOptions = {}): Access {
    const arn = stateMachineArn(stateMachine);
    return Access._of('StepFunctionsStart',
      {
        sid: 'StepFunctionsStart',
        effect: 'Allow',
        actions: [options.sync ? 'states:StartSyncExecution' : 'states:StartExecution'],
        resources: [arn],
        conditions: allConditions(qualifierCondition(stateMachine, options.qualifiers), tagConditions(stateMachine, 'resourceTags', options.resourceTags)),
      },
      ...ofExecutions(stateMachine, arn, options));
  }
}

function stateMachineArn(stateMachine: stepfunctions.IStateMachineRef): string {
  const arn = exactArn(stateMachine, stateMachine.stateMachineRef.stateMachineArn, STATE_MACHINE);
  if (arnParts(arn)?.resource.split(':')[2] !== undefined) {
    refuse(stateMachine, 'InvalidResource', 'Step Functions goes by the ARN of the state machine itself, so one with a version or an alias would never match: '
      + `import the state machine, and name versions and aliases in qualifiers, ${got(arn)}`);
  }
  return arn;
}

function qualifierCondition(stateMachine: stepfunctions.IStateMachineRef, qualifiers: readonly string[] | undefined): Conditions {
  if (qualifiers === undefined) { return {}; }
  return allAmong('states:StateMachineQualifier', requireItems(stateMachine, QUALIFIERS.prop, qualifiers).map((qualifier) => ruledText(stateMachine, QUALIFIERS, qualifier)));
}

function ofExecutions(stateMachine: stepfunctions.IStateMachineRef, arn: string, { sync, observe, stop }: StepFunctionsStartOptions): Statement[] {
  const actions = [...(observe ? ['states:DescribeExecution'] : []), ...(stop ? ['states:StopExecution'] : [])];
  if (actions.length === 0) { return []; }
  if (sync) {
    refuse(stateMachine, 'InvalidOperations', 'executions of express workflows, which sync is for, can neither be described nor stopped: leave out either sync, or observe and stop, '
      + got({ sync, observe, stop }));
  }
  const { attrName, stateMachineName } = stateMachine as Partial<stepfunctions.CfnStateMachine>;
  const name = attrName ?? stateMachineName ?? nameInArn(arn);
  return [{ sid: 'StepFunctionsExecutions', effect: 'Allow', actions, resources: [relatedArn(stateMachine, arn, 'states', `execution:${name}:*`)] }];
}

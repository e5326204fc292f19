import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SessionPermissions } from './must-not';
import { MustNotProof } from './must-not-proof';
import { SynthesizedStacks } from './synthesized-stacks';
import { PlacedResource } from '../policy/role';
import { textIn } from '../policy/template';
import { Text } from '../policy/text';

/** A role as templates know it. */
export interface RoleInTemplates {
  readonly arn: Text;
  /** The resource; absent if the role is made elsewhere. */
  readonly placed?: PlacedResource;
}

/** The roles that the pods of a workload have, as templates know them. */
export interface RolesInTemplates {
  /** The text of a value of the app, a reference in it taken as it means in its own template. */
  readonly textOf: (value: unknown) => Text;
  /** The role that the pods become. */
  readonly role: RoleInTemplates;
  /** The role that they become from it. */
  readonly target?: RoleInTemplates;
}

/** What the templates of an app know of a workload. */
export interface WorkloadInTemplates extends RolesInTemplates {
  /** What the role that bears the access may do; absent if it is a target that is made elsewhere. */
  readonly permissions?: SessionPermissions;
  /** What became of `mustNot`. */
  readonly proofs: readonly MustNotProof[];
}

/** Finds roles by their ARNs, as the workload's stack knows them. */
export function rolesInTemplates(workload: IConstruct, stacks: SynthesizedStacks, roleArn: string, targetRoleArn?: string): RolesInTemplates {
  const stack = Stack.of(workload);
  const textOf = (value: unknown) => textIn(stacks.viewOf(stack), stacks.valuesIn(stack).valueOf(value));
  const find = (given: string): RoleInTemplates => {
    const arn = textOf(given);
    const found = stacks.roleOf(arn);
    return { arn, placed: found && stacks.place(found) };
  };
  return { textOf, role: find(roleArn), target: targetRoleArn === undefined ? undefined : find(targetRoleArn) };
}

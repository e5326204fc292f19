import { CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { SessionPolicy } from './session-policy';
import { SynthesizedStacks } from './synthesized-stacks';
import { Policies } from '../policy/policy';
import { PolicyValue, StatementJson } from '../policy/statement';

/**
 * The role of a workload's pods as the workload speaks to it: its own, one that is brought, or one that is shared.
 *
 * Grants to it, as an `iam.IRole`, land where the workload's own access does.
 */
export interface BoundRole extends iam.IRole {
  /** The role's ARN if it is known at synth. */
  readonly literalArn?: string;
  /** The part of the workload at which warnings about it are left. */
  readonly reportedAt: IConstruct;
  /** What leaves the workload its own part of a role that it shares. */
  readonly sessionPolicy?: SessionPolicy;
  /** The statements that the workload has given, as they were declared. */
  readonly policyDocument: iam.PolicyDocument;
  /** Refuses all of these statements at once, if the role can't be given them. */
  requireTaking(statements: readonly StatementJson[]): void;
  /** @param source what gives it and where, as people read it */
  addStatement(statement: StatementJson, source: () => string): void;
  /** The statements that the workload has given, tokens in them, and what gave each. */
  declarations(): Declaration[];
  /** Makes a resource wait for the role with all that the workload has given it. */
  precede(dependent: CfnResource): void;
  /** What the templates of the app know of the role. */
  permissionsIn(stacks: SynthesizedStacks): RolePermissions;
}

/** A statement as it was declared. */
export interface Declaration {
  readonly json: StatementJson;
  /** What gave it and where, as people read it; to find out takes long. */
  readonly source: () => string;
}

/** What is known of what a role may do. */
export interface RolePermissions {
  /** The stack whose template knows the role. */
  readonly stack: Stack;
  readonly policies: Policies;
  /** The tags of the role. */
  readonly tags: readonly { readonly Key: string; readonly Value: PolicyValue }[];
}

/** What the template of its stack knows of a role of the app. */
export function permissionsOf(role: CfnResource, stacks: SynthesizedStacks): RolePermissions {
  const placed = stacks.place(role);
  return { stack: role.stack, policies: stacks.policies.policiesOf(placed), tags: placed.resource.Properties?.Tags ?? [] };
}

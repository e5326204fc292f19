import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { isToken } from '../private/tokens';

/** A role, its ARN if that is known at synth, and what defines it if the app does. */
export type NamedRole = Pick<iam.IRole, 'roleArn' | 'roleName'> & { readonly literalArn?: string; readonly resource?: iam.CfnRole };

/** The ARN of a role: a literal if that is known. */
export function knownArn({ literalArn, roleArn }: NamedRole): string {
  return literalArn ?? roleArn;
}

/** What the ARN of each session of a role begins with: the session's is this, a slash and its name. A role's path isn't part of it. */
export function sessionArn(workload: IConstruct, role: NamedRole): string {
  const arn = knownArn(role);
  if (!isToken(arn)) { return ofLiteral(arn); }
  const stack = Stack.of(workload);
  return `arn:${partitionOf(stack)}:sts::${stack.account}:assumed-role/${role.roleName}`;
}

/** As `sessionArn`, for a target role, of which nothing but the ARN is known. */
export function targetSessionArn(workload: IConstruct, arn: string): string {
  if (!isToken(arn)) { return ofLiteral(arn); }
  return refuse(workload, 'DeployTimeValue', 'waitForIdentity compares the name of the target role, which can\'t be taken from an ARN that is known when the stack is deployed: '
    + `give TargetRole.fromRoleArn a literal, or leave waitForIdentity out, ${got(arn)}`);
}

function ofLiteral(arn: string): string {
  const { partition, account, resource } = arnParts(arn)!;
  return `arn:${partition}:sts::${account}:assumed-role/${resource.slice(resource.lastIndexOf('/') + 1)}`;
}

import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BorrowedRole } from './borrowed-role';
import { Declaration, RolePermissions } from './bound-role';
import { RoleSharing } from './role-sharing';
import { SessionPolicy } from './session-policy';
import { SynthesizedStacks } from './synthesized-stacks';
import { WorkloadRole } from './workload-role';
import { StatementJson } from '../policy/statement';
import { got, refuse } from '../private/errors';

/**
 * A shared role as one of its workloads has it: what that is given lands in its session policy and, as far as it is
 * allowed, in the policies of the role as well. Without session policies it can't be given anything for itself.
 */
export class RoleMember extends BorrowedRole {
  public readonly sessionPolicy?: SessionPolicy;

  private readonly given: { json: () => StatementJson; source: () => string }[] = [];

  constructor(scope: Construct, id: string, private readonly shared: WorkloadRole, sharing: RoleSharing) {
    super(scope, id, shared, shared.literalArn);
    this.sessionPolicy = sharing === RoleSharing.SESSION_POLICIES ? new SessionPolicy(scope, 'access') : undefined;
  }

  public requireTaking(statements: readonly StatementJson[]): void {
    if (statements.length === 0) { return; }
    if (this.sessionPolicy === undefined) {
      refuse(this.node.scope!, 'UnusedAccess', 'all workloads that share a role by RoleSharing.SESSION_TAGS have the same permissions, so that this one would be of each: give it to the SharedRole, '
        + `by its access, addAccess or a grant to it, with SessionTag in place of what tells the workloads apart, got: ${JSON.stringify(this.stack.resolve(statements))}`);
    }
    this.sessionPolicy.requireFit(statements);
  }

  public declarations(): Declaration[] {
    return this.sessionPolicy === undefined ? this.shared.declarations() : this.given.map(({ json, source }) => ({ json: json(), source }));
  }

  public precede(dependent: CfnResource): void {
    this.shared.precedeMember(dependent);
  }

  public permissionsIn(stacks: SynthesizedStacks): RolePermissions {
    return this.shared.permissionsIn(stacks);
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    this.refusePolicy(policy.node.path);
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    this.refusePolicy(policy.managedPolicyArn);
  }

  protected give(statement: () => StatementJson, source: () => string): void {
    this.given.push({ json: statement, source });
    this.sessionPolicy!.add(statement);
    // A denial in the policies of the role would be one for all.
    if (statement().Effect === 'Allow') { this.shared.give(statement, source); }
  }

  private refusePolicy(policy: string): never {
    return refuse(this.node.scope!, 'UnusedAccess', `the role is shared, and a policy attached to it would be of all workloads or, with session policies, of none: give the workload its permissions by access, ${got(policy)}`);
  }
}

import { CfnResource, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BorrowedRole } from './borrowed-role';
import { Declaration, permissionsOf, RolePermissions } from './bound-role';
import { RolePolicies } from './role-policies';
import { STACKS, SynthesizedStacks } from './synthesized-stacks';
import { addWarning } from './warning';
import { sessionTagsIn } from '../access/principal-tags';
import { readDocument } from '../policy/document';
import { PolicyValue, StatementJson } from '../policy/statement';
import { textIn } from '../policy/template';
import { Text } from '../policy/text';
import { arnParts, knownToDiffer } from '../private/arns';
import { finding, got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { compareTrust } from '../trust/compare-trust';
import { hasTokenKeys, showTrust, TrustStatementJson } from '../trust/trust-document';
import { Trust } from '../trust/trust-policy';

/** What a workload needs of a role that is brought. */
export interface BroughtRoleProps {
  readonly role: iam.IRole;
  /** The statements that its trust policy must hold; asked for when the app is synthesized. */
  readonly required: () => TrustStatementJson[];
  /** The tags of the workload's sessions, of each kind that it has. */
  readonly sessions: () => Record<string, unknown>[];
}

/** The longest name of an inline policy. */
const MAX_POLICY_NAME = 128;

/** Longer than the name of any region. */
const MAX_REGION = 24;

/**
 * A role that is brought to a workload, rather than made by it.
 *
 * The workload's statements stand in a policy of the workload's own stack, which names the role: so the stack of the
 * role refers to nothing of the workload's. A role that takes no policy refuses them.
 */
export class BroughtRole extends BorrowedRole {
  private readonly policies: RolePolicies;
  private taking?: boolean;

  constructor(scope: Construct, id: string, private readonly props: BroughtRoleProps) {
    super(scope, id, props.role);
    this.requireSamePlace();
    // Roles are of all regions, and a policy of the same name would replace this one.
    const apartPolicyName = `${Names.uniqueResourceName(this, { maxLength: MAX_POLICY_NAME - MAX_REGION - 1 })}-${this.stack.region}`;
    this.policies = new RolePolicies(this, { apartPolicyName });
    STACKS.prepare(this);
    this.node.addValidation({ validate: () => this.validate() });
  }

  public requireTaking(statements: readonly StatementJson[]): void {
    if (statements.length === 0) { return; }
    this.requireNoMissingTag(statements);
    this.requireMutable(`add to them by hand ${JSON.stringify(this.stack.resolve(statements))}`);
  }

  public declarations(): Declaration[] {
    return this.policies.declarations();
  }

  public precede(dependent: CfnResource): void {
    this.policies.precede(dependent);
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    this.requireMutable(`add to them by hand what the policy ${policy.node.path} holds`);
    this.lender.attachInlinePolicy(policy);
    this.policies.need(policy);
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    this.requireMutable(`attach to it by hand ${JSON.stringify(this.stack.resolve(policy.managedPolicyArn))}`);
    this.lender.addManagedPolicy(policy);
  }

  public permissionsIn(stacks: SynthesizedStacks): RolePermissions {
    const { stack } = this;
    const found = this.find(stacks);
    if (found !== undefined) { return permissionsOf(found, stacks); }
    const name = this.valueIn(stacks, this.roleName);
    return { stack, policies: stacks.policies.policiesOfForeign(stacks.viewOf(stack), name, `the policies of ${this.shownArn}, which are made elsewhere`), tags: [] };
  }

  protected give(statement: () => StatementJson, source: () => string): void {
    this.policies.stayApart();
    this.policies.add(statement, source);
  }

  private get shownArn(): string {
    return this.literalArn ?? JSON.stringify(this.stack.resolve(this.roleArn));
  }

  private find(stacks: SynthesizedStacks): CfnResource | undefined {
    return stacks.roleOf(this.textIn(stacks, this.roleArn));
  }

  private valueIn(stacks: SynthesizedStacks, value: unknown): PolicyValue {
    return stacks.valuesIn(this.stack).valueOf(value);
  }

  private textIn(stacks: SynthesizedStacks, value: unknown): Text {
    return textIn(stacks.viewOf(this.stack), this.valueIn(stacks, value));
  }

  private validate(): string[] {
    try {
      return this.validateTrust(STACKS.get(this));
    } catch (error) {
      return [finding('ProofCrashed', `whom the role trusts could not be compared with what this workload needs, so nothing is known of it: ${(error as Error).message}`)];
    }
  }

  /** Compares the trust of the role with what the workload needs, where the app knows it. */
  private validateTrust(stacks: SynthesizedStacks): string[] {
    const required = this.props.required();
    const shown = showTrust(this.stack, required);
    const found = this.find(stacks);
    if (found === undefined) {
      addWarning(this, 'UnknownTrust', this.shownArn, `the role ${this.shownArn} is made elsewhere, and whom it trusts is not known: pods become it only if its trust policy holds ${shown}, `
        + 'so add that to it and acknowledge this');
      return [];
    }
    const { template, resource } = stacks.place(found);
    const trust = new Trust(template, readDocument(template, resource.Properties?.AssumeRolePolicyDocument));
    const isHere = found.stack === this.stack;
    const textOf = (value: unknown) => isHere ? textIn(template, this.stack.resolve(value)) : this.textIn(stacks, value);
    const { admits: certain, others } = compareTrust(trust, required, textOf);
    // An issuer that is known at deploy time only is read out of its provider, by an expression that another template writes in its own way.
    const admits = certain === 'no' && !isHere && hasTokenKeys(required) ? 'maybe' : certain;
    if (admits === 'no') {
      return [finding('UntrustedWorkload', `the trust policy of the role [${found.node.path}] does not admit this workload, so that its pods would get no credentials: add to it ${shown}`)];
    }
    if (admits === 'maybe') {
      addWarning(this, 'UnknownTrust', found.node.path, `whether the trust policy of the role [${found.node.path}] admits this workload hangs on what is known at deploy time only: pods become it only if `
        + `it holds ${shown}, so see to that and acknowledge this`);
    }
    if (others.length > 0) {
      addWarning(this, 'WideTrust', found.node.path, `the trust policy of the role [${found.node.path}] admits more than this workload: ${others.join(', ')}. Whoever they are has what this workload is given: `
        + `narrow it to ${shown}, or acknowledge this`);
    }
    return [];
  }

  private requireSamePlace(): void {
    const { account } = this.stack;
    const { role } = this.props;
    const partition = arnParts(role.roleArn)?.partition;
    if (knownToDiffer(partition, partitionOf(this.stack))) {
      refuse(this.node.scope!, 'WrongPartition', `role is in partition ${partition}, and this stack in ${partitionOf(this.stack)}: give a role of this partition, ${got(role.roleArn)}`);
    }
    if (knownToDiffer(role.env.account, account)) {
      refuse(this.node.scope!, 'WrongAccount', `role is in account ${role.env.account}, and the stack in ${account}: declare an IrsaWorkload in a stack of the role's account, with the OIDC provider that is there, `
        + `or give a PodIdentityWorkload that role by target: TargetRole.fromRoleArn, ${got(role.roleArn)}`);
    }
  }

  /** The tags of a role that is brought are its owner's. */
  private requireNoMissingTag(statements: readonly StatementJson[]): void {
    const sessions = this.props.sessions();
    const missing = sessionTagsIn(JSON.stringify(statements)).find((key) => !sessions.every((tags) => key in tags));
    if (missing === undefined) { return; }
    refuse(this.node.scope!, 'InvalidSessionTag', `the access names the tag ${missing}, which sessions of this workload don't bear, and a role that is brought is not tagged: name the namespace and the `
      + 'service account as they are, or leave role out, so that the workload makes one that bears the tag');
  }

  private requireMutable(instead: string): void {
    this.taking ??= takesPolicies(this, this.lender);
    if (this.taking) { return; }
    refuse(this.node.scope!, 'ImmutableRole', 'role takes no policy of this app (it is imported with mutable: false or from another account, given by withoutPolicyUpdates, or made before by customizeRoles), '
      + `so no permission lands in its policies: ${instead} and leave it out here, or give a role that takes policies, got: ${this.shownArn}`);
  }
}

/** Whether a role takes policies: one that doesn't keeps silent about it, so that only a policy tells that was attached. */
function takesPolicies(scope: Construct, role: iam.IRole): boolean {
  const probe = new iam.Policy(scope, 'Probe');
  role.attachInlinePolicy(probe);
  const attached = Stack.of(scope).resolve((probe.node.defaultChild as iam.CfnPolicy).roles);
  scope.node.tryRemoveChild('Probe');
  return attached !== undefined;
}

import { ArnFormat, CfnResource, Lazy, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { BoundRole, Declaration, permissionsOf, RolePermissions } from './bound-role';
import { RoleOptions } from './role-options';
import { RolePolicies } from './role-policies';
import { IdentityTags, RoleTags } from './role-tags';
import { SynthesizedStacks } from './synthesized-stacks';
import { checkTrustLength } from './trust-length-check';
import { writeAsRead } from './written-as-read';
import { identityStatement } from '../access/identity-statement';
import { StatementJson } from '../policy/statement';
import { captureCallSite, sourceAt } from '../private/call-site';
import { copyOf } from '../private/copy';
import { got, refuse } from '../private/errors';
import { descriptionProblem, roleNameProblem, rolePathProblem } from '../private/iam-names';
import { partitionOf } from '../private/partition';
import { Resolution } from '../private/reference-values';
import { isToken, resolvedAny, resolveTokens } from '../private/tokens';
import { requireValid } from '../private/validate';
import { resolvedTrust, trustDocument, TrustStatementJson } from '../trust/trust-document';

/** What defines the role of a workload. */
export interface WorkloadRoleProps extends RoleOptions {
  readonly roleName?: string;
  readonly tags: Record<string, string>;
  /** The statements of the trust policy; asked for when the app is synthesized. */
  readonly trust: () => readonly TrustStatementJson[];
  /** By which tags policies name the workload. */
  readonly identity: Pick<IdentityTags, 'ofPod' | 'ofSessions'>;
  /** What to do about permissions that no role can hold. */
  readonly giveLess?: string;
}

/**
 * The role of a workload: one `AWS::IAM::Role` that holds its permissions inline.
 *
 * It is an `iam.IRole`, so that grants of any L2 land in the same inline policy as the workload's own access.
 */
export class WorkloadRole extends Resource implements BoundRole {
  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction = 'sts:AssumeRole';
  public readonly principalAccount: string;
  public readonly roleArn: string;
  public readonly roleName: string;

  /** The role's ARN if it is known at synth: the name is given, and the stack has an account and a region. */
  public readonly literalArn?: string;

  /** The role in the template. */
  public readonly resource: iam.CfnRole;

  private readonly policies: RolePolicies;
  private readonly identityTags: RoleTags;
  private trust?: unknown;
  private principalArn?: string;
  private target?: string;

  constructor(scope: Construct, id: string, props: WorkloadRoleProps) {
    super(scope, id, { physicalName: props.roleName });
    this.validate(props);
    this.policies = new RolePolicies(this, { giveLess: props.giveLess }, {
      onGiven: (json) => this.identityTags.bear(json),
      onWritten: (json) => this.identityTags.requireBorne(json),
    });
    this.resource = new iam.CfnRole(this, 'Resource', {
      roleName: this.physicalName,
      path: props.path,
      description: props.description,
      maxSessionDuration: props.maxSessionDuration?.toSeconds(),
      permissionsBoundary: props.permissionsBoundary?.managedPolicyArn,
      assumeRolePolicyDocument: resolvedAny((resolution) => this.renderTrust(props.trust, resolution)),
      policies: this.policies.inline,
      managedPolicyArns: this.policies.managedArns,
      tags: Object.entries(props.tags).map(([key, value]) => ({ key, value })),
    });
    writeAsRead(this.resource);
    checkTrustLength(this.resource, props.trust);
    this.identityTags = new RoleTags(this.node.scope!, this.resource, { ...props.identity, given: props.tags });
    this.roleArn = this.resource.attrArn;
    this.roleName = this.resource.ref;
    if (props.roleName !== undefined) {
      const named = `role${props.path ?? '/'}${this.physicalName}`;
      this.roleArn = this.getResourceArnAttribute(this.resource.attrArn, { service: 'iam', region: '', resource: named, arnFormat: ArnFormat.NO_RESOURCE_NAME });
      this.roleName = this.getResourceNameAttribute(this.resource.ref);
      this.literalArn = literal(`arn:${partitionOf(this.stack)}:iam::${this.stack.account}:${named}`);
    }
    this.principalAccount = this.env.account;
  }

  public get reportedAt(): IConstruct {
    return this.resource;
  }

  /** A role of the workload's own takes any. */
  public requireTaking(): void {}

  public permissionsIn(stacks: SynthesizedStacks): RolePermissions {
    return permissionsOf(this.resource, stacks);
  }

  /** Makes a resource wait for the role with all its permissions. */
  public precede(dependent: CfnResource): void {
    this.policies.precede(dependent);
  }

  /** Makes the association of one of many workloads wait for the role with all its permissions. */
  public precedeMember(association: CfnResource): void {
    this.policies.precedeMember(association);
  }

  /** Gives the last permission, to become a target role: pods never have this role then. */
  public becomeOnly(target: string, statements: readonly StatementJson[]): void {
    const source = sourceAt('target', captureCallSite());
    statements.forEach((statement) => this.addStatement(statement, source));
    this.target = target;
  }

  /** Takes up that others may become the role than before. */
  public admitAnew(): void {
    this.trust = undefined;
    this.identityTags.bearAnew(this.declarations().map(({ json }) => JSON.stringify(json)));
  }

  /** The role as a principal. Grants ask for it whether or not they then put it into the policy of a resource. */
  public get policyFragment(): iam.PrincipalPolicyFragment {
    this.policies.prepareApart();
    this.principalArn ??= Lazy.uncachedString({ produce: ({ scope }) => this.arnInPolicyOf(scope) });
    return new iam.ArnPrincipal(this.principalArn).policyFragment;
  }

  public get roleRef(): iam.RoleReference {
    return { roleArn: this.roleArn, roleName: this.roleName };
  }

  /** The statements of all policies as they were declared. */
  public get policyDocument(): iam.PolicyDocument {
    return this.policies.document();
  }

  public addStatement(statement: StatementJson, source: () => string): void {
    this.give(() => statement, source);
  }

  public declarations(): Declaration[] {
    return this.policies.declarations();
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.give(() => identityStatement(this, statement), sourceAt('a grant', captureCallSite()));
    return { statementAdded: true, policyDependable: this };
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    this.requireOpen();
    policy.attachToRole(this);
    this.policies.need(policy);
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    this.requireOpen();
    this.policies.attach(policy.managedPolicyArn);
  }

  public grant(grantee: iam.IPrincipal, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.roleArn], scope: this });
  }

  public grantPassRole(grantee: iam.IPrincipal): iam.Grant {
    return this.grant(grantee, 'iam:PassRole');
  }

  public grantAssumeRole(grantee: iam.IPrincipal): iam.Grant {
    return this.grant(grantee, 'sts:AssumeRole');
  }

  private renderTrust(trust: WorkloadRoleProps['trust'], { resolve }: Resolution): unknown {
    return copyOf(resolvedTrust(resolveTokens(this.trust ??= trustDocument(this.stack, trust()), resolve)));
  }

  /** Adds a statement, which is asked for when the policies are written. */
  public give(statement: () => StatementJson, source: () => string): void {
    this.requireOpen();
    this.policies.add(statement, source);
  }

  private requireOpen(): void {
    if (this.target === undefined) { return; }
    refuse(this.node.scope!, 'UnusedAccess', 'the role becomes the target and does nothing else, so that pods would never have this permission: '
      + `give it to the workload itself, whose access lands on the target, ${got(this.target)}`);
  }

  /** The ARN as the policy of a resource names it; one of this stack depends on the role by that. */
  private arnInPolicyOf(resource: IConstruct): string {
    if (Stack.of(resource) === this.stack) { this.policies.standApart(); }
    return this.roleArn;
  }

  private validate(props: WorkloadRoleProps): void {
    const scope = this.node.scope!;
    requireValid(scope, 'InvalidRoleName', 'roleName', props.roleName, roleNameProblem);
    requireValid(scope, 'InvalidRolePath', 'path', props.path, rolePathProblem);
    requireValid(scope, 'InvalidDescription', 'description', props.description, descriptionProblem);
    const session = props.maxSessionDuration;
    if (session !== undefined && !session.isUnresolved() && (session.toSeconds() < 3_600 || session.toSeconds() > 43_200)) {
      refuse(scope, 'InvalidMaxSessionDuration', `maxSessionDuration must be between 1 and 12 hours (IAM), ${got(session.toHumanString())}`);
    }
  }
}

function literal(value: string): string | undefined {
  return isToken(value) ? undefined : value;
}

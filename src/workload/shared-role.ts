import { Resource, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RoleMember } from './role-member';
import { RoleOptions } from './role-options';
import { RoleSharing } from './role-sharing';
import { WorkloadRole } from './workload-role';
import { requireSamePartition, validateOwner, validateTags } from './workload-validation';
import { Access } from '../access/access';
import { OWNER_LABEL } from '../manifests/labels';
import { knownToDiffer } from '../private/arns';
import { captureCallSite, sourceAt } from '../private/call-site';
import { compare } from '../private/compare';
import { finding, got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { podIdentityTags } from '../trust/pod-identity-tags';
import { RoleSubject, sharedSourceTrust, sharedTagTrust } from '../trust/shared-trust';
import { TrustStatementJson } from '../trust/trust-document';

/** What a role that workloads share is declared with. */
export interface SharedRoleProps extends RoleOptions {
  /** Who answers for the role: a Kubernetes label value of at most 63 characters. It is a tag of the role. */
  readonly owner: string;

  /**
   * The key of the tag that names the owner.
   *
   * @default 'platform.identity/owner'
   */
  readonly ownerLabel?: string;

  /**
   * How the workloads are kept apart.
   *
   * @default RoleSharing.SESSION_POLICIES
   */
  readonly sharing?: RoleSharing;

  /**
   * What all of the workloads may do: with `RoleSharing.SESSION_TAGS` alone.
   *
   * @default - with session policies what each workload is given, with session tags nothing
   */
  readonly access?: Access[];

  /**
   * The name of the role: at most 64 letters, digits and `+=,.@_-`, unique in the account.
   *
   * @default - CloudFormation names it
   */
  readonly roleName?: string;

  /**
   * Further tags of the role.
   *
   * @default - the owner alone
   */
  readonly tags?: Record<string, string>;
}

/** A workload that joins. */
interface Joining {
  /** Its service account in each of its clusters. */
  readonly subjects: readonly RoleSubject[];
  /** The account of its clusters. */
  readonly account: string;
}

/** The keys of the tags of sessions. */
const allTags = () => podIdentityTags({ clusterArn: '', clusterName: '', namespace: '', serviceAccountName: '' });

/** What to do about members whose permissions no role can hold. */
const SPLIT = 'give the members less, by common prefixes, or split them over several SharedRoles';

/**
 * One role for several workloads of EKS Pod Identity, where a role for each is too many: give it to each
 * `PodIdentityWorkload` as `sharedRole`. Workloads have a role each unless there is a reason; this keeps them apart all the same.
 *
 * It synthesizes one `AWS::IAM::Role`, and the workloads an association each:
 *
 * - with `RoleSharing.SESSION_POLICIES` the role has what all workloads have, and each association a session policy
 *   (`Policy`) with the access of its workload and nothing else. EKS tags no such session, so that the trust compares
 *   `aws:SourceArn` with exactly the clusters of the workloads, and `aws:SourceAccount`;
 * - with `RoleSharing.SESSION_TAGS` the role has its own `access`, and the trust one statement for each cluster and namespace
 *   (`aws:RequestTag/eks-cluster-arn`, `…/kubernetes-namespace`) with the service accounts of the workloads (`…/kubernetes-service-account`).
 *
 * IAM takes 10,240 characters inline and 10 managed policies of 6,144 for the role, and 2,048 of trust (8,192 where the
 * quota is raised); EKS 2,048 for a session policy.
 *
 * The role is in the account of the clusters. Its template refers to what the workloads use, and theirs to the role:
 * declare them in one stack, or name the resources.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 * @example
 * declare const cluster: eks.Cluster;
 * declare const bucket: s3.Bucket;
 * const readers = new SharedRole(this, 'Readers', { owner: 'finance-platform' });
 * for (const team of ['tax', 'audit']) {
 *   new PodIdentityWorkload(this, team, {
 *     cluster,
 *     namespace: 'finance-prod',
 *     serviceAccountName: team,
 *     owner: 'finance-platform',
 *     sharedRole: readers,
 *     access: [S3Access.readPrefix(bucket, `${team}/`)],
 *   });
 * }
 */
export class SharedRole extends Resource implements iam.IGrantable, iam.IRoleRef {
  /** The ARN of the role. */
  public readonly roleArn: string;

  /** How the workloads are kept apart. */
  public readonly sharing: RoleSharing;

  private readonly role: WorkloadRole;
  private readonly members: RoleSubject[] = [];

  /**
   * @throws if the owner, a tag or a property of the role is not what IAM takes, or if `access` is given with session policies
   */
  constructor(scope: Construct, id: string, props: SharedRoleProps) {
    super(scope, id);
    const { owner, ownerLabel = OWNER_LABEL, tags = {}, sharing = RoleSharing.SESSION_POLICIES, access = [] } = props;
    validateOwner(this, owner, ownerLabel);
    validateTags(this, tags, ownerLabel);
    this.sharing = sharing;
    this.role = new WorkloadRole(this, 'Role', {
      ...props,
      tags: { ...tags, [ownerLabel]: owner },
      trust: () => this.trust(),
      identity: { ofPod: allTags, ofSessions: () => [sharing === RoleSharing.SESSION_TAGS ? allTags() : {}] },
      giveLess: SPLIT,
    });
    this.roleArn = this.role.roleArn;
    this.node.addValidation({ validate: () => this.validateUsed() });
    this.addAccess(...access);
  }

  /** A reference to the role. */
  public get roleRef(): iam.RoleReference {
    return this.role.roleRef;
  }

  /**
   * The principal of the role, for what all of the workloads may do: with `RoleSharing.SESSION_TAGS` alone.
   *
   * @throws with session policies: grant to the workloads then
   */
  public get grantPrincipal(): iam.IPrincipal {
    this.requireAccessOfAll();
    return this.role;
  }

  /**
   * Allows all of the workloads more: with `RoleSharing.SESSION_TAGS` alone.
   *
   * @throws with session policies, since no session policy would leave it to a workload; if an access names a resource of another partition
   */
  public addAccess(...access: Access[]): void {
    const callSite = captureCallSite();
    for (const each of access) {
      this.requireAccessOfAll();
      requireSamePartition(this, each, partitionOf(this.stack));
      const source = sourceAt(`the access ${JSON.stringify(each.reason)} of the shared role`, callSite);
      each._statements.forEach((statement) => this.role.addStatement(statement, source));
    }
  }

  /**
   * Lets a workload become the role, and gives it the role as it then has it.
   *
   * @internal
   */
  public _admit(workload: Construct, { subjects, account }: Joining): RoleMember {
    if (Stage.of(this) !== Stage.of(workload)) {
      refuse(workload, 'WrongStage', `sharedRole is in another stage of the app, and stages are synthesized apart: declare one in each stage, ${got(this.node.path)}`);
    }
    if (knownToDiffer(this.stack.account, account)) {
      refuse(workload, 'WrongAccount', `sharedRole is in account ${this.stack.account}, and the cluster in ${account}: Pod Identity takes a role of the cluster's account alone, so declare a SharedRole there, `
        + got(this.node.path));
    }
    this.members.push(...subjects);
    return new RoleMember(workload, 'Role', this.role, this.sharing);
  }

  private trust(): TrustStatementJson[] {
    const keyOf = (value: string) => JSON.stringify(this.stack.resolve(value));
    if (this.sharing === RoleSharing.SESSION_TAGS) { return sharedTagTrust(this.members, keyOf); }
    const clusters = new Map(this.members.map(({ clusterArn }) => [keyOf(clusterArn), clusterArn]));
    const clusterArns = [...clusters].sort(([a], [b]) => compare(a, b)).map(([, arn]) => arn);
    return [sharedSourceTrust(clusterArns, this.stack.account)];
  }

  private requireAccessOfAll(): void {
    if (this.sharing === RoleSharing.SESSION_TAGS) { return; }
    refuse(this, 'UnusedAccess', 'the session policies of the workloads leave each its own access alone, so that none would have this permission: give it to the workloads that need it, '
      + 'or share the role by RoleSharing.SESSION_TAGS');
  }

  private validateUsed(): string[] {
    return this.members.length > 0 ? [] : [finding('UnusedSharedRole', 'no workload shares this role, so that nobody could become it: give it to a PodIdentityWorkload as sharedRole, or leave it out')];
  }
}

import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { associate, requireAssociable } from './associate';
import { arnsOf } from './bound-clusters';
import { BoundRole } from './bound-role';
import { checkPodIdentityCompute } from './compute-checks';
import { IdentityMechanism } from './identity-mechanism';
import { literalRoleName } from './literal-role-name';
import { requireCompatible } from './pod-identity-options';
import { PodIdentityTrust } from './pod-identity-trust';
import { RoleSharing } from './role-sharing';
import { BOUND_BY_ASSOCIATION, ServiceAccountBinding } from './service-account-binding';
import { SessionPolicy } from './session-policy';
import { SharedRole } from './shared-role';
import { TargetRole } from './target-role';
import { tagsOfSubject, targetSubjects } from './target-subject';
import { Workload } from './workload';
import { WorkloadProps } from './workload-props';
import { WorkloadRole } from './workload-role';
import { requireNoRoleProps, requireSamePartition } from './workload-validation';
import { Access } from '../access/access';
import { StsAccess } from '../access/sts-access';
import { partitionOf } from '../private/partition';
import { podIdentitySourceTrust, podIdentityTrust } from '../trust/pod-identity-trust';
import { TargetSubject } from '../trust/target-trust';
import { TrustStatementJson } from '../trust/trust-document';

/** What an identity through EKS Pod Identity is declared with. */
export interface PodIdentityWorkloadProps extends WorkloadProps {
  /**
   * The role that the pods become from the workload's own, mostly in another account: see `TargetRole`.
   *
   * Then `role` may do one thing, to become the target, and `access`, `mustNot` and grants to the workload are about the
   * target role. The stack needs an `env`, the cluster a name that is known at synth, and `roleName`, `path`, `namespace`
   * and `serviceAccountName` are literals. `role` gets a name if it isn't given one, so that giving a target to a deployed
   * workload replaces its role.
   *
   * @default - the pods have the workload's own role
   */
  readonly target?: TargetRole;

  /**
   * Whether EKS Pod Identity tags the sessions of the pods with their cluster, namespace, service account, name and uid.
   *
   * Without them, the trust can't compare them: it then compares the cluster (`aws:SourceArn`) and its account
   * (`aws:SourceAccount`) alone, so that whoever may pass the role can bind any service account of the cluster to it.
   * The tags that access names by `SessionTag` are borne by the role, or by its `target`, instead.
   *
   * @default true
   */
  readonly sessionTags?: boolean;

  /**
   * Whom the role trusts, if not the service account alone: see `PodIdentityTrust`.
   *
   * @default - `PodIdentityTrust.locked()`
   */
  readonly trust?: PodIdentityTrust;

  /**
   * What the sessions of the pods are restricted to, of what the role allows: a session policy of at most 2,048 characters.
   *
   * It allows nothing by itself. With a `target` it restricts the sessions of the target. EKS takes it only where it
   * doesn't tag sessions, so `sessionTags` must be `false`.
   *
   * @default - the sessions have all that the role allows
   */
  readonly sessionPolicy?: Access[];

  /**
   * The role that the workload shares with others: see `SharedRole`. Then the workload makes none.
   *
   * The access of the workload restricts its sessions, or, with `RoleSharing.SESSION_TAGS`, is given to the shared role.
   * What defines the role (`roleName`, `path`, `description`, `maxSessionDuration`, `permissionsBoundary`), `role`, `target`,
   * `trust`, `sessionPolicy`, and session tags other than the role's sharing has them can't be given with it.
   *
   * @default - the workload has a role of its own
   */
  readonly sharedRole?: SharedRole;
}

/**
 * An AWS identity for the pods of one service account, through EKS Pod Identity.
 *
 * It synthesizes two resources and no Lambda, and for each of `additionalClusters` an association more:
 *
 * - one `AWS::IAM::Role`, which `pods.eks.amazonaws.com` may assume (`sts:AssumeRole`, `sts:TagSession`) only with the
 *   session tags of these clusters (`aws:RequestTag/eks-cluster-arn`), namespace (`…/kubernetes-namespace`) and service
 *   account (`…/kubernetes-service-account`);
 * - one `AWS::EKS::PodIdentityAssociation` between the service account and the role.
 *
 * With a `role` or a `sharedRole` it makes no role, and the association names that one.
 *
 * With `sessionTags: false` the trust compares `aws:SourceArn` and `aws:SourceAccount` instead. With a `target`, the pods
 * become that role through this one, which then has exactly one permission: `sts:AssumeRole` and `sts:TagSession` on it.
 *
 * Both must be in the account of the cluster, and the association in its region: that of an additional cluster of another
 * region is therefore made in the stack that the cluster is declared in. EKS takes 5,000 associations for a
 * cluster, one for a service account. Pods get the identity when they start after the association: restart running
 * ones. The `eks-pod-identity-agent` add-on must run on the nodes (it is built into Auto Mode): see `PodIdentityAgent`.
 *
 * Where all that is known of the pods' compute can't do Pod Identity, it is refused, and where a part can't it is a warning
 * (`cdk-eks-workload-identity:MixedCompute[…]`, `…:FargateProfile[PATH]`): see `compute`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 * @example
 * declare const cluster: eks.Cluster;
 * declare const bucket: s3.Bucket;
 * const exporter = new PodIdentityWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   access: [S3Access.writePrefix(bucket, 'invoices/')],
 * });
 */
export class PodIdentityWorkload extends Workload {
  /** EKS Pod Identity. */
  public readonly mechanism = IdentityMechanism.POD_IDENTITY;

  /** The association between the service account and the role: in `cluster`. */
  public readonly association: eks.CfnPodIdentityAssociation;

  /** The association in each cluster, in the order of `clusters`. */
  public readonly associations: eks.CfnPodIdentityAssociation[];

  /** The role that the pods become from the workload's own, if there is one. */
  public readonly target?: TargetRole;

  private readonly tagsSessions: boolean;
  private readonly trust: PodIdentityTrust;

  /** What the trust of the target says of the workload, for each of its clusters. */
  private readonly subjects?: readonly TargetSubject[];

  /**
   * @throws if a name, the owner, a label, a tag or a property of the role is not what Kubernetes or IAM takes, if the
   * service account is `default` or declared already, if the stack is in another account or region than the cluster, if a
   * cluster is given twice, if the pods run where Pod Identity can't give them credentials, if an additional cluster is in
   * another account, or in another region than the stack that it is declared in, or if `trust` admits more than the target
   * or sessions without tags can tell apart; with a `target` if what its trust names is not known at synth, or if it is in
   * another partition or stage
   */
  constructor(scope: Construct, id: string, props: PodIdentityWorkloadProps) {
    super(scope, id, props);
    requireCompatible(this, props);
    requireAssociable(this, this._clusters, this._role);
    this._placed(props).forEach(checkPodIdentityCompute);
    this.tagsSessions = props.sharedRole === undefined ? props.sessionTags ?? true : props.sharedRole.sharing === RoleSharing.SESSION_TAGS;
    this.target = props.target;
    this.trust = props.trust ?? PodIdentityTrust.locked();
    this.trust._check(this, { reportedAt: this._role.reportedAt, sessionTags: this.tagsSessions, hasTarget: props.target !== undefined });
    this.subjects = this.becomeTarget();
    this.associations = associate(this, this._clusters, {
      namespace: this.namespace,
      serviceAccountName: this.serviceAccountName,
      role: this._role,
      tags: this._tags,
      targetRoleArn: props.target?.roleArn,
      disableSessionTags: this.tagsSessions ? undefined : true,
      policy: (props.sessionPolicy === undefined ? this._role.sessionPolicy : this.restrictTo(props.sessionPolicy))?.text,
    });
    this.association = this.associations[0];
    this._permit(props);
  }

  /** @internal */
  protected override _bindRole(props: PodIdentityWorkloadProps): BoundRole {
    if (props.sharedRole === undefined) { return super._bindRole(props); }
    requireNoRoleProps(this, 'sharedRole', props);
    return props.sharedRole._admit(this, { subjects: this._identities(), account: this._clusters[0].facts.account });
  }

  /** @internal */
  protected override _restricted(): eks.CfnPodIdentityAssociation {
    return this.association;
  }

  /** @internal */
  protected override _roleName(props: PodIdentityWorkloadProps): string | undefined {
    return props.target === undefined ? props.roleName : literalRoleName(this, props);
  }

  /** @internal */
  protected override _target(): TargetRole | undefined {
    return this.target;
  }

  /** @internal */
  protected _trust(): TrustStatementJson[] {
    const { namespace, serviceAccountName } = this;
    const clusterArns = arnsOf(this._clusters);
    const { account } = this._clusters[0].facts;
    const locked = this.tagsSessions
      ? podIdentityTrust({ clusterArns, namespace, serviceAccountName })
      : podIdentitySourceTrust({ clusterArns, account });
    return this.trust._statements(locked, { namespace, serviceAccountName, account });
  }

  /** @internal */
  protected _sessions(): Record<string, unknown>[] {
    if (!this.tagsSessions) { return [{}]; }
    return this.subjects === undefined ? this._podTags() : this.subjects.map(tagsOfSubject);
  }

  /** @internal */
  protected _serviceAccount(): ServiceAccountBinding {
    return BOUND_BY_ASSOCIATION;
  }

  /** Makes the session policy of what the workload says. */
  private restrictTo(access: readonly Access[]): SessionPolicy {
    const made = new SessionPolicy(this, 'sessionPolicy');
    for (const each of access) {
      requireSamePartition(this, each, partitionOf(Stack.of(this)));
      made.requireFit(each._statements);
      each._statements.forEach((statement) => made.add(() => statement));
    }
    return made;
  }

  /** Lets the workload's role become the target, and nothing else. */
  private becomeTarget(): TargetSubject[] | undefined {
    if (this.target === undefined) { return undefined; }
    const { namespace, serviceAccountName } = this;
    const { _clusters: clusters, _role: role, tagsSessions: sessionTags } = this;
    const subjects = targetSubjects(this, { clusters, namespace, serviceAccountName, role, sessionTags });
    this.target._admit(this, subjects);
    (role as WorkloadRole).becomeOnly(this.target.roleArn, StsAccess.assumeRole(this.target)._statements);
    return subjects;
  }
}

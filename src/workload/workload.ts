import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as cdk8s from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { AccessAnalyzerCheck } from './access-analyzer-check';
import { BindPodsOptions } from './bind-pods-options';
import { BoundCluster, boundClusters } from './bound-clusters';
import { bindPodsTo } from './bound-pods';
import { BoundRole } from './bound-role';
import { BroughtRole } from './brought-role';
import { PlacedWorkload, requireComputeOfCluster } from './compute-checks';
import { declareIdentity } from './declared-identities';
import { DeclaredServiceAccount, ROLE_ARN_ANNOTATION } from './declared-service-account';
import { reportForeignKeys } from './foreign-keys';
import { refuseForForeignRole } from './foreign-role';
import { IdentityMechanism } from './identity-mechanism';
import { MustNot } from './must-not';
import { MustNotProof } from './must-not-proof';
import { revocation } from './revocation';
import { agreedTags } from './role-tags';
import { requireSdks } from './sdk-check';
import { ServiceAccountBinding } from './service-account-binding';
import { ServiceAccountOptions } from './service-account-options';
import { STACKS, SynthesizedStacks } from './synthesized-stacks';
import { TargetRole } from './target-role';
import { rolesInTemplates, WorkloadInTemplates } from './workload-in-templates';
import { WorkloadProps } from './workload-props';
import { WorkloadRole } from './workload-role';
import { requireNoRoleProps, requireOwnServiceAccount, requireSamePartition, validateIdentity } from './workload-validation';
import { markAsWorkload } from './workloads-of';
import { Access } from '../access/access';
import { Forbidden } from '../access/forbidden';
import { MECHANISM_LABEL, OWNER_LABEL } from '../manifests/labels';
import { ServiceAccountObject } from '../manifests/service-account';
import { StatementJson } from '../policy/statement';
import { captureCallSite, sourceAt } from '../private/call-site';
import { partitionOf } from '../private/partition';
import { PodFacts, podIdentityTags } from '../trust/pod-identity-tags';
import { TrustStatementJson } from '../trust/trust-document';

/**
 * An AWS identity for the pods of one Kubernetes service account: the base of `PodIdentityWorkload` and `IrsaWorkload`.
 *
 * It defines one `AWS::IAM::Role` whose trust names exactly its clusters, namespace and service account, and whose
 * permissions stand in one inline policy. The role's logical id is the same whichever mechanism binds it. A role that is
 * there already takes its place by `role`.
 *
 * It is an `IGrantable`: `bucket.grantRead(workload)`, and the grant of any other L2, lands in the same policy.
 * Statements are merged and sorted, so that the order of declarations changes nothing. What is over IAM's limit of
 * 10,240 characters for inline policies goes into managed policies of the role. Where the policy of a resource
 * in the stack names the role, the statements stand in an `AWS::IAM::Policy` apart, so that neither waits for the other.
 *
 * What it must not do (`mustNot`) is proved at synth over all of that.
 *
 * It is not meant to be extended by other classes than this library's.
 */
export abstract class Workload extends Construct implements iam.IGrantable {
  /** How the pods become the role. */
  public abstract readonly mechanism: IdentityMechanism;

  /** The cluster that the pods run in. */
  public readonly cluster: eks.IClusterRef;

  /** All clusters that the pods run in: `cluster`, and then the additional ones, ordered by region, account and name. */
  public readonly clusters: eks.IClusterRef[];

  /** The Kubernetes namespace of the pods. */
  public readonly namespace: string;

  /** The name of the ServiceAccount of the pods. */
  public readonly serviceAccountName: string;

  /** Who answers for the identity. */
  public readonly owner: string;

  /** The role that the pods become; with a `target` the role in the cluster's account, which may do nothing but become the target. */
  public readonly role: iam.IRole;

  /** @internal */
  protected readonly _clusters: readonly BoundCluster[];

  /** @internal */
  protected readonly _tags: Record<string, string>;

  /** @internal */
  protected readonly _role: BoundRole;

  private readonly mustNot: MustNot;
  private readonly ownerLabel: string;
  private readonly labels: Record<string, string>;
  private readonly annotations: Record<string, string>;

  protected constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    markAsWorkload(this);
    STACKS.prepare(this);
    validateIdentity(this, props);
    this.cluster = props.cluster;
    this.namespace = props.namespace;
    this.serviceAccountName = props.serviceAccountName;
    this.owner = props.owner;
    this._clusters = boundClusters(this, props);
    this.clusters = this._clusters.map(({ cluster }) => cluster);
    this._clusters.forEach((each) => requireComputeOfCluster(this, props.compute, each));
    this._clusters.forEach(({ facts: { clusterArn } }) => declareIdentity(this, { ...props, clusterArn }));

    this.ownerLabel = props.ownerLabel ?? OWNER_LABEL;
    const owner = { [this.ownerLabel]: props.owner };
    this.labels = { ...props.labels, ...owner };
    this.annotations = { ...props.annotations };
    this._tags = { ...props.tags, ...owner };

    this._role = this._bindRole(props);
    this.role = this._role;
    reportForeignKeys(this._role.reportedAt, () => this._bearer);
    this.mustNot = new MustNot(this, {
      role: () => this.bearerOf([]),
      association: () => this._restricted(),
      reportedAt: this._role.reportedAt,
      sessions: () => this._sessions(),
      strict: props.strict ?? false,
    });
  }

  /** The ARN of the role. */
  public get roleArn(): string {
    return this.role.roleArn;
  }

  /** The principal of the role that bears the access: of the `target` if there is one. */
  public get grantPrincipal(): iam.IPrincipal {
    return this._target()?.grantPrincipal ?? this._role;
  }

  /**
   * What the trust policy of `role` must hold for the pods to become it: its statements, as a JSON list.
   *
   * The role that a workload makes holds it. A role that is brought must be given it, for example by
   * `JSON.parse(workload.requiredTrust)` and `PolicyStatement.fromJson`.
   */
  public get requiredTrust(): string {
    return JSON.stringify(this._trust());
  }

  /**
   * What the role that bears the access allows: all statements as declared, before they are merged. A copy: changing it
   * changes nothing.
   *
   * With a `target` these are the statements of all workloads that the target serves.
   */
  public get policyDocument(): iam.PolicyDocument {
    return this._bearer?.policyDocument ?? new iam.PolicyDocument();
  }

  /**
   * Allows the workload more.
   *
   * A KMS key of another account is a warning at synth (`cdk-eks-workload-identity:ForeignKey[ARN]`) that tells what its
   * key policy must hold.
   *
   * @throws if an access names a resource of another partition than the stack's, or if the `target` is made elsewhere
   */
  public addAccess(...access: Access[]): void {
    const callSite = captureCallSite();
    if (access.length === 0) { return; }
    access.forEach((each) => requireSamePartition(this, each, partitionOf(Stack.of(this))));
    const bearer = this.bearerOf(access.flatMap((each) => each._statements));
    for (const each of access) {
      const source = sourceAt(`the access ${JSON.stringify(each.reason)}`, callSite);
      each._statements.forEach((statement) => bearer.addStatement(statement, source));
    }
  }

  /**
   * Forbids the workload more: proved at synth, and for an entry that is `enforced()` denied by a statement of the role.
   *
   * @throws if the `target` is made elsewhere, so that nothing is known of its policies
   */
  public addMustNot(...forbidden: Forbidden[]): void {
    for (const each of forbidden) {
      const bearer = this.bearerOf([]);
      this.mustNot.add(each);
      if (each._denial !== undefined) { bearer.addStatement(each._denial, sourceAt('mustNot', captureCallSite())); }
    }
  }

  /**
   * The proofs of `mustNot`, one for each entry in their order, on the templates as they would be written now: ask once
   * the app is synthesized.
   *
   * It decides over the identity policies of the role and its permissions boundary, as they stand in the app's
   * templates; not over the policies of resources, and not over those of the organization.
   */
  public proveMustNot(): MustNotProof[] {
    return this.mustNot.prove();
  }

  /**
   * Writes `mustNot` for IAM Access Analyzer, which checks a deployed policy against what AWS itself makes of it: one
   * file `must-not-N.json` for each entry, with the command that takes it.
   *
   * Put the policy to be checked beside them as `policy.json`, for example
   * `aws iam get-role-policy --role-name ROLE --policy-name Access --query PolicyDocument > policy.json`. Entries with
   * `outside` or `when`, and those of resources that are known at deploy time only, are not written and say so. The
   * checks are charged by AWS.
   *
   * @param directory where to write, made if it isn't there
   * @throws if `directory` is empty or a token
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html
   */
  public writeAccessAnalyzerChecks(directory: string): AccessAnalyzerCheck[] {
    return this.mustNot.writeChecks(directory);
  }

  /**
   * Adds the ServiceAccount of the workload to a cdk8s chart: one `v1/ServiceAccount` with its name, namespace, owner
   * and mechanism labels and, for IRSA, the annotations of the Pod Identity Webhook.
   *
   * Deploy the chart by `cluster.addCdk8sChart`, where the role's ARN resolves, or write it as YAML. Written as YAML,
   * the ServiceAccount of an `IrsaWorkload` needs a `roleName`, and a stack with account and region, since a file can't
   * hold an ARN that is known at deploy time only: writing it fails otherwise. It is the same in each of `clusters`: call
   * this for a chart of each.
   *
   * @param chart the chart, or a construct in it
   * @see https://kubernetes.io/docs/concepts/security/service-accounts/
   */
  public addServiceAccount(chart: Construct, options: ServiceAccountOptions = {}): cdk8s.ApiObject {
    requireOwnServiceAccount(this);
    const { literalArn } = this._role;
    const { mechanism, annotations } = this._serviceAccount();
    return new ServiceAccountObject(chart, options.id ?? `${this.node.id}ServiceAccount`, {
      name: this.serviceAccountName,
      namespace: this.namespace,
      labels: { ...this.labels, [MECHANISM_LABEL]: mechanism },
      annotations: { ...this.annotations, ...annotations },
      automountServiceAccountToken: options.automountServiceAccountToken ?? false,
      literals: literalArn === undefined ? {} : { [this.roleArn]: literalArn },
    });
  }

  /**
   * Gives the pods of an object of Kubernetes the identity, so that they have it or fail: of a Deployment, StatefulSet, DaemonSet,
   * ReplicaSet, Job, CronJob or Pod, or of any kind with a pod template (`podTemplatePath`).
   *
   * In what the object writes, it sets `serviceAccountName`, and the namespace if none is given; in each container
   * `AWS_EC2_METADATA_DISABLED=true`, `AWS_REGION` and `AWS_DEFAULT_REGION` of the cluster where absent, and behind a proxy the addresses of the
   * agent in `NO_PROXY` and `no_proxy`. The token is mounted by EKS when a pod is made. The annotation
   * `platform.identity/restarted-for` of the pod template changes iff pods must be made anew to see a change of the identity.
   *
   * Checked is what is written, with all that is set lazily or later: when the cdk8s chart is written, and when the CDK app is
   * synthesized. What can't work is an error: another service account or namespace, static credentials and what else keeps SDKs from the
   * identity (see `StaticCredentials`), a token file that isn't mounted, and Windows or Fargate with EKS Pod Identity. What is risky is a
   * warning to acknowledge at the workload: `cdk-eks-workload-identity:HostNetwork[…]`, `…:InstanceMetadata[…]`,
   * `…:StaticCredentials[…]` of files that aren't known, and `…:UnknownNoProxy[…]`.
   *
   * @param apiObject a cdk8s `ApiObject`, or a construct whose default child is one, as those of cdk8s-plus
   * @throws if the kind has no pod template, if the object is bound already, or if an option has no effect
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
   */
  public bindPods(apiObject: IConstruct, options: BindPodsOptions = {}): void {
    requireOwnServiceAccount(this);
    const { _clusters: clusters, _role: role } = this;
    bindPodsTo(this, { clusters, role, annotations: () => this._serviceAccount().annotations }, apiObject, options);
  }

  /** @internal Gives what is declared with the workload: once its class has set up the mechanism. */
  protected _permit({ access = [], mustNot = [], sdk, revokedBefore }: WorkloadProps): void {
    requireSdks(this, this.mechanism, sdk);
    if (revokedBefore !== undefined) {
      const denial = revocation(this, this._role, revokedBefore);
      this.bearerOf([denial]).addStatement(denial, sourceAt('revokedBefore', captureCallSite()));
    }
    this.addAccess(...access);
    this.addMustNot(...mustNot);
  }

  /** @internal Where the pods run in each cluster, for the checks of the mechanism. */
  protected _placed({ namespace, compute }: WorkloadProps): PlacedWorkload[] {
    return this._clusters.map(({ cluster, where }) => ({ workload: this, reportedAt: this._role.reportedAt, cluster, where, namespace, compute }));
  }

  /** @internal The session tags that EKS Pod Identity sets in each cluster; a reference to nothing stands for what each pod has for its own. */
  protected _podTags(): Record<string, unknown>[] {
    return this._identities().map((each) => podIdentityTags(each));
  }

  /** @internal The proofs of `mustNot` during a synth. */
  public _proofsInSynth(): MustNotProof[] {
    return this.mustNot.proveInSynth();
  }

  /** @internal The role that bears what the workload is given; none if it is made elsewhere. */
  public get _bearer(): BoundRole | undefined {
    const target = this._target();
    return target === undefined ? this._role : target._role;
  }

  /** @internal What the workload must not do. */
  public get _forbidden(): readonly Forbidden[] {
    return this.mustNot.entries;
  }

  /** @internal The service account, in each of its clusters. */
  public _identities(): PodFacts<string>[] {
    const { namespace, serviceAccountName } = this;
    return this._clusters.map(({ clusterArn, clusterName }) => ({ clusterArn, clusterName, namespace, serviceAccountName }));
  }

  /** @internal What these templates know of the workload. */
  public _inTemplates(stacks: SynthesizedStacks): WorkloadInTemplates {
    const permissions = this._bearer && this.mustNot.permissionsIn(stacks);
    return { ...rolesInTemplates(this, stacks, this.roleArn, this._target()?.roleArn), permissions, proofs: this.mustNot.proveOn(stacks) };
  }

  /** @internal The role that the pods have; asked for before the class has set up the mechanism. */
  protected _bindRole(props: WorkloadProps): BoundRole {
    if (props.role !== undefined) {
      requireNoRoleProps(this, 'role', props);
      return new BroughtRole(this, 'Role', { role: props.role, required: () => this._trust(), sessions: () => this._sessions() });
    }
    return new WorkloadRole(this, 'Role', {
      ...props,
      roleName: this._roleName(props),
      tags: this._tags,
      trust: () => this._trust(),
      identity: { ofPod: () => agreedTags(this._podTags()), ofSessions: () => this._sessions() },
    });
  }

  /** @internal What each cluster may know of the service account. */
  public _declared(): DeclaredServiceAccount[] {
    const { namespace, serviceAccountName, ownerLabel, node: { path } } = this;
    const annotated = this._serviceAccount().annotations[ROLE_ARN_ANNOTATION];
    const roleArn = annotated && (this._role.literalArn ?? annotated);
    return this._clusters.map(({ facts: { clusterArn } }) => ({ clusterArn, namespace, serviceAccountName, path, ownerLabel, roleArn }));
  }

  /** @internal Whether the ServiceAccount and its pods are for the app to declare. */
  public get _ownsServiceAccount(): boolean {
    return true;
  }

  /** @internal The name of the role; asked for before the class has set up the mechanism. */
  protected _roleName({ roleName }: WorkloadProps): string | undefined {
    return roleName;
  }

  /** @internal The role that the pods become from the workload's own, and that then bears the access. */
  protected _target(): TargetRole | undefined {
    return undefined;
  }

  /** @internal The association of all sessions, which may have a session policy that restricts them. */
  protected _restricted(): eks.CfnPodIdentityAssociation | undefined {
    return undefined;
  }

  /** @internal Who may become the role: the statements of its trust policy. */
  protected abstract _trust(): TrustStatementJson[];

  /** @internal The session tags with which the role is assumed, of each mechanism that it trusts; they are tags of the principal. */
  protected abstract _sessions(): Record<string, unknown>[];

  /** @internal What the ServiceAccount says of the mechanism. */
  protected abstract _serviceAccount(): ServiceAccountBinding;

  /** The role that bears these statements, or of which something is proved. */
  private bearerOf(statements: readonly StatementJson[]): BoundRole {
    const bearer = this._bearer ?? refuseForForeignRole(this, this._target()!.roleArn, statements);
    bearer.requireTaking(statements);
    return bearer;
  }
}

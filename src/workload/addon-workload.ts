import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { annotateByAddon, associateByAddon, requireAddon } from './addon-binding';
import { requireAssociable } from './associate';
import { arnsOf } from './bound-clusters';
import { checkIrsaCompute, checkPodIdentityCompute } from './compute-checks';
import { IdentityMechanism } from './identity-mechanism';
import { BOUND_BY_ASSOCIATION, ServiceAccountBinding } from './service-account-binding';
import { WebIdentityFederation } from './web-identity-federation';
import { Workload } from './workload';
import { WorkloadProps } from './workload-props';
import { got, refuse } from '../private/errors';
import { podIdentityTrust } from '../trust/pod-identity-trust';
import { TrustStatementJson } from '../trust/trust-document';

/** What the identity of an EKS add-on is declared with. */
export interface AddonWorkloadProps extends WorkloadProps {
  /**
   * The add-on, in the stack of the workload: a `CfnAddon`, or the `Addon` of either EKS module.
   *
   * `namespace` and `serviceAccountName` are those that the add-on gives its pods:
   * `aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION --query podIdentityConfiguration`
   * tells the service account and the managed policies that EKS recommends.
   */
  readonly addon: eks.IAddonRef;

  /**
   * How the pods of the add-on become the role.
   *
   * @default IdentityMechanism.POD_IDENTITY
   */
  readonly mechanism?: IdentityMechanism;
}

/**
 * An AWS identity for the pods of an EKS add-on: by its own service account, which the add-on makes and binds.
 *
 * It synthesizes one `AWS::IAM::Role`, and sets a property of the add-on, which waits for the role:
 *
 * | mechanism | property of the add-on | trust of the role |
 * | --- | --- | --- |
 * | `POD_IDENTITY` | an entry `{ ServiceAccount, RoleArn }` of `PodIdentityAssociations` | as of `PodIdentityWorkload` |
 * | `IRSA` | `ServiceAccountRoleArn` | as of `IrsaWorkload` |
 *
 * There is neither an association nor a ServiceAccount of its own: the add-on owns both, and deletes them with itself. An
 * add-on may have several workloads with Pod Identity, one for a service account; with IRSA it has one. EKS restarts the
 * pods of the add-on when its associations change.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
 * @example
 * declare const cluster: eks.Cluster;
 * const driver = new AddonWorkload(this, 'EbsCsiDriver', {
 *   cluster,
 *   addon: new eks.Addon(this, 'EbsCsiDriverAddon', { cluster, addonName: 'aws-ebs-csi-driver' }),
 *   namespace: 'kube-system',
 *   serviceAccountName: 'ebs-csi-controller-sa',
 *   owner: 'platform',
 * });
 * driver.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEBSCSIDriverPolicy'));
 */
export class AddonWorkload extends Workload {
  /** How the pods of the add-on become the role. */
  public readonly mechanism: IdentityMechanism;

  /** The add-on that binds its service account to the role. */
  public readonly addon: eks.IAddonRef;

  private readonly federation?: WebIdentityFederation;

  /**
   * @throws if a name, the owner, a tag or a property of the role is not what Kubernetes or IAM takes, if labels or annotations are
   * given, if the service account is `default` or declared already, if the add-on is made elsewhere, of another stack, cluster or
   * namespace, or has a role already, or if the pods run where the mechanism can't give them credentials
   */
  constructor(scope: Construct, id: string, props: AddonWorkloadProps) {
    super(scope, id, props);
    this.mechanism = props.mechanism ?? IdentityMechanism.POD_IDENTITY;
    this.addon = props.addon;
    this.refuseManifest(props);
    const addon = requireAddon(this, props);
    if (this.mechanism === IdentityMechanism.POD_IDENTITY) {
      requireAssociable(this, this._clusters, this._role);
      this._placed(props).forEach(checkPodIdentityCompute);
      associateByAddon(this, addon, props.serviceAccountName, this._role);
    } else {
      this._placed(props).forEach(checkIrsaCompute);
      this.federation = new WebIdentityFederation(this, this._clusters, {});
      annotateByAddon(this, addon, this._role);
    }
    this._permit(props);
  }

  /** @internal */
  protected _trust(): TrustStatementJson[] {
    const { namespace, serviceAccountName } = this;
    return this.federation?.trust(this) ?? [podIdentityTrust({ clusterArns: arnsOf(this._clusters), namespace, serviceAccountName })];
  }

  /** @internal */
  protected _sessions(): Record<string, unknown>[] {
    return this.mechanism === IdentityMechanism.POD_IDENTITY ? this._podTags() : [{}];
  }

  /** @internal */
  protected _serviceAccount(): ServiceAccountBinding {
    return this.federation?.serviceAccount(this.roleArn) ?? BOUND_BY_ASSOCIATION;
  }

  /** @internal */
  public override get _ownsServiceAccount(): boolean {
    return false;
  }

  private refuseManifest({ labels, annotations, additionalClusters }: AddonWorkloadProps): void {
    if (additionalClusters !== undefined) {
      refuse(this, 'ConflictingOptions', `an add-on is of one cluster, so additionalClusters have none: leave them out, and declare the add-on and its workload in each, ${got(additionalClusters.length)}`);
    }
    for (const [prop, value] of Object.entries({ labels, annotations })) {
      if (value !== undefined) { refuse(this, 'OwnedByAddon', `${prop} would be those of the ServiceAccount, which the add-on makes itself: leave them out, ${got(value)}`); }
    }
  }
}

import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { associate, requireAssociable } from './associate';
import { arnsOf } from './bound-clusters';
import { checkIrsaCompute, checkPodIdentityCompute } from './compute-checks';
import { IdentityMechanism } from './identity-mechanism';
import { MigrationStage } from './migration-stage';
import { warnOfSdksBeforeCutover } from './sdk-check';
import { BOUND_BY_ASSOCIATION, ServiceAccountBinding } from './service-account-binding';
import { STAGE_FACTS } from './stage-facts';
import { requireNeighbour, requireStage } from './stage-record';
import { WebIdentityFederation } from './web-identity-federation';
import { WebIdentityProps } from './web-identity-props';
import { Workload } from './workload';
import { ClusterOidcProvider } from '../cluster/cluster-oidc-provider';
import { podIdentityTrust } from '../trust/pod-identity-trust';
import { TrustStatementJson } from '../trust/trust-document';

/** What an identity on its way from IRSA to EKS Pod Identity is declared with. */
export interface MigratingWorkloadProps extends WebIdentityProps {
  /** Where the workload is on its way. Go one stage at a time: deploy, verify, and then the next. */
  readonly stage: MigrationStage;

  /**
   * The path of a JSON file, committed with the code, that records the stage that each workload is deployed in:
   * `{ "NAMESPACE/SERVICE_ACCOUNT": "dual-trust" }`. A workload that it doesn't name is in stage `irsa`.
   *
   * Synth then refuses a stage that isn't the recorded one or its neighbour, and shows the plan.
   *
   * @default - no stage is recorded, and any is taken
   */
  readonly stageRecord?: string;

  /**
   * Why stages may be skipped, for example since no pods run yet: takes any stage whatever is recorded.
   *
   * @default - stages are not skipped
   */
  readonly skipStagesBecause?: string;
}

/**
 * An AWS identity on its way from IRSA to EKS Pod Identity, one stage at a time and without downtime.
 *
 * | stage | trust of the role | association | annotations of IRSA |
 * | --- | --- | --- | --- |
 * | `IRSA` | OIDC provider | no | yes |
 * | `DUAL_TRUST` | both | no | yes |
 * | `CUTOVER` | both | yes | yes |
 * | `ANNOTATION_REMOVED` | both | yes | no |
 * | `POD_IDENTITY` | EKS Pod Identity | yes | no |
 *
 * The first stage defines what `IrsaWorkload` defines, and the last what `PodIdentityWorkload` does, byte for byte: swap
 * the class at either end. The role and its permissions are the same in all stages. Whichever of template and
 * manifests is deployed first, running and starting pods get the role at each moment. `MigrationPlan.of` tells the steps.
 *
 * In several clusters (`additionalClusters`) all go through the stages together.
 *
 * Until the last stage the role bears the tags that its access names by `SessionTag`, since sessions of IRSA bear none.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 * @example
 * declare const cluster: eks.Cluster;
 * const exporter = new MigratingWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   stage: MigrationStage.DUAL_TRUST,
 * });
 */
export class MigratingWorkload extends Workload {
  /** The mechanism by which pods that start now get the role: EKS Pod Identity from the cutover on. */
  public readonly mechanism: IdentityMechanism;

  /** Where the workload is on its way. */
  public readonly stage: MigrationStage;

  /** The OIDC provider that the role trusts, that of `cluster`: in all stages but the last. */
  public readonly oidcProvider?: ClusterOidcProvider;

  /** The association between the service account and the role in `cluster`, from the cutover on. */
  public readonly association?: eks.CfnPodIdentityAssociation;

  /** The association in each cluster, in the order of `clusters`: none before the cutover. */
  public readonly associations: eks.CfnPodIdentityAssociation[];

  private readonly federation?: WebIdentityFederation;

  /**
   * @throws if what is given can't be an `IrsaWorkload`, or from `DUAL_TRUST` on a `PodIdentityWorkload`, or if the stage is not next to the recorded one
   */
  constructor(scope: Construct, id: string, props: MigratingWorkloadProps) {
    super(scope, id, props);
    this.stage = requireStage(this, props.stage);
    const { trustsProvider, trustsPods, associated } = STAGE_FACTS[props.stage];
    this.mechanism = associated ? IdentityMechanism.POD_IDENTITY : IdentityMechanism.IRSA;
    requireNeighbour(this, this._identities(), props);
    if (trustsPods) { requireAssociable(this, this._clusters, this._role); }
    this._placed(props).forEach(associated ? checkPodIdentityCompute : checkIrsaCompute);
    this.federation = trustsProvider ? new WebIdentityFederation(this, this._clusters, props) : undefined;
    this.oidcProvider = this.federation?.provider;
    const { namespace, serviceAccountName } = props;
    this.associations = associated ? associate(this, this._clusters, { namespace, serviceAccountName, role: this._role, tags: this._tags }) : [];
    this.association = this.associations[0];
    if (!associated) { warnOfSdksBeforeCutover(this, props.sdk); }
    this._permit(props);
  }

  /** @internal */
  protected _trust(): TrustStatementJson[] {
    const { namespace, serviceAccountName } = this;
    return [
      ...this.federation?.trust(this) ?? [],
      ...STAGE_FACTS[this.stage].trustsPods ? [podIdentityTrust({ clusterArns: arnsOf(this._clusters), namespace, serviceAccountName })] : [],
    ];
  }

  /** @internal */
  protected _sessions(): Record<string, unknown>[] {
    const { trustsProvider, trustsPods } = STAGE_FACTS[this.stage];
    return [...trustsProvider ? [{}] : [], ...trustsPods ? this._podTags() : []];
  }

  /** @internal */
  protected _serviceAccount(): ServiceAccountBinding {
    return STAGE_FACTS[this.stage].annotated ? this.federation!.serviceAccount(this.roleArn) : BOUND_BY_ASSOCIATION;
  }
}

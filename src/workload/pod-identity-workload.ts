import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { checkPodIdentityCompute } from './compute-checks';
import { IdentityMechanism } from './identity-mechanism';
import { BOUND_BY_ASSOCIATION, ServiceAccountBinding } from './service-account-binding';
import { Workload, WorkloadProps } from './workload';
import { requireStackOfCluster, WorkloadAssociation } from './workload-association';
import { podIdentityTrust } from '../trust/pod-identity-trust';
import { TrustStatementJson } from '../trust/trust-document';

/** What an identity through EKS Pod Identity is declared with. */
export interface PodIdentityWorkloadProps extends WorkloadProps {}

/**
 * An AWS identity for the pods of one service account, through EKS Pod Identity.
 *
 * It synthesizes two resources and no Lambda:
 *
 * - one `AWS::IAM::Role`, which `pods.eks.amazonaws.com` may assume (`sts:AssumeRole`, `sts:TagSession`) only with the
 *   session tags of this cluster (`aws:RequestTag/eks-cluster-arn`), namespace (`…/kubernetes-namespace`) and service
 *   account (`…/kubernetes-service-account`);
 * - one `AWS::EKS::PodIdentityAssociation` between the service account and the role.
 *
 * Both must be in the account of the cluster, and the association in its region. EKS takes 5,000 associations for a
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

  /** The association between the service account and the role. */
  public readonly association: eks.CfnPodIdentityAssociation;

  /**
   * @throws if a name, the owner, a label, a tag or a property of the role is not what Kubernetes or IAM takes, if the
   * service account is `default` or declared already, if the stack is in another account or region than the cluster, or if the pods run where Pod Identity can't give them credentials
   */
  constructor(scope: Construct, id: string, props: PodIdentityWorkloadProps) {
    super(scope, id, props);
    requireStackOfCluster(this, this._facts);
    checkPodIdentityCompute(this._placed(props));
    this.association = new WorkloadAssociation(this, 'Association', { ...this._identity(), role: this._role, tags: this._tags });
    this._permit(props);
  }

  /** @internal */
  protected _trust(): TrustStatementJson[] {
    return [podIdentityTrust(this._identity())];
  }

  /** @internal */
  protected _sessions(): Record<string, unknown>[] {
    return [this._podTags()];
  }

  /** @internal */
  protected _serviceAccount(): ServiceAccountBinding {
    return BOUND_BY_ASSOCIATION;
  }
}

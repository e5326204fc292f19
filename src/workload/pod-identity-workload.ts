import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { IdentityMechanism } from './identity-mechanism';
import { Workload, WorkloadProps } from './workload';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { podIdentityTrust } from '../trust/pod-identity-trust';

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
 * ones. The `eks-pod-identity-agent` add-on must run on the nodes (it is built into Auto Mode).
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
   * service account is `default` or declared already, or if the stack is in another account or region than the cluster
   */
  constructor(scope: Construct, id: string, props: PodIdentityWorkloadProps) {
    super(scope, id, props);
    this.requireStackOfCluster();
    this.association = new eks.CfnPodIdentityAssociation(this, 'Association', {
      clusterName: this._facts.clusterName,
      namespace: this.namespace,
      serviceAccount: this.serviceAccountName,
      roleArn: this.roleArn,
      tags: Object.entries(this._tags).map(([key, value]) => ({ key, value })),
    });
    this._role.precede(this.association);
  }

  /** @internal */
  protected _trust(): unknown {
    return podIdentityTrust({ clusterArn: this._facts.clusterArn, namespace: this.namespace, serviceAccountName: this.serviceAccountName });
  }

  /** @internal */
  protected _sessionTags(): Record<string, unknown> {
    return this._podTags();
  }

  /** @internal */
  protected _serviceAccountAnnotations(): Record<string, string> {
    return {};
  }

  /** EKS takes an association, and the role in it, from the cluster's own account and region alone. */
  private requireStackOfCluster(): void {
    const { account, region } = Stack.of(this);
    const partition = partitionOf(Stack.of(this));
    if (knownToDiffer(partition, this._facts.partition)) {
      refuse(this, 'WrongPartition', `the stack is in partition ${partition}, and the cluster in ${this._facts.partition}: its ARN would never match, so correct the cluster's region or partition, `
        + got(this._facts.clusterArn));
    }
    if (knownToDiffer(account, this._facts.account)) {
      refuse(this, 'WrongAccount', `the stack is in account ${account}, and the cluster in ${this._facts.account}: Pod Identity takes the role and the association `
        + `in the cluster's account alone, so declare the workload in a stack of that account, ${got(account)}`);
    }
    if (knownToDiffer(region, this._facts.region)) {
      refuse(this, 'WrongRegion', `the stack is in region ${region}, and the cluster in ${this._facts.region}: the association is made in the cluster's region, `
        + `so declare the workload in a stack of that region, ${got(region)}`);
    }
  }
}

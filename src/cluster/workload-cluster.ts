import { Arn, Resource, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { ClusterFacts } from './cluster-facts';
import { Compute } from './compute';
import { requireCompute } from './compute-facts';
import { agreedIssuer } from './issuer';
import { clusterFacts } from './read-facts';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { isToken } from '../private/tokens';
import { requireValid } from '../private/validate';

/** What is known of a cluster that this app doesn't make. */
export interface WorkloadClusterAttributes {
  /** The cluster's name: 1 to 100 letters, digits, `-` and `_`, beginning with a letter or digit. */
  readonly clusterName: string;

  /**
   * The account of the cluster, 12 digits.
   *
   * @default - the account of the stack
   */
  readonly account?: string;

  /**
   * The region of the cluster.
   *
   * @default - the region of the stack
   */
  readonly region?: string;

  /**
   * The partition of the cluster, for example `aws`, `aws-cn` or `aws-us-gov`.
   *
   * @default - the partition of `region` if that is given, else of the stack
   */
  readonly partition?: string;

  /**
   * The cluster's OIDC issuer, with or without `https://`. A token must be the URL as EKS gives it, with `https://`.
   *
   * Needed by `IrsaWorkload`, unless `oidcProviderArn` is given.
   *
   * @default - read from `oidcProviderArn` if that is given, else unknown
   */
  readonly oidcIssuer?: string;

  /**
   * The ARN of the IAM OIDC provider that exists for the cluster's issuer.
   *
   * An account holds one provider for an issuer: leave this out only if the app itself is to make it.
   *
   * @default - none is known; `ClusterOidcProvider.forCluster` defines one when an `IrsaWorkload` needs it
   */
  readonly oidcProviderArn?: string;

  /**
   * All that pods run on in the cluster.
   *
   * A `PodIdentityWorkload` is refused where none of it can do Pod Identity, and where a part of it can't there is a
   * warning, unless the workload tells by its own `compute` where its pods run.
   *
   * @default - unknown, and nothing is checked
   */
  readonly compute?: Compute[];

  /**
   * Whether EKS Auto Mode is on, which has the EKS Pod Identity Agent built in.
   *
   * @default - unknown: `PodIdentityAgent.ensure` takes it for off
   */
  readonly autoMode?: boolean;

  /**
   * Whether the EKS Pod Identity Agent runs on the nodes, made elsewhere than in this app; on hybrid nodes by its
   * DaemonSet for them.
   *
   * With `false`, a `PodIdentityWorkload` is refused at synth unless the app makes the agent.
   *
   * @default - unknown: `PodIdentityAgent.ensure` makes it
   */
  readonly podIdentityAgent?: boolean;
}

/**
 * An EKS cluster as workload identity sees it: a name, an ARN and perhaps an OIDC issuer.
 *
 * It synthesizes nothing and asks for neither VPC nor kubectl, so it stands for a cluster of another app, of
 * Terraform or of eksctl. It can be given wherever a workload takes a cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html
 * @example
 * const cluster = WorkloadCluster.fromAttributes(this, 'Cluster', {
 *   clusterName: 'production',
 *   oidcIssuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
 * });
 */
export class WorkloadCluster extends Resource implements eks.IClusterRef {
  /**
   * Refers to a cluster by what is known of it.
   *
   * @throws if the name is not one that EKS takes, account, region or partition can't be one, the issuer is not a host with a path, the ARN is not an OIDC
   * provider's, issuer and ARN name different issuers, compute is empty, or compute or agent contradict Auto Mode
   */
  public static fromAttributes(scope: Construct, id: string, attributes: WorkloadClusterAttributes): WorkloadCluster {
    return new WorkloadCluster(scope, id, attributes);
  }

  /**
   * The facts of any cluster: of aws-eks, aws-eks-v2, a `CfnCluster`, an imported one or a `WorkloadCluster`.
   *
   * Reading them makes nothing: an L2's OIDC provider is named only if it exists already.
   */
  public static of(cluster: eks.IClusterRef): ClusterFacts {
    return (cluster as Partial<WorkloadCluster>)._facts ?? clusterFacts(cluster);
  }

  /** The name and the ARN of the cluster. */
  public readonly clusterRef: eks.ClusterReference;

  /** @internal */
  public readonly _facts: ClusterFacts;

  private constructor(scope: Construct, id: string, attributes: WorkloadClusterAttributes) {
    super(scope, id, { account: attributes.account, region: attributes.region });
    const { clusterName, oidcProviderArn, autoMode, podIdentityAgent } = attributes;
    if (!isToken(clusterName) && !/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/.test(clusterName)) {
      refuse(this, 'InvalidClusterName', `clusterName must be 1 to 100 letters, digits, "-" and "_", beginning with a letter or digit, ${got(clusterName)}`);
    }
    this.requireEnvironment(attributes);
    const { account, region } = this.env;
    const partition = attributes.partition ?? partitionOf(Stack.of(this), region);
    const clusterArn = Arn.format({ partition, service: 'eks', region, account, resource: 'cluster', resourceName: clusterName });
    const oidcIssuer = agreedIssuer(this, attributes.oidcIssuer, oidcProviderArn);
    this.clusterRef = { clusterName, clusterArn };
    const compute = requireCompute(this, attributes);
    this._facts = { clusterName, clusterArn, account, region, partition, oidcIssuer, oidcProviderArn, compute, autoMode, podIdentityAgent };
  }

  private requireEnvironment({ account, region, partition }: WorkloadClusterAttributes): void {
    requireValid(this, 'InvalidEnvironment', 'account', account, (literal) => /^\d{12}$/.test(literal) ? undefined : 'must be 12 digits');
    requireValid(this, 'InvalidEnvironment', 'region', region, (literal) => /^[a-z]+(-[a-z0-9]+)+$/.test(literal) ? undefined : 'must be the code of a region, such as "eu-central-1"');
    requireValid(this, 'InvalidEnvironment', 'partition', partition, (literal) => /^aws(-[a-z]+)*$/.test(literal) ? undefined : 'must be a partition, such as "aws", "aws-cn" or "aws-us-gov"');
  }
}

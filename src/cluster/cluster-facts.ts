import { Compute } from './compute';

/** What workload identity knows of a cluster. Any of these may be a token. */
export interface ClusterFacts {
  /** The cluster's name. */
  readonly clusterName: string;
  /** The cluster's ARN, as Pod Identity sends it in the session tag `eks-cluster-arn`. */
  readonly clusterArn: string;
  /** The account of the cluster. */
  readonly account: string;
  /** The region of the cluster. */
  readonly region: string;
  /** The partition of the cluster. */
  readonly partition: string;
  /**
   * The OIDC issuer without `https://`, as it stands in condition keys and in a provider's ARN.
   *
   * @default - unknown
   */
  readonly oidcIssuer?: string;
  /**
   * The ARN of the OIDC provider that exists, or that the app has made already, for the issuer.
   *
   * @default - none is known
   */
  readonly oidcProviderArn?: string;
  /**
   * Where pods run in the cluster.
   *
   * Of a cluster of the app it is `OUTPOSTS` for an L1 of a local cluster, and `FARGATE` for a `FargateCluster` as long as
   * it has no nodes of its own.
   *
   * @default - unknown
   */
  readonly compute?: Compute[];
  /**
   * Whether EKS Auto Mode is on.
   *
   * @default - unknown
   */
  readonly autoMode?: boolean;
  /**
   * Whether the EKS Pod Identity Agent is there, made elsewhere than in the app.
   *
   * @default - unknown
   */
  readonly podIdentityAgent?: boolean;
}

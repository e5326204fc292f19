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
}

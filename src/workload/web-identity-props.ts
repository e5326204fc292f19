import { Duration } from 'aws-cdk-lib';
import { WorkloadProps } from './workload-props';
import { ClusterOidcProvider } from '../cluster/cluster-oidc-provider';

/** How pods get a role by the tokens of their cluster, whether they always do or until they are migrated. */
export interface WebIdentityProps extends WorkloadProps {
  /**
   * The OIDC provider of the issuer of `cluster`, in the account of the role. Those of `additionalClusters` are
   * `ClusterOidcProvider.forCluster(each)`: give such a cluster with its `oidcProviderArn` to choose one.
   *
   * @default - `ClusterOidcProvider.forCluster(cluster)`
   */
  readonly oidcProvider?: ClusterOidcProvider;

  /**
   * The audience of the tokens, which must be a client ID of the provider: 1 to 255 characters.
   *
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;

  /**
   * How long a token of a pod is valid, at least 10 minutes.
   *
   * @default - the webhook's, 24 hours
   */
  readonly tokenExpiration?: Duration;

  /**
   * Whether the SDK calls the STS of its own region rather than the global one.
   *
   * @default true
   */
  readonly stsRegionalEndpoints?: boolean;
}

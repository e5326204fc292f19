import { FeatureFlags } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { EKS_USE_NATIVE_OIDC_PROVIDER } from 'aws-cdk-lib/cx-api';
import { issuerUrl, makesItsProvider } from './read-facts';
import { WorkloadCluster } from './workload-cluster';
import { arnParts } from '../private/arns';
import { refuse } from '../private/errors';

/** Who makes a provider: another app or tool, an L2 cluster of this app, or this library. */
export type ProviderOrigin = 'imported' | 'cluster' | 'library';

/** A provider as it is known before a construct stands for it. */
export interface Provider {
  readonly origin: ProviderOrigin;
  /** The issuer without `https://`. */
  readonly issuer: string;
  /** The issuer as a URL. */
  readonly url: string;
  readonly account: string;
  /** The ARN of a provider that this library doesn't define. */
  readonly arn?: string;
}

/** The provider of a cluster, by the order that `ClusterOidcProvider` documents. */
export function providerOf(cluster: eks.IClusterRef): Provider {
  const ownProvider = makesItsProvider(cluster);
  if (ownProvider && FeatureFlags.of(cluster).isEnabled(EKS_USE_NATIVE_OIDC_PROVIDER)) {
    void cluster.openIdConnectProvider; // the getter defines the cluster's native provider, or finds it
  }
  const { oidcIssuer: issuer, oidcProviderArn: arn, account } = WorkloadCluster.of(cluster);
  if (issuer === undefined) {
    return refuse(cluster, 'UnknownIssuer', 'the OIDC issuer of this cluster is unknown, and IRSA trusts nothing else: '
      + 'give oidcIssuer or oidcProviderArn to WorkloadCluster.fromAttributes, import the cluster with openIdConnectProvider, or give oidcProvider to the workload');
  }
  const url = issuerUrl(cluster) ?? `https://${issuer}`;
  if (arn === undefined) { return { origin: 'library', issuer, url, account }; }
  return { origin: ownProvider ? 'cluster' : 'imported', issuer, url, account: arnParts(arn)?.account ?? account, arn };
}

import { Fn, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ClusterFacts } from './cluster-facts';
import { autoModeOf, computeOf } from './read-compute';
import { partitionOf } from '../private/partition';

/** The child under which an L2 cluster keeps the OIDC provider that it made: the native one, or the one behind a Lambda. */
const L2_PROVIDER_IDS = ['OidcProviderNative', 'OpenIdConnectProvider'];

/** What the clusters of both EKS modules and the L1 have beyond `IClusterRef`. */
interface ClusterWithIssuer extends eks.IClusterRef {
  /** L2s that the app makes. */
  readonly clusterOpenIdConnectIssuerUrl?: string;
  /** The L1. */
  readonly attrOpenIdConnectIssuerUrl?: string;
  /** Both L2s; a getter that makes the provider if there is none, and throws on an import without one. */
  readonly openIdConnectProvider: iam.IOpenIdConnectProvider;
}

/** Reads the facts of an L2 or L1 cluster, and makes nothing by it. */
export function clusterFacts(cluster: eks.IClusterRef): ClusterFacts {
  const { clusterName, clusterArn } = cluster.clusterRef;
  const provider = existingProvider(cluster as ClusterWithIssuer);
  return {
    clusterName,
    clusterArn,
    account: cluster.env.account,
    region: cluster.env.region,
    partition: partitionOf(Stack.of(cluster), cluster.env.region),
    oidcIssuer: provider?.openIdConnectProviderIssuer ?? ownIssuer(cluster as ClusterWithIssuer),
    oidcProviderArn: provider?.openIdConnectProviderArn,
    compute: computeOf(cluster),
    autoMode: autoModeOf(cluster),
  };
}

/** True for an L2 that the app makes, whose getter for the provider can make one. */
export function makesItsProvider(cluster: eks.IClusterRef): cluster is ClusterWithIssuer {
  return (cluster as ClusterWithIssuer).clusterOpenIdConnectIssuerUrl !== undefined;
}

/** The URL of the issuer of a cluster that the app makes, L2 or L1. */
export function issuerUrl(cluster: IConstruct): string | undefined {
  const { clusterOpenIdConnectIssuerUrl, attrOpenIdConnectIssuerUrl } = cluster as ClusterWithIssuer;
  return clusterOpenIdConnectIssuerUrl ?? attrOpenIdConnectIssuerUrl;
}

function ownIssuer(cluster: ClusterWithIssuer): string | undefined {
  const url = issuerUrl(cluster);
  return url === undefined ? undefined : Fn.select(1, Fn.split('//', url));
}

function existingProvider(cluster: ClusterWithIssuer): iam.IOpenIdConnectProvider | undefined {
  if (makesItsProvider(cluster)) {
    return L2_PROVIDER_IDS.some((id) => cluster.node.tryFindChild(id) !== undefined) ? cluster.openIdConnectProvider : undefined;
  }
  return 'openIdConnectProvider' in cluster ? providerOfImport(cluster) : undefined;
}

/** An imported L2 tells only by an error that it was imported without a provider. */
function providerOfImport(cluster: ClusterWithIssuer): iam.IOpenIdConnectProvider | undefined {
  try {
    return cluster.openIdConnectProvider;
  } catch {
    return undefined;
  }
}

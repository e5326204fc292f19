import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BoundCluster, sorted } from './bound-clusters';
import { ROLE_ARN_ANNOTATION } from './declared-service-account';
import { IdentityMechanism } from './identity-mechanism';
import { ServiceAccountBinding } from './service-account-binding';
import { ClusterOidcProvider } from '../cluster/cluster-oidc-provider';
import { STS_AUDIENCE } from '../cluster/issuer';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { isToken, tokenIdentity } from '../private/tokens';
import { requireValid } from '../private/validate';
import { PodFacts } from '../trust/pod-identity-tags';
import { TrustStatementJson } from '../trust/trust-document';
import { webIdentityTrust } from '../trust/web-identity-trust';

/** How a workload federates through the OIDC provider of a cluster. */
export interface WebIdentityFederationProps {
  readonly oidcProvider?: ClusterOidcProvider;
  readonly audience?: string;
  readonly tokenExpiration?: Duration;
  readonly stsRegionalEndpoints?: boolean;
}

/** The OIDC provider of one of a workload's clusters. */
interface BoundProvider {
  readonly bound: BoundCluster;
  readonly provider: ClusterOidcProvider;
  /** Orders it among those of the other clusters. */
  readonly key: string;
}

/** The federation of a workload with AWS by the tokens of its clusters: the providers, whom they admit, and what tells the webhook. */
export class WebIdentityFederation {
  /** The provider of the workload's first cluster. */
  public readonly provider: ClusterOidcProvider;

  private readonly providers: readonly BoundProvider[];
  private readonly audience: string;

  /** @param clusters the first with the provider that the workload is given; of the others each with its own */
  constructor(private readonly workload: Construct, clusters: readonly BoundCluster[], private readonly props: WebIdentityFederationProps) {
    const [first, ...others] = clusters;
    this.provider = props.oidcProvider ?? ClusterOidcProvider.forCluster(first.cluster);
    this.audience = props.audience ?? STS_AUDIENCE;
    this.requireProvider(first);
    this.requireToken();
    this.providers = [{ bound: first, provider: this.provider, key: first.key }, ...others.map((each) => this.bindProvider(each))];
    this.requireDistinct();
    this.providers.forEach(({ provider }) => provider._admitAudience(this.audience));
  }

  /** The statements by which the providers may assume the role for a service account: one for each issuer. */
  public trust({ namespace, serviceAccountName }: Pick<PodFacts<string>, 'namespace' | 'serviceAccountName'>): TrustStatementJson[] {
    return sorted(this.providers).map(({ provider: { providerArn, issuer } }) =>
      webIdentityTrust({ providerArn, issuer, audience: this.audience, namespace, serviceAccountName }));
  }

  /** What the ServiceAccount says: annotations that tell the Pod Identity Webhook the role, and how to project the token. */
  public serviceAccount(roleArn: string): ServiceAccountBinding {
    const { audience, tokenExpiration, stsRegionalEndpoints } = this.props;
    const annotations = {
      [ROLE_ARN_ANNOTATION]: roleArn,
      ...(audience !== undefined && { 'eks.amazonaws.com/audience': audience }),
      ...(tokenExpiration !== undefined && { 'eks.amazonaws.com/token-expiration': `${tokenExpiration.toSeconds()}` }),
      'eks.amazonaws.com/sts-regional-endpoints': `${stsRegionalEndpoints ?? true}`,
    };
    return { mechanism: IdentityMechanism.IRSA, annotations };
  }

  private requireProvider({ where, facts: { oidcIssuer } }: BoundCluster): void {
    if (knownToDiffer(oidcIssuer, this.provider.issuer)) {
      refuse(this.workload, 'InvalidIssuer', `${where}oidcProvider is of another issuer than the cluster, ${oidcIssuer}: give the provider of this cluster's issuer, or leave oidcProvider out, `
        + got(this.provider.issuer));
    }
    const { account } = Stack.of(this.workload);
    const ofProvider = this.provider.env.account;
    if (knownToDiffer(account, ofProvider)) {
      refuse(this.workload, 'WrongAccount', `${where}the stack is in account ${account}, and the OIDC provider in ${ofProvider}: a role trusts a provider of its own account alone, so give as oidcProvider `
        + `the provider that account ${account} has for the cluster's issuer, by ClusterOidcProvider.fromProviderArn, ${got(this.provider.providerArn)}`);
    }
  }

  /** The provider of an additional cluster: the one that the cluster is given with, or that the app makes for it. */
  private bindProvider(bound: BoundCluster): BoundProvider {
    const { cluster, where, key } = bound;
    const provider = ClusterOidcProvider.forCluster(cluster);
    const { account, region } = Stack.of(this.workload);
    const give = 'so give the cluster by WorkloadCluster.fromAttributes, with the ARN of the provider that the account of the role has for its issuer as oidcProviderArn';
    if (knownToDiffer(account, provider.env.account)) {
      refuse(this.workload, 'WrongAccount', `${where}the stack is in account ${account}, and the OIDC provider in ${provider.env.account}: a role trusts a provider of its own account alone, `
        + `${give}, ${got(provider.providerArn)}`);
    }
    if (isToken(provider.providerArn) && knownToDiffer(region, Stack.of(provider).region)) {
      refuse(this.workload, 'DeployTimeValue', `${where}the OIDC provider is made in a stack of region ${Stack.of(provider).region}, and a stack of region ${region} can't refer to it, `
        + `${give}, ${got(provider.node.path)}`);
    }
    return { bound, provider, key };
  }

  /** A token tells its issuer, and nothing else of its cluster. */
  private requireDistinct(): void {
    const known = new Map<string, BoundCluster>();
    for (const { bound, provider: { issuer } } of this.providers) {
      const other = known.get(tokenIdentity(issuer));
      if (other !== undefined) {
        refuse(this.workload, 'InvalidIssuer', `the clusters [${other.cluster.node.path}] and [${bound.cluster.node.path}] are given with the same OIDC issuer, and each cluster has one of its own: `
          + `correct oidcIssuer or oidcProviderArn of one of them, ${got(issuer)}`);
      }
      known.set(tokenIdentity(issuer), bound);
    }
  }

  private requireToken(): void {
    const { audience, tokenExpiration } = this.props;
    requireValid(this.workload, 'InvalidAudience', 'audience', audience, (literal) => /^[\x21-\x7e]{1,255}$/.test(literal)
      ? undefined : 'must be 1 to 255 printable ASCII characters without blanks: a client ID of the OIDC provider');
    if (tokenExpiration === undefined || tokenExpiration.isUnresolved()) { return; }
    const seconds = tokenExpiration.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < 600) {
      refuse(this.workload, 'InvalidTokenExpiration', `tokenExpiration must be at least 10 minutes, which is what Kubernetes grants at least, and whole seconds, since the webhook ignores others, ${got(tokenExpiration.toHumanString())}`);
    }
  }
}

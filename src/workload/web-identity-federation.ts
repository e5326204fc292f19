import { Duration, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { IdentityMechanism } from './identity-mechanism';
import { ServiceAccountBinding } from './service-account-binding';
import { ClusterFacts } from '../cluster/cluster-facts';
import { ClusterOidcProvider } from '../cluster/cluster-oidc-provider';
import { STS_AUDIENCE } from '../cluster/issuer';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { requireValid } from '../private/validate';
import { PodFacts } from '../trust/pod-identity-tags';
import { TrustStatementJson } from '../trust/trust-document';
import { webIdentityTrust } from '../trust/web-identity-trust';

/** How a workload federates through the OIDC provider of its cluster. */
export interface WebIdentityFederationProps {
  readonly cluster: eks.IClusterRef;
  readonly oidcProvider?: ClusterOidcProvider;
  readonly audience?: string;
  readonly tokenExpiration?: Duration;
  readonly stsRegionalEndpoints?: boolean;
}

/** The federation of a workload with AWS by the tokens of its cluster: the provider, whom it admits, and what tells the webhook. */
export class WebIdentityFederation {
  public readonly provider: ClusterOidcProvider;

  private readonly audience: string;

  constructor(private readonly workload: Construct, facts: ClusterFacts, private readonly props: WebIdentityFederationProps) {
    this.provider = props.oidcProvider ?? ClusterOidcProvider.forCluster(props.cluster);
    this.audience = props.audience ?? STS_AUDIENCE;
    this.requireProvider(facts);
    this.requireToken();
    this.provider._admitAudience(this.audience);
  }

  /** The statement by which the provider may assume the role for a service account. */
  public trust({ namespace, serviceAccountName }: PodFacts<string>): TrustStatementJson {
    const { providerArn, issuer } = this.provider;
    return webIdentityTrust({ providerArn, issuer, audience: this.audience, namespace, serviceAccountName });
  }

  /** What the ServiceAccount says: annotations that tell the Pod Identity Webhook the role, and how to project the token. */
  public serviceAccount(roleArn: string): ServiceAccountBinding {
    const { audience, tokenExpiration, stsRegionalEndpoints } = this.props;
    const annotations = {
      'eks.amazonaws.com/role-arn': roleArn,
      ...(audience !== undefined && { 'eks.amazonaws.com/audience': audience }),
      ...(tokenExpiration !== undefined && { 'eks.amazonaws.com/token-expiration': `${tokenExpiration.toSeconds()}` }),
      'eks.amazonaws.com/sts-regional-endpoints': `${stsRegionalEndpoints ?? true}`,
    };
    return { mechanism: IdentityMechanism.IRSA, annotations };
  }

  private requireProvider({ oidcIssuer }: ClusterFacts): void {
    if (knownToDiffer(oidcIssuer, this.provider.issuer)) {
      refuse(this.workload, 'InvalidIssuer', `oidcProvider is of another issuer than the cluster, ${oidcIssuer}: give the provider of this cluster's issuer, or leave oidcProvider out, `
        + got(this.provider.issuer));
    }
    const { account } = Stack.of(this.workload);
    const ofProvider = this.provider.env.account;
    if (knownToDiffer(account, ofProvider)) {
      refuse(this.workload, 'WrongAccount', `the stack is in account ${account}, and the OIDC provider in ${ofProvider}: a role trusts a provider of its own account alone, so give as oidcProvider `
        + `the provider that account ${account} has for the cluster's issuer, by ClusterOidcProvider.fromProviderArn, ${got(this.provider.providerArn)}`);
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

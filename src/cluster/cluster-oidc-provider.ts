import { IResolveContext, Lazy, Resource, Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { DEFINED_PROVIDERS, providersFor } from './defined-providers';
import { agreedIssuer, issuerOfProviderArn, STS_AUDIENCE } from './issuer';
import { Provider, providerOf, ProviderOrigin } from './provider-lookup';
import { arnParts } from '../private/arns';
import { compare } from '../private/compare';
import { finding, got, refuse } from '../private/errors';
import { appRegistry } from '../private/registry';
import { isToken, tokenIdentity } from '../private/tokens';

/** The child of a cluster that stands for its OIDC provider. */
const PROVIDER_ID = 'WorkloadIdentityOidcProvider';

/**
 * The IAM OIDC provider through which an account trusts the tokens of a cluster, as IRSA needs it.
 *
 * An account holds one provider for an issuer, so there is one for a cluster in an app. `forCluster` gives the first
 * of these that applies:
 *
 * - the provider that the cluster was imported with (`oidcProviderArn`, or an L2's `openIdConnectProvider`);
 * - the provider that an L2 cluster has made already, or that it makes natively because the feature flag
 *   `@aws-cdk/aws-eks:useNativeOidcProvider` is on;
 * - the provider that this stage of the app has for the same issuer in the same account;
 * - one new `AWS::IAM::OIDCProvider` in the cluster's stack, without thumbprints: IAM fetches them.
 *
 * It never makes a Lambda function. Two providers for one issuer in one account are an error at synth.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 * @example
 * declare const cluster: eks.Cluster;
 * const provider = ClusterOidcProvider.forCluster(cluster);
 */
export class ClusterOidcProvider extends Resource {
  /**
   * The provider of a cluster, existing or new: the same for every call with the same cluster.
   *
   * @throws if the cluster's issuer is unknown
   */
  public static forCluster(cluster: eks.IClusterRef): ClusterOidcProvider {
    const known = cluster.node.tryFindChild(PROVIDER_ID) as ClusterOidcProvider | undefined;
    if (known !== undefined) { return known; }
    const provider = providerOf(cluster);
    const ofIssuer = provider.origin === 'library' ? appRegistry<ClusterOidcProvider>(cluster, PROVIDER_ID).get(registryKey(cluster, provider)) : undefined;
    return ofIssuer ?? new ClusterOidcProvider(cluster as unknown as Construct, PROVIDER_ID, provider);
  }

  /**
   * A provider that exists, made elsewhere.
   *
   * @param providerArn `arn:PARTITION:iam::ACCOUNT:oidc-provider/ISSUER`
   * @param issuer the issuer with or without `https://`; read from the ARN if it isn't given
   * @throws if the ARN is not an OIDC provider's, or the issuer is not a host with a path or not the ARN's
   */
  public static fromProviderArn(scope: Construct, id: string, providerArn: string, issuer?: string): ClusterOidcProvider {
    const bare = agreedIssuer(scope, issuer, providerArn)!;
    const account = arnParts(providerArn)?.account ?? Stack.of(scope).account;
    return new ClusterOidcProvider(scope, id, { origin: 'imported', arn: providerArn, issuer: bare, url: `https://${bare}`, account });
  }

  /** The ARN of the provider: the `Federated` principal of a role's trust. */
  public readonly providerArn: string;

  /** The issuer without `https://`, as it begins the condition keys `ISSUER:sub` and `ISSUER:aud`. */
  public readonly issuer: string;

  private readonly origin: ProviderOrigin;

  /** The audiences of a provider that is defined in this app. */
  private readonly audiences = new Set([STS_AUDIENCE]);

  private constructor(scope: Construct, id: string, provider: Provider) {
    super(scope, id, { account: provider.account });
    this.origin = provider.origin;
    this.providerArn = provider.arn ?? this.defineProvider(provider.url);
    // One reference into the cluster's stack serves both, where the issuer is known at deploy time only.
    this.issuer = provider.arn === undefined && isToken(provider.issuer) ? issuerOfProviderArn(this, this.providerArn) : provider.issuer;
    this.remember(provider);
    DEFINED_PROVIDERS.prepare(this);
    this.node.addValidation({ validate: () => this.validateOnly(provider) });
  }

  /**
   * Makes sure that the provider takes tokens for an audience.
   *
   * @internal
   */
  public _admitAudience(audience: string): void {
    if (this.origin === 'cluster' && !this.audiences.has(audience)) {
      refuse(this, 'InvalidAudience', `the cluster's own OIDC provider takes tokens for "${STS_AUDIENCE}" alone, ${got(audience)}: `
        + 'leave audience out, or import a provider with this client ID by ClusterOidcProvider.fromProviderArn and give it as oidcProvider');
    }
    this.audiences.add(audience);
  }

  private defineProvider(url: string): string {
    return new iam.CfnOIDCProvider(this, 'Resource', {
      url,
      clientIdList: Lazy.uncachedList({ produce: (context) => this.sortedAudiences(context) }),
    }).ref;
  }

  /** Each audience once, in an order that doesn't hang on when a token was made. */
  private sortedAudiences(context: IResolveContext): string[] {
    const byText = new Map<string, string>(context.resolve([...this.audiences]).map((audience: string) => [JSON.stringify(audience), audience]));
    return [...byText.keys()].sort(compare).map((text) => byText.get(text)!);
  }

  /** One that is defined for an issuer and one that exists for it can't both be right. */
  private remember(provider: Provider): void {
    const known = appRegistry<ClusterOidcProvider>(this, PROVIDER_ID);
    const other = known.get(registryKey(this, provider));
    if (this.origin === 'imported' && other?.origin === 'library') {
      refuse(this, 'DuplicateOidcProvider', `this provider is imported, and [${other.node.path}] defines one for the same issuer, since its cluster was given without oidcProviderArn: `
        + `give it there too, ${got(this.providerArn)}`);
    }
    known.set(registryKey(this, provider), this);
  }

  /** An account refuses a second provider for an issuer. An imported one may be the one that the app defines. */
  private validateOnly({ url, account }: Provider): string[] {
    const defined = providersFor(this, url, account);
    if (defined.length <= 1) { return []; }
    return [finding('DuplicateOidcProvider', `an account holds one OIDC provider for an issuer, and this app defines ${defined.join(' and ')}. Keep one: turn on the feature flag @aws-cdk/aws-eks:useNativeOidcProvider, `
      + 'so that cluster and workloads share the cluster\'s, or import one by ClusterOidcProvider.fromProviderArn and give it to the workloads as oidcProvider')];
  }
}

/** Stages are deployed apart: one can't refer to the provider of another. */
function registryKey(scope: IConstruct, { account, issuer }: Provider): string {
  return JSON.stringify([Stage.of(scope)?.node.path, account, tokenIdentity(issuer)]);
}

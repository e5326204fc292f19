import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { IdentityMechanism } from './identity-mechanism';
import { Workload, WorkloadProps } from './workload';
import { ClusterOidcProvider } from '../cluster/cluster-oidc-provider';
import { STS_AUDIENCE } from '../cluster/issuer';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { requireValid } from '../private/validate';
import { webIdentityTrust } from '../trust/web-identity-trust';

/** What an identity through IAM roles for service accounts is declared with. */
export interface IrsaWorkloadProps extends WorkloadProps {
  /**
   * The OIDC provider of the cluster's issuer in the account of the role.
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

/**
 * An AWS identity for the pods of one service account, through IAM roles for service accounts (IRSA).
 *
 * It synthesizes one `AWS::IAM::Role` and no Lambda. The OIDC provider of the cluster may assume it
 * (`sts:AssumeRoleWithWebIdentity`) with exactly the subject `system:serviceaccount:NAMESPACE:NAME` and the audience.
 * The provider itself is there once for a cluster: see `ClusterOidcProvider`.
 *
 * The ServiceAccount bears the annotations `eks.amazonaws.com/role-arn`, `…/sts-regional-endpoints` and, when they are
 * set, `…/audience` and `…/token-expiration`: pods get the identity when they start after it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @example
 * declare const cluster: eks.Cluster;
 * declare const bucket: s3.Bucket;
 * const exporter = new IrsaWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   access: [S3Access.writePrefix(bucket, 'invoices/')],
 * });
 */
export class IrsaWorkload extends Workload {
  /** IAM roles for service accounts. */
  public readonly mechanism = IdentityMechanism.IRSA;

  /** The OIDC provider that the role trusts. */
  public readonly oidcProvider: ClusterOidcProvider;

  private readonly audience: string;
  private readonly webhookAnnotations: Record<string, string>;

  /**
   * @throws if a name, the owner, a label, a tag or a property of the role is not what Kubernetes or IAM takes, if the
   * service account is `default` or declared already, if the cluster's issuer is unknown, or if the provider is of
   * another issuer or in another account than the stack
   */
  constructor(scope: Construct, id: string, props: IrsaWorkloadProps) {
    super(scope, id, props);
    this.oidcProvider = props.oidcProvider ?? ClusterOidcProvider.forCluster(props.cluster);
    this.audience = props.audience ?? STS_AUDIENCE;
    this.validate(props);
    this.oidcProvider._admitAudience(this.audience);
    this.webhookAnnotations = webhookAnnotations(props);
  }

  /** @internal */
  protected _trust(): unknown {
    return webIdentityTrust(Stack.of(this), {
      providerArn: this.oidcProvider.providerArn,
      issuer: this.oidcProvider.issuer,
      audience: this.audience,
      namespace: this.namespace,
      serviceAccountName: this.serviceAccountName,
    });
  }

  /** @internal */
  protected _sessionTags(): Record<string, unknown> {
    return {};
  }

  /** @internal */
  protected _serviceAccountAnnotations(): Record<string, string> {
    return { 'eks.amazonaws.com/role-arn': this.roleArn, ...this.webhookAnnotations };
  }

  private validate({ audience, tokenExpiration }: IrsaWorkloadProps): void {
    const { oidcIssuer } = this._facts;
    if (knownToDiffer(oidcIssuer, this.oidcProvider.issuer)) {
      refuse(this, 'InvalidIssuer', `oidcProvider is of another issuer than the cluster, ${oidcIssuer}: give the provider of this cluster's issuer, or leave oidcProvider out, `
        + got(this.oidcProvider.issuer));
    }
    const { account } = Stack.of(this);
    const ofProvider = this.oidcProvider.env.account;
    if (knownToDiffer(account, ofProvider)) {
      refuse(this, 'WrongAccount', `the stack is in account ${account}, and the OIDC provider in ${ofProvider}: a role trusts a provider of its own account alone, so give as oidcProvider `
        + `the provider that account ${account} has for the cluster's issuer, by ClusterOidcProvider.fromProviderArn, ${got(this.oidcProvider.providerArn)}`);
    }
    requireValid(this, 'InvalidAudience', 'audience', audience, (literal) => /^[\x21-\x7e]{1,255}$/.test(literal)
      ? undefined : 'must be 1 to 255 printable ASCII characters without blanks: a client ID of the OIDC provider');
    if (tokenExpiration !== undefined && !tokenExpiration.isUnresolved() && tokenExpiration.toSeconds() < 600) {
      refuse(this, 'InvalidTokenExpiration', `tokenExpiration must be at least 10 minutes, which is what Kubernetes grants at least, ${got(tokenExpiration.toHumanString())}`);
    }
  }
}

/** The annotations that tell the Pod Identity Webhook how to project the token. */
function webhookAnnotations({ audience, tokenExpiration, stsRegionalEndpoints }: IrsaWorkloadProps): Record<string, string> {
  return {
    ...(audience !== undefined && { 'eks.amazonaws.com/audience': audience }),
    ...(tokenExpiration !== undefined && { 'eks.amazonaws.com/token-expiration': `${tokenExpiration.toSeconds()}` }),
    'eks.amazonaws.com/sts-regional-endpoints': `${stsRegionalEndpoints ?? true}`,
  };
}

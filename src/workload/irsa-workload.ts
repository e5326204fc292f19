import { Construct } from 'constructs';
import { checkIrsaCompute } from './compute-checks';
import { IdentityMechanism } from './identity-mechanism';
import { IrsaTrust } from './irsa-trust';
import { ServiceAccountBinding } from './service-account-binding';
import { WebIdentityFederation } from './web-identity-federation';
import { WebIdentityProps } from './web-identity-props';
import { Workload } from './workload';
import { ClusterOidcProvider } from '../cluster/cluster-oidc-provider';
import { got, refuse } from '../private/errors';
import { TrustStatementJson } from '../trust/trust-document';

/** What an identity through IAM roles for service accounts is declared with. */
export interface IrsaWorkloadProps extends WebIdentityProps {
  /**
   * Whom the role trusts, if not the service account alone: see `IrsaTrust`.
   *
   * @default - `IrsaTrust.locked()`
   */
  readonly trust?: IrsaTrust;
}

/**
 * An AWS identity for the pods of one service account, through IAM roles for service accounts (IRSA).
 *
 * It synthesizes one `AWS::IAM::Role` and no Lambda. The OIDC provider of each cluster may assume it
 * (`sts:AssumeRoleWithWebIdentity`) with exactly the subject `system:serviceaccount:NAMESPACE:NAME` and the audience.
 * There is a statement for each cluster's issuer. The provider itself is there once for a cluster: see `ClusterOidcProvider`.
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

  /** The OIDC provider that the role trusts: that of `cluster`. */
  public readonly oidcProvider: ClusterOidcProvider;

  private readonly federation: WebIdentityFederation;
  private readonly trust: IrsaTrust;

  /**
   * @throws if a name, the owner, a label, a tag or a property of the role is not what Kubernetes or IAM takes, if the
   * service account is `default` or declared already, if a cluster is given twice or its issuer is unknown, if a provider
   * is of another issuer or in another account than the stack, or if a cluster is a local one on Outposts
   */
  constructor(scope: Construct, id: string, props: IrsaWorkloadProps) {
    super(scope, id, props);
    if (props.role !== undefined && props.tags !== undefined) {
      refuse(this, 'ConflictingOptions', `tags would be of the role alone, and role is one that is defined already: leave tags out and tag that role, or leave role out, ${got(props.tags)}`);
    }
    if (props.role !== undefined && props.trust !== undefined) {
      refuse(this, 'ConflictingOptions', `trust can't be given with role: a role that is defined already has its own, so leave one of them out, ${got(['role', 'trust'])}`);
    }
    this._placed(props).forEach(checkIrsaCompute);
    this.federation = new WebIdentityFederation(this, this._clusters, props);
    this.oidcProvider = this.federation.provider;
    this.trust = props.trust ?? IrsaTrust.locked();
    this.trust._check(this._role.reportedAt);
    this._permit(props);
  }

  /** @internal */
  protected _trust(): TrustStatementJson[] {
    return this.federation.trust(this).map((statement) => this.trust._statement(statement, this));
  }

  /** @internal */
  protected override _podTags(): Record<string, unknown>[] {
    return super._podTags().map((tags) => this.trust._agreedTags(this, tags));
  }

  /** @internal */
  protected _sessions(): Record<string, unknown>[] {
    return [{}];
  }

  /** @internal */
  protected _serviceAccount(): ServiceAccountBinding {
    return this.federation.serviceAccount(this.roleArn);
  }
}

import { IConstruct } from 'constructs';
import { requireReason, requireServiceAccounts } from './trust-validation';
import { TrustedServiceAccount } from './trusted-service-account';
import { addWarning } from './warning';
import { refuse } from '../private/errors';
import { POD_IDENTITY_SERVICE } from '../trust/pod-identity-trust';
import { TrustStatementJson } from '../trust/trust-document';
import { alsoComparing, forServiceAccounts, ServiceAccountNames } from '../trust/wider-trust';

/** What a role trusts besides its workload, and compares besides its names. */
export interface PodIdentityTrustOptions {
  /**
   * Service accounts of the workload's clusters that share the role with the workload's own, each by its exact names: for
   * associations that are made elsewhere. With the role they have all of its permissions.
   *
   * @default - the workload's own alone
   */
  readonly serviceAccounts?: TrustedServiceAccount[];

  /**
   * Whether the account of the cluster is compared as well, for guardrails that look for it: `StringEquals`
   * `aws:SourceAccount`. The cluster's ARN, which has the account, is compared anyway.
   *
   * @default false
   */
  readonly sourceAccount?: boolean;

  /**
   * Whether the organization is compared as well: `StringEquals` `aws:SourceOrgID` with `${aws:ResourceOrgID}`, the one
   * that the role's account is in. In an account without organization nobody can become the role then.
   *
   * @default false
   */
  readonly sourceOrganization?: boolean;
}

/** Why a role is open, and what it compares all the same. */
export interface OpenTrustOptions {
  /** Why it can't be locked to service accounts, in a few words: it stands in the warning. */
  readonly reason: string;

  /**
   * Whether the organization is compared as well: `StringEquals` `aws:SourceOrgID` with `${aws:ResourceOrgID}`.
   *
   * @default false
   */
  readonly sourceOrganization?: boolean;
}

/** What a workload has besides its trust. */
interface WorkloadOfTrust {
  /** What warnings are left with. */
  readonly reportedAt: IConstruct;
  readonly sessionTags: boolean;
  readonly hasTarget: boolean;
}

/** What the statements of a trust are about. */
interface TrustSubject extends ServiceAccountNames {
  /** The account of the cluster. */
  readonly account: string;
}

/**
 * Whom the role of a `PodIdentityWorkload` trusts. All conditions stand in the statement by which
 * `pods.eks.amazonaws.com` may `sts:AssumeRole` and `sts:TagSession`.
 *
 * A trust is a value: it may serve several workloads.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 * @example
 * declare const cluster: eks.Cluster;
 * new PodIdentityWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   trust: PodIdentityTrust.locked({
 *     serviceAccounts: [{ namespace: 'finance-audit', serviceAccountName: 'invoice-exporter' }],
 *     sourceOrganization: true,
 *   }),
 * });
 */
export class PodIdentityTrust {
  /**
   * Exactly the workload's service account of its cluster, and those that are listed.
   *
   * `StringEquals` on `aws:RequestTag/eks-cluster-arn`, `…/kubernetes-namespace` and `…/kubernetes-service-account`.
   * Listed service accounts are in the same conditions where that admits no other pair of namespace and name, else in
   * statements of their own. Without session tags it is `ArnEquals` `aws:SourceArn` and `StringEquals`
   * `aws:SourceAccount`, and nothing can be listed.
   *
   * @throws if a list is empty or a name in it is not exact
   */
  public static locked(options: PodIdentityTrustOptions = {}): PodIdentityTrust {
    requireServiceAccounts('PodIdentityTrust.locked', options.serviceAccounts);
    return new PodIdentityTrust({ ...options, serviceAccounts: [...options.serviceAccounts ?? []] });
  }

  /**
   * Any service account of any cluster of the account that the workload's cluster is in, as long as somebody who may pass the
   * role makes the association: `StringEquals` `aws:SourceAccount` alone.
   *
   * It is a warning (`cdk-eks-workload-identity:OpenTrust[pods.eks.amazonaws.com]`), which `Validations.of(workload).acknowledge(...)`
   * acknowledges.
   *
   * @throws if there is no reason
   */
  public static open(options: OpenTrustOptions): PodIdentityTrust {
    const { reason, sourceOrganization } = options;
    requireReason('PodIdentityTrust.open', reason);
    return new PodIdentityTrust({ serviceAccounts: [], sourceOrganization }, reason);
  }

  /** @param openBecause the reason of an open trust */
  private constructor(
    private readonly options: PodIdentityTrustOptions & { readonly serviceAccounts: readonly TrustedServiceAccount[] },
    private readonly openBecause?: string,
  ) {}

  /**
   * Refuses a trust that a workload can't have, and reports an open one.
   *
   * @internal
   */
  public _check(workload: IConstruct, { reportedAt, sessionTags, hasTarget }: WorkloadOfTrust): void {
    const isWider = this.openBecause !== undefined || this.options.serviceAccounts.length > 0;
    if (isWider && hasTarget) {
      refuse(workload, 'ConflictingOptions', 'trust admits other service accounts than the workload\'s own, which could do nothing with the role, since its target admits the workload alone: '
        + 'leave trust out, and declare each of them as a workload with the same target');
    }
    if (this.options.serviceAccounts.length > 0 && !sessionTags) {
      refuse(workload, 'ConflictingOptions', 'trust lists serviceAccounts, and without session tags no trust can compare them, since it admits each service account of the cluster already: leave the list out, or leave out sessionTags: false');
    }
    if (this.openBecause !== undefined) {
      addWarning(reportedAt, 'OpenTrust', POD_IDENTITY_SERVICE, 'the role trusts each service account of each cluster of the account, whoever may pass the role and make an association, since '
        + `${JSON.stringify(this.openBecause)}: acknowledge this if it is meant, or list the service accounts by PodIdentityTrust.locked({ serviceAccounts })`);
    }
  }

  /**
   * The statements in place of the one that admits the workload alone.
   *
   * @internal
   */
  public _statements(locked: TrustStatementJson, { account, ...own }: TrustSubject): TrustStatementJson[] {
    const { serviceAccounts, sourceAccount = false, sourceOrganization = false } = this.options;
    const isOpen = this.openBecause !== undefined;
    const base = alsoComparing(isOpen ? { ...locked, Condition: {} } : locked, {
      ...(sourceAccount || isOpen) && { 'aws:SourceAccount': account },
      ...sourceOrganization && { 'aws:SourceOrgID': '${aws:ResourceOrgID}' },
    });
    return serviceAccounts.length === 0 ? [base] : forServiceAccounts(base, [own, ...serviceAccounts]);
  }
}

import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SEVERAL_VALUES } from './role-tags';
import { requireReason, requireServiceAccounts } from './trust-validation';
import { TrustedServiceAccount } from './trusted-service-account';
import { addWarning } from './warning';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';
import { requireValid } from '../private/validate';
import { TrustStatementJson } from '../trust/trust-document';
import { SUBJECT_PREFIX } from '../trust/web-identity-trust';
import { forSubjects, forSubjectsLike, ServiceAccountNames } from '../trust/wider-trust';

/** What a role trusts besides its workload. */
export interface IrsaTrustOptions {
  /**
   * Service accounts of the workload's clusters that share the role with the workload's own, each by its exact names. With the
   * role they have all of its permissions. Their ServiceAccounts, which are made elsewhere, need the annotation with its ARN.
   *
   * @default - the workload's own alone
   */
  readonly serviceAccounts?: TrustedServiceAccount[];
}

/** Why a role trusts subjects by a pattern. */
export interface SubjectsLikeOptions {
  /** Why they can't be listed by name, in a few words: it stands in the warning. */
  readonly reason: string;
}

/**
 * Whom the role of an `IrsaWorkload` trusts: by which subjects of its cluster's tokens. The audience is always compared,
 * by `StringEquals` on `ISSUER:aud`.
 *
 * A trust is a value: it may serve several workloads.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 * @example
 * declare const cluster: eks.Cluster;
 * new IrsaWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   trust: IrsaTrust.subjectsLike(['system:serviceaccount:finance-preview-*:invoice-exporter'], {
 *     reason: 'each pull request has a namespace of its own',
 *   }),
 * });
 */
export class IrsaTrust {
  /**
   * Exactly the workload's service account, and those that are listed: `StringEquals` on `ISSUER:sub`.
   *
   * @throws if a list is empty or a name in it is not exact
   */
  public static locked(options: IrsaTrustOptions = {}): IrsaTrust {
    requireServiceAccounts('IrsaTrust.locked', options.serviceAccounts);
    return new IrsaTrust([...options.serviceAccounts ?? []], []);
  }

  /**
   * The workload's service account, and each that matches a pattern: `StringLike` on `ISSUER:sub`, with the workload's own
   * subject and the patterns.
   *
   * Whoever may make a service account that matches has the role. So each pattern is a warning
   * (`cdk-eks-workload-identity:OpenTrust[PATTERN]`), which `Validations.of(workload).acknowledge(...)` acknowledges.
   *
   * @param subjects `system:serviceaccount:NAMESPACE:NAME`, with the wildcards `*` and `?` in namespace and name, not for all of both
   * @throws if there is no reason or no subject, or if one isn't of this form, has no wildcard, or would match every service account
   */
  public static subjectsLike(subjects: string[], options: SubjectsLikeOptions): IrsaTrust {
    const scope = 'IrsaTrust.subjectsLike';
    const { reason } = options;
    requireReason(scope, reason);
    if (subjects.length === 0) { refuse(scope, 'EmptyList', `subjects must have at least one pattern: for exact names use IrsaTrust.locked, ${got(subjects)}`); }
    subjects.forEach((subject) => requireValid(scope, 'InvalidSubject', 'subjects', subject, subjectProblem));
    return new IrsaTrust([], [...subjects], reason);
  }

  private constructor(
    private readonly serviceAccounts: readonly TrustedServiceAccount[],
    private readonly patterns: readonly string[],
    private readonly reason?: string,
  ) {}

  /**
   * Reports what is open.
   *
   * @internal
   */
  public _check(reportedAt: IConstruct): void {
    for (const pattern of this.patterns) {
      const shown = isToken(pattern) ? JSON.stringify(Stack.of(reportedAt).resolve(pattern)) : pattern;
      addWarning(reportedAt, 'OpenTrust', shown, `the role trusts each service account that matches "${shown}", whoever may make one, since `
        + `${JSON.stringify(this.reason)}: acknowledge this if it is meant, or list the service accounts by IrsaTrust.locked({ serviceAccounts })`);
    }
  }

  /**
   * The statement in place of the one that admits the workload alone.
   *
   * @internal
   */
  public _statement(locked: TrustStatementJson, own: ServiceAccountNames): TrustStatementJson {
    if (this.patterns.length > 0) { return forSubjectsLike(locked, this.patterns); }
    return this.serviceAccounts.length === 0 ? locked : forSubjects(locked, [own, ...this.serviceAccounts]);
  }

  /**
   * The tags by which policies name the workload, as far as all that share the role have the same.
   *
   * @internal
   */
  public _agreedTags({ namespace, serviceAccountName }: ServiceAccountNames, tags: Record<string, unknown>): Record<string, unknown> {
    const differs = (isSame: (other: ServiceAccountNames) => boolean) => this.patterns.length > 0 || !this.serviceAccounts.every(isSame);
    return {
      ...tags,
      ...differs((other) => other.namespace === namespace) && { 'kubernetes-namespace': SEVERAL_VALUES },
      ...differs((other) => other.serviceAccountName === serviceAccountName) && { 'kubernetes-service-account': SEVERAL_VALUES },
    };
  }
}

const PATTERN = /^system:serviceaccount:([a-z0-9*?-]{1,63}):([a-z0-9.*?-]{1,253})$/;

function subjectProblem(subject: string): string | undefined {
  const [, namespace, name] = PATTERN.exec(subject) ?? [];
  if (namespace === undefined) {
    return `must be "${SUBJECT_PREFIX}NAMESPACE:NAME" with lower-case letters, digits, "-" and the wildcards "*" and "?" in the namespace, and "." as well in the name`;
  }
  if (!/[*?]/.test(subject)) { return 'must have a wildcard: list exact names by IrsaTrust.locked({ serviceAccounts })'; }
  return /[a-z0-9]/.test(namespace + name) ? undefined : 'must not match every service account of the cluster: name the namespace or the service account, or a part of it';
}

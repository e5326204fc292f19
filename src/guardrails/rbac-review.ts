import { declaredAccounts } from './declared-accounts';
import { AccountsOfNamespace, rbacFindings } from './rbac/findings';
import { rbacObjects } from './rbac/objects';
import { RbacFinding } from './rbac-finding';
import { RbacReviewProps } from './rbac-review-props';
import { got, refuse } from '../private/errors';

/**
 * A review of RBAC objects: who may get at the AWS identities of an app by way of Kubernetes.
 *
 * It reads `Role`, `ClusterRole`, `RoleBinding` and `ClusterRoleBinding`, wildcards, subresources, `resourceNames` and
 * aggregated roles as the API server does, and knows the built-in `view`, `edit`, `admin` and `cluster-admin`. It knows
 * of no other objects than it is given, nor of EKS access policies.
 *
 * That someone may do so can be right: compare what is found with who should.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 * @example
 * for (const finding of RbacReview.of({ workloadsOf: [app], charts: [chart] })) {
 *   Annotations.of(app).addWarningV2('acme:rbac', `${finding.text}: ${finding.fix}`);
 * }
 */
export class RbacReview {
  /**
   * What the objects let people and programs do in the namespaces of the app's workloads: sorted by namespace, subject and
   * risk, one finding for each of a binding.
   *
   * @throws if there is no scope, or neither charts nor manifests, if a manifest is no Kubernetes object, or if workloads of two clusters declare the same service account
   */
  public static of(props: RbacReviewProps): RbacFinding[] {
    const { workloadsOf, charts = [], manifests = [] } = props;
    if (workloadsOf.length === 0) { refuse('RbacReview', 'EmptyList', `workloadsOf must name where workloads are declared, for example the app, ${got(workloadsOf)}`); }
    if (charts.length + manifests.length === 0) { refuse('RbacReview', 'EmptyList', `charts or manifests must give the RBAC objects to review, ${got([])}`); }
    const accounts: AccountsOfNamespace = new Map();
    for (const { namespace, serviceAccountName } of declaredAccounts('RbacReview', props)) {
      accounts.set(namespace, [...accounts.get(namespace) ?? [], serviceAccountName]);
    }
    return rbacFindings(rbacObjects(charts, manifests), accounts);
  }
}

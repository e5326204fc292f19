import { Construct } from 'constructs';
import { declaredPods } from './admission/declared-pods';
import { declaredRoleArns } from './admission/declared-role-arns';
import { WRITERS } from './admission/engines';
import { noDebugPods } from './admission/no-debug-pods';
import { noDefaultServiceAccount } from './admission/no-default-service-account';
import { noHostNetwork } from './admission/no-host-network';
import { noStaticCredentials } from './admission/no-static-credentials';
import { ownerLabel } from './admission/owner-label';
import { PolicyDefinition, PolicyFacts } from './admission/policy-definition';
import { AdmissionAction } from './admission-action';
import { AdmissionEngine } from './admission-engine';
import { AdmissionPoliciesProps } from './admission-policies-props';
import { validateAdmission } from './admission-validation';
import { declaredAccounts } from './declared-accounts';
import { OWNER_LABEL } from '../manifests/labels';
import { sorted } from './admission/match';

/** A policy by the end of its name, and the id of its object. */
type Policy = readonly [name: string, id: string, action: AdmissionAction | undefined, define: (facts: PolicyFacts) => PolicyDefinition];

/**
 * Admission policies for the identities of an app: what its cluster refuses, made from the workloads that the app declares.
 *
 * In a cdk8s chart it defines, for each policy that isn't off, one `ValidatingAdmissionPolicy` and its binding, or with
 * Kyverno one `ValidatingPolicy` or `ClusterPolicy`. All say the same in the same CEL expressions: see the props for
 * what each asks. Policies decide when objects are created or changed, in the given namespaces, on pods and on the
 * Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs and CronJobs that make them, or on ServiceAccounts. Pods that
 * were there before stay, and so do the templates of what made them until those change.
 *
 * A request that can't be decided is refused (`failurePolicy: Fail`), unless the action is `AUDIT`.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 * @see https://kyverno.io/docs/policy-types/validating-policy/
 * @example
 * new AdmissionPolicies(chart, 'AdmissionPolicies', {
 *   workloadsOf: [app],
 *   namespaces: ['finance-prod'],
 *   action: AdmissionAction.ENFORCE,
 *   noDebugPods: AdmissionAction.AUDIT,
 * });
 */
export class AdmissionPolicies extends Construct {
  /**
   * @throws if there is no scope, no namespace or no policy, if a name, label or image is not one, if `usedBy` names a workload twice, of another namespace or
   * cluster, or without labels and images; and, when the chart is written, if two clusters declare a service account, or if a file would hold what is known at deploy time
   */
  constructor(scope: Construct, id: string, props: AdmissionPoliciesProps) {
    super(scope, id);
    const policies = policiesOf(props).filter(([, , action = props.action]) => action !== AdmissionAction.OFF);
    validateAdmission(this, props, policies.length);
    const { namespaces, name = 'workload-identity', engine = AdmissionEngine.KUBERNETES } = props;
    for (const [policy, child, action = props.action, define] of policies) {
      WRITERS[engine](this, { id: child, name: `${name}-${policy}`, namespaces, action, definition: () => define(this.facts(props)) });
    }
  }

  /** What is declared by now. */
  private facts(props: AdmissionPoliciesProps): PolicyFacts {
    const declared = declaredAccounts(this, props);
    return { declared, ownerLabels: sorted([OWNER_LABEL, ...declared.map((account) => account.ownerLabel)]), usedBy: props.usedBy ?? [] };
  }
}

function policiesOf(props: AdmissionPoliciesProps): Policy[] {
  return [
    ['no-default-service-account', 'NoDefaultServiceAccount', props.noDefaultServiceAccount, noDefaultServiceAccount],
    ['owner-label', 'OwnerLabel', props.ownerLabel, ownerLabel],
    ['declared-role-arns', 'DeclaredRoleArns', props.declaredRoleArns, declaredRoleArns],
    ['declared-pods', 'DeclaredPods', props.usedBy === undefined ? AdmissionAction.OFF : props.declaredPods, declaredPods],
    ['no-static-credentials', 'NoStaticCredentials', props.noStaticCredentials, noStaticCredentials],
    ['no-host-network', 'NoHostNetwork', props.noHostNetwork, noHostNetwork],
    ['no-debug-pods', 'NoDebugPods', props.noDebugPods, noDebugPods],
  ];
}

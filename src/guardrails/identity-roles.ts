import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { sorted } from './admission/match';
import { validateWhere } from './admission-validation';
import { declaredAccounts } from './declared-accounts';
import { DerivedObject } from './derived-object';
import { IdentityRolesProps } from './identity-roles-props';
import { policyNameProblem } from './policy-name';
import { requireValid } from '../private/validate';

const API_VERSION = 'rbac.authorization.k8s.io/v1';
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/**
 * The two roles that Kubernetes needs for identities, as small as they can be: who may use them, and who may administer them.
 *
 * In a cdk8s chart it defines
 *
 * - one `ClusterRole` `NAME-user`, which may run workloads and see their pods: `deployments`, `statefulsets`, `daemonsets`,
 *   `jobs` and `cronjobs` in full, `pods`, `pods/log` and `serviceaccounts` to read. It makes no pods itself, enters none
 *   (`pods/exec`, `pods/attach`, `pods/ephemeralcontainers`), and takes no tokens of service accounts;
 * - in each namespace one `Role` `NAME-administrator`, which may create service accounts, and change and delete those that
 *   workloads declare, by their names. It takes no tokens either.
 * - for each of them that has groups, in each namespace one `RoleBinding` to these.
 *
 * RBAC doesn't know which service account a pod names: whoever may run workloads in a namespace may use each identity
 * in it. Give identities that other people use other namespaces, or see `usedBy` of `AdmissionPolicies`.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 * @example
 * new IdentityRoles(chart, 'IdentityRoles', {
 *   workloadsOf: [app],
 *   namespaces: ['finance-prod'],
 *   users: ['finance-developers'],
 *   administrators: ['platform-engineers'],
 * });
 */
export class IdentityRoles extends Construct {
  /**
   * @throws if there is no scope or no namespace, if a name is not one, or if a group is none or begins with `system:`; and, when the chart is written, if two clusters
   * declare a service account, or if a file would hold what is known at deploy time
   */
  constructor(scope: Construct, id: string, props: IdentityRolesProps) {
    super(scope, id);
    const { name = 'workload-identity', users = [], administrators = [] } = props;
    validateWhere(this, props);
    requireValid(this, 'InvalidPolicyName', 'name', name, policyNameProblem);
    Object.entries({ users, administrators }).forEach(([prop, groups]) => this.requireGroups(prop, groups));

    const user = { kind: 'ClusterRole', name: `${name}-user` };
    const administrator = { kind: 'Role', name: `${name}-administrator` };
    new ApiObject(this, 'User', { apiVersion: API_VERSION, kind: user.kind, metadata: { name: user.name }, rules: USER_RULES });
    sorted(props.namespaces).forEach((namespace, index) => {
      const metadata = { name: administrator.name, namespace };
      new DerivedObject(this, `Administrator${index}`, { apiVersion: API_VERSION, kind: administrator.kind, metadata }, {
        rules: () => administratorRules(declaredAccounts(this, { ...props, namespaces: [namespace] }).map((account) => account.serviceAccountName)),
      });
      this.bind(`UserBinding${index}`, namespace, user, users);
      this.bind(`AdministratorBinding${index}`, namespace, administrator, administrators);
    });
  }

  private bind(id: string, namespace: string, role: { kind: string; name: string }, groups: string[]): void {
    if (groups.length === 0) { return; }
    new DerivedObject(this, id, {
      apiVersion: API_VERSION,
      kind: 'RoleBinding',
      metadata: { name: role.name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...role },
    }, { subjects: () => sorted(groups).map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })) });
  }

  private requireGroups(prop: string, groups: readonly string[]): void {
    groups.forEach((group, index) => requireValid(this, 'InvalidGroup', `${prop}[${index}]`, group, (literal) => literal === '' || literal.startsWith('system:')
      ? 'must be a Kubernetes group of people, not empty, and none that begins with "system:", which Kubernetes keeps for itself' : undefined));
  }
}

const USER_RULES = [
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: [...READ, ...WRITE] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: [...READ, ...WRITE] },
  { apiGroups: [''], resources: ['pods', 'pods/log', 'serviceaccounts'], verbs: READ },
];

/** A rule that names nothing would be about all: without names there is none. Creating can't be limited to names. */
function administratorRules(names: string[]): object[] {
  const serviceAccounts = { apiGroups: [''], resources: ['serviceaccounts'] };
  return [
    { ...serviceAccounts, verbs: [...READ, 'create'] },
    ...(names.length === 0 ? [] : [{ ...serviceAccounts, resourceNames: names, verbs: ['update', 'patch', 'delete'] }]),
  ];
}

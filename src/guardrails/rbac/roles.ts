import { RbacObject, RbacRule } from './objects';

/** The label by which a role is added to a built-in one. */
const aggregatedTo = (role: string) => ({ [`rbac.authorization.k8s.io/aggregate-to-${role}`]: 'true' });

/**
 * The user-facing roles of Kubernetes, as far as they matter here.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
const EDIT: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['pods', 'replicationcontrollers', 'serviceaccounts'], verbs: ['create', 'update', 'patch'] },
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'], verbs: ['create', 'update', 'patch'] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['create', 'update', 'patch'] },
  { apiGroups: [''], resources: ['pods/exec', 'pods/attach'], verbs: ['create', 'get'] },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
  { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
];

const BUILT_IN: ReadonlyMap<string, Pick<RbacObject, 'rules' | 'aggregationRule'>> = new Map(Object.entries({
  'view': { aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregatedTo('view') }] } },
  'edit': { rules: EDIT, aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregatedTo('edit') }, { matchLabels: aggregatedTo('view') }] } },
  'admin': { rules: EDIT, aggregationRule: { clusterRoleSelectors: ['admin', 'edit', 'view'].map((role) => ({ matchLabels: aggregatedTo(role) })) } },
  'cluster-admin': { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
}));

/** The rules of the role that something is bound to; `undefined` if they are not known. */
export function rulesOf(binding: RbacObject, objects: readonly RbacObject[]): readonly RbacRule[] | undefined {
  const { kind: kindOfRole, name } = binding.roleRef!;
  const clusterRoles = objects.filter(({ kind }) => kind === 'ClusterRole');
  if (kindOfRole === 'Role') {
    const ofName = objects.find(({ kind, metadata }) => kind === 'Role' && metadata.name === name && namespaceOf({ metadata }) === namespaceOf(binding));
    return ofName && (ofName.rules ?? []);
  }
  const role = clusterRoles.find(({ metadata }) => metadata.name === name) ?? BUILT_IN.get(name);
  const selectors = role?.aggregationRule?.clusterRoleSelectors ?? [];
  if (role === undefined || selectors.some(({ matchExpressions }) => matchExpressions !== undefined)) { return undefined; }
  const aggregated = clusterRoles.filter(({ metadata: { labels = {} } }) => selectors.some(({ matchLabels = {} }) => (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value))));
  return [...role.rules ?? [], ...aggregated.flatMap(({ rules }) => rules ?? [])];
}

/** The namespace of an object that is in one. */
export function namespaceOf({ metadata: { namespace } }: Pick<RbacObject, 'metadata'>): string {
  return namespace ?? 'default';
}

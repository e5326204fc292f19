import { Stack } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { RbacFinding, RbacReview, RbacReviewProps, RbacRisk } from '../../../src';
import { chartFixture, errorOf, podIdentity, stackFixture } from '../../fixtures';

const { RUNS_PODS, ENTERS_PODS, CHANGES_SERVICE_ACCOUNTS, TAKES_TOKENS, ESCALATES, UNKNOWN_ROLE } = RbacRisk;
const apiVersion = 'rbac.authorization.k8s.io/v1';
const rule = (apiGroups: string, resources: string, verbs: string, ...resourceNames: string[]) => ({
  apiGroups: apiGroups.split(','), resources: resources.split(','), verbs: verbs.split(','), ...(resourceNames.length > 0 && { resourceNames }),
});
const role = (...rules: object[]) => ({ apiVersion, kind: 'Role', metadata: { name: 'r', namespace: 'finance-prod' }, rules });
const clusterRole = (name: string, ...rules: object[]) => ({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules });
const GROUP = { kind: 'Group', name: 'developers' };
const binding = (kind = 'Role', name = 'r', namespace: string | undefined = 'finance-prod', subjects: object[] = [GROUP]) => ({
  apiVersion, kind: 'RoleBinding', metadata: { name: 'b', namespace }, roleRef: { kind, name }, subjects,
});
const clusterBinding = (name: string, subjects: object[] = [GROUP]) => ({ apiVersion, kind: 'ClusterRoleBinding', metadata: { name: 'b' }, roleRef: { kind: 'ClusterRole', name }, subjects });

/** An app with one identity in finance-prod, and one in payments. */
function identities(): Stack {
  const { stack } = stackFixture();
  podIdentity(stack);
  podIdentity(stack, { namespace: 'payments', serviceAccountName: 'payer' }, 'Payer');
  return stack;
}

function review(manifests: object[], more: Partial<RbacReviewProps> = {}): RbacFinding[] {
  return RbacReview.of({ workloadsOf: [identities()], manifests, ...more });
}

const found = (...manifests: object[]) => review(manifests).map(({ id }) => id);

describe('of a role', () => {
  test.each<[RbacRisk, object]>([
    [RUNS_PODS, rule('', 'pods', 'create')],
    [RUNS_PODS, rule('', 'pods', 'patch', 'exporter-0')],
    [RUNS_PODS, rule('', 'replicationcontrollers', 'create')],
    ...['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((resource): [RbacRisk, object] => [RUNS_PODS, rule('apps', resource, 'create')]),
    [RUNS_PODS, rule('batch', 'jobs', 'create')],
    [RUNS_PODS, rule('batch', 'cronjobs', 'update')],
    [RUNS_PODS, rule('*', 'deployments', 'patch', 'exporter')],
    [RUNS_PODS, rule('apps', '*', 'create')],
    [RUNS_PODS, rule('batch', 'jobs', '*')],
    [ENTERS_PODS, rule('', 'pods/exec', 'create', 'exporter-0')],
    [ENTERS_PODS, rule('', 'pods/exec', 'get')],
    [ENTERS_PODS, rule('', 'pods/attach', 'create')],
    [ENTERS_PODS, rule('', 'pods/ephemeralcontainers', 'patch')],
    [ENTERS_PODS, rule('', '*/exec', 'create')],
    [CHANGES_SERVICE_ACCOUNTS, rule('', 'serviceaccounts', 'create')],
    [CHANGES_SERVICE_ACCOUNTS, rule('', 'serviceaccounts', 'update')],
    [CHANGES_SERVICE_ACCOUNTS, rule('', 'serviceaccounts', 'patch', 'web', 'invoice-exporter')],
    [TAKES_TOKENS, rule('', 'serviceaccounts/token', 'create')],
    [TAKES_TOKENS, rule('', 'serviceaccounts/token', 'create', 'invoice-exporter')],
    [TAKES_TOKENS, rule('', '*/token', 'create')],
    [ESCALATES, rule('rbac.authorization.k8s.io', 'roles', 'escalate')],
    [ESCALATES, rule('rbac.authorization.k8s.io', 'clusterroles', 'bind')],
    [ESCALATES, rule('', 'serviceaccounts', 'impersonate')],
  ])('%s is found in %j', (id, found1) => {
    expect(found(role(found1), binding())).toEqual([id]);
  });

  test.each([
    [rule('', 'pods,pods/log,serviceaccounts,secrets', 'get,list,watch')],
    [rule('', 'pods', 'create', 'exporter-0')],
    [rule('', 'pods', 'delete')],
    [rule('', 'deployments', 'create')],
    [rule('extensions', 'deployments', 'create')],
    [rule('apps', 'deployments/scale', 'update')],
    [rule('', 'pods/*', 'create')],
    [rule('', 'serviceaccounts', 'create', 'invoice-exporter')],
    [rule('', 'serviceaccounts', 'patch', 'web')],
    [rule('', 'serviceaccounts', 'patch', 'payer')],
    [rule('', 'serviceaccounts/token', 'create', 'web')],
    [rule('', 'users,groups', 'impersonate')],
    [rule('rbac.authorization.k8s.io', 'rolebindings', 'create')],
    [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    [{ apiGroups: [''], resources: ['pods'] }],
  ])('nothing is found in %j', (harmless) => {
    expect(found(role(harmless), binding())).toEqual([]);
  });

  test('without rules nothing is found', () => {
    expect(found({ ...role(), rules: undefined }, binding())).toEqual([]);
    expect(found({ ...clusterRole('c'), rules: null }, binding('ClusterRole', 'c'))).toEqual([]);
  });

  test('with a wildcard for everything all risks are found', () => {
    expect(found(role(rule('*', '*', '*')), binding())).toEqual([CHANGES_SERVICE_ACCOUNTS, ENTERS_PODS, ESCALATES, RUNS_PODS, TAKES_TOKENS]);
  });
});

describe('of a binding', () => {
  const runs = role(rule('', 'pods', 'create'));

  test('a role that is not bound is nobody\'s', () => {
    expect(found(runs, clusterRole('c', rule('*', '*', '*')))).toEqual([]);
    expect(found(runs, { ...binding(), subjects: undefined })).toEqual([]);
  });

  test('it is about its own namespace, and about the Role of its own namespace', () => {
    expect(found(clusterRole('c', rule('', 'pods', 'create')), binding('ClusterRole', 'c', 'elsewhere'))).toEqual([]);
    expect(found(runs, binding('Role', 'r', 'payments'))).toEqual([UNKNOWN_ROLE]);
  });

  test('without a namespace it is in "default", where no identity is', () => {
    const { metadata: { name } } = binding();
    expect(found(runs, { ...binding(), metadata: { name } })).toEqual([]);
  });

  test('a ClusterRoleBinding is about all namespaces, and about users and groups as well', () => {
    expect(review([clusterRole('c', rule('', 'pods', 'create')), clusterBinding('c')]).map(({ id, namespace }) => [namespace, id])).toEqual([['finance-prod', RUNS_PODS], ['payments', RUNS_PODS]]);
    expect(found(clusterRole('c', rule('', 'users', 'impersonate')), clusterBinding('c'))).toEqual([ESCALATES, ESCALATES]);
    expect(found(clusterRole('c', rule('', 'users', 'impersonate')), binding('ClusterRole', 'c'))).toEqual([]);
  });

  test('each subject is named in its own way', () => {
    const subjects = [GROUP, { kind: 'User', name: 'anna' }, { kind: 'ServiceAccount', name: 'deployer', namespace: 'argocd' }];

    expect(review([runs, binding('Role', 'r', 'finance-prod', subjects)]).map(({ subject }) => subject)).toEqual(['Group developers', 'ServiceAccount argocd/deployer', 'User anna']);
  });
});

describe('of the roles of Kubernetes itself', () => {
  const ALL = [CHANGES_SERVICE_ACCOUNTS, ENTERS_PODS, ESCALATES, RUNS_PODS, TAKES_TOKENS];

  test.each([['view', []], ['edit', ALL], ['admin', ALL], ['cluster-admin', ALL]])('%s brings %j', (name, risks) => {
    expect(found(binding('ClusterRole', name))).toEqual(risks);
  });

  test.each(['system:node', 'constructor'])('%s is unknown', (name) => {
    expect(found(binding('ClusterRole', name))).toEqual([UNKNOWN_ROLE]);
  });

  test('a role that is aggregated to one of them is a part of it', () => {
    const more = (to: string) => ({ ...clusterRole('more', rule('', 'pods/exec', 'create')), metadata: { name: 'more', labels: { [`rbac.authorization.k8s.io/aggregate-to-${to}`]: 'true' } } });

    expect(found(more('view'), binding('ClusterRole', 'view'))).toEqual([ENTERS_PODS]);
    expect(found(more('edit'), binding('ClusterRole', 'view'))).toEqual([]);
  });
});

describe('of an aggregated role', () => {
  const aggregated = (selector: object) => ({ apiVersion, kind: 'ClusterRole', metadata: { name: 'all' }, aggregationRule: { clusterRoleSelectors: [selector] } });
  const part = { ...clusterRole('part', rule('', 'pods', 'create')), metadata: { name: 'part', labels: { team: 'finance', a: 'b' } } };

  test('the rules are those of the roles with its labels', () => {
    expect(found(aggregated({ matchLabels: { team: 'finance' } }), part, binding('ClusterRole', 'all'))).toEqual([RUNS_PODS]);
    expect(found(aggregated({ matchLabels: { team: 'finance', a: 'c' } }), part, binding('ClusterRole', 'all'))).toEqual([]);
    expect(found(aggregated({}), part, clusterRole('unlabelled'), binding('ClusterRole', 'all'))).toEqual([RUNS_PODS]);
  });

  test('nothing is known of what expressions match', () => {
    expect(found(aggregated({ matchExpressions: [{ key: 'team', operator: 'Exists' }] }), part, binding('ClusterRole', 'all'))).toEqual([UNKNOWN_ROLE]);
  });
});

test('a finding says who may do what, by which objects, what that is to the identities, and what to do', () => {
  expect(review([role(rule('', 'pods', 'create'), rule('apps', 'deployments', '*')), binding()])).toEqual([{
    id: 'RunsPods',
    subject: 'Group developers',
    namespace: 'finance-prod',
    text: 'Group developers may run pods in finance-prod, and so code with the identity of any of its service accounts: '
      + 'by the RoleBinding finance-prod/b to the Role r (pods, deployments)',
    fix: 'bind them in namespaces without these identities, or bind the user role of IdentityRoles if they may use them',
  }]);
  expect(review([clusterBinding('gone')])[0]).toEqual({
    id: 'UnknownRole',
    subject: 'Group developers',
    namespace: 'finance-prod',
    text: 'Group developers has a role in finance-prod of which nothing is known: by the ClusterRoleBinding b to the ClusterRole gone',
    fix: 'give the role among the objects, and instead of one that others are aggregated to by matchExpressions the roles themselves',
  });
});

describe('the objects', () => {
  test('are those of charts, of constructs in them, and of manifests and lists, each once', () => {
    const { charts, chart } = chartFixture();
    new cdk8s.ApiObject(chart, 'Role', role(rule('', 'pods', 'create')));
    new cdk8s.ApiObject(chart, 'Deployment', { apiVersion: 'apps/v1', kind: 'Deployment' });
    const props = { workloadsOf: [identities()], charts: [charts, chart] };

    expect(RbacReview.of({ ...props, manifests: [binding(), { apiVersion: 'v1', kind: 'Namespace' }] }).map(({ id }) => id)).toEqual([RUNS_PODS]);
    expect(RbacReview.of({ ...props, manifests: [{ apiVersion: 'v1', kind: 'List', items: [binding()] }] })).toHaveLength(1);
    const { apiVersion: _, kind: __, ...item } = binding();
    expect(RbacReview.of({ ...props, manifests: [{ apiVersion, kind: 'RoleBindingList', items: [item] }] })).toHaveLength(1);
    expect(RbacReview.of(props)).toEqual([]);
  });

  test('are looked at in the namespaces of the app\'s identities alone', () => {
    expect(RbacReview.of({ workloadsOf: [stackFixture().stack], manifests: [clusterBinding('cluster-admin')] })).toEqual([]);
  });
});

test.each<[string, Partial<RbacReviewProps>, string, string]>([
  ['no scope', { workloadsOf: [], manifests: [binding()] }, 'EmptyList', 'workloadsOf must name where workloads are declared, for example the app, got: []'],
  ['no objects', {}, 'EmptyList', 'charts or manifests must give the RBAC objects to review, got: []'],
  ['a manifest that is text', { manifests: ['kind: Role'] }, 'InvalidManifest', 'manifests[0] must be a Kubernetes object with apiVersion and kind, parsed from its YAML or JSON, got: "kind: Role"'],
  ['a manifest without a kind', { manifests: [binding(), { apiVersion }] }, 'InvalidManifest',
    'manifests[1] must be a Kubernetes object with apiVersion and kind, parsed from its YAML or JSON, got: {"apiVersion":"rbac.authorization.k8s.io/v1"}'],
  ['a binding of nothing', { manifests: [{ apiVersion, kind: 'RoleBinding', metadata: { name: 'b' } }] }, 'InvalidManifest',
    'the RoleBinding b must have a roleRef, which says what it binds, got: undefined'],
  ['a manifest that is nothing', { manifests: [null] }, 'InvalidManifest', 'manifests[0] must be a Kubernetes object with apiVersion and kind, parsed from its YAML or JSON, got: null'],
])('%s is refused', (_, props, code, message) => {
  expect(errorOf(() => RbacReview.of({ workloadsOf: [identities()], ...props }))).toMatchObject({ code, message: `[RbacReview] ${message} (${code})` });
});

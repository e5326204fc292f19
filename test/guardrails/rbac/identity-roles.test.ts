import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { ClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import { Role } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { IdentityRoles, IdentityRolesProps, RbacReview, RbacRisk } from '../../../src';
import { chartFixture, errorOf, podIdentity, stackFixture } from '../../fixtures';
import { documentsOf } from '../admission/policies';

function rolesOver(stack: Stack, props: Partial<IdentityRolesProps> = {}): { charts: cdk8s.App; chart: cdk8s.Chart } {
  const { charts, chart } = chartFixture();
  new IdentityRoles(chart, 'Roles', { workloadsOf: [stack], namespaces: ['finance-prod'], ...props });
  return { charts, chart };
}

const named = (charts: cdk8s.App, kind: string) => documentsOf(charts).filter((document) => document.kind === kind);

test('users may run workloads and see their pods, and nothing else', () => {
  const { charts } = rolesOver(stackFixture().stack);

  expect(named(charts, 'ClusterRole')).toEqual([{
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'workload-identity-user' },
    rules: [
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: [''], resources: ['pods', 'pods/log', 'serviceaccounts'], verbs: ['get', 'list', 'watch'] },
    ],
  }]);
});

test('administrators may create service accounts, and change those that are declared by then, by their names', () => {
  const { stack } = stackFixture();
  const { charts } = rolesOver(stack);
  podIdentity(stack);
  podIdentity(stack, { serviceAccountName: 'another' }, 'Another');
  podIdentity(stack, { serviceAccountName: 'elsewhere', namespace: 'elsewhere' }, 'Elsewhere');

  expect(named(charts, 'Role')).toEqual([{
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'workload-identity-administrator', namespace: 'finance-prod' },
    rules: [
      { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get', 'list', 'watch', 'create'] },
      { apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['another', 'invoice-exporter'], verbs: ['update', 'patch', 'delete'] },
    ],
  }]);
});

test('without a declared service account no rule has an empty list of names, which would be about all', () => {
  expect(named(rolesOver(stackFixture().stack).charts, 'Role')[0].rules).toEqual([{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get', 'list', 'watch', 'create'] }]);
});

test('nobody has the roles but the groups that are named, in each namespace', () => {
  const { stack } = stackFixture();
  const group = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name });
  expect(named(rolesOver(stack).charts, 'RoleBinding')).toEqual([]);

  const bindings = named(rolesOver(stack, { name: 'finance', namespaces: ['b', 'a'], users: ['z', 'developers'], administrators: ['platform'] }).charts, 'RoleBinding');

  expect(bindings.map(({ metadata, roleRef, subjects }) => [metadata, roleRef.kind, roleRef.name, subjects])).toEqual(['a', 'b'].flatMap((namespace) => [
    [{ name: 'finance-user', namespace }, 'ClusterRole', 'finance-user', [group('developers'), group('z')]],
    [{ name: 'finance-administrator', namespace }, 'Role', 'finance-administrator', [group('platform')]],
  ]));
});

test('the objects are what the schemas of Kubernetes take', () => {
  const documents = documentsOf(rolesOver(stackFixture().stack, { users: ['a'], administrators: ['b'] }).charts);
  const models: Record<string, new (document: any) => { validate: () => void }> = { ClusterRole, Role, RoleBinding };

  documents.forEach((document) => new models[document.kind](document).validate());
  expect(documents.map(({ kind }) => kind)).toEqual(['ClusterRole', 'Role', 'RoleBinding', 'RoleBinding']);
});

test('the review finds in the roles what they are for, and nothing else', () => {
  const { stack } = stackFixture();
  podIdentity(stack);
  const { chart } = rolesOver(stack, { users: ['developers'], administrators: ['platform'] });

  expect(RbacReview.of({ workloadsOf: [stack], charts: [chart] }).map(({ id, subject }) => [subject, id])).toEqual([
    ['Group developers', RbacRisk.RUNS_PODS],
    ['Group platform', RbacRisk.CHANGES_SERVICE_ACCOUNTS],
  ]);
});

const GROUP = 'must be a Kubernetes group of people, not empty, and none that begins with "system:", which Kubernetes keeps for itself';

test.each<[Partial<IdentityRolesProps>, string, string]>([
  [{ workloadsOf: [] }, 'EmptyList', 'workloadsOf must name where workloads are declared, for example the app, got: []'],
  [{ namespaces: [] }, 'EmptyList', 'namespaces must name at least one, since nothing else is looked at, got: []'],
  [{ name: '' }, 'InvalidPolicyName', 'name must be 1 to 40 lower-case letters, digits and "-", beginning and ending with a letter or digit, since names in the cluster begin with it, got: ""'],
  [{ users: ['a', 'system:authenticated'] }, 'InvalidGroup', `users[1] ${GROUP}, got: "system:authenticated"`],
  [{ administrators: [''] }, 'InvalidGroup', `administrators[0] ${GROUP}, got: ""`],
])('%j is refused', (props, code, message) => {
  expect(errorOf(() => rolesOver(stackFixture().stack, props))).toMatchObject({ code, message: `[chart/Roles] ${message} (${code})` });
});

test('a group that is known at deploy time only is not written to a file', () => {
  const { stack } = stackFixture();
  podIdentity(stack);
  const { charts } = rolesOver(stack, { users: [new CfnParameter(stack, 'Users').valueAsString] });

  expect(() => charts.synthYaml()).toThrow('subjects[0].name names what is known when the stack is deployed, so it can\'t be written to a file');
});

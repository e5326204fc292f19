import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import { controllersIn } from './catalogue';
import * as library from '../../src';
import { Controller } from '../../src';
import { parseStatement } from '../../src/policy/statement';
import { problemsOf } from '../access/action-problems';
import { ACCOUNT, clusterFixture, expectNoMachinery, REGION, stackFixture } from '../fixtures';

const names = Object.keys(controllersIn(new Stack(undefined, 'Names')));
const defaults = names.filter((name) => !name.includes(','));

/** A controller of the catalogue in a stack of its own. */
function inStack(name: string): { stack: Stack; controller: Controller; cluster: library.WorkloadCluster; template: () => Template } {
  const { stack, template } = stackFixture();
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  return { stack, controller: controllersIn(stack)[name], cluster: clusterFixture(stack), template };
}

const statementsOf = (name: string) => {
  const { stack, controller, cluster } = inStack(name);
  return controller.access(stack, cluster).flatMap(({ statements }) => statements).map((statement) => stack.resolve(statement.toStatementJson()));
};

test('every controller of the library is looked at', () => {
  const controllers = Object.entries(library).filter(([name, of]) => typeof of === 'function' && of.prototype instanceof Controller && name !== 'Controller').map(([name]) => name);

  expect(defaults.sort()).toEqual(controllers.sort());
});

/** What the data doesn't know: that zonal shifts are about clusters too, and that the ARNs of parameters that AWS publishes have no account. */
const UNKNOWN_TO_DATA = [
  'arc-zonal-shift:GetManagedResource has no resource *',
  `ssm:GetParameter has no resource arn:aws:ssm:${REGION}::parameter/aws/service/*`,
];

test.each(names)('%s has known actions, their resources and their condition keys alone', async (name) => {
  const found = (await Promise.all(statementsOf(name).map(problemsOf))).flat();

  expect(found.filter((problem) => !UNKNOWN_TO_DATA.includes(problem))).toEqual([]);
});

test.each(names)('%s takes every resource only where a reason is documented', (name) => {
  const { controller } = inStack(name);
  const open = statementsOf(name).map(parseStatement).filter(({ resources }) => resources!.includes('*'));

  expect(open.filter(({ sid }) => (controller as any)._facts().open[sid!] === undefined).map(({ sid }) => sid)).toEqual([]);
});

test.each(defaults)('every reason of %s why a statement is open is about one that some option gives', (name) => {
  const sids = names.filter((each) => each.split(',')[0] === name).flatMap(statementsOf).map(({ Sid }) => Sid);

  expect(Object.keys((inStack(name).controller as any)._facts().open).filter((sid) => !sids.includes(sid))).toEqual([]);
});

test.each(names)('%s has Sids that are its own, so that reviewers find them', (name) => {
  expect(statementsOf(name).filter(({ Sid }) => !/^[A-Za-z0-9]+$/.test(Sid))).toEqual([]);
});

describe.each(['podIdentity', 'irsa'] as const)('by %s', (mechanism) => {
  test.each(names)('%s synthesizes a role, and no machinery', (name) => {
    const { stack, controller, cluster, template } = inStack(name);
    const workload = controller[mechanism](stack, 'Workload', { cluster, owner: 'platform' });
    const synthesized = template();

    expectNoMachinery(synthesized);
    synthesized.resourceCountIs('AWS::IAM::Role', 1);
    synthesized.resourceCountIs('AWS::EKS::PodIdentityAssociation', mechanism === 'podIdentity' ? 1 : 0);
    expect([workload.namespace, workload.serviceAccountName]).toEqual([controller.namespace, controller.serviceAccountName]);
  });

  test.each(defaults)('the Helm values of %s bind its ServiceAccount', (name) => {
    const { stack, controller, cluster } = inStack(name);
    const workload = controller[mechanism](stack, 'Workload', { cluster, owner: 'platform', roleName: 'controller' });
    const path: string[] | undefined = (controller as any)._facts().serviceAccountValues;
    const values = JSON.parse(JSON.stringify(controller.helmValues(workload)));
    const serviceAccount = path?.reduce((inner, key) => inner[key], values);
    const annotations = { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/controller`, 'eks.amazonaws.com/sts-regional-endpoints': 'true' };

    expect(path === undefined ? values : serviceAccount).toEqual(path === undefined ? {}
      : { create: true, name: controller.serviceAccountName, ...mechanism === 'irsa' && { annotations } });
  });
});

test('the logical id of the role is the same by either mechanism', () => {
  const [ids] = [(['podIdentity', 'irsa'] as const).map((mechanism) => {
    const { stack, controller, cluster, template } = inStack('ExternalDns');
    controller[mechanism](stack, 'ExternalDns', { cluster, owner: 'platform' });
    return Object.keys(template().findResources('AWS::IAM::Role'));
  })];

  expect(ids[0]).toEqual(ids[1]);
});

test.each(['cn-north-1', 'us-gov-west-1'])('in %s every ARN is of its partition', (region) => {
  const { stack } = stackFixture({ env: { account: ACCOUNT, region } });
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  const cluster = library.WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' });
  const partition = region.startsWith('cn') ? 'arn:aws-cn:' : 'arn:aws-us-gov:';
  const made = [new library.ClusterAutoscaler(), new library.EbsCsiDriver(), new library.CloudWatchAgent(), new library.FsxLustreCsiDriver()];
  const resources = made.flatMap((controller) => controller.access(stack, cluster))
    .flatMap(({ statements }) => statements).flatMap((statement) => statement.resources);

  expect(resources.filter((resource) => resource !== '*' && !resource.startsWith(partition))).toEqual([]);
});

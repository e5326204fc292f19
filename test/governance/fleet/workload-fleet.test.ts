import { App, Aws, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { FleetCluster, WorkloadFleet } from '../../../src';
import { shardOf } from '../../../src/governance/fleet/shards';
import { ACCOUNT, errorOf, PROVIDER_ARN, REGION } from '../../fixtures';
import { claim, Json, load } from '../claims/claim';

const CLUSTER: FleetCluster = { clusterName: 'production', account: ACCOUNT, region: REGION, environment: 'prod', shards: 4 };
const names = (count: number) => Array.from({ length: count }, (_, index) => `w-${index}`);
const claimsOf = (all: readonly string[], spec: Json = {}) => load(all.map((name) => claim(spec, { name })));

function fleet(all: readonly string[], clusters: readonly Partial<FleetCluster>[] = [{}], spec?: Json) {
  const app = new App();
  const made = new WorkloadFleet(app, 'Fleet', { claims: claimsOf(all, spec), clusters: clusters.map((each) => ({ ...CLUSTER, ...each })) });
  return { app, fleet: made };
}

/** The stack of each workload, by its name. */
const placesOf = ({ workloads }: WorkloadFleet) =>
  Object.fromEntries(workloads.map((workload) => [workload.serviceAccountName, Stack.of(workload).stackName]));
const refused = (cluster: Partial<FleetCluster>, spec?: Json, all = names(1)) => errorOf(() => fleet(all, [cluster], spec)).message;

test('each claim is a workload in each cluster that it is for, in stacks of the account and region of that', () => {
  const { app, fleet: made } = fleet(names(30), [{}, { clusterName: 'second_one', account: '444455556666', region: 'eu-west-1', shards: 2 }]);

  expect(made.workloads).toHaveLength(60);
  expect(made.stacks.map(({ stackName, account, region }) => `${stackName} ${account} ${region}`)).toEqual([
    ...['00', '01', '02', '03'].map((number) => `Fleet-production-${number} ${ACCOUNT} ${REGION}`),
    ...['00', '01'].map((number) => `Fleet-second-one-${number} 444455556666 eu-west-1`),
  ]);
  const assembly = app.synth();
  expect(assembly.stacks).toHaveLength(6);
  expect(assembly.stacks.flatMap(({ dependencies }) => dependencies.filter(({ manifest }) => manifest.type === 'aws:cloudformation:stack'))).toEqual([]);
});

test('stacks without workloads are not made, and the names of stacks begin as they should', () => {
  const app = new App();
  const { stacks } = new WorkloadFleet(app, 'Fleet', { claims: claimsOf(names(1)), clusters: [{ ...CLUSTER, shards: undefined }], stackPrefix: 'identities' });

  expect(stacks.map(({ stackName }) => stackName)).toEqual([`identities-production-${String(shardOf('finance-prod/w-0', 32)).padStart(2, '0')}`]);
  expect(errorOf(() => new WorkloadFleet(app, 'Other', { claims: claimsOf(names(1)), clusters: [], stackPrefix: '1' })).message).toBe(
    '[Other] stackPrefix must be a letter, and then letters, digits and "-", got: "1" (InvalidShards)');
  expect(errorOf(() => new WorkloadFleet(app, 'Long', { claims: claimsOf(names(1)), clusters: [CLUSTER], stackPrefix: 'a'.repeat(115) })).message).toMatch(
    /^\[Long\] stackPrefix must be shorter: with the cluster and the number, the name of a stack has at most 128 characters, got: "a{115}-production-\d\d" \(InvalidShards\)$/);
});

test('no workload moves to another stack when others come or go', () => {
  const before = placesOf(fleet(names(40)).fleet);
  fc.assert(fc.property(fc.subarray(names(80), { minLength: 1 }), (some) => {
    const after = placesOf(fleet(some).fleet);
    for (const name of Object.keys(before).filter((each) => each in after)) { expect([name, after[name]]).toEqual([name, before[name]]); }
  }), { numRuns: 10, seed: 8 });
});

test('the stack of a workload is the same for ever', () => {
  expect(['finance-prod/invoice-exporter', 'a/b', 'payments/api'].map((key) => shardOf(key, 32))).toEqual([8, 0, 28]);
});

test('the template of a workload doesn\'t hang on the order of claims', () => {
  const templates = (all: string[]) => fleet(all).fleet.stacks.map((stack) => Template.fromStack(stack).toJSON());

  expect(templates(names(10).reverse())).toEqual(templates(names(10)));
});

test('workloads are spread evenly: 5,000 fit into the stacks that a cluster has by default', () => {
  const counts = new Map<number, number>();
  for (let index = 0; index < 5_000; index += 1) {
    const shard = shardOf(`namespace-${index % 100}/service-${index}`, 32);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }

  expect(counts.size).toBe(32);
  expect(Math.max(...counts.values()) * 2).toBeLessThanOrEqual(450);
});

test('a pin puts a workload into another stack, and moves no other', () => {
  const before = placesOf(fleet(names(20)).fleet);
  const after = placesOf(fleet(names(20), [{ pinned: { 'finance-prod/w-7': 9 } }]).fleet);

  expect(after).toEqual({ ...before, 'w-7': 'Fleet-production-09' });
});

test('target roles stand in stacks of their account', () => {
  const { app, fleet: made } = fleet(names(1), [{ shards: 1 }], { target: { account: '444455556666' } });

  expect(made.stacks.map(({ stackName, account, region }) => [stackName, account, region])).toEqual([
    ['Fleet-production-00', ACCOUNT, REGION], ['Fleet-production-00-444455556666', '444455556666', REGION],
  ]);
  expect(app.synth().stacks).toHaveLength(2);
});

test('a fleet is in a stage', () => {
  const app = new App();
  const claims = load([claim(), claim({ environment: 'test' })]);
  for (const environment of ['prod', 'test']) {
    new WorkloadFleet(new Stage(app, environment), 'Fleet', { claims, clusters: [{ ...CLUSTER, clusterName: environment, environment, shards: 1 }] });
  }
  const assembly = app.synth();

  expect(assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly.stacks.map(({ stackName }) => stackName))).toEqual([['Fleet-prod-00'], ['Fleet-test-00']]);
});

test.each<[Partial<FleetCluster>, string]>([
  [{ account: undefined }, `[Fleet] the cluster production must have an account and a region that are known at synth: its stacks are there, got: {"region":"${REGION}"} (UnknownEnvironment)`],
  [{ region: Aws.REGION }, '[Fleet] the cluster production must have an account and a region that are known at synth: its stacks are there, got: '],
  [{ shards: 0 }, '[Fleet] shards of the cluster production must be a whole number from 1 to 500, got: 0 (InvalidShards)'],
  [{ shards: 1.5 }, '[Fleet] shards of the cluster production must be a whole number from 1 to 500, got: 1.5 (InvalidShards)'],
  [{ pinned: { 'w-1': 1 } }, '[Fleet] pinned of the cluster production must give stacks, 0 to 1000, by "NAMESPACE/SERVICE_ACCOUNT", got: {"w-1":1} (InvalidPin)'],
  [{ pinned: { 'a/W*': 1 } }, '[Fleet] pinned of the cluster production must give stacks, 0 to 1000, by "NAMESPACE/SERVICE_ACCOUNT", got: {"a/W*":1} (InvalidPin)'],
  [{ pinned: { 'a/w-1': -1 } }, '[Fleet] pinned of the cluster production must give stacks, 0 to 1000, by "NAMESPACE/SERVICE_ACCOUNT", got: {"a/w-1":-1} (InvalidPin)'],
])('the cluster %j is refused', (cluster, message) => {
  expect(refused(cluster)).toContain(message);
});

test('two clusters whose stacks have one name are refused', () => {
  expect(errorOf(() => fleet(names(1), [{}, {}])).message).toContain(
    `[Fleet] two clusters of the account ${ACCOUNT} and the region ${REGION} have stacks of one name: give each cluster once, got: "Fleet-production-`);
});

test('IRSA needs the provider of the cluster', () => {
  expect(refused({}, { mechanism: 'irsa' })).toBe('[Fleet] the cluster production has 1 claims for IRSA, and an account holds one OIDC provider for its issuer, which no stack of many can make: '
    + 'give its oidcProviderArn, got: undefined (UnknownIssuer)');
  expect(fleet(names(2), [{ oidcProviderArn: PROVIDER_ARN }], { mechanism: 'irsa' }).fleet.workloads.map(({ mechanism }) => mechanism)).toEqual(['irsa', 'irsa']);
});

test('a cluster takes 5,000 associations', () => {
  expect(refused({}, {}, names(5_001))).toBe('[Fleet] the cluster production has 5001 claims for Pod Identity, and EKS takes 5000 associations for a cluster: give some of them another cluster, or IRSA, '
    + 'got: 5001 (TooManyAssociations)');
});

test('an account over the most roles that IAM is known to take is told more', () => {
  const { fleet: made } = fleet(names(2_501), [{ shards: 16 }, { clusterName: 'second', shards: 16 }]);

  expect(JSON.stringify(made.node.metadata)).toContain('raised, which is known to go to 5000, or spread the clusters over accounts, and acknowledge this');
});

test('a stack that is full tells how to give it room', () => {
  const { app } = fleet(names(226), [{ shards: 1 }]);

  expect(() => app.synth()).toThrow('[Fleet] the stack Fleet-production-00 has 452 resources, and 450 are taken, CloudFormation\'s limit being 500: pin the workloads that were added last to a stack of their own, '
    + 'by pinned of the cluster with a number beyond shards; another number of shards would move nearly all workloads (FullShard)');
});

test('the quotas are told: what is used, what there is, and the largest', () => {
  const { fleet: made } = fleet(names(10), [{ shards: 1 }]);

  expect(made.quotas()).toEqual([
    { quota: 'roles of an account', where: ACCOUNT, used: 10, limit: 1_000, highest: 5_000 },
    { quota: 'associations of a cluster', where: `${ACCOUNT}/${REGION}/production`, used: 10, limit: 5_000, highest: 5_000 },
    { quota: 'resources of a stack', where: 'Fleet-production-00', used: 20, limit: 450, highest: 450 },
    expect.objectContaining({ quota: 'characters of a trust policy', where: expect.stringContaining('/finance-prod.w-0/Role/Resource'), limit: 2_048, highest: 8_192 }),
    expect.objectContaining({ quota: 'characters of inline policies', used: 0, limit: 10_240, highest: 10_240 }),
  ]);
  expect(fleet([], [{}]).fleet.quotas()).toEqual([]);
});

test('an account with more roles than IAM takes by default is a warning, which can be acknowledged', () => {
  const { app, fleet: made } = fleet(names(1_001), [{ shards: 8 }]);
  expect(JSON.stringify(made.node.metadata)).toContain(`the fleet has 1001 roles in the account ${ACCOUNT}, and IAM takes 1000 by default, those of others counted: `
    + 'have the quota \\"Roles per account\\" raised, and acknowledge this');
  Validations.of(made).acknowledge({ id: `cdk-eks-workload-identity:RolesOfAccount[${ACCOUNT}]`, reason: 'raised to 5,000' });
  app.synth();

  expect(JSON.stringify(made.node.metadata)).not.toContain('the fleet has 1001 roles');
});

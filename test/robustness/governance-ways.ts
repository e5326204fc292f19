import * as fs from 'node:fs';
import { App, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { pathWay, way, Way, Ways } from './ways';
import { files } from './workload-ways';
import { directoryOf, filesIn } from './written';
import {
  ClaimAccessLevel, ClaimPolicy, ClaimPolicyProps, ClaimRights, ConformanceJob, ConformanceJobProps, FleetCluster, GitOpsTree,
  IdentityBaseline, IdentityClaims, IdentityClaimsOptions, IdentityInventory, IdentityReport, IdentityRunbooks, WorkloadFleet,
} from '../../src';
import { ACCOUNT, clusterFixture, podIdentity, REGION } from '../fixtures';
import { claim, Json, load } from '../governance/claims/claim';

const rootOf = (stack: Stack) => stack.node.root as App;
const OWNER = 'finance-platform';
const RIGHTS: ClaimRights = { namespaces: ['finance-*'], accounts: [ACCOUNT], services: ['s3'], accessLevels: [ClaimAccessLevel.READ], buckets: ['finance-*'] };
const CLAIM = { permissions: { s3: [{ bucket: 'finance-a', prefix: 'a/', access: ['read'] }] } };

/** A claim under the rules of a platform. */
function claimed(stack: Stack, policy: Partial<ClaimPolicyProps>, spec: Json = {}): void {
  load(claim({ ...CLAIM, ...spec }), { policy: new ClaimPolicy({ owners: { [OWNER]: RIGHTS }, ...policy }) })
    .addWorkloads(stack, { cluster: clusterFixture(stack), environment: 'prod' });
}

const rules = (policy: (value: string) => Partial<ClaimPolicyProps>, plain?: string): Way =>
  way((stack, value) => claimed(stack, policy(value)), plain);
const rights = (given: (value: string) => Partial<ClaimRights>, plain: string): Way => ({
  ...rules((value) => ({ owners: { [OWNER]: { ...RIGHTS, ...given(value) } } }), plain), isCondition: true,
});

const claimWays: Ways = {
  'ClaimPolicyProps.owners (key)': way((stack, owner) => claimed(stack, { owners: { [owner]: RIGHTS } }, { owner })),
  'ClaimPolicyProps.path': rules((path) => ({ path }), '/zqx/'),
  'ClaimPolicyProps.permissionsBoundary': rules((permissionsBoundary) => ({ permissionsBoundary }), `arn:aws:iam::${ACCOUNT}:policy/zqx`),
  'ClaimPolicyProps.roleName': {
    ...rules((roleName) => ({ roleName }), 'zqx-{namespace}-{serviceAccount}'), except: { '10 kB': 'what is too long ends with a digest of all of it' },
  },
  'ClaimRights.accounts': rights((value) => ({ accounts: [value] }), ACCOUNT),
  'ClaimRights.buckets': rights((value) => ({ buckets: [value] }), 'finance-a'),
  'ClaimRights.namespaces': rights((value) => ({ namespaces: [value] }), 'finance-prod'),
  'ClaimRights.services': rights((value) => ({ services: [value] }), 's3'),
  'ClaimWorkloadsProps.environment': way((stack, environment) => claimsOf({ environment }).addWorkloads(stack, { cluster: clusterFixture(stack), environment }).length),
  'ClaimWorkloadsProps.targetStacks (key)': way((stack, account) => load(claim({ target: { account: '444455556666' } })).addWorkloads(stack, {
    cluster: clusterFixture(stack), environment: 'prod', targetStacks: { [account]: new Stack(rootOf(stack), 'Target', { env: { account: '444455556666', region: REGION } }) },
  }).length, '444455556666'),
  'ClaimFormatOptions.apiGroup': way((_, apiGroup) => {
    const document = { ...claim(), apiVersion: `${apiGroup}/v1alpha1` };
    return [JSON.parse(IdentityClaims.jsonSchema({ apiGroup })), load(document, { apiGroup }).count];
  }, 'zqx.example.com'),
  'IdentityClaims.fromDirectory(directory)': pathWay((_, value) => read(() => {
    if (Token.isUnresolved(value)) { return; }
    fs.mkdirSync(value, { recursive: true });
    fs.writeFileSync(`${value}/claims.yaml`, stringify(claim()));
  }, () => IdentityClaims.fromDirectory(value)), 'claims'),
  'IdentityClaims.fromFile(file)': pathWay((_, value) => read(() => {
    if (!Token.isUnresolved(value)) { fs.writeFileSync(value, stringify(claim())); }
  }, () => IdentityClaims.fromFile(value)), 'claims.yaml'),
  'IdentityClaims.fromText(name)': way((_, name) => IdentityClaims.fromText(name, stringify(claim())).count),
};

const claimsOf = (spec: Json, options?: IdentityClaimsOptions) => load(claim(spec), options);

/** What is read, if the file system lets it be written. */
function read(write: () => void, call: () => IdentityClaims): number {
  try { write(); } catch { /* the file system takes no such name, and the library is asked for it all the same */ }
  return call().count;
}

type Prefix = (value: string) => string;

const fleet = (cluster: (value: string) => Partial<FleetCluster>, plain?: string, stackPrefix?: Prefix): Way => way((stack, value) => {
  const { environment = 'prod' } = cluster(value);
  const made = new WorkloadFleet(rootOf(stack), 'Fleet', {
    claims: claimsOf({ environment }),
    clusters: [{ clusterName: 'production', account: ACCOUNT, region: REGION, environment, shards: 2, pinned: { 'finance-prod/invoice-exporter': 1 }, ...cluster(value) }],
    stackPrefix: stackPrefix?.(value),
  });
  return made.stacks.map(({ stackName }) => stackName);
}, plain);

const fleetWays: Ways = {
  'FleetCluster.environment': fleet((environment) => ({ environment })),
  'FleetCluster.pinned (key)': fleet((name) => ({ pinned: { [name]: 1 } }), 'finance-prod/invoice-exporter'),
  'WorkloadFleetProps.stackPrefix': fleet(() => ({}), undefined, (value) => value),
};

/** A directory that is written at synth: nothing stands in another place. */
const written = (make: (scope: Construct, directory: string) => void): Way => pathWay((stack, directory) => {
  podIdentity(stack, { roleName: 'r' });
  make(stack, directory);
  return () => filesIn(directory);
}, 'zqx-written');

const fileWays: Ways = {
  'GitOpsTreeProps.directory': written((scope, directory) => new GitOpsTree(scope, 'Tree', { directory })),
  'IdentityInventoryProps.directory': written((scope, directory) => new IdentityInventory(scope, 'Inventory', { directory })),
  'IdentityReportProps.directory': written((scope, directory) => new IdentityReport(scope, 'Report', { directory })),
  'IdentityRunbooksProps.directory': written((scope, directory) => new IdentityRunbooks(scope, 'Runbooks', { directory })),
  'IdentityBaselineProps.directory': written((scope, directory) => baseline(scope, { directory, file: 'baseline.json' })),
  'IdentityBaselineProps.file': pathWay((stack, file) => {
    podIdentity(stack, { roleName: 'r' });
    baseline(stack, { file });
    return () => [JSON.parse(fs.readFileSync(file, 'utf8')).identities.length, fs.rmSync(file)];
  }, 'new.json'),
  'IdentityInventoryProps.baseline': pathWay((stack, file) => {
    podIdentity(stack, { roleName: 'r' });
    new IdentityInventory(stack, 'Inventory', { baseline: file, directory: directoryOf(stack) });
  }, 'none.json'),
};

function baseline(scope: Construct, props: { directory?: string; file: string }): void {
  process.env.UPDATE_IDENTITY_BASELINE = '1';
  fs.rmSync('baseline.json', { force: true });
  new IdentityBaseline(scope, 'Baseline', props);
}

const job = (props: (value: string) => Partial<ConformanceJobProps>): Way => way((stack, value) => {
  const workload = podIdentity(stack, { roleName: 'r' });
  return files((chart) => new ConformanceJob(chart, 'Job', { workload, ...props(value) }));
});

const jobWays: Ways = {
  'ConformanceJobProps.annotations': job((value) => ({ annotations: { 'example.com/a': value } })),
  'ConformanceJobProps.annotations (key)': job((value) => ({ annotations: { [value]: 'a' } })),
  'ConformanceJobProps.image': job((image) => ({ image })),
};

export const GOVERNANCE_WAYS: Ways = { ...claimWays, ...fleetWays, ...fileWays, ...jobWays };

import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cdk8s from 'cdk8s';
import * as fc from 'fast-check';
import { contentsOf, inDirectory, writeAll } from './example-bytes';
import { platform } from '../../examples/platform/app';
import {
  Access, AdmissionAction, AdmissionPolicies, Forbidden, GitOpsTree, IdentityRoles, IrsaWorkload, PodIdentityTrust, PodIdentityWorkload,
  S3Access, SqsAccess, TrustedServiceAccount, Workload, WorkloadCluster,
} from '../../src';
import { ACCOUNT, REGION } from '../fixtures';
import { deployment } from './workload-ways';

const CLAIMS = path.join(__dirname, '../../examples/platform/claims');

/** In the order of a shuffle; each list in another one. */
type Shuffle = <T>(items: readonly T[]) => T[];

const shuffle = fc.infiniteStream(fc.nat()).map((stream): Shuffle => (items) => {
  const keyed = items.map((item) => [stream.next().value as number, item] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
});
const AS_WRITTEN: Shuffle = (items) => [...items];

const shuffled = <T>(map: Record<string, T>, order: Shuffle) => Object.fromEntries(order(Object.entries(map)));

function accessesTo(bucket: s3.IBucket, queue: sqs.IQueue): Access[] {
  return [
    S3Access.readPrefix(bucket, 'in/', { existingObjectTags: { team: 'a', stage: 'b' } }), S3Access.listPrefix(bucket, 'in/'), S3Access.writePrefix(bucket, 'out/'),
    S3Access.deletePrefix(bucket, 'out/'), SqsAccess.produce(queue), SqsAccess.consume(queue),
  ];
}

const FORBIDDEN = [Forbidden.actions('iam:*'), Forbidden.actions('sqs:Purge*', 'sqs:Delete*Queue').enforced(), Forbidden.actions('s3:*').outside('arn:aws:s3:::company', 'arn:aws:s3:::company/*')];
const ACCOUNTS: TrustedServiceAccount[] = ['a', 'b', 'c'].map((name) => ({ namespace: 'finance-audit', serviceAccountName: name }));

/** An app of some workloads of each mechanism, and all that is written of it; each list in an order that has no meaning. */
function declare(outdir: string, order: Shuffle): void {
  const app = new App({ outdir });
  const charts = new cdk8s.App({ outdir: path.join(outdir, 'manifests') });
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const [cluster, ...additionalClusters] = ['blue', 'green', 'red'].map((clusterName) => WorkloadCluster.fromAttributes(stack, clusterName, {
    clusterName, oidcProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example/id/${clusterName}`,
  }));
  const [bucket, queue] = [s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:jobs`)];
  const workloads = order(['api', 'worker', 'exporter', 'auditor']).map((name): Workload => {
    const props = {
      cluster,
      additionalClusters: order(additionalClusters),
      namespace: 'finance-prod',
      serviceAccountName: name,
      roleName: name,
      owner: 'finance',
      access: order(accessesTo(bucket, queue)),
      mustNot: order(FORBIDDEN),
      tags: shuffled({ b: '1', a: '2', c: '3' }, order),
      labels: shuffled({ b: '1', a: '2' }, order),
      annotations: shuffled({ b: '1', a: '2' }, order),
    };
    return name === 'api' || name === 'worker' ? new IrsaWorkload(stack, name, props)
      : new PodIdentityWorkload(stack, name, { ...props, trust: PodIdentityTrust.locked({ serviceAccounts: order(ACCOUNTS) }) });
  });
  writeManifests(app, charts, workloads, order);
  new GitOpsTree(app, 'Tree', { directory: path.join(outdir, 'tree') });
  writeAll({ app, charts });
}

/** A chart for each workload, since the order of objects in a file is that in which they are declared; and what is made of all. */
function writeManifests(app: App, charts: cdk8s.App, workloads: readonly Workload[], order: Shuffle): void {
  for (const workload of workloads) {
    const chart = new cdk8s.Chart(charts, workload.node.id);
    workload.addServiceAccount(chart);
    workload.bindPods(deployment(chart));
  }
  const common = new cdk8s.Chart(charts, 'common');
  const props = { workloadsOf: [app], namespaces: order(['finance-prod', 'finance-audit', 'finance-test']) };
  const [first, second] = ['exporter', 'auditor'].map((id) => workloads.find(({ node }) => node.id === id)!);
  new AdmissionPolicies(common, 'Policies', {
    ...props,
    action: AdmissionAction.ENFORCE,
    usedBy: order([{ workload: first, labels: shuffled({ app: 'a', tier: 'b' }, order) }, { workload: second, images: order(['registry.example/a', 'registry.example/b']) }]),
  });
  new IdentityRoles(common, 'Roles', { ...props, users: order(['b', 'a']), administrators: order(['d', 'c']) });
}

const OF_THE_CDK = /^(manifest|tree|cdk|validation-report|[^/]*\.assets|[^/]*\.metadata)\.(json|out)$/;

/**
 * The files, but for what the CDK says of the tree in the order of declaration: its own files, and the order of the resources
 * in a template.
 */
function comparable(directory: string): Record<string, string> {
  const files = Object.entries(contentsOf(directory)).filter(([file]) => !OF_THE_CDK.test(file));
  return Object.fromEntries(files.map(([file, content]) => [file, file.endsWith('.template.json') ? byLogicalId(content) : content]));
}

function byLogicalId(template: string): string {
  const { Resources, Outputs = {}, ...others } = JSON.parse(template);
  return JSON.stringify({ ...others, Resources: Object.entries(Resources).sort(), Outputs: Object.entries(Outputs).sort() });
}

const written = (order: Shuffle) => inDirectory((directory) => {
  declare(directory, order);
  return comparable(directory);
});

test('the order of declaration is in no file, but where the CDK tells its tree', () => {
  const expected = written(AS_WRITTEN);
  expect(Object.keys(expected).length).toBeGreaterThan(20);

  fc.assert(fc.property(fc.noShrink(shuffle), (order) => { expect(written(order)).toEqual(expected); }), { numRuns: 5 });
});

test('neither the names of the files of claims nor their order in them change what comes of a fleet', () => {
  const claims = fs.readdirSync(CLAIMS).slice(0, 6).flatMap((file) => fs.readFileSync(path.join(CLAIMS, file), 'utf8').split(/^---$/m));
  const fleet = (order: Shuffle) => inDirectory((directory) => {
    const given = path.join(directory, 'claims');
    fs.mkdirSync(given);
    const ordered = order(claims);
    fs.writeFileSync(path.join(given, 'b.yaml'), ordered.slice(0, 9).join('\n---\n'));
    fs.writeFileSync(path.join(given, 'a.yaml'), ordered.slice(9).join('\n---\n'));
    writeAll(platform(given, path.join(directory, 'out')));
    return comparable(path.join(directory, 'out'));
  });

  const expected = fleet(AS_WRITTEN);
  fc.assert(fc.property(fc.noShrink(shuffle), (order) => { expect(fleet(order)).toEqual(expected); }), { numRuns: 1 });
});

test('the examples are the same bytes each time, in whichever time zone and language', async () => {
  const environments = [{ TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' }, { TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8' }];
  const [one, other] = await Promise.all(environments.map((environment) => bytesWith(environment)));

  expect(Object.keys(one).length).toBeGreaterThan(500);
  expect(other).toEqual(one);
});

/** What the examples come to in a process with such an environment. */
async function bytesWith(environment: Record<string, string>): Promise<Record<string, string>> {
  const env = { ...process.env, ...environment, TS_NODE_TRANSPILE_ONLY: '1', TS_NODE_PROJECT: path.join(__dirname, '../tsconfig.json') };
  const { stdout } = await promisify(execFile)(process.execPath, ['-r', 'ts-node/register', path.join(__dirname, 'example-bytes.ts')], { env, maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}


import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Aws, Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as cdk8s from 'cdk8s';
import { AddonWorkload, GitOpsTree, S3Access, WorkloadCluster } from '../../src';
import { ACCOUNT, clusterFixture, irsa, podIdentity, REGION, stackFixture } from '../fixtures';

let directory: string;
beforeEach(() => { directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-')), 'tree'); });
afterEach(() => fs.rmSync(path.dirname(directory), { recursive: true }));

const MARKER = '.cdk-eks-workload-identity.json';
const written = () => fs.readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => path.relative(directory, path.join(entry.parentPath ?? entry.path, entry.name))).sort();
const read = (file: string) => fs.readFileSync(path.join(directory, file), 'utf8');
const put = (file: string, content: string) => {
  fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  fs.writeFileSync(path.join(directory, file), content);
};

/** An app with a tree, and the workloads that `declare` gives it, synthesized. */
function synthesize(declare: (stack: Stack, tree: GitOpsTree) => void): void {
  const { app, stack } = stackFixture();
  const tree = new GitOpsTree(app, 'GitOps', { directory });
  declare(stack, tree);
  app.synth();
}

const bucketOf = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'company');
const INVOICES = { serviceAccountName: 'invoice-exporter' };
const REPORTS = { serviceAccountName: 'report-writer', namespace: 'reporting' };

test('each workload of the app has a file by its cluster, namespace and name, which is what addServiceAccount writes', () => {
  synthesize((stack) => {
    podIdentity(stack, INVOICES);
    irsa(stack, { ...REPORTS, roleName: 'report-writer' }, 'Writer');
  });

  expect(written()).toEqual([
    MARKER, 'README.md',
    'production/finance-prod/kustomization.yaml', 'production/finance-prod/serviceaccount-invoice-exporter.yaml',
    'production/kustomization.yaml',
    'production/reporting/kustomization.yaml', 'production/reporting/serviceaccount-report-writer.yaml',
  ]);
  const charts = new cdk8s.App();
  podIdentity(stackFixture().stack, INVOICES).addServiceAccount(new cdk8s.Chart(charts, 'chart'));
  expect(read('production/finance-prod/serviceaccount-invoice-exporter.yaml')).toBe(charts.synthYaml());
  expect(read('production/reporting/serviceaccount-report-writer.yaml')).toContain(`eks.amazonaws.com/role-arn: arn:aws:iam::${ACCOUNT}:role/report-writer`);
});

test('Kustomize finds the namespaces of a cluster, and the ServiceAccounts of a namespace', () => {
  synthesize((stack) => {
    podIdentity(stack, INVOICES);
    podIdentity(stack, { serviceAccountName: 'archive' }, 'Archive');
    podIdentity(stack, REPORTS, 'Writer');
  });
  const resources = (file: string) => cdk8s.Yaml.load(path.join(directory, file));

  expect(resources('production/kustomization.yaml')).toEqual([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['finance-prod', 'reporting'] }]);
  expect(resources('production/finance-prod/kustomization.yaml')[0].resources).toEqual(['serviceaccount-archive.yaml', 'serviceaccount-invoice-exporter.yaml']);
});

test('the page lists each identity with its mechanism and owner', () => {
  synthesize((stack) => podIdentity(stack, INVOICES));

  expect(read('README.md')).toContain('| production | finance-prod | [invoice-exporter](production/finance-prod/serviceaccount-invoice-exporter.yaml) | pod-identity | finance-platform |');
});

test('the same app writes the same bytes, in whatever order it is declared', () => {
  const contents = () => Object.fromEntries(written().map((file) => [file, read(file)]));
  synthesize((stack) => { podIdentity(stack, INVOICES); podIdentity(stack, REPORTS, 'Writer'); });
  const first = contents();
  synthesize((stack) => { podIdentity(stack, REPORTS, 'Writer'); podIdentity(stack, INVOICES); });

  expect(contents()).toEqual(first);
});

test('what a workload may do changes no file', () => {
  synthesize((stack) => podIdentity(stack, INVOICES));
  const before = read('production/finance-prod/serviceaccount-invoice-exporter.yaml');
  synthesize((stack) => podIdentity(stack, { ...INVOICES, access: [S3Access.listPrefix(bucketOf(stack), 'a/')] }));

  expect(read('production/finance-prod/serviceaccount-invoice-exporter.yaml')).toBe(before);
});

test('files of workloads that are gone are removed, and the directories that are empty then', () => {
  synthesize((stack) => { podIdentity(stack, INVOICES); podIdentity(stack, REPORTS, 'Writer'); });
  synthesize((stack) => podIdentity(stack, INVOICES));

  expect(written()).toEqual([MARKER, 'README.md', 'production/finance-prod/kustomization.yaml', 'production/finance-prod/serviceaccount-invoice-exporter.yaml', 'production/kustomization.yaml']);
  expect(fs.existsSync(path.join(directory, 'production/reporting'))).toBe(false);
  expect(JSON.parse(read(MARKER)).files).toEqual(written().slice(1));
});

test('an app without workloads leaves a page that lists none', () => {
  synthesize((stack) => podIdentity(stack, INVOICES));
  synthesize(() => undefined);

  expect(written()).toEqual([MARKER, 'README.md']);
});

test('options of a ServiceAccount count', () => {
  synthesize((stack, tree) => tree.setServiceAccountOptions(podIdentity(stack, INVOICES), { automountServiceAccountToken: true }));

  expect(read('production/finance-prod/serviceaccount-invoice-exporter.yaml')).toContain('automountServiceAccountToken: true');
});

test('a tree in a stage holds the workloads of that stage', () => {
  const app = new App();
  const [dev, prod] = ['Dev', 'Prod'].map((id) => new Stage(app, id, { env: { account: ACCOUNT, region: REGION } }));
  new GitOpsTree(prod, 'GitOps', { directory });
  podIdentity(new Stack(dev, 'Stack'), INVOICES);
  podIdentity(new Stack(prod, 'Stack'), REPORTS);
  app.synth();

  expect(written()).toContain('production/reporting/serviceaccount-report-writer.yaml');
  expect(written()).not.toContain('production/finance-prod/serviceaccount-invoice-exporter.yaml');
});

test.each([
  ['a file in an empty place', () => put('notes.txt', 'mine'), 'notes.txt', 'notes.txt'],
  ['a file beside those of the tree', () => { synthesize((stack) => podIdentity(stack, INVOICES)); put('production/own.yaml', 'mine'); }, 'production/own.yaml', 'production/own.yaml'],
  ['a file of the name of one', () => put('production/finance-prod/kustomization.yaml', 'mine'), 'production/finance-prod/kustomization.yaml', 'production/finance-prod/kustomization.yaml'],
  ['a link', () => { put('production/x', ''); fs.rmSync(path.join(directory, 'production'), { recursive: true }); fs.symlinkSync(fs.mkdtempSync(path.join(os.tmpdir(), 'linked-')), path.join(directory, 'production')); }, 'production', undefined],
  ['many files', () => Array.from({ length: 7 }, (_, index) => put(`f${index}`, 'mine')), 'f0, f1, f2, f3, f4 and 2 more', 'f6'],
])('a directory that holds %s of others is not written', (_, prepare, told, kept) => {
  prepare();

  expect(() => synthesize((stack) => podIdentity(stack, { serviceAccountName: 'another' }))).toThrow(
    `[GitOps] the directory holds what was not written here: ${told}; nothing is written, so that nothing is lost: `
    + `name a directory of its own, or move these files away, got: "${directory}" (ForeignFiles)`);
  expect(written().filter((file) => file.includes('another'))).toEqual([]);
  if (kept !== undefined) { expect(read(kept)).toBe('mine'); }
});

test.each([
  ['no JSON', 'mine'],
  ['without a list', '{}'],
  ['with a path that leads out', '{ "files": ["../secrets"] }'],
  ['with a path that leads out on the way', '{ "files": ["a/../../secrets"] }'],
  ['with an absolute path', '{ "files": ["/etc/passwd"] }'],
  ['with a number', '{ "files": [1] }'],
])('a list of what was written that is %s is not followed', (_, marker) => {
  put(MARKER, marker);

  expect(() => synthesize((stack) => podIdentity(stack))).toThrow(`[GitOps] the directory has a ${MARKER} that is not as it was written, so that it is not known what may be replaced: `
    + `restore it, or remove the directory, got: "${directory}" (ForeignFiles)`);
});

test('all workloads whose ServiceAccount is known at deploy time only are told at once, and nothing is written', () => {
  const synth = () => synthesize((stack) => {
    irsa(stack, INVOICES, 'Exporter');
    podIdentity(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Other', { clusterName: Aws.STACK_NAME }), serviceAccountName: 'a' }, 'Named');
    podIdentity(stack, { namespace: Aws.STACK_NAME, serviceAccountName: 'b' }, 'Placed');
  });

  expect(synth).toThrow('the ServiceAccount of [Stack/Exporter] can\'t be written: ');
  expect(synth).toThrow('is the ARN of a role that is named when it is deployed');
  expect(synth).toThrow('the ServiceAccount of [Stack/Named] can\'t be written: the name of its cluster is known at deploy time only, and files are named by it: give a literal');
  expect(synth).toThrow('the ServiceAccount of [Stack/Placed] can\'t be written: the namespace is known at deploy time only, and files are named by it: give a literal');
  expect(fs.existsSync(directory)).toBe(false);
});

test('clusters of one name can\'t share a tree', () => {
  const inRegion = (app: App, region: string) => {
    const stack = new Stack(app, region, { env: { account: ACCOUNT, region } });
    podIdentity(stack, { cluster: clusterFixture(stack) });
  };
  const app = new App();
  new GitOpsTree(app, 'GitOps', { directory });
  inRegion(app, 'eu-central-1');
  inRegion(app, 'eu-west-1');

  expect(() => app.synth()).toThrow('the ServiceAccounts of [eu-central-1/Exporter] and [eu-west-1/Exporter] are both production/finance-prod/serviceaccount-invoice-exporter.yaml, '
    + 'since their clusters have one name: give each stage a tree of its own (InvalidDirectory)');
});

test('options of a workload that is not in the tree are told', () => {
  const app = new App();
  const [dev, prod] = ['Dev', 'Prod'].map((id) => new Stage(app, id, { env: { account: ACCOUNT, region: REGION } }));
  new GitOpsTree(prod, 'GitOps', { directory }).setServiceAccountOptions(podIdentity(new Stack(dev, 'Stack')), {});

  expect(() => app.synth()).toThrow('[Prod/GitOps] options are given for [Dev/Stack/Exporter], which is not in the scope of the tree: make the tree in a scope that holds it (UnknownWorkload)');
});

test.each(['', ' ', 'a\0b', Aws.REGION])('the directory %j is refused', (given) => {
  expect(() => new GitOpsTree(new App(), 'GitOps', { directory: given })).toThrow(`[GitOps] directory must be a path that is known at synth, got: ${JSON.stringify(given)} (InvalidDirectory)`);
});

test('a directory is written by one tree', () => {
  const app = new App();
  new GitOpsTree(app, 'GitOps', { directory });

  expect(() => new GitOpsTree(app, 'Again', { directory: `${directory}/x/..` })).toThrow(`[Again] directory is written by [GitOps] already: name another, got: "${directory}/x/.." (InvalidDirectory)`);
});

test('a workload in several clusters has a file in each, with the same content', () => {
  synthesize((stack) => {
    const green = WorkloadCluster.fromAttributes(stack, 'Green', { clusterName: 'green' });
    podIdentity(stack, { ...INVOICES, additionalClusters: [green] });
  });

  expect(written()).toEqual(expect.arrayContaining(['green/finance-prod/serviceaccount-invoice-exporter.yaml', 'green/kustomization.yaml']));
  expect(read('green/finance-prod/serviceaccount-invoice-exporter.yaml')).toBe(read('production/finance-prod/serviceaccount-invoice-exporter.yaml'));
  expect(read('README.md')).toContain('| green | finance-prod | [invoice-exporter](green/finance-prod/serviceaccount-invoice-exporter.yaml) |');
});

test('the ServiceAccount of an add-on is left to the add-on', () => {
  synthesize((stack) => {
    const cluster = clusterFixture(stack);
    const addon = new eks.CfnAddon(stack, 'Addon', { addonName: 'aws-ebs-csi-driver', clusterName: 'production' });
    new AddonWorkload(stack, 'Driver', { cluster, addon, namespace: 'kube-system', serviceAccountName: 'ebs-csi-controller-sa', owner: 'platform' });
  });

  expect(written()).toEqual([MARKER, 'README.md']);
});

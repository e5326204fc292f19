import * as fs from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as cdk8s from 'cdk8s';
import { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { pathWay, way, Way, Ways } from './ways';
import {
  AddonWorkload, BindPodsOptions, Forbidden, IdentityInventory, IrsaTrust, IrsaWorkload, MigratingWorkload, MigrationStage, PodIdentityTrust,
  PodIdentityWorkload, Sdk, SharedRole, TargetRole, Workload, WorkloadProps,
} from '../../src';
import { clusterFixture, IDENTITY, irsa, podIdentity } from '../fixtures';

/** A chart of the app's, whose files are read back by both versions of YAML that Kubernetes tools read; digests aside. */
export function files(make: (chart: cdk8s.Chart) => void): () => unknown {
  const app = new cdk8s.App();
  make(new cdk8s.Chart(app, 'chart'));
  return () => (['1.1', '1.2'] as const).map((version) => parseAllDocuments(app.synthYaml(), { version }).map((document) => {
    if (document.errors.length > 0) { throw document.errors[0]; }
    return JSON.parse(JSON.stringify(document.toJS()).replace(/("platform.identity\/restarted-for"):"[^"]*"/g, '$1:"a digest"'));
  }));
}

export function deployment(chart: Construct, id = 'deployment'): cdk8s.ApiObject {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main', image: 'a' }, { name: 'beside', image: 'b' }] } };
  return new cdk8s.ApiObject(chart, id, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id }, spec: { selector: { matchLabels: { app: 'a' } }, template } });
}

/** What the inventory says of the workloads; in its texts `<lt>` stands for a bracket. */
const inventoried = (scope: Construct) => JSON.parse(JSON.stringify(IdentityInventory.identitiesIn(scope)).replace(/<lt>/g, '<'));

/** A workload of each mechanism with these props, and all that is written of it. */
function workloads(stack: Stack, props: Partial<WorkloadProps>): () => unknown {
  const cluster = clusterFixture(stack);
  const own = (name: string) => ({ cluster, ...IDENTITY, namespace: name, serviceAccountName: name, roleName: name, ...props });
  const made: Workload[] = [
    new PodIdentityWorkload(stack, 'Pod', own('pod')),
    new IrsaWorkload(stack, 'Irsa', own('irsa')),
    new MigratingWorkload(stack, 'Migrating', { ...own('migrating'), stage: MigrationStage.CUTOVER }),
  ];
  const { labels, annotations, ...ofAddon } = own('addon');
  new AddonWorkload(stack, 'Addon', { ...ofAddon, addon: new eks.CfnAddon(stack, 'OfAddon', { addonName: 'a', clusterName: 'production' }) });
  const written = files((chart) => made.forEach((workload) => {
    workload.addServiceAccount(chart);
    workload.bindPods(deployment(chart, workload.node.id.toLowerCase()));
  }));
  return () => [written(), inventoried(stack)];
}

const prop = (name: keyof WorkloadProps, plain?: string): Ways => ({ [`WorkloadProps.${name}`]: way((stack, value) => workloads(stack, { [name]: value }), plain) });

const map = (name: 'labels' | 'annotations' | 'tags'): Ways => ({
  [`WorkloadProps.${name}`]: way((stack, value) => workloads(stack, { [name]: { team: value } })),
  [`WorkloadProps.${name} (key)`]: way((stack, value) => workloads(stack, { [name]: { [value]: 'a' } })),
});

const workloadWays: Ways = {
  ...prop('namespace'),
  ...prop('serviceAccountName'),
  ...prop('owner'),
  ...prop('ownerLabel'),
  ...prop('roleName'),
  ...prop('revokedBefore', '2026-11-21T12:00:00Z'),
  ...map('labels'),
  ...map('annotations'),
  ...map('tags'),
  'WebIdentityProps.audience': way((stack, audience) => {
    const workload = irsa(stack, { audience, roleName: 'r' });
    return files((chart) => workload.bindPods(deployment(chart)));
  }),
  'MigratingWorkloadProps.skipStagesBecause': way((stack, skipStagesBecause) => migrating(stack, { skipStagesBecause, stageRecord: 'stages.json' })),
  'MigratingWorkloadProps.stageRecord': pathWay((stack, stageRecord) => migrating(stack, { stageRecord }), 'stages.json'),
};

function migrating(stack: Stack, props: { skipStagesBecause?: string; stageRecord: string }): void {
  fs.writeFileSync('stages.json', '{"finance-prod/invoice-exporter":"pod-identity"}');
  new MigratingWorkload(stack, 'Workload', { cluster: clusterFixture(stack), ...IDENTITY, roleName: 'r', stage: MigrationStage.POD_IDENTITY, ...props });
}

const bound = (name: keyof BindPodsOptions, options: (value: string) => BindPodsOptions, plain?: string): Ways => ({
  [`BindPodsOptions.${name}`]: way((stack, value) => {
    const workload = podIdentity(stack, { roleName: 'r' });
    return files((chart) => workload.bindPods(deployment(chart), options(value)));
  }, plain),
});

const podWays: Ways = {
  ...bound('instanceMetadata', (value) => ({ instanceMetadata: [value] }), 'main'),
  ...bound('skipContainers', (value) => ({ skipContainers: [value] }), 'main'),
  ...bound('podTemplatePath', (podTemplatePath) => ({ podTemplatePath }), 'spec.template'),
  ...bound('waitImage', (waitImage) => ({ waitForIdentity: true, waitImage })),
};

const trustWays: Ways = {
  'IrsaTrust.subjectsLike(subjects)': { ...way((stack, value) => void irsa(stack, { trust: IrsaTrust.subjectsLike([value], { reason: 'a' }) }), 'system:serviceaccount:zqx:a*'), isPattern: true },
  'SubjectsLikeOptions.reason': way((stack, reason) => void irsa(stack, { trust: IrsaTrust.subjectsLike(['system:serviceaccount:a:b*'], { reason }) })),
  'OpenTrustOptions.reason': way((stack, reason) => void podIdentity(stack, { trust: PodIdentityTrust.open({ reason }) })),
  'TrustedServiceAccount.namespace': trusted((value) => ({ namespace: value, serviceAccountName: 'other' })),
  'TrustedServiceAccount.serviceAccountName': trusted((value) => ({ namespace: 'other', serviceAccountName: value })),
};

function trusted(account: (value: string) => { namespace: string; serviceAccountName: string }): Way {
  return way((stack, value) => {
    podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: [account(value)] }) });
    irsa(stack, { namespace: 'irsa', trust: IrsaTrust.locked({ serviceAccounts: [account(value)] }) }, 'Irsa');
  });
}

const sharedRole = (props: (value: string) => object): Way['give'] => (stack, value) => {
  const role = new SharedRole(stack, 'Shared', { owner: 'team', ...props(value) });
  podIdentity(stack, { sharedRole: role });
  return () => inventoried(stack);
};

const targetRole = (props: (value: string) => object): Way['give'] => (stack, value) => {
  podIdentity(stack, { target: new TargetRole(stack, 'Target', props(value)) });
  return () => inventoried(stack);
};

type Make = (props: (value: string) => object) => Way['give'];

const ofAllRoles = (name: 'path' | 'description', plain?: string): Ways => ({
  [`RoleOptions.${name}`]: way((stack, value) => workloads(stack, { [name]: value }), plain),
  [`RoleOptions.${name}, shared`]: way(sharedRole((value) => ({ [name]: value })), plain),
  [`RoleOptions.${name}, target`]: way(targetRole((value) => ({ [name]: value })), plain),
});

const ofRole = (struct: string, make: Make, names: readonly string[]): Ways => ({
  ...Object.fromEntries(names.map((name) => [`${struct}.${name}`, way(make((value) => ({ [name]: value })))])),
  [`${struct}.tags`]: way(make((value) => ({ tags: { team: value } }))),
  [`${struct}.tags (key)`]: way(make((value) => ({ tags: { [value]: 'a' } }))),
});

const roleWays: Ways = {
  ...ofAllRoles('path', '/zqx/'),
  ...ofAllRoles('description'),
  ...ofRole('SharedRoleProps', sharedRole, ['roleName', 'owner', 'ownerLabel']),
  ...ofRole('TargetRoleProps', targetRole, ['roleName']),
};

const sdkWays: Ways = Object.fromEntries([
  ...Object.entries({
    boto3: '1.34.41',
    botocore: '1.34.41',
    cli1: '1.30.0',
    cli2: '2.15.0',
    cpp: '1.11.263',
    dotnet: '3.7.734.0',
    go1: 'v1.47.11',
    go2: 'release-2023-11-14',
    java1: '1.12.746',
    java2: '2.21.30',
    javascript2: '2.1550.0',
    javascript3: '3.458.0',
    kotlin: '1.0.1',
    php: '3.287.1',
    powershell: '4.1.502',
    ruby: '3.188.0',
    rust: 'release-2024-03-13',
  } as const).map(([name, version]) => [`Sdk.${name}(version)`, sdk((value) => Sdk[name as 'java2'](value), version)] as const),
  ['Sdk.of(name)', sdk((value) => Sdk.of(value, '1.34.41'), 'boto3')] as const,
  ['Sdk.of(version)', sdk((value) => Sdk.of('boto3', value), '1.34.41')] as const,
]);

function sdk(make: (value: string) => Sdk, plain: string): Way {
  return way((stack, value) => void podIdentity(stack, { sdk: [make(value)] }), plain);
}

const otherWays: Ways = {
  'TargetRole.fromRoleArn(roleArn)': way((stack, value) => void podIdentity(stack, { target: TargetRole.fromRoleArn(stack, 'Target', value) }), 'arn:aws:iam::444455556666:role/zqx'),
  'Workload.writeAccessAnalyzerChecks(directory)': pathWay((stack, value) => {
    const checks = podIdentity(stack, { mustNot: [Forbidden.actions('s3:*')] }).writeAccessAnalyzerChecks(value);
    return checks.map(({ file }) => fs.readFileSync(file!, 'utf8'));
  }, 'checks'),
};

export const WORKLOAD_WAYS: Ways = { ...workloadWays, ...podWays, ...trustWays, ...roleWays, ...sdkWays, ...otherWays };

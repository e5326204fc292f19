import * as cdk8s from 'cdk8s';
import { WorkloadCluster } from '../cluster/workload-cluster';
import { compare } from '../private/compare';
import { isToken } from '../private/tokens';
import { ServiceAccountOptions } from '../workload/service-account-options';
import { Workload } from '../workload/workload';

/** A ServiceAccount as a file of the tree. */
export interface ServiceAccountFile {
  readonly workload: Workload;
  readonly clusterName: string;
  readonly file: string;
  readonly content: string;
}

/** Where the ServiceAccount of a workload stands in each of its clusters, and what is in it; nowhere, if an add-on makes it. */
export function serviceAccountFiles(workload: Workload, options: ServiceAccountOptions): ServiceAccountFile[] {
  if (!workload._ownsServiceAccount) { return []; }
  const { namespace, serviceAccountName } = workload;
  const clusterNames = workload.clusters.map((cluster) => WorkloadCluster.of(cluster).clusterName);
  for (const [what, values] of Object.entries({ 'name of its cluster': clusterNames, 'namespace': [namespace], 'serviceAccountName': [serviceAccountName] })) {
    if (values.some(isToken)) { throw new Error(`the ${what} is known at deploy time only, and files are named by it: give a literal`); }
  }
  const app = new cdk8s.App();
  workload.addServiceAccount(new cdk8s.Chart(app, 'ServiceAccount'), options);
  const content = app.synthYaml();
  return clusterNames.map((clusterName) => ({ workload, clusterName, file: `${clusterName}/${namespace}/serviceaccount-${serviceAccountName}.yaml`, content }));
}

/** All files of a tree, by their paths: the ServiceAccounts, what lists them for Kustomize, and a page for people. */
export function treeOf(accounts: readonly ServiceAccountFile[]): Record<string, string> {
  const files = Object.fromEntries(accounts.map(({ file, content }) => [file, content]));
  const listed = new Map<string, Set<string>>();
  for (const file of Object.keys(files)) {
    const [cluster, namespace, name] = file.split('/');
    list(listed, cluster, namespace);
    list(listed, `${cluster}/${namespace}`, name);
  }
  for (const [directory, resources] of listed) { files[`${directory}/kustomization.yaml`] = kustomization([...resources]); }
  return { ...files, 'README.md': readme(accounts) };
}

function list(listed: Map<string, Set<string>>, directory: string, resource: string): void {
  listed.set(directory, (listed.get(directory) ?? new Set()).add(resource));
}

function kustomization(resources: string[]): string {
  return cdk8s.Yaml.stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: resources.sort(compare) });
}

function readme(accounts: readonly ServiceAccountFile[]): string {
  const rows = accounts.map(({ workload, clusterName, file }) =>
    `| ${[clusterName, workload.namespace, `[${workload.serviceAccountName}](${file})`, workload.mechanism, workload.owner].join(' | ')} |`);
  return [
    '# Identities of workloads',
    '',
    'The ServiceAccounts that have an AWS identity, written by `cdk synth`: change the declaration there, since what is changed here is written over.',
    'Each cluster has a directory, and a `kustomization.yaml` in it: point Argo CD or Flux to that.',
    '',
    '| cluster | namespace | service account | mechanism | owner |',
    '| --- | --- | --- | --- | --- |',
    ...rows.sort(compare),
    '',
  ].join('\n');
}

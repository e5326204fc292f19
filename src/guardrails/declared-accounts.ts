import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { WorkloadCluster } from '../cluster/workload-cluster';
import { compare } from '../private/compare';
import { got, refuse } from '../private/errors';
import { tokenIdentity } from '../private/tokens';
import { DeclaredServiceAccount } from '../workload/declared-service-account';
import { workloadsOf } from '../workload/workloads-of';

/** Where service accounts are looked for. */
export interface DeclaredAccountsOptions {
  readonly workloadsOf: readonly IConstruct[];
  readonly namespaces: readonly string[];
  readonly cluster?: eks.IClusterRef;
}

/** The service accounts of a cluster's namespaces that the app declares by now, in an order that no declaration changes. */
export function declaredAccounts(scope: IConstruct, { workloadsOf: scopes, namespaces, cluster }: DeclaredAccountsOptions): DeclaredServiceAccount[] {
  const inNamespaces = new Set(namespaces.map(tokenIdentity));
  const workloads = new Set(scopes.flatMap(workloadsOf));
  const accounts = [...workloads].flatMap((workload) => workload._declared())
    .filter(({ namespace, clusterArn }) => inNamespaces.has(tokenIdentity(namespace)) && isOf(cluster, clusterArn));
  const names = new Map<string, DeclaredServiceAccount>();
  for (const account of accounts) {
    const name = `${account.namespace}/${account.serviceAccountName}`;
    const other = names.get(name);
    if (other !== undefined && other.path !== account.path) {
      refuse(scope, 'DuplicateWorkload', `workloads of two clusters declare this service account, [${other.path}] and [${account.path}]: name by cluster the one that this is for, ${got(name)}`);
    }
    names.set(name, account);
  }
  return [...names].sort(([a], [b]) => compare(a, b)).map(([, account]) => account);
}

/** Whether a cluster's ARN is that of the given cluster, where one is given. */
export function isOf(cluster: eks.IClusterRef | undefined, clusterArn: string): boolean {
  return cluster === undefined || tokenIdentity(WorkloadCluster.of(cluster).clusterArn) === tokenIdentity(clusterArn);
}

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
  readonly namespaces?: readonly string[];
  readonly cluster?: eks.IClusterRef;
}

/** The service accounts of a cluster that the app declares by now, in an order that no declaration changes. */
export function declaredAccounts(scope: IConstruct | string, options: DeclaredAccountsOptions): DeclaredServiceAccount[] {
  const { workloadsOf: scopes, namespaces, cluster } = options;
  const within = namespaces && new Set(namespaces.map(tokenIdentity));
  const workloads = new Set(scopes.flatMap(workloadsOf));
  const accounts = [...workloads].flatMap((workload) => workload._declared())
    .filter(({ namespace, clusterArn }) => (within?.has(tokenIdentity(namespace)) ?? true) && isOf(cluster, clusterArn));
  const names = new Map<string, DeclaredServiceAccount>();
  for (const account of accounts) {
    const name = accountOf(account);
    const other = names.get(name);
    if (other !== undefined && other.path !== account.path) {
      refuse(scope, 'DuplicateWorkload', `workloads of two clusters declare this service account, [${other.path}] and [${account.path}]: `
        + `name by cluster the one that this is for, ${got(name)}`);
    }
    names.set(name, account);
  }
  return [...names].sort(([a], [b]) => compare(a, b)).map(([, account]) => account);
}

/** A service account as `NAMESPACE/NAME`. */
export function accountOf({ namespace, serviceAccountName }: { readonly namespace: string; readonly serviceAccountName: string }): string {
  return `${namespace}/${serviceAccountName}`;
}

/** Whether a cluster's ARN is that of the given cluster, where one is given. */
export function isOf(cluster: eks.IClusterRef | undefined, clusterArn: string): boolean {
  return cluster === undefined || tokenIdentity(WorkloadCluster.of(cluster).clusterArn) === tokenIdentity(clusterArn);
}

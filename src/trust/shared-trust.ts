import { PodFacts } from './pod-identity-tags';
import { POD_IDENTITY_SERVICE, podIdentityTrust } from './pod-identity-trust';
import { compared, TrustStatementJson } from './trust-document';
import { compare } from '../private/compare';

/** A service account that shares a role, in one cluster. */
export type RoleSubject = Pick<PodFacts<string>, 'clusterArn' | 'namespace' | 'serviceAccountName'>;

/** The service accounts of a namespace of a cluster that share a role. */
interface Group extends Pick<RoleSubject, 'clusterArn' | 'namespace'> {
  readonly serviceAccountNames: string[];
}

/**
 * The statement by which EKS Pod Identity may assume a shared role for exactly these clusters, where it doesn't tag sessions.
 *
 * @param clusterArns each once, in order
 */
export function sharedSourceTrust(clusterArns: readonly string[], account: string): TrustStatementJson {
  return {
    Effect: 'Allow',
    Principal: { Service: POD_IDENTITY_SERVICE },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      ArnEquals: { 'aws:SourceArn': oneOrAll(clusterArns.map(compared)) },
      StringEquals: { 'aws:SourceAccount': account },
    },
  };
}

/**
 * The statements by which EKS Pod Identity may assume a shared role for exactly these service accounts: one for each
 * cluster and namespace, since lists in one statement would admit each name in each namespace.
 *
 * @param keyOf equal for two values iff they are the same
 */
export function sharedTagTrust(members: readonly RoleSubject[], keyOf: (value: string) => string): TrustStatementJson[] {
  const groups = new Map<string, Group>();
  for (const { clusterArn, namespace, serviceAccountName } of members) {
    const key = JSON.stringify([clusterArn, namespace].map(keyOf));
    const group = groups.get(key) ?? { clusterArn, namespace, serviceAccountNames: [] };
    group.serviceAccountNames.push(serviceAccountName);
    groups.set(key, group);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => statementOf(group, keyOf));
}

function statementOf({ clusterArn, namespace, serviceAccountNames }: Group, keyOf: (value: string) => string): TrustStatementJson {
  const names = serviceAccountNames.sort((a, b) => compare(keyOf(a), keyOf(b)));
  const { Condition: { StringEquals }, ...statement } = podIdentityTrust({ clusterArns: [clusterArn], namespace, serviceAccountName: names[0] });
  return { ...statement, Condition: { StringEquals: { ...StringEquals, 'aws:RequestTag/kubernetes-service-account': oneOrAll(names.map(compared)) } } };
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0] : values;
}

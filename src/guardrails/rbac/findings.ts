import { RbacObject, RbacRule } from './objects';
import { permits } from './permits';
import { RISKS, RiskFacts } from './risks';
import { namespaceOf, rulesOf } from './roles';
import { compare } from '../../private/compare';
import { RbacFinding } from '../rbac-finding';
import { RbacRisk } from '../rbac-risk';

/** The names of the service accounts with an AWS identity, by their namespace. */
export type AccountsOfNamespace = Map<string, string[]>;

/** What the bindings among the objects let their subjects do in the namespaces. */
export function rbacFindings(objects: readonly RbacObject[], accounts: AccountsOfNamespace): RbacFinding[] {
  return objects.flatMap((binding) => [...accounts].filter(([namespace]) => isIn(binding, namespace))
    .flatMap(([namespace, names]) => findingsIn(namespace, names, binding, rulesOf(binding, objects))))
    .sort((a, b) => compare(orderOf(a), orderOf(b)));
}

function isIn(object: RbacObject, namespace: string): boolean {
  return object.kind === 'ClusterRoleBinding' || (object.kind === 'RoleBinding' && namespaceOf(object) === namespace);
}

function findingsIn(namespace: string, names: readonly string[], binding: RbacObject, rules: readonly RbacRule[] | undefined): RbacFinding[] {
  const { kind, metadata, roleRef, subjects = [] } = binding;
  const at = kind === 'RoleBinding' ? `${namespaceOf(binding)}/${metadata.name}` : metadata.name;
  const by = `by the ${kind} ${at} to the ${roleRef!.kind} ${roleRef!.name}`;
  const risks = rules === undefined ? [unknownRole(namespace, by)] : risksOf(rules, names, kind === 'ClusterRoleBinding').map(({ id, facts, found }) => ({
    id,
    says: `may ${facts.may} in ${namespace}, ${facts.so}: ${by} (${found.join(', ')})`,
    fix: facts.fix,
  }));
  return subjects.map(subjectOf).flatMap((subject) => risks.map(({ id, says, fix }) => ({ id, subject, namespace, text: `${subject} ${says}`, fix })));
}

function unknownRole(namespace: string, by: string): { id: RbacRisk; says: string; fix: string } {
  return {
    id: RbacRisk.UNKNOWN_ROLE,
    says: `has a role in ${namespace} of which nothing is known: ${by}`,
    fix: 'give the role among the objects, and instead of one that others are aggregated to by matchExpressions the roles themselves',
  };
}

/** A risk that rules bring, and the resources by which they do. */
interface FoundRisk {
  readonly id: RbacRisk;
  readonly facts: RiskFacts;
  readonly found: readonly string[];
}

function risksOf(rules: readonly RbacRule[], names: readonly string[], clusterWide: boolean): FoundRisk[] {
  return Object.entries(RISKS).flatMap(([id, facts]) => {
    const requests = [...facts.requests, ...(clusterWide ? facts.clusterWide ?? [] : [])];
    const found = requests.filter((request) => rules.some((rule) => permits(rule, { ...request, names: facts.ofAccounts ? names : undefined })));
    return found.length === 0 ? [] : [{ id: id as RbacRisk, facts, found: [...new Set(found.map(({ resource }) => resource))] }];
  });
}

function subjectOf({ kind, name, namespace }: { kind: string; name: string; namespace?: string }): string {
  return `${kind} ${kind === 'ServiceAccount' ? `${namespace}/` : ''}${name}`;
}

function orderOf({ namespace, subject, id, text }: RbacFinding): string {
  return JSON.stringify([namespace, subject, id, text]);
}

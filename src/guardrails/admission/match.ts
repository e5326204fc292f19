import { MatchedKind } from './policy-definition';
import { compare } from '../../private/compare';

/** When policies decide: a pod is what it was created as, but for its images and labels. */
export const OPERATIONS = ['CREATE', 'UPDATE'];

/** Which objects a policy is asked about, as the API server and Kyverno's `ValidatingPolicy` take it. */
export function matchConstraints(kinds: readonly MatchedKind[], namespaces: readonly string[]): object {
  return {
    // The API server itself sets this label, and nobody can change it.
    namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: sorted(namespaces) }] },
    // One rule for all of them: no two groups have a resource of the same name.
    resourceRules: [{
      apiGroups: [...new Set(kinds.map(({ apiGroup }) => apiGroup))],
      apiVersions: ['v1'],
      operations: OPERATIONS,
      resources: kinds.map(({ resource }) => resource),
    }],
  };
}

/** Names in an order that no declaration changes, each once. */
export function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compare);
}

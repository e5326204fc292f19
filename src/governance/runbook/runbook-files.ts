import { createHash } from 'node:crypto';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { code } from '../markdown';

/** The files of runbooks: by the names of their identities, and where those are no names of files or another has the same, by the id too. */
export function runbookFiles(identities: readonly InventoryIdentity[]): Map<InventoryIdentity, string> {
  const count = new Map<string, number>();
  const keyOf = (identity: InventoryIdentity) => namesOf(identity).join('/').toLowerCase();
  for (const identity of identities) { count.set(keyOf(identity), (count.get(keyOf(identity)) ?? 0) + 1); }
  return new Map(identities.map((identity) => {
    const [own, withId] = possibleRunbookFiles(identity);
    const isOwn = count.get(keyOf(identity)) === 1 && namesOf(identity).every((name) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name));
    return [identity, isOwn ? own : withId];
  }));
}

/** The files that the runbook of an identity may have: by its names, or by the id too. */
export function possibleRunbookFiles(identity: InventoryIdentity): [string, string] {
  const path = namesOf(identity).map((name) => name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\./, '_').slice(0, 200)).join('/');
  return [`${path}.md`, `${path}-${createHash('sha256').update(identity.id).digest('hex').slice(0, 8)}.md`];
}

/** The line by which a runbook tells which workload it is of. */
export function declaredAt(workload: string): string {
  return `- Declared at: ${code(workload)}`;
}

function namesOf({ cluster, namespace, serviceAccount }: InventoryIdentity): string[] {
  return [cluster, namespace, serviceAccount];
}

import * as path from 'node:path';
import { filesBelow, readText } from './files';
import { InventoryIdentity } from '../governance/inventory/inventory-identity';
import { declaredAt, possibleRunbookFiles } from '../governance/runbook/runbook-files';

/** In place of a runbook that is not there. */
const NONE = 'No runbook is recorded: add `new IdentityRunbooks(app, \'Runbooks\')` to the app, and synthesize it anew.\n';

/** Where runbooks are in an assembly; those of stages are in the assemblies nested in it. */
const RUNBOOK = /(?:^|\/)identity-runbooks\/(.*)$/;

/** The runbooks of identities that an assembly holds. */
export function runbookTexts(assembly: string, identities: readonly InventoryIdentity[]): string[] {
  const files = new Map<string, string[]>();
  for (const file of filesBelow(assembly, /\.md$/)) {
    const [, name] = RUNBOOK.exec(path.relative(assembly, file).split(path.sep).join('/')) ?? [];
    if (name !== undefined) { files.set(name, [...files.get(name) ?? [], file]); }
  }
  // By its names alone a file may be of another identity.
  const isOf = ({ workload }: InventoryIdentity) => (text: string) => text.split('\n').includes(declaredAt(workload));
  const textsOf = (identity: InventoryIdentity) => possibleRunbookFiles(identity).flatMap((name) => files.get(name) ?? []).map(readText);
  return identities.map((identity) => textsOf(identity).find(isOf(identity)) ?? NONE);
}

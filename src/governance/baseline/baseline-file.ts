import * as fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { InventoryIdentity } from '../inventory/inventory-identity';

/** What a baseline keeps of an identity: what it may do, not where in the app it is declared. */
export type BaselineIdentity = Omit<InventoryIdentity, 'workload' | 'mustNot'>;

/** The version of the format. */
const VERSION = 1;

/** Reads a baseline; nothing where there is no file. */
export function readBaseline(file: string): BaselineIdentity[] | undefined {
  if (!fs.existsSync(file)) { return undefined; }
  const found = parse(fs.readFileSync(file, 'utf8'));
  if (found?.version !== VERSION || !Array.isArray(found.identities) || !found.identities.every(isIdentity)) {
    throw new Error(`the file must be a baseline of version ${VERSION} as this library writes it`);
  }
  return found.identities;
}

/** The file of these identities; those that are as before keep their day. */
export function baselineFile(identities: readonly InventoryIdentity[], before: readonly BaselineIdentity[], today: string): string {
  const known = new Map(before.map(({ lastChanged, ...identity }) => [identity.id, { lastChanged, identity }]));
  const dated = identities.map(forBaseline).map((identity) => {
    const old = known.get(identity.id);
    return { ...identity, lastChanged: isDeepStrictEqual(old?.identity, identity) ? old?.lastChanged : today };
  });
  return `${JSON.stringify({ version: VERSION, identities: dated }, undefined, 2)}\n`;
}

/** What of an identity is in a baseline. */
export function forBaseline({ workload: _workload, mustNot: _mustNot, lastChanged: _day, ...identity }: InventoryIdentity): BaselineIdentity {
  return JSON.parse(JSON.stringify(identity));
}

function parse(text: string): { version?: unknown; identities?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True iff the parts that are compared are there. */
function isIdentity(value: unknown): value is BaselineIdentity {
  const identity = value as Record<string, unknown> | null;
  return typeof identity === 'object' && identity !== null && typeof identity.id === 'string'
    && ['permissions', 'unknownPolicies', 'principalTags'].every((list) => Array.isArray(identity[list]));
}

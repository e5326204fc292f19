import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesBelow, isDirectory, readJsonFile, readText } from './files';
import { Outcome, Verb } from './verb';
import { BaselineIdentity, forBaseline, readBaseline } from '../governance/baseline/baseline-file';
import { titleOf } from '../governance/baseline/baseline-reports';
import { compareIdentities } from '../governance/baseline/compare-identities';
import { INVENTORY_VERSION } from '../governance/inventory/inventory-files';
import { InventoryIdentity } from '../governance/inventory/inventory-identity';
import { showRecorded } from '../governance/inventory/recorded-value';

/** Compares a synthesized app with a baseline. */
export const DIFF: Verb = {
  name: 'diff',
  arguments: '<baseline.json> <cdk.out | inventory.json>',
  summary: 'Compares the identities of a synthesized app with a baseline: what is new, wider, narrower or gone',
  help: [
    'The baseline is the file of an IdentityBaseline. The app must have an IdentityInventory, whose identity-inventory/inventory.json',
    'in the cloud assembly is read; of an inventory with a directory of its own, give the file.',
  ],
  exits: ['nothing has become wider', 'something is wider or new, or it can\'t be decided that it is not'],
  takes: [2, 2],
  run: diff,
};

const INVENTORY = /^inventory\.json$/;

function diff([file, app]: readonly string[]): Outcome {
  const changes = compareIdentities(baselineOf(file), inventoryOf(app).map(forBaseline));
  const widening = changes.filter(({ widens }) => widens).length;
  const head = changes.length === 0 ? 'No identity has changed.'
    : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}, ${widening} of which ${widening === 1 ? 'widens' : 'widen'}.`;
  const lines = changes.flatMap((change) => [
    '', `${change.widens ? '! ' : '  '}${titleOf(change)}: ${showRecorded(change.identity)}`, `    ${change.message}`,
  ]);
  return {
    text: [head, ...lines, ''].join('\n'),
    json: { version: 1, changes },
    code: widening > 0 ? 1 : 0,
  };
}

function baselineOf(file: string): BaselineIdentity[] {
  readText(file);
  try {
    return readBaseline(file)!;
  } catch (error) {
    throw new Error(`${file} can't be taken: ${(error as Error).message}`, { cause: error });
  }
}

/** The identities of all inventories of an app: those of stages are in the assemblies nested in it. */
function inventoryOf(app: string): InventoryIdentity[] {
  const files = !isDirectory(app) ? [app] : filesBelow(app, INVENTORY).filter((file) => path.basename(path.dirname(file)) === 'identity-inventory');
  if (files.length === 0) {
    const what = fs.existsSync(path.join(app, 'manifest.json')) ? 'the cloud assembly has no inventory' : 'this is no cloud assembly';
    throw new Error(`${app}: ${what}: add new IdentityInventory(app, 'Inventory') to the app and synthesize it anew, or give the inventory.json that it writes elsewhere`);
  }
  const found = files.flatMap((file) => {
    const { version, identities } = (readJsonFile(file) ?? {}) as { version?: unknown; identities?: unknown };
    if (version !== INVENTORY_VERSION || !Array.isArray(identities) || !identities.every(isIdentity)) {
      throw new Error(`${file} must be an inventory of version ${INVENTORY_VERSION} as IdentityInventory writes it`);
    }
    return identities as InventoryIdentity[];
  });
  return [...new Map(found.map((identity) => [identity.id, identity])).values()];
}

/** True iff the parts that are compared are there. */
function isIdentity(value: unknown): boolean {
  const identity = value as Record<string, unknown> | null;
  return typeof identity === 'object' && identity !== null && typeof identity.id === 'string'
    && ['permissions', 'unknownPolicies', 'principalTags'].every((list) => Array.isArray(identity[list]));
}

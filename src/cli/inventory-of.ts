import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesBelow, isDirectory, readJsonFile } from './files';
import { isIdentity } from './inventory-shape';
import { INVENTORY_VERSION } from '../governance/inventory/inventory-files';
import { InventoryIdentity } from '../governance/inventory/inventory-identity';

const INVENTORY = /^inventory\.json$/;

/** The identities of all inventories of an app: those of stages are in the assemblies nested in it. */
export function inventoryOf(app: string): InventoryIdentity[] {
  const files = !isDirectory(app) ? [app] : filesBelow(app, INVENTORY).filter((file) => path.basename(path.dirname(file)) === 'identity-inventory');
  if (files.length === 0) {
    const what = fs.existsSync(path.join(app, 'manifest.json')) ? 'the cloud assembly has no inventory' : 'this is no cloud assembly';
    throw new Error(`${app}: ${what}: add new IdentityInventory(app, 'Inventory') to the app and synthesize it anew, or give the inventory.json that it writes elsewhere`);
  }
  return [...new Map(files.flatMap(identitiesIn).map((identity) => [identity.id, identity])).values()];
}

function identitiesIn(file: string): InventoryIdentity[] {
  const { version, identities } = (readJsonFile(file) ?? {}) as { version?: unknown; identities?: unknown };
  if (version !== INVENTORY_VERSION || !Array.isArray(identities) || !identities.every(isIdentity)) {
    throw new Error(`${file} must be an inventory of version ${INVENTORY_VERSION} as IdentityInventory writes it`);
  }
  return identities;
}

import { InventoryIdentity } from '../governance/inventory/inventory-identity';

const TEXTS = ['id', 'cluster', 'clusterArn', 'namespace', 'serviceAccount', 'mechanism', 'owner', 'workload', 'account', 'region', 'role'];
const OPTIONAL_TEXTS = ['stage', 'targetRole', 'permissionsBoundary', 'lastChanged'];

/** Whether a value that was read is an identity as inventories hold it, so that what reads on need not ask. */
export function isIdentity(value: unknown): value is InventoryIdentity {
  return isRecord(value, TEXTS, OPTIONAL_TEXTS)
    && isListOf(isStatement, value.permissions, value.boundary ?? [], value.sessionPolicy ?? [])
    && isListOf(isTrust, value.trust ?? [], value.targetTrust ?? [])
    && isListOf((policy) => isRecord(policy, ['name', 'kind']), value.unknownPolicies)
    && isListOf((tags) => isRecord(tags, Object.keys(tags ?? {})), value.principalTags)
    && isListOf((proof) => isRecord(proof, ['forbidden', 'verdict', 'explanation']), value.mustNot);
}

function isStatement(value: unknown): boolean {
  return isRecord(value, ['effect', 'level', 'source']) && isEither(value.actions, value.notActions) && isEither(value.resources, value.notResources)
    && isListOf(isCondition, value.conditions);
}

function isTrust(value: unknown): boolean {
  return isRecord(value, ['effect']) && isListOf(isText, value.principals) && isEither(value.actions, value.notActions) && isListOf(isCondition, value.conditions);
}

function isCondition(value: unknown): boolean {
  return isRecord(value, ['operator', 'key']) && isListOf(isText, value.values);
}

function isRecord(value: unknown, texts: readonly string[], optional: readonly string[] = []): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) { return false; }
  const found = value as Record<string, unknown>;
  return texts.every((name) => isText(found[name])) && optional.every((name) => found[name] === undefined || isText(found[name]));
}

/** Statements say what they are about, or what they leave out. */
function isEither(values: unknown, notValues: unknown): boolean {
  return values === undefined ? isListOf(isText, notValues) : isListOf(isText, values) && notValues === undefined;
}

function isListOf(isMember: (value: unknown) => boolean, ...lists: unknown[]): boolean {
  return lists.every((list) => Array.isArray(list) && list.every(isMember));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

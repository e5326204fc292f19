import { InventoryDocument, InventoryIdentity } from './inventory-identity';
import { InventoryCondition, InventoryStatement } from './inventory-statement';
import { showRecorded } from './recorded-value';
import { ProofVerdict } from '../../workload/must-not-proof';
import { codeCell, plain, table } from '../markdown';

/** The version of the format of the JSON. */
export const INVENTORY_VERSION = 1;

/** The inventory as JSON. */
export function inventoryJson(identities: InventoryIdentity[]): string {
  const document: InventoryDocument = { version: INVENTORY_VERSION, identities };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The inventory for people: a table of all identities, and a section for each with what it may do. */
export function inventoryMarkdown(identities: readonly InventoryIdentity[]): string {
  const head = ['cluster', 'namespace', 'service account', 'mechanism', 'stage', 'owner', 'role', 'may', 'must not', 'last changed'];
  const rows = identities.map((identity) => {
    const { cluster, namespace, serviceAccount, mechanism, stage = '', owner, role, targetRole, lastChanged = '' } = identity;
    return [
      ...[cluster, namespace, serviceAccount, mechanism, stage, owner].map((text) => plain(showRecorded(text))),
      [role, ...targetRole === undefined ? [] : [targetRole]].map((arn) => codeCell(showRecorded(arn))).join(' then '),
      plain(summary(identity)),
      plain(verdicts(identity)),
      plain(lastChanged),
    ];
  });
  return ['# Identities of workloads', '', table(head, rows), '', ...identities.flatMap(section)].join('\n');
}

/** The inventory for spreadsheets: a row for each identity and statement. */
export function inventoryCsv(identities: readonly InventoryIdentity[]): string {
  const rows = identities.flatMap((identity) => {
    const own = OWN_COLUMNS.map((key) => showRecorded(identity[key] ?? ''));
    const behind = [identity.unknownPolicies.map(({ name }) => name).join('; '), verdicts(identity), identity.lastChanged ?? ''];
    return identity.permissions.length === 0 ? [[...own, '', '', '', '', '', ...behind]] : identity.permissions.map((statement) =>
      [...own, statement.effect, statement.level, actionsOf(statement), resourcesOf(statement), statement.conditions.map(showCondition).join('; '), ...behind]);
  });
  return [COLUMNS, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

const OWN_COLUMNS = [
  'cluster', 'namespace', 'serviceAccount', 'mechanism', 'stage', 'owner', 'account', 'region', 'role', 'targetRole', 'permissionsBoundary',
] as const;

const COLUMNS = [
  ...OWN_COLUMNS,
  'effect', 'level', 'actions', 'resources', 'conditions', 'unknownPolicies', 'mustNot', 'lastChanged',
];

/** A cell that a spreadsheet takes as text: not as a formula, whatever it begins with. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n\u0000]|^\s+[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

function section(identity: InventoryIdentity): string[] {
  const { cluster, namespace, serviceAccount, permissions, unknownPolicies, mustNot, permissionsBoundary } = identity;
  const rows = permissions.map((statement) => [
    plain(statement.effect === 'Deny' ? 'denied' : statement.level),
    codeCell(actionsOf(statement)),
    codeCell(resourcesOf(statement)),
    statement.conditions.map((condition) => codeCell(showCondition(condition))).join(' and '),
  ]);
  return [
    `## ${[cluster, namespace, serviceAccount].map((part) => plain(showRecorded(part))).join(' / ')}`,
    '',
    ...rows.length > 0 ? [table(['level', 'actions', 'resources', 'if'], rows), ''] : ['It has no permission that is known.', ''],
    ...permissionsBoundary === undefined ? [] : [`Its permissions boundary is ${codeCell(showRecorded(permissionsBoundary))}.`, ''],
    ...unknownPolicies.flatMap(({ name }) => [`What this says is not known: ${plain(name)}.`, '']),
    ...mustNot.map(({ forbidden, verdict }) => `- must not do ${plain(forbidden)}: ${verdict}`),
    ...mustNot.length > 0 ? [''] : [],
  ];
}

/** What it may do in a few words: `read s3, write s3 sqs`. */
function summary({ permissions, unknownPolicies }: InventoryIdentity): string {
  const services = new Map<string, Set<string>>();
  for (const { effect, level, actions = ['*'] } of permissions) {
    if (effect !== 'Allow') { continue; }
    const known = services.get(level) ?? new Set();
    actions.forEach((action) => known.add(showRecorded(action).split(':')[0]));
    services.set(level, known);
  }
  const known = [...services].sort().map(([level, names]) => `${level} ${[...names].sort().join(' ')}`);
  return [...known, ...unknownPolicies.length > 0 ? ['what is not known'] : []].join(', ') || 'nothing';
}

function verdicts({ mustNot }: InventoryIdentity): string {
  return Object.values(ProofVerdict).map((verdict) => [verdict, mustNot.filter((proof) => proof.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

function actionsOf({ actions, notActions = [] }: InventoryStatement): string {
  return (actions ?? ['all but', ...notActions]).map(showRecorded).join(' ');
}

function resourcesOf({ resources, notResources = [] }: InventoryStatement): string {
  return (resources ?? ['all but', ...notResources]).map(showRecorded).join(' ');
}

/** A condition as people read it. */
export function showCondition({ operator, key, values }: InventoryCondition): string {
  return `${operator} ${key} ${values.map((value) => JSON.stringify(showRecorded(value))).join(' or ')}`;
}

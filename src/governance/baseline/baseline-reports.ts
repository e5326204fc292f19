import { createHash } from 'node:crypto';
import { BaselineChange, BaselineChangeKind } from './baseline-change';
import { showRecorded } from '../inventory/recorded-value';
import { codeCell, plain, table } from '../markdown';

/** What a change of each kind is, in the words of a reviewer. */
const TITLES: Readonly<Record<BaselineChangeKind, string>> = {
  [BaselineChangeKind.NEW_IDENTITY]: 'New identity',
  [BaselineChangeKind.WIDER_PERMISSION]: 'Wider permission',
  [BaselineChangeKind.WIDER_TRUST]: 'Wider trust',
  [BaselineChangeKind.NARROWER_PERMISSION]: 'Narrower permission',
  [BaselineChangeKind.NARROWER_TRUST]: 'Narrower trust',
  [BaselineChangeKind.MECHANISM_CHANGED]: 'Mechanism changed',
  [BaselineChangeKind.STAGE_CHANGED]: 'Stage of migration changed',
  [BaselineChangeKind.OWNER_CHANGED]: 'Owner changed',
  [BaselineChangeKind.ROLE_CHANGED]: 'Role changed',
  [BaselineChangeKind.REMOVED_IDENTITY]: 'Identity removed',
};

/** The changes as a comment on a pull request. */
export function changesMarkdown(changes: readonly BaselineChange[]): string {
  const widening = changes.filter(({ widens }) => widens).length;
  const head = changes.length === 0 ? 'No identity has changed.'
    : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}, of which ${widening} ${widening === 1 ? 'widens' : 'widen'} what workloads may do in AWS.`;
  const rows = changes.map((change) => [
    change.widens ? '**widens**' : '', plain(titleOf(change)), codeCell(showRecorded(change.identity)), plain(change.message),
  ]);
  return ['# Changes of identities', '', head, '', ...rows.length === 0 ? [] : [table(['', 'change', 'identity', 'what'], rows), '']].join('\n');
}

/** The changes as JSON. */
export function changesJson(changes: readonly BaselineChange[]): string {
  return `${JSON.stringify({ version: 1, changes }, undefined, 2)}\n`;
}

/**
 * The changes as SARIF 2.1.0, each at the file of the baseline.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function changesSarif(changes: readonly BaselineChange[], file: string): string {
  const kinds = Object.values(BaselineChangeKind);
  const uri = file.split(/[\\/]/).map(encodeURIComponent).join('/');
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-eks-workload-identity', rules: kinds.map((kind) => ({ id: kind, shortDescription: { text: TITLES[kind] } })) } },
      results: changes.map((change) => ({
        ruleId: change.kind,
        ruleIndex: kinds.indexOf(change.kind),
        level: change.widens ? 'error' : 'note',
        message: { text: `${showRecorded(change.identity)}: ${change.message}` },
        locations: [{
          physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
          logicalLocations: [{ fullyQualifiedName: showRecorded(change.identity) }],
        }],
        partialFingerprints: { 'identityChange/v1': createHash('sha256').update(JSON.stringify([change.identity, change.kind, change.message])).digest('hex') },
      })),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** What a change is, and whether that is decided. */
export function titleOf({ kind, certain }: BaselineChange): string {
  return `${TITLES[kind]}${certain ? '' : ', not decided'}`;
}

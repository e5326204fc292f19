import { readText } from './files';
import { inventoryOf } from './inventory-of';
import { Outcome, Verb } from './verb';
import { BaselineIdentity, forBaseline, readBaseline } from '../governance/baseline/baseline-file';
import { titleOf } from '../governance/baseline/baseline-reports';
import { compareIdentities } from '../governance/baseline/compare-identities';
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

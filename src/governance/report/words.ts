import { AccessLevel } from '../../access/access-level';
import { own } from '../../private/own';
import { InventoryCondition, InventoryStatement, InventoryTrustStatement } from '../inventory/inventory-statement';
import { showRecorded } from '../inventory/recorded-value';

/** A statement in words. */
export interface Sentence {
  readonly does: string;
  readonly actions: string;
  readonly on: readonly string[];
  readonly when: readonly string[];
  readonly source: string;
  readonly isDenied: boolean;
}

/** What an action of each level does. */
const LEVELS: Readonly<Record<AccessLevel, string>> = {
  [AccessLevel.LIST]: 'list',
  [AccessLevel.READ]: 'read',
  [AccessLevel.WRITE]: 'write',
  [AccessLevel.TAGGING]: 'tag',
  [AccessLevel.PERMISSIONS_MANAGEMENT]: 'change permissions',
  [AccessLevel.UNKNOWN]: 'act, at a level that is not known',
};

/** What operators say between a key and its values; any other is shown as it is written. */
const OPERATORS: Readonly<Record<string, string>> = {
  StringEquals: 'is', StringNotEquals: 'is not', StringLike: 'matches', StringNotLike: 'does not match', ArnEquals: 'matches', ArnLike: 'matches', Bool: 'is',
};

/** What a policy says, in words. */
export function sentenceOf({ effect, level, actions, notActions, resources, notResources, conditions, source }: InventoryStatement): Sentence {
  const isDenied = effect === 'Deny';
  return {
    does: `${isDenied ? 'May not' : 'May'} ${LEVELS[level]}`,
    actions: (actions ?? ['all but', ...notActions!]).map(showRecorded).join(' '),
    on: resources?.map(showRecorded) ?? [`all but ${notResources!.map(showRecorded).join(' ')}`],
    when: conditions.map(conditionInWords),
    source: showRecorded(source),
    isDenied,
  };
}

/** What a trust policy says, in words. */
export function trustInWords({ effect, principals, actions, notActions, conditions }: InventoryTrustStatement): string {
  const who = principals.map(showRecorded).join(' or ').replace(/^\*$/, 'anyone').replace(/^\?$/, 'whoever can\'t be read');
  const what = (actions ?? ['all but', ...notActions!]).map(showRecorded).join(' ');
  return `${who} ${effect === 'Deny' ? 'may not' : 'may'} ${what}${conditions.length === 0 ? '' : ' if '}${conditions.map(conditionInWords).join(', and ')}`;
}

function conditionInWords({ operator, key, values }: InventoryCondition): string {
  return `${key} ${own(OPERATORS, operator) ?? operator} ${values.map((value) => JSON.stringify(showRecorded(value))).join(' or ')}`;
}

import { closeSid, mergeSids } from './sids';
import { Conditions, mapConditions, PolicyValue, Statement } from './statement';
import { compare } from '../private/compare';

/**
 * The canonical form of a set of statements: the same for every order in which they were declared, and allowing
 * and denying exactly the same requests.
 *
 * - Values are sorted and stand once.
 * - Statements that differ in their actions alone are merged, then those that differ in their resources alone,
 *   until nothing changes. `NotAction` and `NotResource` are never united: a union would exclude less.
 * - Statements are sorted, denials first.
 */
export function canonicalStatements(statements: readonly Statement[]): Statement[] {
  let merged = mergeBy(statements.map(canonicalValues), 'actions');
  for (let before = Infinity; merged.length < before;) {
    before = merged.length;
    merged = mergeBy(merged, 'resources');
    if (merged.length < before) { merged = mergeBy(merged, 'actions'); }
  }
  return merged.map((statement) => [sortKey(statement), statement] as const)
    .sort(([a], [b]) => compare(a, b))
    .map(([, statement]) => ({ ...statement, sid: closeSid(statement.sid) }));
}

/** The text by which two values are the same value. */
function textOf(value: PolicyValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sortedOnce(values: readonly PolicyValue[]): PolicyValue[] {
  const byText = new Map(values.map((value) => [textOf(value), value]));
  return [...byText.keys()].sort(compare).map((text) => byText.get(text)!);
}

function canonicalValues(statement: Statement): Statement {
  const sorted = (values?: readonly PolicyValue[]) => values && sortedOnce(values);
  return {
    sid: statement.sid,
    effect: statement.effect,
    actions: sorted(statement.actions),
    notActions: sorted(statement.notActions),
    resources: sorted(statement.resources),
    notResources: sorted(statement.notResources),
    conditions: canonicalConditions(statement.conditions),
  };
}

/** No conditions and an empty record of conditions mean the same. */
function canonicalConditions(conditions?: Conditions): Conditions | undefined {
  if (conditions === undefined || Object.keys(conditions).length === 0) { return undefined; }
  return mapConditions(conditions, sortedOnce);
}

/** Unites the statements that are equal but for their Sid and the values of `part`. */
function mergeBy(statements: readonly Statement[], part: 'actions' | 'resources'): Statement[] {
  const groups = new Map<string, Statement>();
  statements.forEach((statement, index) => {
    const own = statement[part];
    const key = own ? JSON.stringify({ ...statement, sid: undefined, [part]: [] }) : `unmergeable ${index}`;
    const other = groups.get(key);
    groups.set(key, other === undefined ? statement : {
      ...other,
      sid: mergeSids(other.sid, statement.sid),
      [part]: sortedOnce([...other[part]!, ...own!]),
    });
  });
  return [...groups.values()];
}

function sortKey(statement: Statement): string {
  const { effect, sid, ...rest } = statement;
  return JSON.stringify([effect === 'Deny' ? 0 : 1, rest.actions ?? rest.notActions, rest.resources ?? rest.notResources, rest, sid]);
}

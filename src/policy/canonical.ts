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
  let merged = mergeBy(statements.map((statement) => compared(canonicalValues(statement))), 'actions');
  for (let before = Infinity; merged.length < before;) {
    before = merged.length;
    merged = mergeBy(merged, 'resources');
    if (merged.length < before) { merged = mergeBy(merged, 'actions'); }
  }
  return merged.map((each) => [sortKey(each), each.statement] as const)
    .sort(([a], [b]) => compare(a, b))
    .map(([, statement]) => ({ ...statement, sid: closeSid(statement.sid) }));
}

/** A statement and the JSON of its parts, by which it is compared with others. */
interface Compared {
  readonly statement: Statement;
  readonly actions: string;
  readonly resources: string;
  /** All else but the Sid. */
  readonly rest: string;
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

function compared(statement: Statement): Compared {
  const { effect, actions, notActions, resources, notResources, conditions } = statement;
  const others = { conditions, notActions: actions && notActions, notResources: resources && notResources };
  return {
    statement,
    actions: JSON.stringify(actions ?? notActions),
    resources: JSON.stringify(resources ?? notResources),
    rest: `${effect === 'Deny' ? 0 : 1}${actions ? 0 : 1}${resources ? 1 : 0}${JSON.stringify(others)}`,
  };
}

/** Unites the statements that are equal but for their Sid and the values of `part`. */
function mergeBy(statements: readonly Compared[], part: 'actions' | 'resources'): Compared[] {
  const groups = new Map<string, Compared>();
  statements.forEach((each, index) => {
    const own = each.statement[part];
    const key = own ? `${each.rest}\n${part === 'actions' ? each.resources : each.actions}` : `unmergeable ${index}`;
    const other = groups.get(key);
    groups.set(key, other === undefined ? each : compared({
      ...other.statement,
      sid: mergeSids(other.statement.sid, each.statement.sid),
      [part]: sortedOnce([...other.statement[part]!, ...own!]),
    }));
  });
  return [...groups.values()];
}

/** Denials first, then by actions and resources. */
function sortKey({ statement: { effect, sid }, actions, resources, rest }: Compared): string {
  return [effect === 'Deny' ? 0 : 1, actions, resources, rest, JSON.stringify([sid])].join('\n');
}

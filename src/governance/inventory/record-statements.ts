import { InventoryCondition, InventoryStatement, InventoryTrustStatement } from './inventory-statement';
import { recordLetter } from './recorded-value';
import { AccessLevel } from '../../access/access-level';
import { accessLevelOf } from '../../access/access-levels';
import { Condition } from '../../policy/condition';
import { isVariable, showPattern, WrittenPattern } from '../../policy/pattern';
import { Patterns, PolicyStatement } from '../../policy/policy';
import { TrustStatement } from '../../trust/trust-policy';

const LEVELS = Object.values(AccessLevel);

/** What statements say, each parted by the levels of its actions. */
export function recordStatements(statements: readonly PolicyStatement[]): InventoryStatement[] {
  return statements.flatMap((statement): InventoryStatement[] => {
    const { effect, origin: source, resources } = statement;
    const rest = { ...partOf('resources', 'notResources', resources, resources.patterns.map(recordPattern)), conditions: statement.conditions.map(recordCondition), source };
    const actions = actionsOf(statement);
    if (statement.actions.negated) { return [{ effect, level: AccessLevel.UNKNOWN, notActions: actions, ...rest }]; }
    return LEVELS.map((level) => ({ level, ofLevel: actions.filter((action) => accessLevelOf(action) === level) }))
      .filter(({ ofLevel }) => ofLevel.length > 0)
      .map(({ level, ofLevel }) => ({ effect, level, actions: ofLevel, ...rest }));
  });
}

/** What the statements of a trust policy say. */
export function recordTrust(statements: readonly TrustStatement[]): InventoryTrustStatement[] {
  return statements.map(({ statement, principals }) => ({
    effect: statement.effect,
    principals: principals.map(({ kind, text }) => kind === '*' || kind === '?' ? kind : `${kind} ${recordPattern(text)}`),
    ...partOf('actions', 'notActions', statement.actions, actionsOf(statement)),
    conditions: statement.conditions.map(recordCondition),
  }));
}

/** The actions as they are written; where that isn't known, in lower case. */
function actionsOf({ actions: { patterns }, spelled }: PolicyStatement): string[] {
  return spelled.length === patterns.length ? [...spelled] : patterns.map(recordPattern);
}

function partOf<K extends string>(key: K, negatedKey: K, { negated }: Patterns<unknown>, values: string[]): { [P in K]?: string[] } {
  return { [negated ? negatedKey : key]: values } as { [P in K]?: string[] };
}

function recordCondition({ name, key, values }: Condition): InventoryCondition {
  return { operator: name, key, values: values.map(recordPattern) };
}

/** A pattern as a policy writes it: what is literal in it, and would not be read so, is escaped. */
function recordPattern(pattern: WrittenPattern): string {
  return pattern.map((element, index) => {
    if (typeof element !== 'string') { return isVariable(element) ? variable(element) : showPattern([element]); }
    if (element === '*' || element === '?') { return `\${${element}}`; }
    return element === '$' && pattern[index + 1] === '{' ? '${$}' : recordLetter(element);
  }).join('');
}

function variable({ key, fallback }: { readonly key: string; readonly fallback?: readonly string[] }): string {
  return `\${${key}${fallback === undefined ? '' : `, '${fallback.map(recordLetter).join('')}'`}}`;
}

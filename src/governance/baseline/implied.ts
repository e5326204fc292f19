import { Condition, conditionHolds, Context, contextWith } from '../../policy/condition';
import { Pattern, WrittenPattern } from '../../policy/pattern';
import { PolicyStatement } from '../../policy/policy';
import { Text } from '../../policy/text';

/** How many statements of one value each a statement is parted into at most. */
const MOST_PARTS = 64;

/** The operators by which a key that has a value has no other, if the value is a text. */
const EQUAL = /^(string|arn)(equals|like)$/i;

/** A statement as statements that together say the same, each with one value for a key where it can be said so. */
export function singleValued(statement: PolicyStatement): PolicyStatement[] {
  const parts = statement.conditions.reduce((count, condition) => count * (isAnyOf(condition) ? condition.values.length : 1), 1);
  if (parts > MOST_PARTS) { return [statement]; }
  return statement.conditions.reduce<Condition[][]>((all, condition) => all.flatMap((conditions) => isAnyOf(condition)
    ? condition.values.map((value) => [...conditions, { ...condition, values: [value] }])
    : [[...conditions, condition]]), [[]])
    .map((conditions) => ({ ...statement, conditions }));
}

/** Whether a condition holds in every request in which those hold. */
export function isImplied(condition: Condition, given: readonly Condition[], known: Context): boolean {
  return given.some((each) => isStricter(each, condition)) || conditionHolds(condition, contextWith(equalities(given), known)) === 'yes';
}

/** Whether a condition can hold in some request. */
export function canHold(condition: Condition, known: Context): boolean {
  return conditionHolds(condition, known) !== 'no';
}

/** True iff the values are alternatives, each of which could stand in a statement of its own. */
function isAnyOf({ operator, quantifier, isNull, values }: Condition): boolean {
  return values.length > 1 && operator !== undefined && !operator.negated && !isNull && quantifier !== 'forallvalues';
}

/** True iff one condition asks for at least as much as another of the same operator and key. */
function isStricter(strict: Condition, loose: Condition): boolean {
  if (operatorName(strict) !== operatorName(loose) || strict.key.toLowerCase() !== loose.key.toLowerCase()) { return false; }
  if (strict.ifExists && !loose.ifExists) { return false; }
  const [few, many] = strict.operator?.negated ? [loose, strict] : [strict, loose];
  const isWithin = areAmong(few.values, many.values);
  return strict.operator === undefined ? isWithin && areAmong(many.values, few.values) : isWithin;
}

function operatorName({ name }: Condition): string {
  return name.toLowerCase().replace(/ifexists$/, '');
}

function areAmong(values: readonly WrittenPattern[], others: readonly WrittenPattern[]): boolean {
  const known = new Set(others.map((other) => JSON.stringify(other)));
  return values.every((value) => known.has(JSON.stringify(value)));
}

/** The keys that have one value in every request in which the conditions hold. */
function equalities(conditions: readonly Condition[]): Map<string, Text[]> {
  return new Map(conditions
    .filter(({ name, values }) => EQUAL.test(name) && values.length === 1 && isText(values[0]))
    .map(({ key, values }) => [key, [values[0] as Text]]));
}

function isText(pattern: WrittenPattern): pattern is Pattern & Text {
  return pattern.every((element) => typeof element === 'string');
}

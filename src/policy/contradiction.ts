import { Condition, conditionHolds, Context, variableIn } from './condition';
import { confusionOf } from './confusion';
import { isMultivalued } from './multivalued-keys';
import { OPERATOR_NAMES, operatorOf } from './operators';
import { bindVariables, hasSymbols, isVariable, Pattern } from './pattern';
import { Region, textIn } from './region';
import { literalOf } from './text';
import { Budget } from './words';

/** The operators whose values are patterns of the key's value. */
const TEXTUAL = new Set(OPERATOR_NAMES.filter((name) => /^(String(Not)?(Equals|Like)|Arn(Not)?(Equals|Like))$/.test(name)).map(operatorOf));

/**
 * True iff no request can meet all of these conditions, as far as that is certain:
 *
 * - one doesn't hold by what is known of the request;
 * - a key must be absent and present;
 * - no value of a key matches what every `StringEquals`, `StringLike`, `ArnEquals`, `ArnLike` and their negations want.
 *
 * An operator without a set prefix is taken to be of a key with a single value, as IAM asks. Anything else counts as possible.
 */
export function contradict(conditions: readonly Condition[], context: Context, budget: Budget): boolean {
  if (conditions.some((condition) => conditionHolds(condition, context) === 'no')) { return true; }
  const byKey = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const key = condition.key.toLowerCase();
    byKey.set(key, [...byKey.get(key) ?? [], condition]);
  }
  return [...byKey.values()].some((ofKey) => ofKey.some(needsKey) && (mustBeAbsent(ofKey) || !hasCommonValue(ofKey, context, budget)));
}

function mustBeAbsent(conditions: readonly Condition[]): boolean {
  return conditions.some((condition) => wantsAbsent(condition, true));
}

/** True iff the condition holds only if the request has the key. */
function needsKey(condition: Condition): boolean {
  if (condition.isNull) { return wantsAbsent(condition, false); }
  const { operator, quantifier, ifExists } = condition;
  if (operator === undefined || ifExists) { return false; }
  return quantifier === undefined ? !operator.negated : quantifier === 'foranyvalue';
}

/** True iff a `Null` condition wants just this. */
function wantsAbsent({ isNull, values }: Condition, absent: boolean): boolean {
  return isNull && values.length > 0 && values.every((value) => literalOf(value as Pattern as string[])?.toLowerCase() === `${absent}`);
}

/** True unless it is certain that no single value is what all conditions on a key want. */
function hasCommonValue(conditions: readonly Condition[], context: Context, budget: Budget): boolean {
  const single = conditions.filter(({ key, quantifier, operator }) => quantifier === undefined && TEXTUAL.has(operator) && !isMultivalued(key));
  const without = single.filter(({ operator }) => operator!.negated).flatMap((condition) => certainPatterns(condition, context));
  const choices = single.filter(({ operator }) => !operator!.negated).map((condition) => possiblePatterns(condition, context));
  return hasCommonText(choices, { within: [], without }, budget);
}

/** True unless, whichever pattern is chosen of each list, no text is in the region within them; true as well once the budget is spent. */
function hasCommonText([first, ...others]: readonly (readonly Pattern[])[], { within, without }: Region, budget: Budget): boolean {
  const confused = within.some((pattern, index) => within.slice(0, index).some((other) => confusionOf(pattern, other, budget) !== undefined));
  if (!confused && textIn({ within, without }, budget) === 'none') { return false; }
  budget.left -= 1;
  return first === undefined || budget.left < 0 || first.some((pattern) => hasCommonText(others, { within: [...within, pattern], without }, budget));
}

/** What a value may match: a variable of which nothing is known may be anything. */
function possiblePatterns({ values }: Condition, context: Context): Pattern[] {
  return values.map((value) => bindVariables(value, variableIn(context))).filter((pattern) => pattern !== undefined);
}

/** What a value certainly matches: that of a symbol may hold a wildcard, which not every operator takes as one. */
function certainPatterns(condition: Condition, context: Context): Pattern[] {
  return possiblePatterns({ ...condition, values: condition.values.filter((value) => !value.some(isVariable)) }, context)
    .filter((pattern) => !hasSymbols(pattern));
}

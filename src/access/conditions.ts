import { IConstruct } from 'constructs';
import { literalText } from './literal-text';
import { ConditionKeys, Conditions } from '../policy/statement';
import { got, refuse } from '../private/errors';
import { tagKeyProblem, tagValueProblem } from '../private/iam-names';
import { isToken, mapLiterals } from '../private/tokens';

/** All of these conditions, no two of which are about one key by one operator. */
export function allConditions(...conditions: readonly Conditions[]): Conditions | undefined {
  const byOperator: Record<string, Record<string, readonly unknown[]>> = {};
  for (const [operator, keys] of conditions.flatMap((each) => Object.entries(each))) {
    byOperator[operator] = { ...byOperator[operator], ...keys as ConditionKeys };
  }
  return Object.keys(byOperator).length === 0 ? undefined : byOperator as Conditions;
}

/** That a request has a key with several values, and that all of them are among these. */
export function allAmong(key: string, values: readonly string[], operator: 'StringEquals' | 'StringLike' = 'StringEquals'): Conditions {
  return { [`ForAllValues:${operator}`]: { [key]: values }, Null: { [key]: ['false'] } };
}

/** That tags have these values, each literal but for the session tags in it: of the resource, by default. */
export function tagConditions(scope: IConstruct, prop: string, tags: Readonly<Record<string, string>> | undefined, keyPrefix = 'aws:ResourceTag/'): Conditions {
  if (tags === undefined) { return {}; }
  const keys = requireItems(scope, prop, Object.keys(tags));
  return { StringEquals: Object.fromEntries(keys.map((key) => [`${keyPrefix}${tagKey(scope, prop, key)}`, [tagValue(scope, prop, key, tags[key])]])) };
}

function tagKey(scope: IConstruct, prop: string, key: string): string {
  const problem = isToken(key) ? 'must be known at synth' : tagKeyProblem(key);
  if (problem !== undefined) { refuse(scope, 'InvalidTag', `a key of ${prop} ${problem}, ${got(key)}`); }
  return literalText(scope, 'InvalidTag', `a key of ${prop}`, key);
}

function tagValue(scope: IConstruct, prop: string, key: string, value: string): string {
  mapLiterals(value, (literal) => {
    const problem = tagValueProblem(literal);
    return problem === undefined ? literal : refuse(scope, 'InvalidTag', `the value of "${key}" in ${prop} ${problem}, since no tag can have another, ${got(value)}`);
  });
  return literalText(scope, 'InvalidTag', `the value of "${key}" in ${prop}`, value);
}

/** Refuses a list that is given and empty: it would either allow nothing or not limit anything. */
export function requireItems<T>(scope: IConstruct | string, prop: string, items: readonly T[], advice = `, or leave ${prop} out`): readonly T[] {
  if (items.length === 0) { refuse(scope, 'EmptyList', `${prop} must not be empty: name at least one${advice}, ${got(items)}`); }
  return items;
}

import { Operator, operatorOf } from './operators';
import { bindVariables, EVERYTHING, isVariable, parsePattern, Pattern, settlePattern, Variable, WrittenPattern } from './pattern';
import { Text } from './text';
import { all, any, not, Tri, tri } from './tri';

/**
 * The values of a context key in a request: `absent` if the request doesn't have it, `unknown` if there are requests
 * with any, and `undetermined` if they are the same in every request though nothing says which.
 */
export type KeyValues = readonly Text[] | 'absent' | 'unknown' | 'undetermined';

/** What a request brings besides its action and its resource: the values of a key, whose case doesn't matter. */
export type Context = (key: string) => KeyValues;

/** The context of a request that has these keys and no others. */
export function contextOf(values: Readonly<Record<string, readonly Text[]>>): Context {
  const byKey = new Map(Object.entries(values).map(([key, texts]) => [key.toLowerCase(), texts]));
  return (key) => byKey.get(key.toLowerCase()) ?? 'absent';
}

/** The context of a request that has these keys, and of which else is known what another says. */
export function contextWith(values: ReadonlyMap<string, readonly Text[]>, otherwise: Context): Context {
  const own = contextOf(Object.fromEntries(values));
  return (key) => {
    const given = own(key);
    return given === 'absent' ? otherwise(key) : given;
  };
}

/** One operator with one key. */
export interface Condition {
  /** The operator as it is written. */
  readonly name: string;
  /** Absent if there is no such operator, or what it compares is known at deploy time only. */
  readonly operator?: Operator;
  readonly quantifier?: 'forallvalues' | 'foranyvalue';
  readonly ifExists: boolean;
  readonly isNull: boolean;
  readonly key: string;
  readonly values: readonly WrittenPattern[];
}

/** Reads a condition. */
export function parseCondition(name: string, key: string, values: readonly Text[], variables: boolean): Condition {
  const [, quantifier, base, ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/s.exec(name.toLowerCase())!;
  const operator = operatorOf(base);
  return {
    name,
    operator,
    quantifier: quantifier as Condition['quantifier'],
    ifExists: ifExists !== undefined,
    isNull: base === 'null',
    key,
    values: operator === undefined ? values : values.map((value) => parseValue(value, operator, variables)),
  };
}

/** Reads a value; the operators of ARNs check each component by itself. */
function parseValue(value: Text, { syntax }: Operator, variables: boolean): WrittenPattern {
  return settlePattern(parsePattern(value, { ...syntax, variables: variables && syntax.variables }), 'component');
}

/**
 * Whether a condition holds.
 *
 * A key that the request doesn't have: `…IfExists`, `ForAllValues:` and the negated operators hold, all others don't.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionHolds(condition: Condition, context: Context): Tri {
  const { operator, quantifier, ifExists, isNull, key, values } = condition;
  const given = context(key);
  if (operator === undefined || given === 'unknown' || given === 'undetermined') { return 'maybe'; }
  const present = given === 'absent' ? [] : given;
  if (isNull) { return any(values.map((value) => operator.compare(value as Pattern, [...String(present.length === 0)]))); }
  const holds = (request: Text) => holdsFor(operator, values, request, context);
  if (present.length === 0) { return tri(ifExists || quantifier === 'forallvalues' || (operator.negated && quantifier === undefined)); }
  if (quantifier === 'forallvalues') { return all(present.map(holds)); }
  if (quantifier === 'foranyvalue') { return any(present.map(holds)); }
  // What an operator without a set prefix makes of several values is not documented.
  return present.length > 1 ? 'maybe' : holds(present[0]);
}

/** The value of a variable as a pattern: everything if it is not known, `undefined` if there is none. */
export function variableIn(context: Context): (variable: Variable) => Pattern | undefined {
  return ({ key, fallback }) => {
    const values = context(key);
    if (values === 'unknown' || values === 'undetermined') { return EVERYTHING; }
    return values === 'absent' || values.length !== 1 ? fallback : values[0];
  };
}

/** True iff the value of a pattern's variable is not known. */
export function hasUnknownVariable(pattern: WrittenPattern, context: Context): boolean {
  return pattern.some((element) => isVariable(element) && ['unknown', 'undetermined'].includes(context(element.key) as string));
}

function holdsFor(operator: Operator, values: readonly WrittenPattern[], request: Text, context: Context): Tri {
  const one = any(values.map((value) => {
    if (hasUnknownVariable(value, context)) { return 'maybe'; }
    const bound = bindVariables(value, variableIn(context));
    return bound === undefined ? 'no' : operator.compare(bound, request);
  }));
  return operator.negated ? not(one) : one;
}


import { isIPv4, isIPv6, BlockList } from 'node:net';
import { Automaton } from './automaton';
import { confusionOf } from './confusion';
import { isOpen, Pattern, settlePattern, Syntax } from './pattern';
import { isSymbol, literalOf, lowerCase, Text } from './text';
import { Tri, tri } from './tri';
import { differPlainly } from './words';

/** A condition operator of IAM, without what stands before and behind it (`ForAllValues:`, `IfExists`). */
export interface Operator {
  /** How its values are read. */
  readonly syntax: Syntax;
  /** True iff it holds where the value is none of those given: `StringNotEquals` and its like. */
  readonly negated: boolean;
  /** Compares a value of the policy with one of the request, as if the operator were not negated. */
  compare(policy: Pattern, request: Text): Tri;
}

const TEXT: Syntax = { wildcards: false, variables: true, components: false };
const LIKE: Syntax = { wildcards: true, variables: true, components: false };
const ARN: Syntax = { wildcards: true, variables: true, components: true };
const LITERAL: Syntax = { wildcards: false, variables: false, components: false };

/** Whether a pattern matches a text, with symbols in either. */
export function matches(pattern: Pattern, text: Text): Tri {
  if (differPlainly(pattern, text)) { return 'no'; }
  if (Automaton.of(pattern).matches(text)) { return 'yes'; }
  return confusionOf(pattern, text) === undefined ? 'no' : 'maybe';
}

/** Whether the pattern of a resource matches an ARN: for certain only if it does whatever AWS means by `*` at the end of a component. */
export function matchesResource(pattern: Pattern, arn: Text): Tri {
  const beyond = matches(pattern, arn);
  return isOpen(pattern) && beyond === 'yes' && matches(settlePattern(pattern, 'component'), arn) !== 'yes' ? 'maybe' : beyond;
}

/** Values of symbols may differ in their case alone, so that these are never certain to differ. */
function ignoringCase(policy: Pattern, request: Text): Tri {
  const found = matches(lowerCase(policy as Text), lowerCase(request));
  return found === 'no' && [...policy as Text, ...request].some(isSymbol) ? 'maybe' : found;
}

/** Compares two values once they are read; what can't be read is equal to nothing, and what has a symbol may be. */
function reading<T>(read: (value: string) => T | undefined, compare: (policy: T, request: T) => boolean): Operator['compare'] {
  return (policy, request) => {
    const [left, right] = [literalOf(policy as Text), literalOf(request)];
    if (left === undefined || right === undefined) { return 'maybe'; }
    const [a, b] = [read(left), read(right)];
    return tri(a !== undefined && b !== undefined && compare(a, b));
  };
}

function readNumber(value: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : undefined;
}

/** Milliseconds of a date in a form of ISO 8601, or in seconds since 1970. */
function readDate(value: string): number | undefined {
  if (/^\d{5,}(\.\d+)?$/.test(value)) { return Number(value) * 1000; }
  const milliseconds = /^\d{4}(-|$)/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function readBoolean(value: string): string | undefined {
  return /^(true|false)$/i.test(value) ? value.toLowerCase() : undefined;
}

/** True iff an address is in a range, written as CIDR or as one address. */
function inRange(range: string, address: string): boolean {
  const [network, prefix] = range.split(/\/(?=\d+$)/);
  const family = familyOf(network);
  if (family === undefined || familyOf(address) !== family) { return false; }
  const most = family === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix);
  if (bits > most) { return false; }
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
}

const identical = (value: string): string => value;

/** `XEquals` and `XNotEquals`, by the name of the first. */
function pair(name: string, syntax: Syntax, compare: Operator['compare']): Record<string, Operator> {
  return {
    [name]: { syntax, negated: false, compare },
    [name.replace(/(Equals|Like|IpAddress)/, 'Not$1')]: { syntax, negated: true, compare },
  };
}

/** The comparisons of numbers and dates. */
function ordered(type: string, read: (value: string) => number | undefined): Record<string, Operator> {
  const order = (name: string, holds: (policy: number, request: number) => boolean) =>
    ({ [`${type}${name}`]: { syntax: LITERAL, negated: false, compare: reading(read, holds) } });
  return {
    ...pair(`${type}Equals`, LITERAL, reading(read, (policy, request) => policy === request)),
    ...order('LessThan', (policy, request) => request < policy),
    ...order('LessThanEquals', (policy, request) => request <= policy),
    ...order('GreaterThan', (policy, request) => request > policy),
    ...order('GreaterThanEquals', (policy, request) => request >= policy),
  };
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  ...pair('StringEquals', TEXT, matches),
  ...pair('StringEqualsIgnoreCase', TEXT, ignoringCase),
  ...pair('StringLike', LIKE, matches),
  ...pair('ArnEquals', ARN, matches),
  ...pair('ArnLike', ARN, matches),
  ...ordered('Numeric', readNumber),
  ...ordered('Date', readDate),
  ...pair('IpAddress', LITERAL, reading(identical, inRange)),
  Bool: { syntax: TEXT, negated: false, compare: reading(readBoolean, (policy, request) => policy === request) },
  BinaryEquals: { syntax: LITERAL, negated: false, compare: reading(identical, (policy, request) => policy === request) },
  Null: { syntax: LITERAL, negated: false, compare: reading(readBoolean, (policy, request) => policy === request) },
};

const BY_LOWER_CASE = new Map(Object.entries(OPERATORS).map(([name, operator]) => [name.toLowerCase(), operator]));

/**
 * The operator of a name, whose case doesn't matter; `undefined` if IAM has none of that name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operatorOf(name: string): Operator | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** The names of all operators, as IAM writes them. */
export const OPERATOR_NAMES: readonly string[] = Object.keys(OPERATORS);

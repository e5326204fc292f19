import { Condition, Context, KeyValues, variableIn } from './condition';
import { evaluate, Evaluation } from './evaluate';
import { bindVariables, isVariable, Pattern, WrittenPattern } from './pattern';
import { allStatements, Policies, PolicyStatement } from './policy';
import { SymbolCode } from './symbol-code';
import { literal, literalOf, Text } from './text';
import { findWord } from './words';

/** How many contexts are tried for a request before the search for one gives up. */
const TRIES = 400;

/** A value that nothing in a policy means. */
const ANOTHER = literal('x');

/** A context in which a request is allowed, and the decision. */
export interface Circumstances {
  /** By their keys, in the spelling of the conditions. */
  readonly values: ReadonlyMap<string, readonly Text[]>;
  readonly evaluation: Evaluation;
}

/**
 * Looks for a context in which a request is allowed, by trying the values that the policies' own conditions name, and
 * their neighbours. What it finds is certain; that it finds nothing proves nothing.
 */
export function findCircumstances(action: Text, resource: Text, policies: Policies, known: Context): Circumstances | undefined {
  const statements = allStatements(policies);
  const open = [...candidates(statements, resource, known)];
  let tries = 0;
  return attempt(new Map(), 0);

  function attempt(chosen: ReadonlyMap<string, KeyValues>, depth: number): Circumstances | undefined {
    tries += 1;
    const context: Context = (key) => chosen.get(key.toLowerCase()) ?? known(key);
    const evaluation = evaluate({ action, resource, context }, policies);
    if (evaluation.decision === 'ALLOWED') { return { values: present(chosen, statements), evaluation }; }
    if (evaluation.decision !== 'UNDECIDED' || depth === open.length) { return undefined; }
    const [key, values] = open[depth];
    for (const value of values) {
      if (tries > TRIES) { return undefined; }
      const found = attempt(new Map([...chosen, [key, value]]), depth + 1);
      if (found !== undefined) { return found; }
    }
    return undefined;
  }
}

/** For each key that is not known, the values worth a try. */
function candidates(statements: readonly PolicyStatement[], resource: Text, known: Context): Map<string, KeyValues[]> {
  const byKey = new Map<string, KeyValues[]>();
  const add = (key: string, ...values: KeyValues[]) => {
    if (known(key) === 'unknown') { byKey.set(key.toLowerCase(), [...byKey.get(key.toLowerCase()) ?? [], ...values]); }
  };
  const allowFirst = [...statements].sort((a, b) => (a.effect === 'Allow' ? 0 : 1) - (b.effect === 'Allow' ? 0 : 1));
  for (const { resources, conditions } of allowFirst) {
    resources.patterns.forEach((pattern) => capture(pattern, resource).forEach((value, key) => add(key, [value])));
    conditions.forEach((condition) => add(condition.key, ...valuesFor(condition, known).map((value) => [value])));
    conditions.flatMap(({ values }) => values.flat()).forEach((element) => {
      if (isVariable(element)) { add(element.key, [ANOTHER]); }
    });
  }
  joinPatterns(statements, known).forEach((value, key) => byKey.get(key)!.unshift([value]));
  byKey.forEach((values) => values.push('absent', [ANOTHER]));
  return byKey;
}

/** Values that the condition may want, or may not. */
function valuesFor({ values, operator }: Condition, known: Context): Text[] {
  return values.flatMap((value) => {
    const bound = bindVariables(value, variableIn(known));
    const found = bound === undefined ? 'none' : findWord([bound], []);
    if (operator === undefined || typeof found === 'string') { return []; }
    return [found.word, ...neighbours(literalOf(found.word) ?? '')];
  });
}

/** What is next to a number, a date, a truth value or a range of addresses. */
function neighbours(value: string): Text[] {
  const number = /^-?\d+(\.\d+)?$/.test(value) ? [Number(value) - 1, Number(value) + 1].map(String) : [];
  const date = /^\d{4}-/.test(value) && !Number.isNaN(Date.parse(value))
    ? [-86_400_000, 86_400_000].map((day) => new Date(Date.parse(value) + day).toISOString()) : [];
  const truth = /^(true|false)$/i.test(value) ? [String(value.toLowerCase() === 'false')] : [];
  const range = /^[\da-f.:]+\/\d+$/i.test(value) ? [value.slice(0, value.indexOf('/'))] : [];
  return [...number, ...date, ...truth, ...range].map(literal);
}

/** For each key the value that all patterns of allowing statements match, where one does. */
function joinPatterns(statements: readonly PolicyStatement[], known: Context): Map<string, Text> {
  const byKey = new Map<string, Pattern[]>();
  for (const { key, values, operator } of statements.filter(({ effect }) => effect === 'Allow').flatMap(({ conditions }) => conditions)) {
    const bound = values.length === 1 ? bindVariables(values[0], variableIn(known)) : undefined;
    if (bound !== undefined && operator?.negated === false && known(key) === 'unknown') {
      byKey.set(key.toLowerCase(), [...byKey.get(key.toLowerCase()) ?? [], bound]);
    }
  }
  return new Map([...byKey].flatMap(([key, patterns]) => {
    const found = findWord(patterns, []);
    return patterns.length > 1 && typeof found === 'object' ? [[key, found.word]] : [];
  }));
}

/** The values of the variables of a pattern that make it match a resource. */
function capture(pattern: WrittenPattern, resource: Text): Map<string, Text> {
  const variables = pattern.filter(isVariable);
  if (variables.length === 0) { return new Map(); }
  const code = new SymbolCode();
  const letters = code.encode(resource);
  const expression = pattern.map((element) => {
    if (typeof element === 'string') { return code.encode([element]).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'); }
    return isVariable(element) ? '(.*)' : element.run ? '.*' : '.';
  }).join('');
  const values = new RegExp(`^${expression}$`, 's').exec(letters)?.slice(1) ?? [];
  return new Map(values.map((value, index) => [variables[index].key, code.decode(value)]));
}

/** The keys that have values, as the conditions spell them. */
function present(chosen: ReadonlyMap<string, KeyValues>, statements: readonly PolicyStatement[]): Map<string, readonly Text[]> {
  const spelled = new Map(statements.flatMap(({ conditions }) => conditions.map(({ key }) => [key.toLowerCase(), key])));
  return new Map([...chosen].flatMap(([key, values]) => typeof values === 'string' ? [] : [[spelled.get(key) ?? key, values]]));
}

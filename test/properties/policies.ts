import * as fc from 'fast-check';
import { Circumstances, SmallStatement } from './reference';
import { ForbiddenJson, PoliciesJson } from '../policy/engine';

/*
 * Small policies over a tiny alphabet, so that patterns meet often and all requests can be tried.
 */

/** Options of fast-check: as many runs as asked for, by a seed that the environment gives. */
export function runs(numRuns: number): fc.Parameters<any> {
  const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now());
  return { numRuns: Math.ceil(numRuns * Number(process.env.FAST_CHECK_FACTOR ?? 1)), seed };
}

const patternOf = (maxLength: number, ...units: [number, string][]) => fc.array(
  fc.oneof(...units.map(([weight, unit]) => ({ weight, arbitrary: fc.constant(unit) }))), { maxLength },
).map((parts) => parts.join(''));

const listOf = <T>(each: fc.Arbitrary<T>, maxLength: number) => fc.array(each, { minLength: 1, maxLength });

/** The first so many times as often as the other. */
const oftenOrNot = <A, B>(weight: number, often: fc.Arbitrary<A>, not: fc.Arbitrary<B>): fc.Arbitrary<A | B> =>
  fc.oneof({ weight, arbitrary: often }, { weight: 1, arbitrary: not });

const action = patternOf(3, [3, 'a'], [3, 'b'], [3, '*'], [1, '?']);

/** What may stand in the patterns of resources. */
export interface Letters {
  readonly colons?: boolean;
  readonly variables?: boolean;
  readonly symbols?: readonly string[];
}

function resourceOf({ colons = false, variables = false, symbols = [] }: Letters): fc.Arbitrary<string> {
  return patternOf(4, [3, 'a'], [3, 'b'], [1, '/'], [4, '*'], [1, '?'], ...colons ? [[2, ':'] as [number, string]] : [],
    ...variables ? [[1, '${k}'], [1, '${k, \'a\'}'], [1, '${l}']] as [number, string][] : [],
    ...symbols.map((symbol): [number, string] => [2, symbol]));
}

const CONDITIONS: readonly string[] = [
  ...['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'ArnLike', 'ArnNotEquals', 'Bool', 'Null']
    .flatMap((name) => name === 'Null' ? [name] : [name, `${name}IfExists`]),
  ...['StringEquals', 'StringLike', 'StringNotEquals'].flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]),
];

function conditionOf(letters: Letters): fc.Arbitrary<Record<string, Record<string, string[]>>> {
  const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'b', 'ab', 'true') }, { weight: 2, arbitrary: resourceOf(letters) });
  const truth = fc.constantFrom('true', 'false');
  return fc.tuple(fc.constantFrom(...CONDITIONS), fc.constantFrom('k', 'k', 'l')).chain(([name, key]) =>
    listOf(/^(Null|Bool)/.test(name) ? truth : value, 2).map((values) => ({ [name]: { [key]: values } })));
}

function statementOf(letters: Letters, conditions: number, allows: number): fc.Arbitrary<SmallStatement> {
  const condition = fc.array(conditionOf(letters), { minLength: 1, maxLength: 2 }).map((all) => ({ Condition: Object.assign({}, ...all) }));
  const resource = listOf(resourceOf(letters), 2);
  return fc.tuple(
    oftenOrNot(allows, fc.constant('Allow' as const), fc.constant('Deny' as const)),
    oftenOrNot(4, listOf(action, 2).map((Action) => ({ Action })), listOf(action, 2).map((NotAction) => ({ NotAction }))),
    oftenOrNot(4, resource.map((Resource) => ({ Resource })), resource.map((NotResource) => ({ NotResource }))),
    oftenOrNot(conditions, condition, fc.constant({})),
  ).map(([Effect, ofAction, ofResource, ofCondition]) => ({ Effect, ...ofAction, ...ofResource, ...ofCondition }));
}

/** Policies of a role; `conditions` is the weight of statements that have some. */
export function policiesOf(letters: Letters, conditions: number): fc.Arbitrary<PoliciesJson & { readonly identity: readonly SmallStatement[] }> {
  const others = fc.option(fc.array(statementOf(letters, conditions, 3), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 1 });
  const identity = fc.array(statementOf(letters, conditions, 1), { minLength: 1, maxLength: 4 });
  return fc.oneof(fc.record({ identity }), fc.record({ identity, boundary: others, session: others }));
}

/** What must not be allowed; with a context if the policies have conditions. */
export function forbiddenOf(letters: Letters, conditions: number): fc.Arbitrary<ForbiddenJson> {
  const resource = resourceOf(letters);
  return fc.record({
    actions: listOf(action, 2),
    resources: fc.oneof(fc.constant<string[]>(['*']), listOf(resource, 2)),
    outside: fc.array(resource, { maxLength: 2 }),
    context: fc.oneof({ weight: 3, arbitrary: fc.constant<Record<string, string>>({}) }, { weight: conditions, arbitrary: fc.constantFrom<Record<string, string>[]>({ k: 'a' }, { k: 'ab' }, { l: 'true' }) }),
  });
}

/** What is known of every request's context: nothing, that a key is absent, or its value. */
export const knownOf: fc.Arbitrary<Circumstances> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Circumstances>({}) }, { weight: 1, arbitrary: fc.constantFrom<Circumstances[]>({ k: ['a'] }, { k: ['b'] }, { l: ['a'] }, { k: [] }, { l: [] }) },
);

const OF_K = [[], [''], ['a'], ['b'], ['ab'], ['ba'], ['true'], ['false'], ['a', 'b']];
const OF_L = [[], ['a'], ['b'], ['true'], ['a', 'b']];

/** The contexts that are tried: two keys, each absent, with a value or with two, within what is given. */
export function contextsWithin(given: Circumstances): Circumstances[] {
  return (given.k === undefined ? OF_K : [given.k]).flatMap((k) => (given.l === undefined ? OF_L : [given.l]).map((l) => ({ k, l })));
}

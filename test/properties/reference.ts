import { ForbiddenJson, PoliciesJson } from '../policy/engine';

/*
 * IAM as simply as it can be said, for policies without symbols over a small universe of requests: what the engine is
 * checked against. Patterns are regular expressions, and conditions are the few operators that the properties use.
 */

/** The values of the context keys of a request; a key that is not here is absent. */
export type Circumstances = Readonly<Record<string, readonly string[]>>;

/** A statement as the properties make it: every element a list. */
export type SmallStatement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
} & { readonly [element in 'Action' | 'NotAction' | 'Resource' | 'NotResource']?: readonly string[] };

const COLONS_OF_ARN = 5;

const quoted = (character: string) => character.replace(/[\\^$.|+*?()[\]{}/]/, '\\$&');

/** How far wildcards go: over everything, within the component of an ARN, or beyond it if they are a `*` that ends one. */
export type Reach = 'everything' | 'component' | 'beyond';

const expressions = new Map<string, RegExp | undefined>();

/** The regular expression of a pattern; `undefined` if a variable of it has no value. */
export function expressionOf(pattern: string, circumstances: Circumstances, reach: Reach = 'everything', wildcards = true): RegExp | undefined {
  if (pattern.includes('${')) { return makeExpression(pattern, circumstances, reach, wildcards); }
  const key = [reach, wildcards, pattern].join();
  if (!expressions.has(key)) { expressions.set(key, makeExpression(pattern, circumstances, reach, wildcards)); }
  return expressions.get(key);
}

function makeExpression(pattern: string, circumstances: Circumstances, reach: Reach, wildcards: boolean): RegExp | undefined {
  const tokens = pattern.match(/\$\{[^}]*\}|[\s\S]/g) ?? [];
  const colons = Math.min(COLONS_OF_ARN, tokens.filter((token) => token === ':').length);
  let passed = 0;
  const parts = tokens.map((token, index) => {
    if (token === ':') { passed += 1; }
    const goesBeyond = reach === 'everything' || passed >= colons || (reach === 'beyond' && token === '*' && tokens[index + 1] === ':');
    const one = goesBeyond ? '[^]' : '[^:]';
    if (wildcards && (token === '*' || token === '?')) { return token === '*' ? `${one}*` : one; }
    return token.length === 1 ? quoted(token) : variable(token.slice(2, -1), circumstances);
  });
  return parts.includes(undefined) ? undefined : new RegExp(`^${parts.join('')}$`);
}

function variable(body: string, circumstances: Circumstances): string | undefined {
  const [key, fallback] = body.split(/, '|'$/);
  const values = circumstances[key] ?? [];
  const text = values.length === 1 ? values[0] : fallback;
  return text?.split('').map(quoted).join('');
}

/** Whether a condition holds; where IAM doesn't say, since a key of one value has several, what is `unsaid`. */
export function holds(name: string, key: string, values: readonly string[], circumstances: Circumstances, unsaid: boolean): boolean {
  const [, quantifier, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name)!;
  const given = circumstances[key] ?? [];
  if (base === 'Null') { return values.includes(String(given.length === 0)); }
  const negated = base.includes('Not');
  const one = (value: string) => values.some((each) => base === 'Bool' ? each === value
    : expressionOf(each, circumstances, base.startsWith('Arn') ? 'component' : 'everything', !base.endsWith('Equals') || base.startsWith('Arn'))?.test(value)) !== negated;
  if (given.length === 0) { return ifExists !== undefined || (quantifier === undefined ? negated : quantifier === 'ForAllValues'); }
  if (quantifier !== undefined) { return quantifier === 'ForAllValues' ? given.every(one) : given.some(one); }
  return given.length === 1 ? one(given[0]) : unsaid;
}

type Test = (text: string) => boolean;

const about = (patterns: readonly (RegExp | undefined)[], negated: boolean): Test => (text) =>
  patterns.some((pattern) => pattern?.test(text)) !== negated;

/** The statements of which the conditions hold in given circumstances, by the kind of policy, and what they are about. */
function read(all: PoliciesJson, circumstances: Circumstances, reach: Reach) {
  return [all.identity, all.boundary, all.session].filter((kind) => kind !== undefined).map((kind) => (kind as readonly SmallStatement[])
    .filter(({ Effect, Condition = {} }) => Object.entries(Condition).every(([name, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(name, key, values, circumstances, Effect === 'Deny'))))
    .map(({ Effect, Action, NotAction, Resource, NotResource }) => ({
      effect: Effect,
      action: about((Action ?? NotAction)!.map((each) => expressionOf(each, {})), Action === undefined),
      resource: about((Resource ?? NotResource)!.map((each) => expressionOf(each, circumstances, reach)), Resource === undefined),
    })));
}

/** Decides what is done to a resource by an action, in given circumstances. */
export function decider(all: PoliciesJson, circumstances: Circumstances, reach: Reach): (action: string) => (resource: string) => Decided {
  const kinds = read(all, circumstances, reach);
  return (action) => {
    const concerned = kinds.map((kind) => kind.filter((statement) => statement.action(action)));
    const says = (effect: string, resource: string) => (kind: typeof concerned[number]) =>
      kind.some((each) => each.effect === effect && each.resource(resource));
    return (resource) => concerned.some(says('Deny', resource)) ? 'EXPLICIT_DENY' : concerned.every(says('Allow', resource)) ? 'ALLOWED' : 'IMPLICIT_DENY';
  };
}

export type Decided = 'ALLOWED' | 'EXPLICIT_DENY' | 'IMPLICIT_DENY';

/** Whether actions and resources are forbidden in given circumstances. */
export function forbidder({ actions, resources, outside = [] }: ForbiddenJson, circumstances: Circumstances, reach: Reach): Record<'action' | 'resource', Test> {
  const inside = about(resources.map((each) => expressionOf(each, circumstances, reach)), false);
  const notOutside = about(outside.map((each) => expressionOf(each, circumstances, reach)), true);
  return { action: about(actions.map((each) => expressionOf(each, {})), false), resource: (text) => inside(text) && notOutside(text) };
}

/** A request of a universe that is forbidden and allowed, if there is one. */
export function breach(all: PoliciesJson, asked: ForbiddenJson, universe: Universe): [string, string, Circumstances, Reach] | undefined {
  for (const [circumstances, reach] of universe.circumstances.flatMap((each) => reachesOf(universe).map((one) => [each, one] as const))) {
    const [decide, isForbidden] = [decider(all, circumstances, reach), forbidder(asked, circumstances, reach)];
    const resources = universe.resources.filter(isForbidden.resource);
    for (const action of universe.actions.filter(isForbidden.action)) {
      const decideOn = decide(action);
      const resource = resources.find((each) => decideOn(each) === 'ALLOWED');
      if (resource !== undefined) { return [action, resource, circumstances, reach]; }
    }
  }
  return undefined;
}

/** Without colons there are no components. */
function reachesOf({ resources }: Universe): Reach[] {
  return resources.some((each) => each.includes(':')) ? ['component', 'beyond'] : ['component'];
}

/** The requests that are tried. */
export interface Universe {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly circumstances: readonly Circumstances[];
}

/** All texts of some letters up to a length. */
export function textsOf(letters: readonly string[], length: number): string[] {
  return length === 0 ? [''] : ['', ...letters.flatMap((letter) => textsOf(letters, length - 1).map((rest) => letter + rest))];
}

import * as fc from 'fast-check';
import { contextsWithin, forbiddenOf, knownOf, policiesOf, runs } from './policies';
import { breach, Circumstances, decider, forbidder, textsOf, Universe } from './reference';
import { Valuation, valuate, valuationsOf } from './symbols';
import { Context } from '../../src/policy/condition';
import { Verdict } from '../../src/policy/prove';
import { isSymbol, literal, symbolId, symbolKind, Text } from '../../src/policy/text';
import { decide, ForbiddenJson, PoliciesJson, proveOf, request } from '../policy/engine';

const ACTIONS = textsOf(['a', 'b', 'x'], 2);
const RESOURCES = textsOf(['a', 'b', '/', 'x'], 3);

const WITH_COLONS = textsOf(['a', 'b', ':', 'x'], 3);

const universe = (circumstances: readonly Circumstances[], resources = RESOURCES): Universe => ({ actions: ACTIONS, resources, circumstances });

/** A context of which this is known, where an empty list is the absence of a key. */
const knowing = (known: Circumstances): Context => (key) => {
  const values = known[key];
  return values === undefined ? 'unknown' : values.length === 0 ? 'absent' : values.map(literal);
};

/** The context that all forbidden requests have. */
const contextOf = ({ context = {} }: ForbiddenJson): Circumstances => Object.fromEntries(Object.entries(context).map(([key, text]) => [key, [text]]));

/** A witness as strings, symbols as `<kind id>`. */
type ShownWitness = { readonly action: string; readonly resource: string; readonly circumstances: Circumstances };

const shown = (text: Text) => text.map((letter) => isSymbol(letter) ? `<${symbolKind(letter)} ${symbolId(letter)}>` : letter).join('');

function witnessOf({ witness: { action, resource, context } }: Verdict & { verdict: 'REFUTED' }): ShownWitness {
  const circumstances = Object.fromEntries([...context].map(([key, texts]) => [key, texts.map(shown)]));
  return { action: shown(action), resource: shown(resource), circumstances };
}

/** Checks a verdict: what is proved by trying all requests, what is refuted by its witness. */
function check(
  all: PoliciesJson, asked: ForbiddenJson, found: Verdict, requests: Universe, given: Circumstances = {}, valuation: Valuation = {},
): void {
  if (found.verdict === 'PROVED') { expect(breach(all, asked, requests)).toBeUndefined(); }
  if (found.verdict === 'REFUTED') { checkWitness(all, asked, valuate(witnessOf(found), valuation), given); }
}

/** Checks that a witness is allowed and forbidden, by the evaluator and by the reference, if it has its own context keys and those given. */
function checkWitness(all: PoliciesJson, asked: ForbiddenJson, { action, resource, circumstances: own }: ShownWitness, given: Circumstances): void {
  const circumstances = { ...given, ...own };
  const present = Object.fromEntries(Object.entries(circumstances).filter(([, values]) => values.length > 0));
  expect(decide(all, request(action, resource, present))).toBe('ALLOWED');
  for (const reach of ['component', 'beyond'] as const) {
    const isForbidden = forbidder(asked, circumstances, reach);
    expect(decider(all, circumstances, reach)(action)(resource)).toBe('ALLOWED');
    expect(isForbidden.action(action) && isForbidden.resource(resource)).toBe(true);
  }
}

test('without conditions everything is decided, and as trying all requests decides it', () => {
  fc.assert(fc.property(policiesOf({}, 0), forbiddenOf({}, 0), (all, asked) => {
    const found = proveOf(all, asked);
    expect(found.verdict).not.toBe('UNKNOWN');
    check(all, asked, found, universe([{}]));
  }), runs(8_000));
});

test('where wildcards are in components, what is decided holds whichever way AWS is read', () => {
  const letters = { colons: true };

  fc.assert(fc.property(policiesOf(letters, 0), forbiddenOf(letters, 0), (all, asked) => {
    const found = proveOf(all, asked);
    if (found.verdict === 'UNKNOWN') { expect(JSON.stringify([all, asked])).toContain('*:'); }
    check(all, asked, found, universe([{}], WITH_COLONS));
  }), runs(6_000));
});

test.each([{}, { variables: true }])('with conditions what is proved holds for every request, and what is refuted for the witness: %j', (letters) => {
  fc.assert(fc.property(policiesOf(letters, 2), forbiddenOf(letters, 1), knownOf, (all, asked, known) => {
    const given = { ...known, ...contextOf(asked) };
    check(all, asked, proveOf(all, asked, knowing(known)), universe(contextsWithin(given)), given);
  }), runs(3_000));
});

test.each([
  { symbols: ['<name A>', '<name B>'] }, { symbols: ['<name A>', '<any P>'], colons: true }, { symbols: ['<any P>', '<any Q>'] }, { symbols: ['<any P>', '<arn A>'], colons: true }, { symbols: ['<path A>', '<path B>', '<flat F>', '<flat G>'] },
  { symbols: ['<arn A>', '<arn B>'], colons: true }, { symbols: ['<name A>', '<any P>'], conditions: 1, variables: true },
])('what is decided on symbols holds for all their values: %j', ({ conditions = 0, ...letters }) => {
  fc.assert(fc.property(policiesOf(letters, conditions), forbiddenOf(letters, conditions), (all, asked) => {
    const found = proveOf(all, asked);
    const requests = universe(conditions === 0 ? [{}] : contextsWithin(contextOf(asked)), WITH_COLONS);
    for (const valuation of found.verdict === 'UNKNOWN' ? [] : valuationsOf([all, asked])) {
      check(valuate(all, valuation), valuate(asked, valuation), found, requests, contextOf(asked), valuation);
    }
  }), runs(conditions === 0 ? 1_500 : 400));
});

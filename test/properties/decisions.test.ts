import * as fc from 'fast-check';
import { contextsWithin, policiesOf, runs } from './policies';
import { Circumstances, decider, SmallStatement, textsOf } from './reference';
import { canonicalStatements } from '../../src/policy/canonical';
import { parseStatement, renderStatement } from '../../src/policy/statement';
import { decide, PoliciesJson, request } from '../policy/engine';

const letters = { colons: true, variables: true };
const all = policiesOf(letters, 2);
const REQUESTS = ['a', 'ab', 'x'].flatMap((action) => ['', ...textsOf(['a', ':', '/'], 2)].map((resource) => [action, resource] as const));
const asked = fc.tuple(fc.constantFrom(...REQUESTS), fc.constantFrom(...contextsWithin({})));

type Asked = readonly [readonly [string, string], Circumstances];

/** The decision on a request, empty lists being keys that it doesn't have. */
function decisionOn(policies: PoliciesJson, [[action, resource], circumstances]: Asked): string {
  return decide(policies, request(action, resource, Object.fromEntries(Object.entries(circumstances).filter(([, values]) => values.length > 0))));
}

const with1 = (policies: PoliciesJson, statement: SmallStatement): PoliciesJson => ({ ...policies, identity: [...policies.identity, statement] });
const statement = all.map(({ identity }) => identity[0]);

test('the evaluator decides as the simplest reading of IAM does', () => {
  fc.assert(fc.property(all, asked, (policies, each) => {
    const decision = decisionOn(policies, each);
    const [[action, resource], circumstances] = each;
    const expected = (['component', 'beyond'] as const).map((reach) => decider(policies, circumstances, reach)(action)(resource));
    const isSaid = Object.values(circumstances).every(({ length }) => length <= 1);
    if (decision === 'UNDECIDED') { return expect(isSaid && expected[0] === expected[1]).toBe(false); }
    if (decision === 'ALLOWED') { return expect(expected).toEqual([decision, decision]); }
    expect(isSaid ? expected : expected.map((other) => other === 'ALLOWED' ? other : decision)).toContain(decision);
  }), runs(10_000));
});

test('a denial wins', () => {
  fc.assert(fc.property(all, asked, (policies, each) => {
    expect(decisionOn(with1(policies, { Effect: 'Deny', Action: ['*'], Resource: ['*'] }), each)).toBe('EXPLICIT_DENY');
  }), runs(2_000));
});

test('another statement that allows never takes a permission away, and another that denies never gives one', () => {
  fc.assert(fc.property(all, statement, asked, (policies, other, each) => {
    const [before, after] = [policies, with1(policies, other)].map((given) => decisionOn(given, each));
    if (other.Effect === 'Allow' && before === 'ALLOWED') { expect(after).toBe('ALLOWED'); }
    if (other.Effect === 'Deny' && before !== 'ALLOWED') { expect(after).not.toBe('ALLOWED'); }
  }), runs(8_000));
});

test('the order of statements decides nothing', () => {
  const shuffled = all.chain((policies) => fc.tuple(fc.constant(policies),
    fc.shuffledSubarray([...policies.identity], { minLength: policies.identity.length })));

  fc.assert(fc.property(shuffled, asked, ([policies, identity], each) => {
    expect(decisionOn({ ...policies, identity }, each)).toBe(decisionOn(policies, each));
  }), runs(4_000));
});

test('the canonical form of statements decides the same', () => {
  fc.assert(fc.property(all, asked, (policies, each) => {
    const identity = canonicalStatements(policies.identity.map(parseStatement)).map(renderStatement);
    expect(decisionOn({ ...policies, identity }, each)).toBe(decisionOn(policies, each));
  }), runs(8_000));
});

test.each(['boundary', 'session'] as const)('a %s policy only narrows', (kind) => {
  fc.assert(fc.property(all, fc.array(statement, { maxLength: 2 }), asked, (policies, other, each) => {
    if (decisionOn({ ...policies, [kind]: other }, each) === 'ALLOWED') { expect(decisionOn({ ...policies, [kind]: undefined }, each)).toBe('ALLOWED'); }
  }), runs(6_000));
});

import * as fc from 'fast-check';
import { canonicalStatements } from '../../src/policy/canonical';
import { escapeLiteral } from '../../src/policy/escape';
import { documentSize, INLINE_POLICIES_LIMIT, MANAGED_POLICY_LIMIT, packStatements } from '../../src/policy/limits';
import { parseStatement, renderDocument, renderStatement, Statement } from '../../src/policy/statement';

const words = (...of: string[]) => fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
const actions = words('x:A', 'x:B', 'x:C');
const resources = fc.uniqueArray(fc.constantFrom('1', '2', '3', { Ref: 'R' }), { minLength: 1, maxLength: 3 });
const conditions = fc.option(fc.record({ StringEquals: fc.record({ k: words('u', 'v') }) }), { nil: undefined });
const sid = fc.option(fc.constantFrom('Read', 'Write'), { nil: undefined });
const effect = fc.constantFrom('Allow' as const, 'Deny' as const);

/** Small statements, so that merges are common. */
const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({ sid, effect, actions, resources, conditions }),
  fc.record({ sid, effect, notActions: actions, resources, conditions }),
  fc.record({ sid, effect, actions, notResources: resources, conditions }),
);
const statements = fc.array(statement, { maxLength: 6 });

const text = (value: unknown) => JSON.stringify(value);
const includes = (values: readonly unknown[], value: unknown) => values.some((each) => text(each) === text(value));

/** Whether a statement is about a request of the small universe; `k` is the value of the one condition key. */
function matches(each: Statement, action: string, resource: unknown, k: string): boolean {
  const byAction = each.actions ? includes(each.actions, action) : !includes(each.notActions!, action);
  const byResource = each.resources ? includes(each.resources, resource) : !includes(each.notResources!, resource);
  const byCondition = Object.values(each.conditions ?? {}).every((keys) => (keys as { k: string[] }).k.includes(k));
  return byAction && byResource && byCondition;
}

/** What the statements decide of every request of the universe: the reference for merging and packing. */
function decisions(all: readonly Statement[]): string {
  const requests = ['x:A', 'x:B', 'x:C', 'x:D'].flatMap((action) => ['1', '2', '3', '4', { Ref: 'R' }].flatMap((resource) => ['u', 'v', 'w'].map((k) => [action, resource, k] as const)));
  const any = (of: 'Allow' | 'Deny', request: readonly [string, unknown, string]) => all.some((each) => each.effect === of && matches(each, ...request));
  return requests.map((request) => any('Deny', request) ? 'd' : any('Allow', request) ? 'a' : '-').join('');
}

test('the canonical form decides every request as before', () => {
  fc.assert(fc.property(statements, (all) => decisions(canonicalStatements(all)) === decisions(all)), { numRuns: 2_000 });
});

test('the canonical form is the same for every order of declaration', () => {
  const shuffled = statements.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

  fc.assert(fc.property(shuffled, ([all, other]) => expect(canonicalStatements(other)).toEqual(canonicalStatements(all))), { numRuns: 1_000 });
});

test('the canonical form of the canonical form is itself', () => {
  fc.assert(fc.property(statements, (all) => {
    const once = canonicalStatements(all);
    expect(canonicalStatements(once)).toEqual(once);
  }), { numRuns: 1_000 });
});

test('declaring a statement again changes nothing', () => {
  fc.assert(fc.property(statements, (all) => expect(canonicalStatements([...all, ...all])).toEqual(canonicalStatements(all))), { numRuns: 500 });
});

test('writing and reading a statement gives the statement', () => {
  fc.assert(fc.property(statement, (each) => expect(parseStatement(renderStatement(each))).toEqual({ conditions: undefined, ...each })));
});

/** Matches as IAM does: `*` and `?` are wildcards, `${*}`, `${?}` and `${$}` stand for the characters themselves. */
function iamMatches(pattern: string, value: string): boolean {
  const regex = pattern.replace(/\$\{([*?$])\}|[\s\S]/g, (token, escaped) => {
    if (escaped !== undefined) { return `\\${escaped}`; }
    return token === '*' ? '[\\s\\S]*' : token === '?' ? '[\\s\\S]' : token.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });
  return new RegExp(`^${regex}$`).test(value);
}

const tricky = fc.string({ unit: fc.constantFrom('*', '?', '$', '{', '}', 'a', '/', ':'), maxLength: 8 });

test('an escaped literal matches itself and nothing else', () => {
  fc.assert(fc.property(tricky, tricky, (literal, other) => {
    expect(iamMatches(escapeLiteral(literal), literal)).toBe(true);
    expect(iamMatches(escapeLiteral(literal), other)).toBe(literal === other);
  }), { numRuns: 5_000 });
});

test('an escaped prefix with a star behind it matches what begins with the prefix, and nothing else', () => {
  fc.assert(fc.property(tricky, tricky, (prefix, value) => {
    expect(iamMatches(`${escapeLiteral(prefix)}*`, value)).toBe(value.startsWith(prefix));
  }), { numRuns: 5_000 });
});

const long = fc.record({
  effect,
  sid,
  actions: fc.constant(['s3:GetObject']),
  resources: fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.nat()).map(([length, id]) => `${'r'.repeat(length)}${id}`), { minLength: 1, maxLength: 20 }),
});

test('packing keeps every resource in its order, and every policy within its limit', () => {
  fc.assert(fc.property(fc.array(long, { maxLength: 12 }), (all) => {
    const policies = packStatements(all);
    const flat = (of: readonly Statement[]) => of.flatMap((each) => each.resources!.map((resource) => [each.effect, resource]));

    expect(flat(policies.flat())).toEqual(flat(all));
    policies.forEach((policy, index) => expect(documentSize(policy)).toBeLessThanOrEqual(index === 0 ? INLINE_POLICIES_LIMIT : MANAGED_POLICY_LIMIT));
    policies.forEach((policy) => {
      const sids = policy.map((each) => each.sid).filter((each) => each !== undefined);
      expect(new Set(sids).size).toBe(sids.length);
    });
  }), { numRuns: 300 });
});

test('the size of a document of literals is that of its JSON', () => {
  fc.assert(fc.property(fc.array(long, { minLength: 1, maxLength: 4 }), (all) => {
    const exact = JSON.stringify(renderDocument(all)).length;
    expect(documentSize(all)).toBeGreaterThanOrEqual(exact);
    expect(documentSize(all)).toBeLessThanOrEqual(exact + 3);
  }));
});

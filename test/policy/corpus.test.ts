import { Case, CORPUS } from './corpus';
import { request, statements } from './engine';
import { evaluate } from '../../src/policy/evaluate';
import { VERSION_WITH_VARIABLES } from '../../src/policy/policy';
import { StatementJson } from '../../src/policy/statement';

const statementsOf = (policy: object | object[], version?: string) =>
  statements([policy].flat() as StatementJson[], 'the policy', (version ?? VERSION_WITH_VARIABLES) === VERSION_WITH_VARIABLES);

test.each<Case>(CORPUS)('$title', ({ policy, version, boundary, session, action, resource, context, expect: decision }) => {
  const policies = {
    identity: statementsOf(policy, version),
    boundary: boundary && statementsOf(boundary),
    session: session && statementsOf(session),
    unknown: [],
  };

  expect(evaluate(request(action, resource, context), policies).decision).toBe(decision);
});

test('the corpus has at least 150 cases, each once and from the documentation of AWS', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(CORPUS.map(({ title }) => title)).size).toBe(CORPUS.length);
  expect(CORPUS.filter(({ source }) => !source.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
});

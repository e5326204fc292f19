import { pattern, text } from './engine';
import { Automaton, DEAD } from '../../src/policy/automaton';
import { showText } from '../../src/policy/text';
import { findWord, isPlainlyWithin } from '../../src/policy/words';

/** What is found within the first patterns and outside of the others, as people read it, by few steps. */
function find(within: string[], without: string[] = [], budget = { left: 200 }): string {
  const found = findWord(within.map((each) => pattern(each)), without.map((each) => pattern(each)), budget);
  return typeof found === 'object' ? `found ${showText(found.word)}` : found;
}

test.each<[string[], string[], string]>([
  [[], [], 'found '], [[''], [], 'found '], [[''], [''], 'none'], [['abc'], [], 'found abc'], [['a*', '*b'], [], 'found ab'], [['a*', 'b*'], [], 'none'],
  [['*a', '*b'], [], 'none'], [['a?c', 'ab?'], [], 'found abc'], [['ab', 'a'], [], 'none'], [['a*a', 'a'], [], 'none'], [['a*'], ['a'], 'found ax'],
  [['a*'], ['a', 'a?*'], 'none'], [['*'], ['*'], 'none'], [['?'], ['x', 'y'], 'found z'], [['*a*', '*b*'], ['*ab*'], 'found ba'],
  [['<name A>*'], [], 'found ${A}'], [['<name A>', '*'], [], 'found ${A}'], [['<name A>', '?*'], [], 'none'], [['<name A>', '<name B>'], [], 'none'],
  [['<name A>/*'], ['<name A>/a*'], 'found ${A}/'], [['??'], ['?*'], 'none'], [['a', 'a', '*a*'], [], 'found a'],
])('within %j and outside of %j: %s', (within, without, expected) => expect(find(within, without)).toBe(expected));

test('a colon is tried where a wildcard within its component takes none', () => {
  expect(findWord([pattern('?:*')], [pattern('?:*', { components: true })])).toEqual({ word: text('::') });
});

test('a letter that no pattern names is one that people can read, as long as there are any', () => {
  const letters = 'xyzabcdefghijklmnopqrstuvw0123456789-_'.split('');

  expect(find(['?'], letters.slice(0, -1))).toBe('found _');
  expect(find(['?'], [...letters, ':', '\u00a1'])).toBe('found \u00a2');
});

test('a search that visits too many combinations gives up, and one takes from another what both may visit', () => {
  const [marks, budget] = ['?'.repeat(20), { left: 100 }];

  expect(find(['a*', '*b'], [], budget)).toBe('found ab');
  expect(budget.left).toBeLessThan(100);
  expect(find([`*a${marks}`, `*b${marks}`], [], budget)).toBe('gave up');
  expect(find(['a*', '?*b'], [], budget)).toBe('gave up');
  expect(find(['a', 'b'], [], budget)).toBe('none');
});

test.each([
  [['a*', 'b*'], [], 'none'], [['*a', '*b'], [], 'none'], [['a*c', 'a*b'], [], 'none'], [['*', 'ab', 'ac'], [], 'none'], [['ab', 'a'], [], 'none'], [['aa*', 'ab*'], [], 'none'],
  [['*ba', '*aa'], [], 'none'], [['abc', 'a*'], [], 'found abc'], [['abc', 'a*'], ['*c'], 'none'], [['?a', 'b?'], [], 'gave up'], [['a*', '?b'], [], 'gave up'],
])('without a search it is told of what begins or ends with other letters, or has no wildcard: %j outside of %j', (within, without, expected) => {
  expect(find(within, without, { left: 0 })).toBe(expected);
});

describe('an automaton', () => {
  test('is made once for a pattern', () => {
    const each = pattern('a*');

    expect(Automaton.of(each)).toBe(Automaton.of(each));
    expect(Automaton.of(pattern('a*'))).not.toBe(Automaton.of(each));
  });

  test.each([['*b*ab*aab*', false], ['*abab*baba*aabb*abba*', false], ['a*abab*baba*abba*c:b', true], ['a*b*ab*aab*a:b', true], ['*a*b:a', true], ['a:b:c:d:e:*a*ab', true]])('has no more states than a pattern of letters and runs has elements: %s', (written, components) => {
    const [read, states] = [pattern(written, { components }), new Set<number>()];
    const automaton = Automaton.of(read);
    const visit = (state: number) => {
      if (state === DEAD || states.has(state)) { return; }
      states.add(state);
      [...'abcdex:'].forEach((letter) => visit(automaton.step(state, letter)));
    };
    visit(automaton.start);

    expect(states.size).toBeLessThanOrEqual(read.length + 1);
  });

  test('tells what is accepted, and what is from there on', () => {
    const automaton = Automaton.of(pattern('a*'));
    const behind = automaton.step(automaton.start, 'a');

    expect(automaton.at(automaton.start)).toMatchObject({ accepts: false, acceptsAll: false, letters: ['a'], left: 2 });
    expect(automaton.at(behind)).toMatchObject({ accepts: true, acceptsAll: true });
    expect(Automaton.of(pattern('*', { components: true })).at(0).acceptsAll).toBe(true);
  });

  test.each([['a:*:b:x', 'a:bb:b:x', true], ['a:*b*c:x', 'a:xbbxc:x', true], ['a:*:b*c:x', 'a:b:b:bcc:x', true], ['a:*:b*c:x', 'a:b:b:c:x', false], ['a:*b*:x', 'a::b:x', false], ['*a:*', 'xa:b:c', true],
    ['a:*:*c:x', 'a:b:q:c:x', true]])(
    'of components keeps the positions that a later run can\'t take over: %s and %s', (written, value, expected) => {
      expect(Automaton.of(pattern(written, { components: true })).matches(text(value))).toBe(expected);
    });
});

test.each<[string, string, boolean]>([
  ['ab*', 'a*', true], ['a*', 'a*', true], ['a', 'a*', true], ['a*', 'ab*', false], ['*', '*', true], ['b*', 'a*', false],
  ['a?*', 'a?*', false], ['ab', 'ab', false], ['a', 'ab*', false], ['<any P>/b*', '<any P>/*', true], ['<any P>/b', '<any Q>/*', false], ['ab', 'a?', false],
])('that %j is within %j is plain: %j', (a, b, expected) => expect(isPlainlyWithin(pattern(a), pattern(b))).toBe(expected));

test('a wildcard that ends within its component, or might, has nothing plainly within it', () => {
  expect(isPlainlyWithin(pattern('a:b'), [...pattern('a:'), { run: true, across: false }])).toBe(false);
  expect(isPlainlyWithin(pattern('a:b'), [...pattern('a:'), { run: true, across: true, open: true }])).toBe(false);
  expect(isPlainlyWithin(pattern('a:b'), [...pattern('a:'), { key: 'aws:username' }])).toBe(false);
});

import { decide, request, verdict } from './engine';
import { StatementJson } from '../../src/policy/statement';

/*
 * What would take long if it were done without care.
 */

const allow = (Resource: string | string[], Condition?: object): StatementJson => ({ Effect: 'Allow', Action: 's3:Get*', Resource, ...Condition && { Condition } });
const deny = (Resource: string): StatementJson => ({ Effect: 'Deny', Action: 's3:*', Resource });

/** The verdict on identity statements alone. */
const on = (identity: StatementJson[], resources = ['*'], outside: string[] = []) => verdict({ identity }, { actions: ['s3:*'], resources, outside });

/** What comes out, and in how many milliseconds. */
const timed = <T>(run: () => T): [T, number] => {
  const begin = Date.now();
  return [run(), Date.now() - begin];
};

describe('many names of deploy time', () => {
  /** Patterns of many runs, with a name of deploy time, that end alike or not. */
  const hard = (letter: string, runs: number, end: string) => `arn:aws:s3:::<any ${letter}>${`*${letter}`.repeat(runs)}${end}`;

  test('are told apart where their patterns end differently', () => {
    expect(on([allow(hard('a', 200, '<any A>a'))], [hard('b', 200, '<any A>b')])).toBe('PROVED');
  });

  test('that take too many combinations end in doubt, in bounded time', () => {
    const resources = ['c', 'd', 'e', 'f'].map((letter) => hard(letter, 200, 'x<any B>y?'));
    const [found, time] = timed(() => on([allow(['a', 'b', 'g', 'h'].map((letter) => hard(letter, 200, 'x<any C>z?')))], resources));

    expect(found).toBe('UNKNOWN: the patterns have too many combinations to tell whether values in them are the same');
    expect(time).toBeLessThan(10_000);
  });
});

test('conditions with too many combinations count as possible', () => {
  const patterns = (letter: string) => Array.from({ length: 10 }, (_, index) => `*${letter}${'?'.repeat(8 + index)}`);
  const condition = { 'StringLike': { k: patterns('a') }, 'ForAnyValue:StringLike': { k: ['*'] }, 'StringNotLike': { k: patterns('b') } };

  expect(on([allow('*', condition)])).toMatch(/^(REFUTED|UNKNOWN)/);
});

describe('many wildcards', () => {
  test('that take too many combinations end in doubt, in bounded time', () => {
    const marks = '?'.repeat(40);
    const [found, time] = timed(() => on([allow(`*a${marks}`), deny(`*b${marks}`), deny(`*${'?'.repeat(20)}`)], [`*c?${marks}`]));

    expect(found).toBe('UNKNOWN: the patterns have too many combinations: the search ended at its limit of 50000');
    expect(time).toBeLessThan(20_000);
  });

  test('by the hundred are decided soon where they are runs between letters', () => {
    const pattern = (letters: string) => `arn:aws:s3:::${letters.split('').join('*')}*`;
    const [found, time] = timed(() => on([allow(pattern('ab'.repeat(100)))], [pattern('ba'.repeat(100))], ['*b*a*b*']));

    expect(found).toBe('PROVED');
    expect(time).toBeLessThan(5_000);
  });

  test('in hundreds of statements are decided soon', () => {
    const statements = Array.from({ length: 150 }, (_, index) => [allow(`arn:aws:s3:::b${index}/*`), deny(`arn:aws:s3:::b${index}/*`)]).flat();
    const [found, time] = timed(() => on(statements));

    expect(found).toBe('PROVED');
    expect(time).toBeLessThan(5_000);
  });
});

test('thousands of actions are each read as they are written', () => {
  const Action = Array.from({ length: 12_000 }, (_, index) => `s3:Get${index}`);
  const identity = [{ ...allow('*'), Action }];

  expect(decide({ identity }, request('s3:get11999', 'arn:aws:s3:::b/x'))).toBe('ALLOWED');
  expect(decide({ identity }, request('s3:get12000', 'arn:aws:s3:::b/x'))).toBe('IMPLICIT_DENY');
});

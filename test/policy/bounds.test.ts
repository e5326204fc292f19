import { verdict } from './engine';

/** Patterns of many runs, with a name of deploy time, that end alike or not. */
const hard = (letter: string, runs: number, end: string) => `arn:aws:s3:::<any ${letter}>${`*${letter}`.repeat(runs)}${end}`;

const allowed = (resource: string[], condition?: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: resource, ...(condition && { Condition: condition }) });

test('patterns that end differently are told apart whatever is in them, names of deploy time too', () => {
  expect(verdict({ identity: [allowed([hard('a', 200, '<any A>a')])] }, { actions: ['s3:*'], resources: [hard('b', 200, '<any A>b')] })).toBe('PROVED');
});

test('patterns with too many combinations of runs and names end in UNKNOWN, in time', () => {
  const started = Date.now();
  const resources = ['c', 'd', 'e', 'f'].map((letter) => hard(letter, 200, 'x<any B>y?'));

  expect(verdict({ identity: [allowed(['a', 'b', 'g', 'h'].map((letter) => hard(letter, 200, 'x<any C>z?')))] }, { actions: ['s3:*'], resources }))
    .toBe('UNKNOWN: the patterns have too many combinations to tell whether values in them are the same');
  expect(Date.now() - started).toBeLessThan(10_000);
});

test('conditions with too many combinations count as possible', () => {
  const patterns = (letter: string) => Array.from({ length: 10 }, (_, index) => `*${letter}${'?'.repeat(8 + index)}`);
  const condition = { 'StringLike': { k: patterns('a') }, 'ForAnyValue:StringLike': { k: ['*'] }, 'StringNotLike': { k: patterns('b') } };

  expect(verdict({ identity: [allowed(['*'], condition)] }, { actions: ['s3:*'], resources: ['*'] })).toMatch(/^(REFUTED|UNKNOWN)/);
});

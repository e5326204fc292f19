import { pattern } from './engine';
import { confusionOf, TOO_MANY } from '../../src/policy/confusion';
import { doubtAbout } from '../../src/policy/doubt';

const confusion = (a: string, b: string) => confusionOf(pattern(a), pattern(b), { left: 200 })?.join(' = ');

test.each([
  ['a*', '*b'], ['<name A>', '<name A>'], ['<name A>', '*'], ['<any P>', '*'], ['a/<any P>*', 'a/*'], ['<any P>/*', '*'], ['x/<any P>', 'y*'],
  ['<name A>', '<name B>'], ['<name A>/*', '<name B>/*'], ['<name A>:x', '<name B>:x'], ['<name A>', 'a/b'], ['<flat F>', ':'], ['<name A>', ''], ['<path A>', '<path B>'],
  ['<arn A>', '<arn B>'], ['<path A>', 'a:b'], ['<flat F>/x', 'a'], ['<path A>:x', '<path B>:*'],
  ['?<any P>', 'b<any P>'], ['?<name A>:', 'b<name A>:'],
])('%s and %s are never the same by the value of a symbol', (a, b) => {
  expect(confusion(a, b)).toBeUndefined();
  expect(confusion(b, a)).toBeUndefined();
});

test.each([
  ['<any P>', 'a', '${P} = a'], ['<any P>', '<any Q>', '${P} = ${Q}'], ['<any P>', '', '${P} = '], ['<name A>', 'a', '${A} = a'], ['<name A>', 'ab/c', undefined],
  ['<name A>/c', 'ab/c', '${A} = ab'], ['<path A>', 'ab/c', '${A} = ab'], ['<arn A>', 'a:b', '${A} = a'], ['<name A>', '?', '${A} = ?'], ['<name A>', 'a*', '${A} = a*'],
  ['<name A>x', '<name B>x', '${A}x = ${B}x'], ['<path A>/x', '<path B>/*', '${A} = ${B}'], ['<arn A>:x', '<arn B>:*', '${A} = ${B}'], ['<path A>:x', '<path B>*', '${A} = ${B}*'], ['<flat F>', '<flat G>', '${F} = ${G}'], ['<name A>', '<path B>', '${A} = ${B}'],
  ['*<name A>', '<name B>', '${A} = ${B}'], ['<name A>*', '*<name A>', '${A} = ${A}'], ['<name A><any P>', 'ab', '${A} = ab'], ['<any P>b', '<any Q>b', '${P}b = ${Q}b'],
  ['x<name A>', '<name B>', '${B} = x${A}'], ['<any P>', '/a', '${P} = /a'], ['<any P>', ':/a', '${P} = :'],
])('%s and %s might be the same: %s', (a, b, expected) => {
  const known = expected?.split(' = ').map((part) => part.slice(0, 4));

  expect(confusion(a, b) === undefined).toBe(expected === undefined);
  expect(confusion(b, a) === undefined).toBe(expected === undefined);
  expect(confusion(a, b)?.split(' = ').map((part) => part.slice(0, 4)).sort()).toEqual(known?.sort());
});

const ofArns = (a: string, b: string) => confusionOf(pattern(a, { components: true }), pattern(b, { components: true }), { left: 200 });
const inComponents = (a: string, b: string) => ofArns(a, b) !== undefined;

test('a wildcard that a symbol may put into the last component may take a colon', () => {
  expect(inComponents('*<arn A>', '*:<arn A>')).toBe(true);
  expect(inComponents('*<arn A>', '*')).toBe(true);
  expect(inComponents('?<arn A>', '?<arn A>')).toBe(true);
  expect(inComponents('a:*:<name A>', 'a:b:c:<name A>')).toBe(false);
});

test('what a wildcard of the last component takes is named up to the next delimiter', () => {
  expect(ofArns('*<arn A>/x', ':<arn A>/x')).toEqual(['*${A}', ':${A}']);
});

test('a symbol may be a part of what a wildcard within its component takes, which takes more', () => {
  expect(inComponents('<arn R>a*', '*b:')).toBe(true);
  expect(inComponents('x<arn R>a', 'x*b:c')).toBe(false);
});

test.each([
  ['x/<any P>', 'y*', true], ['<any P>x', '*y', true], ['a*', '*b', true], ['<any P>', '*', true], ['*', '<any P>*', true], ['x<any P>', '<any P>*', false], ['a<any P>', 'a*x', false],
  ['a<any P>', 'b<any P>', true], ['<name A>', '<name B>', false],
])('without a search it is told where letters differ, and where nothing but a wildcard meets the symbol: %s and %s', (a, b, expected) => {
  const found = [[a, b], [b, a]].map(([one, other]) => confusionOf(pattern(one), pattern(other), { left: 0 }));

  expect(found).toEqual(expected ? [undefined, undefined] : [TOO_MANY, TOO_MANY]);
});

test('a beginning that is the same costs nothing', () => {
  const beginning = '<any P>/'.repeat(100);

  expect(confusionOf(pattern(`${beginning}a*<any P>`), pattern(`${beginning}a<any Q>`), { left: 10 })).not.toBe(TOO_MANY);
});

test('past its limit it counts as a confusion', () => {
  const [a, b] = [pattern('<any P>/a*b/c'), pattern('x*/<any Q>/a*')];

  expect(confusionOf(a, b, { left: 3 })).toBe(TOO_MANY);
  expect(confusionOf(a, b)).not.toBe(TOO_MANY);
  expect(doubtAbout(TOO_MANY)).toEqual({ reason: 'the patterns have too many combinations to tell whether values in them are the same' });
});

import * as fc from 'fast-check';
import { runs } from './policies';
import { expressionOf, textsOf } from './reference';
import { valuate, valuationsOf } from './symbols';
import { Automaton } from '../../src/policy/automaton';
import { confusionOf } from '../../src/policy/confusion';
import { escapeLiteral } from '../../src/policy/escape';
import { matches } from '../../src/policy/operators';
import { literalOf } from '../../src/policy/text';
import { Found, findWord } from '../../src/policy/words';
import { pattern, text } from '../policy/engine';

const unit = (...more: string[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'b', ':', '/') }, { weight: 3, arbitrary: fc.constantFrom('*', '*', '?', ...more) });
const written = (...more: string[]) => fc.array(unit(...more), { maxLength: 6 }).map((parts) => parts.join(''));
const list = (maxLength: number) => fc.array(written(), { maxLength });

/** Half of the properties are about the components of ARNs. */
const components = fc.boolean();

const is = (each: string, value: string, inComponents: boolean) => expressionOf(each, {}, inComponents ? 'beyond' : 'everything')!.test(value);
const kind = (found: Found) => typeof found === 'object' ? 'found' : found;
const TEXTS = textsOf(['a', 'b', ':', '/', 'x'], 4);

test('a pattern matches as the regular expression does that says the same', () => {
  fc.assert(fc.property(written(), components, (each, inComponents) => {
    const read = pattern(each, { components: inComponents });
    const expression = expressionOf(each, {}, inComponents ? 'beyond' : 'everything')!;
    expect(TEXTS.filter((value) => matches(read, text(value)) === 'yes')).toEqual(TEXTS.filter((value) => expression.test(value)));
  }), runs(600));
});

test('a text that is found matches all that it should and none of the others', () => {
  fc.assert(fc.property(list(3), list(3), components, (within, without, inComponents) => {
    const read = (all: string[]) => all.map((each) => pattern(each, { components: inComponents }));
    const found = findWord(read(within), read(without));
    fc.pre(typeof found === 'object');
    const word = literalOf(found.word)!;
    expect(within.filter((each) => !is(each, word, inComponents))).toEqual([]);
    expect(without.filter((each) => is(each, word, inComponents))).toEqual([]);
  }), runs(8_000));
});

test('where no text is found there is none', () => {
  fc.assert(fc.property(list(3), list(3), components, (within, without, inComponents) => {
    const read = (all: string[]) => all.map((each) => pattern(each, { components: inComponents }));
    fc.pre(findWord(read(within), read(without)) === 'none');
    const isIn = (value: string) => within.every((each) => is(each, value, inComponents)) && !without.some((each) => is(each, value, inComponents));
    expect(TEXTS.filter(isIn)).toEqual([]);
  }), runs(1_500));
});

test('the order of patterns doesn\'t matter, and a pattern has nothing outside of itself', () => {
  fc.assert(fc.property(written(), written(), (a, b) => {
    const [x, y] = [pattern(a), pattern(b)];
    expect(kind(findWord([x, y], []))).toBe(kind(findWord([y, x], [])));
    expect(findWord([x], [x])).toBe('none');
    expect(findWord([x, y], [y])).toBe('none');
  }), runs(4_000));
});

test('a text is either matched by a pattern or found outside of it', () => {
  fc.assert(fc.property(written(), fc.constantFrom(...TEXTS), (each, value) => {
    const found = findWord([text(value)], [pattern(each)]);
    expect(found).toEqual(Automaton.of(pattern(each)).matches(text(value)) ? 'none' : { word: text(value) });
  }), runs(4_000));
});

const tricky = fc.string({ unit: fc.constantFrom('*', '?', '$', '{', '}', 'a', ',', '\'', ':'), maxLength: 8 });

test('an escaped literal is read as the pattern of the text itself', () => {
  fc.assert(fc.property(tricky, (literal) => {
    expect(pattern(escapeLiteral(literal), { variables: true, components: true })).toEqual(text(literal));
  }), runs(5_000));
});

const SYMBOLS = ['<name A>', '<name B>', '<path C>', '<path D>', '<any P>', '<arn R>', '<flat F>'];
const symbolic = written(...SYMBOLS, ...SYMBOLS);

test('a confusion is one of two patterns whatever their order, and there is none without symbols', () => {
  fc.assert(fc.property(symbolic, symbolic, (a, b) => {
    expect(confusionOf(pattern(a), pattern(b)) === undefined).toBe(confusionOf(pattern(b), pattern(a)) === undefined);
    expect([a, b].some((each) => each.includes('<')) || confusionOf(pattern(a), pattern(b)) === undefined).toBe(true);
  }), runs(8_000));
});

test('symbols of which nothing tells a confusion make two patterns meet as they do themselves, whatever their values are', () => {
  fc.assert(fc.property(symbolic, symbolic, components, (a, b, inComponents) => {
    const [x, y] = [a, b].map((each) => pattern(each, { components: inComponents }));
    fc.pre(findWord([x, y], []) === 'none' && confusionOf(x, y) === undefined);
    for (const valuation of valuationsOf([a, b])) {
      const [one, other] = valuate([a, b], valuation).map((each) => pattern(each, { components: inComponents }));
      expect(findWord([one, other], [])).toBe('none');
    }
  }), runs(3_000));
});

test('what matches a text with symbols matches it for all their values, and what doesn\'t never does', () => {
  fc.assert(fc.property(symbolic, fc.array(fc.constantFrom('a', 'b', ':', '/', ...SYMBOLS), { maxLength: 4 }), (each, parts) => {
    const [asked, decided] = [parts.join(''), matches(pattern(each), text(parts.join('')))];
    for (const valuation of decided === 'maybe' ? [] : valuationsOf([each, asked])) {
      const [valued, value] = valuate([each, asked], valuation);
      expect(is(valued, value, false) ? 'yes' : 'no').toBe(decided);
    }
  }), runs(4_000));
});

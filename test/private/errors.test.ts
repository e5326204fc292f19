import * as fc from 'fast-check';
import { got } from '../../src/private/errors';

describe('a value in a message', () => {
  test('is quoted, so that blanks and empty strings are seen', () => {
    expect([got(''), got(' a '), got('ä "é" 日本 🦊'), got(['a', 1]), got(undefined)])
      .toEqual(['got: ""', 'got: " a "', 'got: "ä \\"é\\" 日本 🦊"', 'got: ["a",1]', 'got: undefined']);
  });

  test.each([
    ['turns around what stands beside it', '\u202eevil', '"\\u202eevil"'],
    ['has no width', 'pay\u200bments\ufeff', '"pay\\u200bments\\ufeff"'],
    ['looks like a blank', 'a\u00a0b\u2003c', '"a\\u00a0b\\u2003c"'],
    ['ends a line', 'a\u2028b\u0085c\nd', '"a\\u2028b\\u0085c\\nd"'],
    ['is a tag beyond the basic plane', 'a\u{e0041}b', '"a\\udb40\\udc41b"'],
    ['is half a character', 'a\ud83eb', '"a\\ud83eb"'],
  ])('shows by its number a character that %s', (_what, value, shown) => {
    expect(got(value)).toBe(`got: ${shown}`);
  });

  test('is cut where it is too long to be read, and says so', () => {
    expect(got('x'.repeat(998))).toBe(`got: "${'x'.repeat(998)}"`);
    expect(got('x'.repeat(10_000))).toBe(`got: "${'x'.repeat(999)}… (9002 more characters)`);
  });

  test('is, if it is short, the JSON of the value and nothing else', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (value) => { expect(JSON.parse(got(value).slice('got: '.length))).toBe(value); }));
  });

  test('is one line of at most some thousand characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (value) => {
      expect(got(value)).toMatch(/^.*$/);
      expect(got(value).length).toBeLessThan(7_000);
    }));
  });
});

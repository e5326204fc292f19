import { Fn } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { evaluate } from './decide';
import { celList, celMap, celText } from '../../../src/guardrails/admission/cel';

const text = fc.string({ unit: fc.oneof(fc.constantFrom('"', '\\', '\'', '\n', '\r', '\t', '{', '}', '$', '(', '${', '{{', '\u2028', '\u0000'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })) });

test('any text as a literal is that text, and never a variable of Kyverno', () => {
  fc.assert(fc.property(text, (value) => {
    const literal = celText(value);
    expect(evaluate(`${literal} == value`, { value })).toBe(true);
    expect(literal).not.toMatch(/\{\{|\$\(|\n/);
  }));
});

test('a text can\'t end its literal', () => {
  fc.assert(fc.property(text, (value) => {
    expect(evaluate(`${celText(`" || true || "${value}`)} == "x"`, {})).toBe(false);
  }));
});

test('lists and maps have the texts that they are made of', () => {
  fc.assert(fc.property(fc.dictionary(text, text), text, (entries, key) => {
    expect(evaluate(`key in ${celList(Object.keys(entries))}`, { key })).toBe(Object.hasOwn(entries, key));
    for (const [known, value] of Object.entries(entries)) {
      expect(evaluate(`${celMap(Object.entries(entries))}[known] == value`, { known, value })).toBe(true);
    }
  }));
});

test('a token stays as it is within a literal', () => {
  const token = Fn.getAtt('Role', 'Arn').toString();

  expect(celText(`a"${token}`)).toBe(`"a\\"${token}"`);
});

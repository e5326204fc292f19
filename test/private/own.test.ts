import { own } from '../../src/private/own';

test('a record has what was put into it, and nothing of what every object has', () => {
  const record = JSON.parse('{"a":1,"__proto__":2}') as Record<string, number>;

  expect(['a', '__proto__', 'b', 'constructor', 'toString', 'hasOwnProperty'].map((name) => own(record, name))).toEqual([1, 2, undefined, undefined, undefined, undefined]);
  expect(own(undefined, 'a')).toBeUndefined();
});

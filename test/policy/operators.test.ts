import { context, statements, text, Values } from './engine';
import { conditionHolds, contextWith } from '../../src/policy/condition';
import { OPERATOR_NAMES, operatorOf } from '../../src/policy/operators';
import { all, any, not } from '../../src/policy/tri';

/** Whether a condition on the key `k` holds for values of it. */
function holds(operator: string, values: string | string[], given: string | readonly string[] | undefined, more: Values = {}): string {
  const [{ conditions: [condition] }] = statements([{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { K: values } } }]);
  return conditionHolds(condition, context({ ...more, ...given !== undefined && { k: given } }));
}

test.each<[string, string | string[], string, string]>([
  ['StringEquals', 'a', 'a', 'yes'], ['StringEquals', ['b', 'a'], 'a', 'yes'], ['StringEquals', 'a*', 'ab', 'no'], ['StringEquals', 'a', 'A', 'no'],
  ['stringequals', 'a', 'a', 'yes'], ['StringNotEquals', ['a', 'b'], 'a', 'no'], ['StringNotEquals', ['a', 'b'], 'c', 'yes'],
  ['StringEqualsIgnoreCase', 'aB', 'Ab', 'yes'], ['StringNotEqualsIgnoreCase', 'aB', 'Ab', 'no'], ['StringLike', 'a?*', 'ab', 'yes'], ['StringNotLike', 'a*', 'ab', 'no'],
  ['ArnLike', 'arn:aws:s3:*:*:a*', 'arn:aws:s3:::ab:c', 'yes'], ['ArnEquals', 'arn:aws:s3:::a*', 'arn:aws:s3:::ab', 'yes'], ['ArnLike', 'arn:*:x', 'arn:a:b:x', 'no'],
  ['ArnNotEquals', 'arn:aws:s3:::a', 'arn:aws:s3:::b', 'yes'], ['ArnNotLike', 'arn:*', 'arn:x', 'no'],
  ['NumericEquals', '1.0', '1', 'yes'], ['NumericEquals', '1e2', '100', 'yes'], ['NumericEquals', '.5', '0.5', 'yes'], ['NumericNotEquals', '1', '2', 'yes'],
  ['NumericLessThan', '10', '9', 'yes'], ['NumericLessThan', '9', '9', 'no'], ['NumericLessThanEquals', '9', '9', 'yes'], ['NumericGreaterThan', '9', '10', 'yes'],
  ['NumericGreaterThanEquals', '9', '9', 'yes'], ['NumericGreaterThan', '9', 'many', 'no'], ['NumericEquals', 'x', 'x', 'no'], ['NumericNotEquals', '1', 'x', 'yes'],
  ['NumericEquals', '-1.25', ' -1.25 ', 'yes'], ['NumericEquals', '.25', '0.25', 'yes'], ['NumericEquals', '1e10', '1E+10', 'yes'], ['NumericEquals', '1e-2', '0.01', 'yes'],
  ['NumericEquals', '0x10', '16', 'no'], ['NumericEquals', '1', 'x', 'no'],
  ['DateEquals', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00.000Z', 'yes'], ['DateNotEquals', '2020-01-01', '2021-01-01', 'yes'],
  ['DateLessThan', '2020-01-02T00:00:00Z', '2020-01-01T23:59:59Z', 'yes'], ['DateGreaterThan', '2020-01-01T00:00:00Z', '1577836801', 'yes'],
  ['DateLessThanEquals', '2020', '2020-01-01', 'yes'], ['DateGreaterThanEquals', '2020-01-01', '2020', 'yes'], ['DateGreaterThan', '2020-01-01', 'soon', 'no'],
  ['DateEquals', '2020-99-99', '2020-99-99', 'no'], ['DateEquals', '12345.25', '12345.250', 'yes'], ['DateEquals', '12345000', '12345e3', 'no'],
  ['DateLessThan', '2020-01-01', '-12345', 'no'], ['DateEquals', 'Jan 1, 2020', 'Jan 1, 2020', 'no'], ['DateEquals', '1577836800', '2020-01-01', 'yes'],
  ['IpAddress', '10.0.0.0/8', '10.1.2.3', 'yes'], ['IpAddress', '10.0.0.0/8', '11.0.0.1', 'no'], ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', 'yes'],
  ['IpAddress', '10.0.0.1', '10.0.0.1', 'yes'], ['IpAddress', '2001:db8::/32', '2001:db8::1', 'yes'], ['IpAddress', '2001:db8::1', '2001:db8::1', 'yes'],
  ['IpAddress', '10.0.0.0/8', '::1', 'no'], ['IpAddress', 'here', '10.0.0.1', 'no'], ['IpAddress', '10.0.0.0/33', '10.0.0.0', 'no'], ['IpAddress', '10.0.0.0/x', '10.0.0.0', 'no'],
  ['IpAddress', '2001:db8::/129', '2001:db8::', 'no'], ['IpAddress', '2001:db8::1', '2001:db8::2', 'no'], ['IpAddress', '10.0.0.0/8', '::ffff:10.0.0.1', 'no'],
  ['IpAddress', 'here', 'here', 'no'], ['IpAddress', '10.0.0.0/', '10.0.0.0', 'no'], ['IpAddress', '10.0.0.0/8/8', '10.0.0.0', 'no'], ['IpAddress', '10.0.0.0/-8', '10.0.0.0', 'no'],
  ['IpAddress', '0.0.0.0/0', '10.0.0.0', 'yes'], ['IpAddress', '10.0.0.1/32', '10.0.0.1', 'yes'], ['IpAddress', '2001:db8::1/128', '2001:db8::1', 'yes'],
  ['Bool', 'true', 'True', 'yes'], ['Bool', 'true', 'false', 'no'], ['Bool', 'yes', 'yes', 'no'], ['Bool', 'untrue', 'untrue', 'no'], ['Bool', 'truer', 'truer', 'no'], ['BinaryEquals', 'QQ==', 'QQ==', 'yes'],
  ['Null', 'true', 'x', 'no'], ['Null', 'false', 'x', 'yes'], ['Null', ['true', 'false'], 'x', 'yes'], ['Null', 'maybe', 'x', 'no'],
])('%s of %j with %j: %s', (operator, values, given, expected) => expect(holds(operator, values, given)).toBe(expected));

test.each<[string, string[], string]>([
  ['StringEquals', ['a'], 'no'], ['StringNotEquals', ['a'], 'yes'], ['StringEqualsIfExists', ['a'], 'yes'], ['Null', ['true'], 'yes'], ['Null', ['false'], 'no'],
  ['ForAllValues:StringEquals', ['a'], 'yes'], ['ForAnyValue:StringEquals', ['a'], 'no'], ['ForAnyValue:StringNotEquals', ['a'], 'no'],
  ['ForAllValues:StringNotEquals', ['a'], 'yes'], ['ForAnyValue:StringEqualsIfExists', ['a'], 'yes'],
])('%s of %j without the key: %s', (operator, values, expected) => expect(holds(operator, values, undefined)).toBe(expected));

test.each<[string, string[], string[], string]>([
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], 'yes'], ['ForAllValues:StringEquals', ['a'], ['a', 'b'], 'no'], ['ForAnyValue:StringEquals', ['a'], ['a', 'b'], 'yes'],
  ['ForAnyValue:StringEquals', ['c'], ['a', 'b'], 'no'], ['ForAllValues:StringNotEquals', ['a'], ['a', 'b'], 'no'], ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], 'yes'],
  ['forallvalues:stringlikeifexists', ['a*'], ['a', 'ab'], 'yes'], ['StringEquals', ['a'], ['a', 'b'], 'maybe'], ['Null', ['false'], ['a', 'b'], 'yes'],
])('%s of %j with the values %j: %s', (operator, values, given, expected) => expect(holds(operator, values, given)).toBe(expected));

test('variables in values are those of the request', () => {
  expect(holds('StringEquals', 'home/${aws:username}', 'home/eve', { 'aws:username': 'eve' })).toBe('yes');
  expect(holds('StringLike', '${x}/*', 'a*/b', { x: 'a*' })).toBe('yes');
  expect(holds('StringLike', '${x}', 'ab', { x: 'a*' })).toBe('no');
  expect(holds('StringEquals', '${x}', 'a')).toBe('no');
  expect(holds('StringNotEquals', '${x}', 'a')).toBe('yes');
  expect(holds('StringEquals', '${x, \'a\'}', 'a')).toBe('yes');
  expect(holds('NumericEquals', '${x}', '1', { x: '1' })).toBe('no');
});

test('values that are known at deploy time only leave open what they decide', () => {
  expect(holds('StringEquals', '<any P>', 'a')).toBe('maybe');
  expect(holds('StringEquals', '<any P>', '<any P>')).toBe('yes');
  expect(holds('StringNotEquals', '<any P>', 'a')).toBe('maybe');
  expect(holds('NumericEquals', '<any P>', '1')).toBe('maybe');
  expect(holds('Bool', 'true', '<any P>')).toBe('maybe');
  expect(holds('StringEqualsIgnoreCase', 'A<name B>', 'a<name B>')).toBe('yes');
  expect(holds('StringEqualsIgnoreCase', '<name A>', '<name B>')).toBe('maybe');
  expect(holds('StringEqualsIgnoreCase', 'a', '<name B>')).toBe('maybe');
  expect(holds('StringEqualsIgnoreCase', 'a<name A>', 'A<name B>')).toBe('maybe');
});

test('a key of which nothing is known leaves open whatever is asked of it', () => {
  const [{ conditions: [own, other] }] = statements([{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { k: 'a', l: '${k}' } } }]);
  const unknown = contextWith(new Map([['L', [text('a')]]]), () => 'unknown');

  expect([conditionHolds(own, unknown), conditionHolds(other, unknown)]).toEqual(['maybe', 'maybe']);
});

test.each(['unknown', 'undetermined'] as const)('a key whose value is %s leaves open what is asked of it, and what a variable is that stands for it', (given) => {
  const of = (Condition: object) => statements([{ Effect: 'Allow', Action: '*', Resource: '*', Condition }])[0].conditions;
  const asked = of({ 'StringEquals': { k: 'a' }, 'ForAnyValue:StringEquals': { k: 'a' }, 'ForAllValues:StringEquals': { k: 'a' }, 'Null': { k: 'true' }, 'StringLike': { l: '${k}' } });

  expect(asked.map((condition) => conditionHolds(condition, contextWith(new Map([['l', [text('a')]]]), () => given)))).toEqual(['maybe', 'maybe', 'maybe', 'maybe', 'maybe']);
});

test('an operator that IAM doesn\'t have decides nothing', () => {
  expect(holds('StringAlmost', 'a', 'a')).toBe('maybe');
  expect(operatorOf('BoolIfExists')).toBeUndefined();
  expect(OPERATOR_NAMES).toHaveLength(27);
});

test('documents of the first version have no variables', () => {
  const [{ conditions: [condition], resources }] = statements([{ Effect: 'Allow', Action: '*', Resource: '${x}', Condition: { StringEquals: { k: '${x}' } } }], 'p', false);

  expect(conditionHolds(condition, context({ k: '${x}' }))).toBe('yes');
  expect(resources.patterns).toEqual([text('${x}')]);
});

test('three values combine as they do in logic', () => {
  expect([all([]), all(['yes', 'maybe']), all(['maybe', 'no'])]).toEqual(['yes', 'maybe', 'no']);
  expect([any([]), any(['no', 'maybe']), any(['maybe', 'yes'])]).toEqual(['no', 'maybe', 'yes']);
  expect([not('yes'), not('no'), not('maybe')]).toEqual(['no', 'yes', 'maybe']);
});

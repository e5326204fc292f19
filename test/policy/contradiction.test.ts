import { knowing, statements } from './engine';
import { contradict } from '../../src/policy/contradiction';
import { StatementJson } from '../../src/policy/statement';

/** Whether no request can meet all of these, each an operator, a key and values. */
function excluded(conditions: readonly Written[], known = {}, left = 1_000): boolean {
  const read = conditions.flatMap(([operator, key, ...values]): StatementJson[] => [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { [key]: values } } }]);
  return contradict(statements(read).flatMap((statement) => statement.conditions), knowing(known), { left });
}

type Written = readonly [operator: string, key: string, ...values: string[]];
const equals = (...values: string[]): Written => ['StringEquals', 'k', ...values];
const ABSENT: Written = ['Null', 'k', 'true'];

test.each<{ conditions: Written[] }>([
  { conditions: [equals('a'), equals('b')] }, { conditions: [equals('a'), ['StringEquals', 'K', 'b']] }, { conditions: [equals('a', 'b'), equals('b', 'c'), equals('c', 'a')] },
  { conditions: [equals('a'), ['StringNotEquals', 'k', 'a']] }, { conditions: [['StringLike', 'k', 'a*'], ['StringNotLike', 'k', 'a', 'a?*']] },
  { conditions: [['ArnEquals', 'k', 'arn:a'], ['ArnNotEquals', 'k', 'arn:*']] }, { conditions: [['ArnLike', 'k', 'arn:a*'], ['ArnNotLike', 'k', 'arn:*']] },
  { conditions: [['StringLike', 'k', 'a*'], ['ArnLike', 'k', 'b*']] }, { conditions: [equals('a'), ['StringEqualsIfExists', 'k', 'b']] }, { conditions: [equals()] },
  { conditions: [ABSENT, equals('a')] }, { conditions: [ABSENT, ['Null', 'K', 'false']] }, { conditions: [['Null', 'k', 'TRUE', 'true'], ['Null', 'k', 'False']] },
  { conditions: [ABSENT, ['ForAnyValue:StringEquals', 'k', 'a']] }, { conditions: [ABSENT, ['ForAnyValue:StringNotEquals', 'k', 'a']] }, { conditions: [ABSENT, ['Bool', 'k', 'true']] },
  { conditions: [equals('<name A>'), equals('<name B>')] }, { conditions: [['StringEquals', 'aws:CalledViaFirst', 'a'], ['StringEquals', 'aws:CalledViaFirst', 'b']] },
  { conditions: [['StringEquals', 'x:aws:CalledVia', 'a'], ['StringEquals', 'x:aws:CalledVia', 'b']] }, { conditions: [['ForAnyValue:StringEquals', 'k', 'a'], equals('b'), equals('c')] },
])('$conditions contradict each other', ({ conditions }) => {
  expect([excluded(conditions), excluded([...conditions].reverse())]).toEqual([true, true]);
});

test.each<{ conditions: Written[] }>([
  { conditions: [] }, { conditions: [equals('a'), ['StringEquals', 'l', 'b']] }, { conditions: [equals('a', 'b'), equals('b', 'c')] },
  { conditions: [['StringEqualsIfExists', 'k', 'a'], ['StringEqualsIfExists', 'k', 'b']] }, { conditions: [ABSENT, ['StringEqualsIfExists', 'k', 'a']] },
  { conditions: [ABSENT, ['ForAllValues:StringEquals', 'k', 'a']] }, { conditions: [['ForAllValues:StringEquals', 'k', 'a'], equals('b')] }, { conditions: [ABSENT, ['StringNotEquals', 'k', 'a']] },
  { conditions: [['ForAnyValue:StringEquals', 'k', 'a'], ['ForAnyValue:StringEquals', 'k', 'b']] }, { conditions: [['StringNotEquals', 'k', 'a'], ['StringNotEquals', 'k', 'b']] },
  { conditions: [ABSENT, ['ForAnyValue:StringEqualsIfExists', 'k', 'a']] }, { conditions: [['Null', 'k', 'true', 'false'], equals('a')] }, { conditions: [['Null', 'k'], equals('a')] },
  { conditions: [['Null', 'k', 'untrue'], equals('a')] }, { conditions: [ABSENT, ['Fuzzy', 'k', 'a']] }, { conditions: [['NumericEquals', 'k', '1'], ['NumericEquals', 'k', '2']] },
  { conditions: [['StringEqualsIgnoreCase', 'k', 'a'], ['StringEqualsIgnoreCase', 'k', 'A']] }, { conditions: [equals('${v}'), equals('a')] }, { conditions: [equals('a'), ['StringNotEquals', 'k', '${v}']] },
  { conditions: [equals('a${v}'), ['StringNotEquals', 'k', 'a']] }, { conditions: [equals('ab'), ['StringNotEquals', 'k', 'a${v}']] }, { conditions: [equals('<any P>'), equals('a')] }, { conditions: [equals('<any P>'), ['StringNotLike', 'k', '<any P>']] },
])('$conditions may be met together', ({ conditions }) => {
  expect([excluded(conditions), excluded([...conditions].reverse())]).toEqual([false, false]);
});

test.each([
  'aws:TagKeys', 'aws:PrincipalOrgPaths', 'aws:ResourceOrgPaths', 'aws:CalledVia', 'aws:PrincipalServiceNamesList', 'dynamodb:LeadingKeys', 'dynamodb:Attributes', 'ecs:TagKeys',
  'route53:ChangeResourceRecordSetsRecordTypes', 'AWS:calledvia', 'aws:SourceOrgPaths',
])('%s may have two values at once', (key) => {
  expect(excluded([['StringEquals', key, 'a'], ['StringEquals', key, 'b']])).toBe(false);
});

test('what is known of a request, and of its variables, counts', () => {
  expect(excluded([equals('a')], { k: 'b' })).toBe(true);
  expect(excluded([equals('a')], { k: 'a' })).toBe(false);
  expect(excluded([equals('a'), equals('${v}')], { v: 'b' })).toBe(true);
  expect(excluded([equals('a'), equals('${v}')], { v: 'a' })).toBe(false);
  expect(excluded([equals('a'), equals('${v}', 'a')], { v: ['b', 'c'] })).toBe(false);
});

test('past its budget conditions count as possible', () => {
  expect(excluded([equals('a'), equals('b')], {}, 0)).toBe(false);
});

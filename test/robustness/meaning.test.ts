import { difference, expected, read, unwritable } from './meaning';

/*
 * The oracle notices what it is there for.
 */

const statement = (part: object) => ({ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/zqx', ...part }] });
const PLAIN = statement({ Condition: { StringLike: { 's3:prefix': 'zqx*' }, StringEquals: { 'aws:PrincipalTag/zqx': 'zqx' } } });

const found = (value: string, output: unknown, plain: unknown = PLAIN) => difference(read(output), expected(plain, 'zqx', value, false));

test('a value in the place of the plain one is right, in each of the places as it must be written there', () => {
  const right = statement({
    Resource: 'arn:aws:s3:::a/${$}{x}${*}',
    Condition: { StringEquals: { 'aws:PrincipalTag/${x}*': '${$}{x}*' }, StringLike: { 's3:prefix': '${$}{x}${*}*' } },
  });

  expect(found('${x}*', right)).toEqual([]);
});

test.each<[string, string, object]>([
  ['a wildcard', '*', { Resource: 'arn:aws:s3:::a/*' }],
  ['a variable', '${aws:username}', { Resource: 'arn:aws:s3:::a/${aws:username}' }],
  ['a variable where nothing is a pattern', '${aws:username}', { Resource: 'arn:aws:s3:::a/${$}{aws:username}', Condition: { StringEquals: { 'aws:PrincipalTag/zqx': '${aws:username}' } } }],
  ['a part that is gone', 'a\nb', { Resource: 'arn:aws:s3:::a/a' }],
  ['another resource', 'a', { Resource: ['arn:aws:s3:::a/a', 'arn:aws:s3:::a/b'] }],
  ['another statement', 'a', { Resource: 'arn:aws:s3:::a/a', Sid: 'Other' }],
])('%s is found', (_, value, part) => {
  expect(found(value, statement(part), statement({}))).toHaveLength(1);
});

test('a key that is gone is found', () => {
  expect(found('__proto__', {}, { zqx: 'a' })).toHaveLength(1);
  expect(found('__proto__', JSON.parse('{"__proto__":"a"}'), { zqx: 'a' })).toEqual([]);
});

test('texts are read as CloudFormation puts them together, and documents in them as documents', () => {
  expect(found('a', { 'Fn::Join': ['', ['a-', { Ref: 'X' }, '-a']] }, { 'Fn::Join': ['', ['zqx-', { Ref: 'X' }, '-zqx']] })).toEqual([]);
  expect(found('a"b', JSON.stringify(statement({ Resource: 'a"b' })), JSON.stringify(statement({ Resource: 'zqx' })))).toEqual([]);
  expect(found('*', JSON.stringify(statement({ Resource: '*' })), JSON.stringify(statement({ Resource: 'zqx' })))).toHaveLength(1);
});

test('what no policy can hold is found', () => {
  expect(unwritable(statement({ Resource: 'arn:aws:s3:::a/\u{1f600}' }))).toHaveLength(1);
  expect(unwritable({ Description: '\u{1f600}', ...statement({}) })).toEqual([]);
});

import { escapeLiteral, forbiddenCharacter } from '../../src/policy/escape';
import { isIntrinsic, parseStatement, renderDocument, renderStatement } from '../../src/policy/statement';

test('a statement that is read and written is the same, lists of one being scalars', () => {
  const statement = {
    Sid: 'S', Effect: 'Deny', NotAction: ['x:A', 'x:B'], NotResource: { 'Fn::GetAtt': ['A', 'Arn'] }, Condition: { Null: { 'aws:TokenIssueTime': 'true' } },
  };

  expect(renderStatement(parseStatement(statement))).toEqual(statement);
  expect(renderStatement(parseStatement({ Effect: 'Allow', Action: ['x:A'], Resource: ['1'] }))).toEqual({ Effect: 'Allow', Action: 'x:A', Resource: '1' });
});

test('numbers and booleans in conditions are written as the strings that IAM compares', () => {
  expect(renderStatement(parseStatement({ Effect: 'Allow', Action: 'x:A', Resource: '*', Condition: { Bool: { k: true }, NumericEquals: { n: [1, 2] } } })).Condition)
    .toEqual({ Bool: { k: 'true' }, NumericEquals: { n: ['1', '2'] } });
});

test('conditions that are known at deploy time only stay as they are, all of them or those of an operator', () => {
  const condition = (Condition: object) => renderStatement(parseStatement({ Effect: 'Allow', Condition })).Condition;

  expect(condition({ StringEquals: { 'Fn::GetAtt': ['Json', 'Value'] }, Bool: { k: 'true' } })).toEqual({ StringEquals: { 'Fn::GetAtt': ['Json', 'Value'] }, Bool: { k: 'true' } });
  expect(JSON.stringify(condition({ B: { z: 'a', y: ['b', 'c'] }, A: { Ref: ['C'] } }))).toBe('{"A":{"Ref":["C"]},"B":{"y":["b","c"],"z":"a"}}');
});

test.each<[object, boolean]>([
  [{ Ref: 'a' }, true], [{ 'Fn::Sub': 'a' }, true], [{ Reference: 'a' }, false], [{ 'a Fn::Sub': 'a' }, false], [{ 'Ref': 'a', 'Fn::Sub': 'b' }, false], [{}, false],
])('that %j is a function of a template is %s', (value, expected) => expect(isIntrinsic(value)).toBe(expected));

test('a statement that says nothing else allows', () => {
  expect(parseStatement({})).toEqual({ effect: 'Allow' });
  expect(renderStatement(parseStatement({}))).toEqual({ Effect: 'Allow' });
});

test('a document is of the version that has policy variables', () => {
  expect(renderDocument([])).toEqual({ Version: '2012-10-17', Statement: [] });
});

test.each([
  ['*', '${*}'], ['?', '${?}'], ['$', '${$}'], ['a/b', 'a/b'], ['${aws:username}', '${$}{aws:username}'],
])('the literal %s is escaped as %s', (literal, escaped) => expect(escapeLiteral(literal)).toBe(escaped));

test.each([
  ['\t\n\r ~ÿ', undefined], ['a\u0000', '\u0000'], ['\u0100', '\u0100'], ['x\u{1F600}y', '\u{1F600}'], ['\u001f', '\u001f'],
])('in %j the character that no policy can hold is %j', (text, character) => expect(forbiddenCharacter(text)).toBe(character));

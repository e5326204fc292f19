import { escapeLiteral, forbiddenCharacter } from '../../src/policy/escape';
import { parseStatement, renderDocument, renderStatement } from '../../src/policy/statement';

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

test('a document is of the version that has policy variables', () => {
  expect(renderDocument([])).toEqual({ Version: '2012-10-17', Statement: [] });
});

test.each([
  ['*', '${*}'], ['?', '${?}'], ['$', '${$}'], ['a/b', 'a/b'], ['${aws:username}', '${$}{aws:username}'],
])('the literal %s is escaped as %s', (literal, escaped) => expect(escapeLiteral(literal)).toBe(escaped));

test.each([
  ['\t\n\r ~ÿ', undefined], ['a\u0000', '\u0000'], ['\u0100', '\u0100'], ['x\u{1F600}y', '\u{1F600}'], ['\u001f', '\u001f'],
])('in %j the character that no policy can hold is %j', (text, character) => expect(forbiddenCharacter(text)).toBe(character));

import { TemplateJson, templateOf } from './templates';
import { readDocument } from '../../src/policy/document';
import { textOf } from '../../src/policy/intrinsics';
import { PolicyValue } from '../../src/policy/statement';
import { meaningIn } from '../../src/policy/template';
import { showText } from '../../src/policy/text';

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const read = (value: unknown, template: TemplateJson = {}) => readDocument(templateOf(template), value);
const shown = (value: unknown) => showText(textOf(value as PolicyValue, meaningIn(templateOf())));

test.each<[string, unknown]>([
  ['an object', { Version: '2012-10-17', Statement: [STATEMENT] }],
  ['an object of one statement', { Version: '2012-10-17', Statement: STATEMENT }],
  ['a string of JSON', ` ${JSON.stringify({ Version: '2012-10-17', Statement: [STATEMENT] })}`],
  ['JSON that a function joins', { 'Fn::Join': ['', ['{"Version":"2012-10-17",', `"Statement":[${JSON.stringify(STATEMENT)}]}`]] }],
])('a document is read from %s', (_, value) => expect(read(value)).toEqual({ version: '2012-10-17', statements: [STATEMENT] }));

test.each(['', ' ', 'arn', 'null'])('the string %j is no document', (value) => expect(read(value)).toBeUndefined());

test('a document without a version is of the first', () => {
  expect(read({ Statement: [] })).toEqual({ version: '2008-10-17', statements: [] });
});

test('symbols in the JSON of a join stay symbols, in values and in keys', () => {
  const json = ['{"Statement":{"Effect":"Allow","Action":["a"],"Resource":"', { Ref: 'A' }, '/', { Ref: 'B' }, '/', { Ref: 'A' },
    '","Condition":{"StringEquals":{"', { Ref: 'I' }, ':sub":"x"},"Bool":{"k":true,"n":null}}}}'];
  const [{ Action, Resource, Condition }] = read({ 'Fn::Join': ['', json] })!.statements as any[];

  expect(Action).toEqual(['a']);
  expect(shown(Resource)).toBe('${A}/${B}/${A}');
  expect(Object.keys(Condition.StringEquals)).toEqual(['any||I:sub']);
  expect(Condition.Bool).toEqual({ k: true, n: null });
});

test('private characters that stand for no symbol stay themselves', () => {
  expect(read('{"Statement":{"Effect":"Deny","Sid":"\ue123"}}')?.statements).toEqual([{ Effect: 'Deny', Sid: '\ue123' }]);
});

test('JSON that the CDK keeps in a resource is put in its place', () => {
  const resources = { Json: { Type: 'Custom::AWSCDKCfnJson', Properties: { Value: '{"issuer:sub":"x"}' } }, Other: { Type: 'AWS::S3::Bucket' } };
  const conditions = (logicalId: string) => ({ Statement: [{ ...STATEMENT, Condition: { StringEquals: { 'Fn::GetAtt': [logicalId, 'Value'] } } }] });

  expect(read(conditions('Json'), { resources })?.statements[0].Condition).toEqual({ StringEquals: { 'issuer:sub': 'x' } });
  expect(read({ Statement: [{ ...STATEMENT, Condition: { StringEquals: { 'Fn::GetAtt': ['Json', 'Arn'] } } }] }, { resources })?.statements[0].Condition)
    .toEqual({ StringEquals: { 'Fn::GetAtt': ['Json', 'Arn'] } });
  expect(read(conditions('Other'), { resources })?.statements[0].Condition).toEqual({ StringEquals: { 'Fn::GetAtt': ['Other', 'Value'] } });
});

test('references in an object stay as they are', () => {
  const statement = { ...STATEMENT, Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }, null] };

  expect(read({ Statement: [statement] })?.statements).toEqual([statement]);
});

test.each<[string, unknown]>([
  ['a choice at deploy time', { 'Fn::If': ['C', { Statement: [] }, { Statement: [] }] }],
  ['a choice among its statements', { Statement: [{ 'Fn::If': ['C', STATEMENT, { Ref: 'AWS::NoValue' }] }] }],
  ['statements that are chosen', { Statement: { Ref: 'P' } }], ['statements that are none', { Statement: ['x'] }],
  ['malformed JSON', '{"Statement": ['], ['malformed JSON that is joined', { 'Fn::Join': ['', ['{', { Ref: 'P' }]] }], ['a join that is no JSON', { 'Fn::Join': ['', ['x']] }],
  ['a statement that is nothing', { Statement: [null] }], ['a statement of no effect', { Statement: { ...STATEMENT, Effect: 'Permit' } }],
  ['a statement whose effect is chosen', { Statement: { ...STATEMENT, Effect: { Ref: 'P' } } }], ['a version that is chosen', { Version: { Ref: 'P' }, Statement: [] }],
  ['a document beside a function', { 'Statement': [], 'Fn::Transform': {} }], ['a statement beside a function', { Statement: [STATEMENT, { ...STATEMENT, 'Fn::Transform': {} }] }],
  ['a statement beside a reference', { Statement: { ...STATEMENT, Ref: 'P' } }], ['a null', null],
  ['nothing', undefined], ['a text', 'text'], ['an object without statements', { Version: '2012-10-17' }],
])('%s is no document that can be read', (_, value) => expect(read(value)).toBeUndefined());

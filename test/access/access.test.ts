import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { catalogue } from './catalogue';
import { Access } from '../../src';
import { errorOf, inlineStatements, podIdentity, stackFixture } from '../fixtures';

const statement = () => new iam.PolicyStatement({ actions: ['appconfig:GetLatestConfiguration'], resources: ['arn:aws:appconfig:::x'] });

test('statements from elsewhere are taken as they are, with what they are for', () => {
  const { stack, template } = stackFixture();
  const access = Access.fromStatements('reads its feature flags', statement());
  podIdentity(stack, { access: [access] });

  expect(access.reason).toBe('reads its feature flags');
  expect(inlineStatements(template())).toEqual([{ Effect: 'Allow', Action: 'appconfig:GetLatestConfiguration', Resource: 'arn:aws:appconfig:::x' }]);
});

test('an access is a value: neither its sources nor its copies change it', () => {
  const source = statement();
  const access = Access.fromStatements('reads its feature flags', source);
  source.addActions('appconfig:*');
  access.statements[0].addResources('*');

  expect(access.statements.map((each) => each.toStatementJson())).toEqual([statement().toStatementJson()]);
});

test('lists, conditions, denials and exclusions that are known late stay what they are', () => {
  const { stack, template } = stackFixture();
  const late = new iam.PolicyStatement({
    sid: 'Late',
    effect: iam.Effect.DENY,
    notActions: ['s3:GetObject'],
    notResources: Lazy.list({ produce: () => ['arn:aws:s3:::b/*', 'arn:aws:s3:::a/*'] }),
    conditions: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 's3:max-keys': [10] } },
  });
  podIdentity(stack, { access: [Access.fromStatements('nothing without TLS', late)] });

  expect(inlineStatements(template())).toEqual([{
    Sid: 'Late',
    Effect: 'Deny',
    NotAction: 's3:GetObject',
    NotResource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' }, NumericLessThan: { 's3:max-keys': '10' } },
  }]);
});

test('condition keys that are known late stay what they are', () => {
  const { stack, template } = stackFixture();
  const conditions = { StringEquals: Lazy.any({ produce: () => ({ 'Fn::GetAtt': ['Keys', 'Value'] }) }) };
  podIdentity(stack, { access: [Access.fromStatements('by late keys', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], conditions }))] });

  expect(inlineStatements(template())[0].Condition).toEqual({ StringEquals: { 'Fn::GetAtt': ['Keys', 'Value'] } });
});

test('each builder says what its access is for', () => {
  expect(catalogue().filter(({ access }) => access.reason.trim() === '').map(({ builder, call }) => `${builder}(${call})`)).toEqual([]);
});

test('all that is wrong with a statement is told at once', () => {
  const wrong = new iam.PolicyStatement({ sid: 'has blank', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/\u65e5'] });

  expect(errorOf(() => Access.fromStatements('x', wrong)).message).toContain(
    'its sid must be letters and digits, known at synth; it has the character "\u65e5", which IAM policies can\'t hold, got: {');
});

test.each<[string, () => Access, string]>([
  ['an empty reason', () => Access.fromStatements(' ', statement()), 'reason must say in a few words what the access is for'],
  ['no statement', () => Access.fromStatements('nothing'), '"nothing" has no statement: give at least one'],
  ['a statement with a principal', () => Access.fromStatements('trust', new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountRootPrincipal()] })), 'must be an identity policy\'s: '],
  ['a statement without resources', () => Access.fromStatements('everywhere', new iam.PolicyStatement({ actions: ['s3:GetObject'] })), 'resource'],
  ['a Sid that IAM refuses', () => Access.fromStatements('x', new iam.PolicyStatement({ sid: 'has blank', actions: ['s3:GetObject'], resources: ['*'] })), 'its sid must be letters and digits'],
  ['a Sid that is a token', () => Access.fromStatements('x', new iam.PolicyStatement({ sid: Lazy.string({ produce: () => 'x' }), actions: ['s3:GetObject'], resources: ['*'] })), 'known at synth'],
  ['a character that no policy holds', () => Access.fromStatements('x', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/\u65e5'] })), 'it has the character "\u65e5"'],
  ['a statement without actions', () => Access.fromStatements('anything', new iam.PolicyStatement({ resources: ['*'] })), 'action'],
])('fails on %s', (_, make, text) => {
  expect(errorOf(make)).toMatchObject({
    code: 'InvalidStatement',
    message: expect.stringMatching(/^\[Access\.fromStatements\] .*(, got: .*|, or leave the access out) \(InvalidStatement\)$/),
  });
  expect(errorOf(make).message).toContain(text);
});

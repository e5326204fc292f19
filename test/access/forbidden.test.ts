import { Aws } from 'aws-cdk-lib';
import { Forbidden } from '../../src';
import { errorOf, inlineStatements, podIdentity, stackFixture } from '../fixtures';

const BUCKET = 'arn:aws:s3:::company';

test('it reads as what is forbidden', () => {
  const forbidden = Forbidden.actions('s3:Get*', 's3:Put*').on(`${BUCKET}/*`).outside(`${BUCKET}/invoices/*`).when({ 'aws:SecureTransport': 'false', 'a:b': 'c' });

  expect(`${forbidden}`).toBe('s3:Get*, s3:Put* on arn:aws:s3:::company/* outside arn:aws:s3:::company/invoices/* when aws:SecureTransport is "false" and a:b is "c"');
});

test('it is immutable: each call makes another', () => {
  const all = Forbidden.actions('s3:*');
  all.on(`${BUCKET}/*`).enforced();

  expect(`${all}`).toBe('s3:*');
  expect(all.isEnforced).toBe(false);
  expect(all.enforced().isEnforced).toBe(true);
});

test('a further call of on and outside adds resources', () => {
  expect(`${Forbidden.actions('s3:*').on(BUCKET).on(`${BUCKET}/*`)}`).toBe('s3:* on arn:aws:s3:::company, arn:aws:s3:::company/*');
  expect(`${Forbidden.actions('s3:*').outside(BUCKET).outside(`${BUCKET}/*`)}`).toBe('s3:* outside arn:aws:s3:::company, arn:aws:s3:::company/*');
});

describe('enforced', () => {
  const denials = (forbidden: Forbidden) => {
    const { stack, template } = stackFixture();
    podIdentity(stack, { mustNot: [forbidden] });
    return inlineStatements(template());
  };

  test('denies the actions on every resource', () => {
    expect(denials(Forbidden.actions('s3:Delete*').enforced())).toEqual([{ Sid: 'MustNot', Effect: 'Deny', Action: 's3:Delete*', Resource: '*' }]);
  });

  test('denies them on the resources given', () => {
    expect(denials(Forbidden.actions('s3:Delete*').on(`${BUCKET}/*`).enforced())).toEqual([
      { Sid: 'MustNot', Effect: 'Deny', Action: 's3:Delete*', Resource: `${BUCKET}/*` },
    ]);
  });

  test('denies them outside of the resources given', () => {
    expect(denials(Forbidden.actions('s3:*').enforced().outside(`${BUCKET}/*`))).toEqual([
      { Sid: 'MustNot', Effect: 'Deny', Action: 's3:*', NotResource: `${BUCKET}/*` },
    ]);
  });

  test('denies them where the keys have the values given', () => {
    expect(denials(Forbidden.actions('s3:*').when({ 'aws:SecureTransport': 'false' }).enforced())).toEqual([
      { Sid: 'MustNot', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  test('denies a value as it is proved: as a text, with no variable in it', () => {
    const when = { 'aws:PrincipalTag/team': '${aws:username}*', 'aws:PrincipalTag/in': `$${Aws.REGION}` };

    expect(denials(Forbidden.actions('s3:*').when(when).enforced())).toMatchObject([
      { Condition: { StringEquals: { 'aws:PrincipalTag/team': '${$}{aws:username}${*}', 'aws:PrincipalTag/in': { 'Fn::Join': ['', ['${$}', { Ref: 'AWS::Region' }]] } } } },
    ]);
  });

  test('a condition that no policy can hold is proved alone', () => {
    expect(() => Forbidden.actions('s3:*').when({ 'aws:PrincipalTag/team': '\u{1f600}' })).not.toThrow();
  });

  test('changes no policy where it is not asked for', () => {
    expect(denials(Forbidden.actions('s3:*'))).toEqual([]);
  });
});

describe('fails on', () => {
  test.each<[string, () => unknown, string]>([
    ['no action', () => Forbidden.actions(), 'at least one action must be named: for all of them give "*"'],
    ['an action without a service', () => Forbidden.actions('DeleteObject'), 'an action must be a literal "service:Action" in which "*" and "?" are wildcards, or "*" for all of them, got: "DeleteObject"'],
    ['an action that is a token', () => Forbidden.actions(Aws.REGION), 'an action must be a literal'],
    ['no resource', () => Forbidden.actions('s3:*').on(), 'at least one resource must be named: leave on() out if there is none'],
    ['a resource that is no ARN', () => Forbidden.actions('s3:*').on('company'), 'a resource must be an ARN in which "*" and "?" are wildcards, or "*" for all of them, got: "company"'],
    ['a wildcard over all components', () => Forbidden.actions('s3:*').outside('arn:*'), 'a resource must be an ARN in which "*" and "?" are wildcards, got: "arn:*"'],
    ['nothing left to be forbidden', () => Forbidden.actions('s3:*').outside('*'), 'outside of "*" there is no resource, so nothing would be forbidden, got: "*"'],
    ['a character that no policy can hold', () => Forbidden.actions('s3:*').on(`${BUCKET}/€`), 'a resource has the character "€", which IAM policies can\'t hold'],
    ['a value that no policy can hold', () => Forbidden.actions('s3:*').enforced().when({ 'a:b': '\u20ac' }), '[Forbidden.when] a condition has the character "\u20ac", which IAM policies '
      + 'can\'t hold: leave enforced() out to have it proved alone, got: {"a:b":"\u20ac"}'],
    ['a key that no policy can hold', () => Forbidden.actions('s3:*').when({ 'a:\u20ac': 'b' }).enforced(), '[Forbidden.enforced] a condition has the character "\u20ac"'],
    ['no context', () => Forbidden.actions('s3:*').when(undefined as never), 'at least one condition key must be given'],
    ['no condition key', () => Forbidden.actions('s3:*').when({}), 'at least one condition key must be given: leave when() out if there is none, got: {}'],
    ['a condition key without a service', () => Forbidden.actions('s3:*').when({ prefix: 'x' }), 'a condition key must be like "aws:SecureTransport", got: "prefix"'],
    ['a value that is no text', () => Forbidden.actions('s3:*').when({ 'a:b': 7 as never }), 'the value of a:b must be one text, got: 7'],
    ['a condition key that is there twice', () => Forbidden.actions('s3:*').when({ 'a:b': 'x' }).when({ 'A:B': 'y' }), 'A:B is given twice, upper and lower case being the same to IAM'],
    ['a list as a resource', () => Forbidden.actions('s3:*').on([BUCKET] as never), 'a resource must be a text, got: ["arn:aws:s3:::company"]'],
    ['a denial that IAM can\'t say', () => Forbidden.actions('s3:*').on(`${BUCKET}/*`).outside(`${BUCKET}/a`).enforced(), 'enforced() takes on() or outside(), not both'],
    ['the same in another order', () => Forbidden.actions('s3:*').enforced().outside(`${BUCKET}/a`).on(`${BUCKET}/*`), '[Forbidden.on] one IAM statement can\'t deny actions on some resources outside of others'],
  ])('%s', (_, call, text) => {
    const error = errorOf(call);

    expect(error.code).toBe('InvalidForbidden');
    expect(error.message).toContain(text);
  });
});

test('tokens are taken as resources', () => {
  expect(() => Forbidden.actions('s3:*').on(`arn:${Aws.PARTITION}:s3:::x`).outside(`arn:${Aws.PARTITION}:s3:::x/*`)).not.toThrow();
});

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
  const BOTH = 'one IAM statement can\'t deny actions on some resources outside of others, so enforced() takes on() or outside(), not both: '
    + `leave on() out to deny the actions everywhere else, or leave enforced() out to have it proved alone, got: "s3:* on ${BUCKET}/* outside ${BUCKET}/a"`;
  const ACTION = 'an action must be a literal "service:Action" in which "*" and "?" are wildcards, or "*" for all of them, got: ';
  const RESOURCE = 'a resource must be an ARN in which "*" and "?" are wildcards';

  test.each<[string, string, () => unknown, string]>([
    ['no action', 'actions', () => Forbidden.actions(), 'at least one action must be named: for all of them give "*"'],
    ['an action without a service', 'actions', () => Forbidden.actions('DeleteObject'), `${ACTION}"DeleteObject"`],
    ['an action of two services', 'actions', () => Forbidden.actions('s3:GetObject', 's3:sqs:GetObject'), `${ACTION}"s3:sqs:GetObject"`],
    ['an action that begins with a blank', 'actions', () => Forbidden.actions(' s3:GetObject'), `${ACTION}" s3:GetObject"`],
    ['an action that is a token', 'actions', () => Forbidden.actions(Aws.REGION), `${ACTION}"${Aws.REGION}"`],
    ['an action without a name', 'actions', () => Forbidden.actions('s3:'), `${ACTION}"s3:"`],
    ['an action with a token in its name', 'actions', () => Forbidden.actions(`s3:${Aws.REGION}`), `${ACTION}"s3:${Aws.REGION}"`],
    ['no resource', 'on', () => Forbidden.actions('s3:*').on(), 'at least one resource must be named: leave on() out if there is none'],
    ['no resource to leave out', 'outside', () => Forbidden.actions('s3:*').outside(), 'at least one resource must be named: leave outside() out if there is none'],
    ['a resource that is no ARN', 'on', () => Forbidden.actions('s3:*').on('company'), `${RESOURCE}, or "*" for all of them, got: "company"`],
    ['a resource that has an ARN inside', 'on', () => Forbidden.actions('s3:*').on(`x${BUCKET}`), `${RESOURCE}, or "*" for all of them, got: "x${BUCKET}"`],
    ['an ARN without a resource', 'on', () => Forbidden.actions('s3:*').on('arn:aws:s3:::'), `${RESOURCE}, or "*" for all of them, got: "arn:aws:s3:::"`],
    ['an ARN without a partition', 'on', () => Forbidden.actions('s3:*').on('arn::s3:::company'), `${RESOURCE}, or "*" for all of them, got: "arn::s3:::company"`],
    ['an ARN without a service', 'on', () => Forbidden.actions('s3:*').on('arn:aws::::company'), `${RESOURCE}, or "*" for all of them, got: "arn:aws::::company"`],
    ['a wildcard over all components', 'outside', () => Forbidden.actions('s3:*').outside('arn:*'), `${RESOURCE}, got: "arn:*"`],
    ['nothing left to be forbidden', 'outside', () => Forbidden.actions('s3:*').outside('*'), 'outside of "*" there is no resource, so nothing would be forbidden, got: "*"'],
    ['a character that no policy can hold', 'on', () => Forbidden.actions('s3:*').on(`${BUCKET}/€`), `a resource has the character "€", which IAM policies can't hold, got: "${BUCKET}/€"`],
    ['a value that no policy can hold', 'when', () => Forbidden.actions('s3:*').enforced().when({ 'a:b': '\u20ac' }),
      'a condition has the character "\u20ac", which IAM policies can\'t hold: leave enforced() out to have it proved alone, got: {"a:b":"\u20ac"}'],
    ['a key that no policy can hold', 'enforced', () => Forbidden.actions('s3:*').when({ 'a:\u20ac': 'b' }).enforced(),
      'a condition has the character "\u20ac", which IAM policies can\'t hold: leave enforced() out to have it proved alone, got: {"a:\u20ac":"b"}'],
    ['no context', 'when', () => Forbidden.actions('s3:*').when(undefined as never), 'at least one condition key must be given: leave when() out if there is none, got: undefined'],
    ['no condition key', 'when', () => Forbidden.actions('s3:*').when({}), 'at least one condition key must be given: leave when() out if there is none, got: {}'],
    ['a condition key without a service', 'when', () => Forbidden.actions('s3:*').when({ prefix: 'x' }), 'a condition key must be like "aws:SecureTransport", got: "prefix"'],
    ['a condition key with a blank before it', 'when', () => Forbidden.actions('s3:*').when({ ' a:b': 'x' }), 'a condition key must be like "aws:SecureTransport", got: " a:b"'],
    ['a condition key with a blank behind it', 'when', () => Forbidden.actions('s3:*').when({ 'a:b ': 'x' }), 'a condition key must be like "aws:SecureTransport", got: "a:b "'],
    ['a value that is no text', 'when', () => Forbidden.actions('s3:*').when({ 'a:b': 7 as never }), 'the value of a:b must be one text, got: 7'],
    ['a condition key that is there twice', 'when', () => Forbidden.actions('s3:*').when({ 'a:b': 'x' }).when({ 'A:B': 'y' }),
      'A:B is given twice, upper and lower case being the same to IAM: give it one value, got: "y"'],
    ['a condition key that is there twice in one call', 'when', () => Forbidden.actions('s3:*').when({ 'A:b': 'x', 'a:B': 'y' }),
      'a:B is given twice, upper and lower case being the same to IAM: give it one value, got: "y"'],
    ['a list as a resource', 'on', () => Forbidden.actions('s3:*').on([BUCKET] as never), `a resource must be a text, got: ["${BUCKET}"]`],
    ['a denial that IAM can\'t say', 'enforced', () => Forbidden.actions('s3:*').on(`${BUCKET}/*`).outside(`${BUCKET}/a`).enforced(), BOTH],
    ['a resource outside of which a denial is enforced', 'on', () => Forbidden.actions('s3:*').enforced().outside(`${BUCKET}/a`).on(`${BUCKET}/*`), BOTH],
    ['a resource on which a denial is enforced', 'outside', () => Forbidden.actions('s3:*').enforced().on(`${BUCKET}/*`).outside(`${BUCKET}/a`), BOTH],
  ])('%s', (_, method, call, text) => {
    const error = errorOf(call);

    expect(error.code).toBe('InvalidForbidden');
    expect(error.message).toBe(`[Forbidden.${method}] ${text} (InvalidForbidden)`);
  });
});

test('everything may be forbidden in so many words', () => {
  expect(`${Forbidden.actions('*').on('*')}`).toBe('* on *');
});

test('an action may be a pattern, and a condition key may be given once by each call', () => {
  expect(`${Forbidden.actions('*', 's3:Get?bject*', 'execute-api:*').when({ 'a:b': 'x' }).when({ 'a:c': 'y' })}`).toBe('*, s3:Get?bject*, execute-api:* when a:b is "x" and a:c is "y"');
});

test('tokens are taken as resources', () => {
  expect(() => Forbidden.actions('s3:*').on(`arn:${Aws.PARTITION}:s3:::x`).outside(`arn:${Aws.PARTITION}:s3:::x/*`)).not.toThrow();
});

import { context, decide, forbidden, knowing, policies, PoliciesJson, request } from './engine';
import { evaluate } from '../../src/policy/evaluate';
import { contextOfForbidden, isForbidden } from '../../src/policy/forbidden';
import { StatementJson } from '../../src/policy/statement';
import { literal } from '../../src/policy/text';

const allow: StatementJson = { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' };
const deny: StatementJson = { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::b/secret/*' };
const asked = request('S3:GetObject', 'arn:aws:s3:::b/x');

describe('a decision', () => {
  test.each<[string, PoliciesJson, string]>([
    ['nothing allows it', { identity: [] }, 'IMPLICIT_DENY'],
    ['a statement allows it', { identity: [allow] }, 'ALLOWED'],
    ['a boundary allows it as well', { identity: [allow], boundary: [allow] }, 'ALLOWED'],
    ['a boundary alone allows it', { identity: [], boundary: [allow] }, 'IMPLICIT_DENY'],
    ['a boundary doesn\'t allow it', { identity: [allow], boundary: [] }, 'IMPLICIT_DENY'],
    ['a session policy doesn\'t allow it', { identity: [allow], boundary: [allow], session: [] }, 'IMPLICIT_DENY'],
    ['a boundary denies it', { identity: [allow], boundary: [allow, { ...deny, Resource: '*' }] }, 'EXPLICIT_DENY'],
    ['a session policy denies it that nothing allows', { identity: [], session: [{ ...deny, Resource: '*' }] }, 'EXPLICIT_DENY'],
    ['a policy of unknown content may allow it', { identity: [], unknown: [{ name: 'M', as: 'identity' }] }, 'UNDECIDED'],
    ['a policy of unknown content stands beside one that allows it', { identity: [allow], unknown: [{ name: 'M', as: 'identity' }] }, 'ALLOWED'],
    ['a boundary of unknown content may not allow it', { identity: [allow], unknown: [{ name: 'M', as: 'boundary' }] }, 'UNDECIDED'],
    ['a boundary doesn\'t allow it, whatever a policy of unknown content does', { identity: [], boundary: [], unknown: [{ name: 'M', as: 'identity' }] }, 'IMPLICIT_DENY'],
  ])('where %s', (_, all, expected) => expect(decide(all, asked)).toBe(expected));

  test('takes denials before all else', () => {
    expect(decide({ identity: [allow, deny] }, request('s3:GetObject', 'arn:aws:s3:::b/secret/x'))).toBe('EXPLICIT_DENY');
    expect(decide({ identity: [allow, deny] }, asked)).toBe('ALLOWED');
  });

  test('of what is left out is the opposite', () => {
    expect(decide({ identity: [{ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' }] }, asked)).toBe('ALLOWED');
    expect(decide({ identity: [{ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }] }, asked)).toBe('IMPLICIT_DENY');
    expect(decide({ identity: [allow, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::b/*' }] }, asked)).toBe('ALLOWED');
    expect(decide({ identity: [allow, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::c/*' }] }, asked)).toBe('EXPLICIT_DENY');
  });

  test('on symbols is open where their values would decide', () => {
    const param: StatementJson = { ...allow, Resource: 'arn:aws:s3:::<any P>/*' };

    expect(decide({ identity: [param] }, asked)).toBe('UNDECIDED');
    expect(decide({ identity: [param] }, request('s3:GetObject', 'arn:aws:s3:::<any P>/x'))).toBe('ALLOWED');
    expect(decide({ identity: [allow, { ...param, Effect: 'Deny' }] }, asked)).toBe('UNDECIDED');
    expect(decide({ identity: [param] }, request('s3:PutObject', 'arn:aws:s3:::b/x'))).toBe('IMPLICIT_DENY');
  });

  test('on variables of which nothing is known is open', () => {
    const own: StatementJson = { ...allow, Resource: 'arn:aws:s3:::b/${aws:username}/*' };

    expect(decide({ identity: [own] }, request('s3:GetObject', 'arn:aws:s3:::b/eve/x', knowing({})))).toBe('UNDECIDED');
    expect(decide({ identity: [own] }, request('s3:GetObject', 'arn:aws:s3:::c/eve/x', knowing({})))).toBe('IMPLICIT_DENY');
    expect(decide({ identity: [own] }, request('s3:GetObject', 'arn:aws:s3:::b/eve/x', { 'AWS:username': 'eve' }))).toBe('ALLOWED');
    expect(decide({ identity: [own] }, asked)).toBe('IMPLICIT_DENY');
  });
});

test('a decision tells how each statement met the request, and what it is called', () => {
  const all = policies({ identity: [allow, { ...deny, Condition: { Bool: { k: 'true' } } }], session: [allow] });
  const { meetings } = evaluate(request('s3:GetObject', 'arn:aws:s3:::b/secret/x', { k: 'false' }), all);

  expect(meetings.identity?.map(({ statement, action, resource, applies }) => [statement.origin, action, resource, applies])).toEqual([
    ['statement "Read" of the policy', 'yes', 'yes', 'yes'], ['statement 2 of the policy', 'yes', 'yes', 'no'],
  ]);
  expect(meetings.identity?.[1].conditions).toMatchObject([{ condition: { name: 'Bool', key: 'k' }, holds: 'no' }]);
  expect(meetings.boundary).toBeUndefined();
  expect(meetings.session).toHaveLength(1);
});

test('of the actions of a statement those are spelled that are known, none of what it leaves out', () => {
  const spelled = (more: StatementJson) => policies({ identity: [{ Effect: 'Allow', Resource: '*', ...more }] }).identity[0].spelled;

  expect(spelled({ Action: ['s3:GetObject', 's3:<any P>'] })).toEqual(['s3:GetObject']);
  expect(spelled({ NotAction: 's3:*' })).toEqual([]);
});

test('an action that is written like a symbol is none', () => {
  const decision = (Action: string) => decide({ identity: [{ Effect: 'Allow', Action, Resource: '*' }] }, request('<any p>/x', 'arn:aws:s3:::b/x'));

  expect(['<any p>/x', 'any||p/x', '<any p>/x'].map(decision)).toEqual(['ALLOWED', 'UNDECIDED', 'ALLOWED']);
});

describe('what is forbidden', () => {
  const own = forbidden({ actions: ['S3:*'], resources: ['arn:aws:s3:::*'], outside: ['arn:aws:s3:::${k}/*'], context: { L: 'v' } });

  test('is an action on a resource that is not outside', () => {
    expect(isForbidden(own, request('s3:getobject', 'arn:aws:s3:::b/x', { k: 'a' }))).toBe('yes');
    expect(isForbidden(own, request('s3:getobject', 'arn:aws:s3:::a/x', { k: 'a' }))).toBe('no');
    expect(isForbidden(own, request('s3:getobject', 'arn:aws:s3:::a/x'))).toBe('yes');
    expect(isForbidden(own, request('sqs:x', 'arn:aws:s3:::b/x'))).toBe('no');
  });

  test('has its own context, and what is known besides', () => {
    const known = contextOfForbidden(own, context({ k: 'a', l: 'other' }));

    expect([known('l'), known('K'), known('m')]).toEqual([[literal('v')], [literal('a')], 'absent']);
  });
});

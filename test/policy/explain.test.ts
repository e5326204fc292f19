import { PoliciesJson, policies, request, Values } from './engine';
import { evaluate } from '../../src/policy/evaluate';
import { explain } from '../../src/policy/explain';
import { StatementJson } from '../../src/policy/statement';

const BUCKET = 'arn:aws:s3:::company';

function explained(json: PoliciesJson, action: string, resource: string, context: Values = {}): string[] {
  const [asked, all] = [request(action, resource, context), policies(json)];
  return explain(asked, evaluate(asked, all), all);
}

const READ = { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: `${BUCKET}/*`, Condition: { StringLike: { 'aws:PrincipalTag/team': ['a*', 'b'] } } };
const WRITE = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };

test('what is allowed names every statement that allows it, as it is written', () => {
  expect(explained({ identity: [READ, WRITE], session: [WRITE] }, 's3:PutObject', `${BUCKET}/a`)).toEqual([
    'it is allowed by statement 2 of the policy:', '  Action s3:PutObject', '  Resource *',
    'it is allowed by statement 1 of the session policy:', '  Action s3:PutObject', '  Resource *',
  ]);
  expect(explained({ identity: [READ] }, 's3:GetObject', `${BUCKET}/a`, { 'aws:PrincipalTag/team': 'ab' })).toEqual([
    'it is allowed by statement "Read" of the policy:', '  Action s3:GetObject, s3:ListBucket', `  Resource ${BUCKET}/*`,
    '  Condition StringLike aws:PrincipalTag/team "a*", "b"',
  ]);
});

test('what is denied names the denial alone', () => {
  const denial = { Effect: 'Deny', NotAction: ['s3:Get*', 's3:List*'], NotResource: `${BUCKET}/drafts/*` };

  expect(explained({ identity: [WRITE, denial] }, 's3:PutObject', `${BUCKET}/a`)).toEqual([
    'it is denied by statement 2 of the policy:', '  NotAction s3:get*, s3:list*', `  NotResource ${BUCKET}/drafts/*`,
  ]);
});

test('what nothing allows names the statement of the action before one of the resource, and what failed in it', () => {
  expect(explained({ identity: [READ, WRITE] }, 's3:GetObject', BUCKET)).toEqual([
    'no statement of the role\'s policies allows it', 'the nearest is statement "Read" of the policy:', `  its Resource ${BUCKET}/* is not the resource`,
    '  its condition StringLike aws:PrincipalTag/team "a*", "b" does not hold: the request has no aws:PrincipalTag/team',
  ]);
  expect(explained({ identity: [WRITE] }, 's3:GetObject', BUCKET)).toEqual([
    'no statement of the role\'s policies allows it', 'the nearest is statement 1 of the policy:', '  its Action s3:PutObject is not the action',
  ]);
  expect(explained({ identity: [READ] }, 's3:GetObject', `${BUCKET}/a`, { 'aws:PrincipalTag/team': ['c'] })[2])
    .toBe('  its condition StringLike aws:PrincipalTag/team "a*", "b" does not hold: aws:PrincipalTag/team is "c"');
});

test('of two statements for the action the one whose conditions hold is nearer', () => {
  const other = { ...READ, Sid: 'Other', Condition: undefined, Resource: 'arn:aws:s3:::x' };

  expect(explained({ identity: [{ ...READ, Resource: 'arn:aws:s3:::y' }, other] }, 's3:GetObject', BUCKET)[1]).toBe('the nearest is statement "Other" of the policy:');
});

test('of two statements for the action the one of the resource is nearer, and only what failed in it is told', () => {
  const Condition = { Bool: { a: 'true' }, StringEquals: { k: 'x' } };
  const ofResource = { ...READ, Sid: 'Near', Resource: [`${BUCKET}/*`, 'x'], Condition };

  for (const identity of [[{ ...READ, Condition: undefined, Resource: 'y' }, ofResource], [ofResource, { ...READ, Condition: undefined, Resource: 'y' }]]) {
    expect(explained({ identity }, 's3:GetObject', `${BUCKET}/a`, { a: 'true', k: ['y'] }).slice(1))
      .toEqual(['the nearest is statement "Near" of the policy:', '  its condition StringEquals k "x" does not hold: k is "y"']);
  }
  expect(explained({ identity: [ofResource] }, 's3:GetObject', 'z')[2]).toBe(`  its Resource ${BUCKET}/*, x is not the resource`);
});

test('what no statement is about has no nearest one, and denials are none', () => {
  expect(explained({ identity: [READ] }, 'iam:PassRole', 'arn:aws:iam::111122223333:role/x')).toEqual(['no statement of the role\'s policies allows it']);
  expect(explained({ identity: [{ ...WRITE, Effect: 'Deny' }] }, 's3:GetObject', BUCKET)).toEqual(['no statement of the role\'s policies allows it']);
});

test('the kind of policy is named that doesn\'t allow', () => {
  expect(explained({ identity: [WRITE], boundary: [READ] }, 's3:PutObject', BUCKET)[0]).toBe('no statement of the permissions boundary allows it');
  expect(explained({ identity: [WRITE], boundary: [WRITE], session: [] }, 's3:PutObject', BUCKET)).toEqual(['no statement of the session policy allows it']);
});

test('what is not decided tells why: values that may be the same, a condition, a policy that is not known', () => {
  const named = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::<any Bucket>/*' };
  const several = { 'aws:PrincipalTag/team': ['a', 'b'] };

  expect(explained({ identity: [named] }, 's3:GetObject', `${BUCKET}/a`)).toEqual(['it is not decided: nothing says whether ${Bucket} and company are the same']);
  expect(explained({ identity: [READ] }, 's3:GetObject', `${BUCKET}/a`, several))
    .toEqual(['it is not decided: nothing says whether the condition StringLike aws:PrincipalTag/team of statement "Read" of the policy holds']);
  expect(explained({ identity: [], unknown: [{ name: 'one', as: 'identity' }, { name: 'two', as: 'identity' }] }, 's3:GetObject', BUCKET))
    .toEqual(['it is not decided: the content of one and two is not known']);
});

test('what is not decided tells of the statements that leave it open alone: values before conditions, and of these the first that is open', () => {
  const statement = (more: object) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more });
  const open = statement({ Condition: { Bool: { a: 'true' }, StringEquals: { k: 'x' } } });
  const named = statement({ Resource: ['arn:aws:sqs:::*', 'arn:aws:s3:::<any Bucket>/*'] });
  const context = { a: 'true', k: ['x', 'y'] };
  const why = (...identity: object[]) => explained({ identity: identity as StatementJson[] }, 's3:GetObject', `${BUCKET}/a`, context)[0].replace('it is not decided: nothing says whether ', '');

  expect(why({ ...named, Action: 'sqs:*' }, open)).toBe('the condition StringEquals k of statement 2 of the policy holds');
  expect(why(open, named)).toBe('${Bucket} and company are the same');
});

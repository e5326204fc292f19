import { ForbiddenJson, knowing, text, verdict } from './engine';
import { contextOf } from '../../src/policy/condition';
import { spellAction } from '../../src/policy/plausible';
import { StatementJson } from '../../src/policy/statement';

const allow = (Resource: string | string[], Condition?: object, Action = 's3:*'): StatementJson => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
const deny = (Resource: string | string[], Condition?: object): StatementJson => ({ ...allow(Resource, Condition), Effect: 'Deny' });
const on = (identity: StatementJson[], asked: Partial<ForbiddenJson> = {}, known = knowing({})) => verdict({ identity }, { actions: ['s3:*'], resources: ['*'], ...asked }, known);

describe('the context of a witness', () => {
  test('has the values of variables that make a pattern match, symbols among them', () => {
    expect(on([allow(['a.b/${k}/<name A>', 'c/${l}'])], { resources: ['a.b/*'] })).toBe('REFUTED: s3:getobject on a.b//${A} if k = ');
    expect(on([allow('<name A>/${k}')], { resources: ['<name A>/<name B>'] })).toBe('REFUTED: s3:getobject on ${A}/${B} if k = ${B}');
    expect(on([allow('a?*${k}')], { resources: ['ab'] })).toBe('REFUTED: s3:getobject on ab if k = ');
    expect(on([allow('a?/${k}')], { resources: ['ab/c'] })).toBe('REFUTED: s3:getobject on ab/c if k = c');
  });

  test('has what is known besides its own', () => {
    expect(on([allow('*', { StringEquals: { K: 'a', l: 'b' } })], {}, knowing({ l: 'b' }))).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if K = a');
    expect(on([allow('*')], { outside: ['arn:aws:s3:::${l}/*'], resources: ['arn:aws:s3:::*'] }, knowing({ l: 'x' }))).toMatch(/^REFUTED: s3:getobject on arn:aws:s3:::(?!x\/)/);
  });

  test('has first what the allowing statements ask, and nothing of statements about something else', () => {
    const unlessD = { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringNotEquals: { d: 'x' } } };
    const others = [allow('*', { StringEquals: { q: '1' } }, 'sqs:*'), allow('arn:aws:s3:::y', { StringEquals: { r: '1' } })];

    expect(on([...others, unlessD, allow('arn:aws:s3:::x/*', { StringEquals: { a: 'y' } })], { resources: ['*/*'] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if a = y and d = x');
  });

  test('is searched among values that variables don\'t leave out', () => {
    expect(on([allow('*', { StringEquals: { k: ['${l}', 'a'] } })], {}, (key) => key === 'l' ? 'absent' : 'unknown')).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if k = a');
    expect(on([allow('*', { StringEquals: { k: '${l}' } })], {}, contextOf({}))).toBe('PROVED');
  });

  test('is not found where all that is tried is denied', () => {
    const unlessAbsent = [allow('x'), deny('${k, \'x\'}')];

    expect(on(unlessAbsent)).toBe('UNKNOWN: no context was found in which the request is allowed');
    expect(verdict({ identity: unlessAbsent, unknown: [{ name: 'the policy M', as: 'identity' }] }, { actions: ['s3:*'], resources: ['x'] }))
      .toBe('UNKNOWN: the content of the policy M is not known');
  });

  test('is not searched for longer than some hundred tries', () => {
    const keys = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, ['a', 'b']]));
    const begin = Date.now();

    expect(on([allow('*', { StringLikeIfExists: keys, Fuzzy: { z: 'a' } })])).toMatch(/^UNKNOWN: nothing says whether the condition /);
    expect(Date.now() - begin).toBeLessThan(2_000);
  });
});

describe('what AWS documents in two ways', () => {
  const open = 'arn:aws:s3:*:x';
  const reason = 'UNKNOWN: AWS documents both that "*" at the end of a component of an ARN matches beyond the colon and that it does not';

  test('is no matter where the witness is one either way', () => {
    expect(on([allow(open)])).toBe('REFUTED: s3:getobject on arn:aws:s3::x');
    expect(on([allow(open), deny('arn:aws:s3:a:x')], { resources: ['arn:aws:s3:?:x'] })).toBe('REFUTED: s3:getobject on arn:aws:s3:x:x');
  });

  test('is no matter where nothing is allowed either way', () => {
    expect(on([allow(open)], { resources: ['arn:aws:sqs:*:x'] })).toBe('PROVED');
    expect(on([allow('*'), deny(open)], { resources: ['arn:aws:s3:a:x'] })).toBe('PROVED');
    expect(on([allow(open), deny('arn:*')])).toBe('PROVED');
  });

  test('leaves open what hangs on it', () => {
    expect(on([allow(open)], { resources: ['arn:aws:s3:a:b:x'] })).toBe(reason);
    expect(on([allow('*'), deny(open)], { resources: ['arn:aws:s3:a:b:x'] })).toBe(reason);
    expect(on([allow('*')], { resources: ['arn:aws:s3:a:b:x'], outside: [open] })).toBe(reason);
    expect(verdict({ identity: [allow('*')], boundary: [allow(open)], session: [allow('*')] }, { actions: ['s3:*'], resources: ['arn:aws:s3:a:b:x'] })).toBe(reason);
  });

  test('doesn\'t hide another doubt', () => {
    expect(on([allow(open, { Fuzzy: { k: 'a' } })])).toBe('UNKNOWN: nothing says whether the condition Fuzzy k of statement 1 of the policy holds');
  });
});

test.each([
  ['s3:getobject', ['S3:GETOBJECT'], 'S3:GETOBJECT'], ['s3:getobject', ['s3:*'], 's3:GetObject'], ['s3:get', ['S3:Get*'], 'S3:Get'], ['x:y', [], 'x:y'],
])('the action %s, of which a policy says %j, is spelled %s', (action, written, expected) => expect(spellAction(text(action), written)).toBe(expected));

test.each([
  ['s3:G*', 's3:GetObject'], ['s3:P*', 's3:PutObject'], ['s3:D*', 's3:DeleteObject'], ['s3:L*', 's3:ListBucket'], ['sqs:*', 'sqs:SendMessage'], ['sqs:R*', 'sqs:ReceiveMessage'],
  ['sns:*', 'sns:Publish'], ['dynamodb:*', 'dynamodb:GetItem'], ['dynamodb:P*', 'dynamodb:PutItem'], ['dynamodb:D*', 'dynamodb:DeleteItem'], ['kms:*', 'kms:Decrypt'],
  ['secretsmanager:*', 'secretsmanager:GetSecretValue'], ['ssm:*', 'ssm:GetParameter'], ['iam:*', 'iam:CreateUser'], ['iam:P*', 'iam:PassRole'], ['sts:*', 'sts:AssumeRole'],
  ['lambda:*', 'lambda:InvokeFunction'], ['kinesis:*', 'kinesis:PutRecord'], ['states:*', 'states:StartExecution'], ['events:*', 'events:PutEvents'], ['logs:*', 'logs:PutLogEvents'],
  ['ecr:*', 'ecr:BatchGetImage'], ['ec2:*', 'ec2:RunInstances'], ['ec2:T*', 'ec2:TerminateInstances'], ['eks:*', 'eks:DescribeCluster'],
  ['route53:*', 'route53:ChangeResourceRecordSets'],
])('of %s the witness is what people know: %s', (Action, expected) => {
  const [, action, resource] = /^REFUTED: (.*) on (.*)$/.exec(on([allow('*', undefined, Action)], { actions: ['*'] }))!;

  expect(spellAction(text(action), [])).toBe(expected);
  expect(resource).toBe(Action.startsWith('s3:') ? 'arn:aws:s3:::x/x' : `arn:aws:${Action.split(':')[0]}:::x`);
});

test.each([
  ['arn:aws:sqs:*:*:', 'arn:aws:sqs:::'], ['arn:aws:x:*', 'arn:aws:x:::x'], ['arn:aws-cn:sqs:*', 'arn:aws-cn:sqs:::x'], ['arn:aws:*', 'arn:aws:sqs:::x'], ['x*', 'x'], ['*', 'arn:aws:sqs:::x'],
])('on %s the resource of a witness is the first of those that look like one of its service: %s', (Resource, expected) => {
  expect(on([allow(Resource, undefined, 'sqs:*')], { actions: ['sqs:*'] })).toBe(`REFUTED: sqs:sendmessage on ${expected}`);
});

test('a symbol is avoided among patterns without symbols too', () => {
  expect(on([allow('arn:aws:s3:::*')], { outside: ['arn:aws:s3:::<any P>/*', 'arn:aws:s3:::x'] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::y');
});

test('a statement that names neither actions nor resources is about all', () => {
  expect(on([{ Effect: 'Allow' }])).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
});

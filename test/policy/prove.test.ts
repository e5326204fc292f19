import { ForbiddenJson, knowing, PoliciesJson, proveOf, verdict } from './engine';
import { contextOf } from '../../src/policy/condition';
import { StatementJson } from '../../src/policy/statement';

const allow = (Action: string | string[], Resource: string | string[], Condition?: object): StatementJson => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
const deny = (Action: string | string[], Resource: string | string[], Condition?: object): StatementJson => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' });

/** The verdict on identity statements alone, or with other policies. */
const on = (policies: StatementJson[] | PoliciesJson, asked: Partial<ForbiddenJson> = {}, known = knowing({})) =>
  verdict(Array.isArray(policies) ? { identity: policies } : policies, { actions: ['s3:*'], resources: ['*'], ...asked }, known);

const BUCKET = 'arn:aws:s3:::<name Bucket>';
const OTHER = 'arn:aws:s3:::<name Other>';

describe('actions and resources', () => {
  test('nothing that is not allowed can be refuted', () => {
    expect(on([])).toBe('PROVED');
    expect(on([allow('sqs:*', '*')])).toBe('PROVED');
    expect(on([deny('*', '*')])).toBe('PROVED');
  });

  test('what is allowed is refuted by a request that looks like one that people make', () => {
    expect(on([allow('S3:Get*', 'arn:aws:s3:::invoices/*')])).toBe('REFUTED: s3:getobject on arn:aws:s3:::invoices/x');
    expect(on([allow('*', '*')], { actions: ['x:*'] })).toBe('REFUTED: x:x on arn:aws:x:::x');
    expect(on([allow('*', '*')], { resources: ['q'] })).toBe('REFUTED: s3:getobject on q');
    expect(on([allow('s3:*', '')])).toBe('REFUTED: s3:getobject on ');
    expect(on([allow('a', 'b')], { actions: ['?'], resources: ['?'] })).toBe('REFUTED: a on b');
    expect(on([allow(['s3:Zebra', 's3:Get*'], '*')])).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
  });

  test('what lies outside may be allowed', () => {
    expect(on([allow('s3:*', `${BUCKET}/*`)], { outside: [`${BUCKET}/*`] })).toBe('PROVED');
    expect(on([allow('s3:*', [BUCKET, `${BUCKET}/*`])], { outside: [`${BUCKET}/*`] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::${Bucket}');
    expect(on([allow('s3:*', 'arn:aws:s3:::a*')], { outside: ['arn:aws:s3:::ab*', 'arn:aws:s3:::a?*', 'arn:aws:s3:::a'] })).toBe('PROVED');
  });

  test('denials take away, each its own actions and resources', () => {
    expect(on([allow('s3:*', '*'), deny('s3:*', '*')])).toBe('PROVED');
    expect(on([allow('s3:*', '*'), deny('s3:Get*', '*')])).toBe('REFUTED: s3:putobject on arn:aws:s3:::x/x');
    expect(on([allow('s3:*', '*'), deny('s3:*', 'arn:*')])).toMatch(/^REFUTED: s3:getobject on (?!arn:)/);
    expect(on([allow('s3:*', `${BUCKET}/*`), deny('s3:Get*', `${BUCKET}/*`), deny('s3:*', `${BUCKET}/a*`)], { resources: [`${BUCKET}/a*`, `${BUCKET}/b*`] }))
      .toBe('REFUTED: s3:putobject on arn:aws:s3:::${Bucket}/bx');
    expect(on([allow('s3:*', '*'), deny('s3:*', 'arn:aws:s3:::a*'), deny(['s3:*'], 'arn:aws:s3:::b*')], { resources: ['arn:aws:s3:::a*', 'arn:aws:s3:::b*'] })).toBe('PROVED');
  });

  test('what is left out of a denial is not denied', () => {
    const onlyBucket: StatementJson = { Effect: 'Deny', Action: '*', NotResource: `${BUCKET}/*` };

    expect(on([allow('s3:*', '*'), onlyBucket], { outside: [`${BUCKET}/*`] })).toBe('PROVED');
    expect(on([allow('s3:*', '*'), onlyBucket])).toBe('REFUTED: s3:getobject on arn:aws:s3:::${Bucket}/x');
    expect(on([allow('*', '*'), { Effect: 'Deny', NotAction: ['sqs:*', 's3:PutObject'], Resource: '*' }])).toBe('REFUTED: s3:putobject on arn:aws:s3:::x/x');
    expect(on([allow('*', '*'), { Effect: 'Deny', NotAction: 'sqs:*', Resource: '*' }])).toBe('PROVED');
  });

  test('what is left out of an allowing statement is not allowed', () => {
    expect(on([{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }])).toBe('PROVED');
    expect(on([{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:*' }], { resources: ['arn:aws:s3:::*'] })).toBe('PROVED');
    expect(on([{ Effect: 'Allow', NotAction: 'sqs:*', NotResource: `${BUCKET}/*` }], { resources: [`${BUCKET}*`] }))
      .toBe('REFUTED: s3:getobject on arn:aws:s3:::${Bucket}x/x');
  });

  test('a boundary and a session policy must allow as well', () => {
    const identity = [allow('s3:*', '*')];

    expect(on({ identity, boundary: [] })).toBe('PROVED');
    expect(on({ identity, boundary: [allow('sqs:*', '*')] })).toBe('PROVED');
    expect(on({ identity, boundary: [allow('*', `${BUCKET}/*`)] }, { outside: [`${BUCKET}/*`] })).toBe('PROVED');
    expect(on({ identity, boundary: [allow('s3:Get*', '*')], session: [allow('s3:Put*', '*')] })).toBe('PROVED');
    expect(on({ identity, boundary: [allow('*', 'arn:aws:s3:::a*')], session: [allow('s3:*', 'arn:aws:s3:::*b')] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::a/b');
    expect(on({ identity, session: [allow('*', '*'), deny('s3:*', '*')] })).toBe('PROVED');
    expect(on({ identity, boundary: [allow('*', '*'), deny('s3:*', '*')] })).toBe('PROVED');
  });
});

describe('policies whose content is not known', () => {
  const managed = { name: 'the managed policy M', as: 'identity' } as const;

  test('leave open what they might allow', () => {
    expect(on({ identity: [], unknown: [managed] })).toBe('UNKNOWN: the content of the managed policy M is not known');
    expect(on({ identity: [allow('s3:*', '*')], unknown: [{ ...managed, as: 'boundary' }] })).toBe('UNKNOWN: the content of the managed policy M is not known');
    expect(on({ identity: [allow('s3:*', '*')], unknown: [{ ...managed, as: 'session' }] })).toBe('UNKNOWN: the content of the managed policy M is not known');
  });

  test('change nothing about what others deny, or don\'t allow', () => {
    expect(on({ identity: [deny('s3:*', '*')], unknown: [managed] })).toBe('PROVED');
    expect(on({ identity: [], boundary: [], unknown: [managed] })).toBe('PROVED');
    expect(on({ identity: [allow('sqs:*', '*')], unknown: [{ ...managed, as: 'boundary' }] })).toBe('PROVED');
  });

  test('change nothing about what is allowed anyway', () => {
    expect(on({ identity: [allow('s3:*', '*')], unknown: [managed] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
  });
});

describe('conditions', () => {
  const where = (operator: string, key: string, ...values: string[]) => ({ [operator]: { [key]: values } });

  test.each<[string, object]>([
    ['aws:PrincipalOrgID = o-1', where('StringEquals', 'aws:PrincipalOrgID', 'o-1', 'o-2')],
    ['s3:prefix = a/x', where('StringLike', 's3:prefix', 'a/?*')],
    ['aws:SecureTransport = true', where('Bool', 'aws:SecureTransport', 'true')],
    ['n = 5', { NumericGreaterThan: { n: '4' } }],
    ['n = 3', { NumericLessThan: { n: '4' } }],
    ['n = -11', { NumericLessThan: { n: '-10' } }],
    ['n = 2.25', { NumericGreaterThan: { n: '1.25' } }],
    ['t = 2020-01-02T00:00:00.000Z', { DateGreaterThan: { t: '2020-01-01' } }],
    ['t = 2019-12-31T00:00:00.000Z', { DateLessThan: { t: '2020-01-01' } }],
    ['ip = 10.0.0.0', { IpAddress: { ip: '10.0.0.0/8' } }],
    ['ip = 10.1.0.0', { IpAddress: { ip: '10.1.0.0/16' } }],
    ['k = ab', { StringLike: { k: 'a*' }, ArnLike: { K: '*b' }, StringNotLike: { k: 'c' } }],
    ['k = false', { Null: { k: 'false' } }],
    ['aws:TagKeys = a', where('ForAnyValue:StringEquals', 'aws:TagKeys', 'a')],
    ['', where('StringNotEquals', 'k', 'a')],
    ['k = a', where('ForAllValues:StringEquals', 'k', 'a')],
    ['k = a', where('StringEqualsIfExists', 'k', 'a')],
    ['', { Null: { k: 'true' } }],
    ['k = ab', { StringLike: { k: 'a*' }, StringEquals: { k: ['b', 'ab'] } }],
  ])('are met where a context is found: %s', (circumstances, condition) => {
    expect(on([allow('s3:*', '*', condition)]).split(' if ')[1] ?? '').toBe(circumstances);
  });

  test.each<[string, object]>([
    ['values that differ', { StringEquals: { k: 'a' }, StringLike: { K: 'b*' } }],
    ['a value that is excluded', { StringEquals: { k: ['a', 'b'] }, StringNotLike: { k: ['a*', '?'] } }],
    ['a key that is absent and has a value', { Null: { k: 'true' }, StringEquals: { k: 'a' } }],
    ['a key that is absent and has one of several', { ...where('Null', 'k', 'true'), ...where('ForAnyValue:StringEquals', 'k', 'a') }],
    ['a key that is absent and present', { Null: { k: 'true' }, null: { K: 'false' } }],
    ['no value at all', { StringEquals: { k: [] } }],
  ])('that contradict each other allow nothing: %s', (_, condition) => expect(on([allow('s3:*', '*', condition)])).toBe('PROVED'));

  test('that several statements have are met by what all of these match', () => {
    const [a, b, c] = ['a*', '*b', 'c*'].map((value) => where('StringLike', value === 'a*' ? 'K' : 'k', value));
    const policies = { identity: [allow('s3:*', '*', a), deny('s3:*', '*', c)], boundary: [allow('s3:*', '*', b)] };

    expect(on(policies)).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if k = ab');
    expect(on(policies, {}, knowing({ k: 'axb' }))).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
  });

  test('are not met by another value of what is known', () => {
    const policies = [allow('s3:*', '*', where('StringEquals', 'k', 'a')), deny('s3:*', '*', { StringEquals: { k: 'a', l: 'b' } })];

    expect(on(policies)).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if k = a');
    expect(on(policies, {}, knowing({ l: 'b' }))).toMatch(/^UNKNOWN/);
  });

  test('of a denial alone allow nothing', () => {
    expect(on([deny('s3:*', '*', where('StringEquals', 'k', 'a'))])).toBe('PROVED');
  });

  test('of one kind of policy contradict those of another', () => {
    const [a, b] = ['a', 'b'].map((value) => allow('s3:*', '*', where('StringEquals', 'k', value)));

    expect(on({ identity: [a], boundary: [b] })).toBe('PROVED');
    expect(on({ identity: [a, b], boundary: [b] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if k = b');
  });

  test.each<[string, string, object, string]>([
    ['the value that it wants', 'a', { StringEquals: { k: 'a' } }, 'REFUTED: s3:getobject on arn:aws:s3:::x/x'],
    ['another value', 'b', { StringEquals: { k: 'a' } }, 'PROVED'],
    ['the value that it excludes', 'a', { StringNotEquals: { k: 'a' } }, 'PROVED'],
  ])('are decided by what is forbidden in a context with %s', (_, k, condition, expected) => {
    expect(on([allow('s3:*', '*', condition)], { context: { K: k } })).toBe(expected);
    expect(on([allow('s3:*', '*', condition)], {}, knowing({ k }))).toBe(expected);
  });

  test('of a key that is known to be absent don\'t hold, unless they hold without it', () => {
    const without = contextOf({});

    expect(on([allow('s3:*', '*', where('StringEquals', 'k', 'a'))], {}, without)).toBe('PROVED');
    expect(on([allow('s3:*', '*', where('StringEqualsIfExists', 'k', 'a'))], {}, without)).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
  });

  test('of a denial leave the request open where they may not hold', () => {
    const unlessTls = deny('s3:*', '*', { Bool: { 'aws:SecureTransport': 'false' } });

    expect(on([allow('s3:*', '*'), unlessTls])).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if aws:SecureTransport = true');
    expect(on([allow('s3:*', '*'), unlessTls], { context: { 'aws:SecureTransport': 'false' } })).toBe('PROVED');
    expect(on([allow('s3:*', '*'), unlessTls], { context: { 'aws:SecureTransport': 'true' } })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
  });

  test('of denials that can\'t be avoided together end in doubt, which names one', () => {
    const denials = [deny('s3:*', '*', { Null: { k: 'true' } }), deny('s3:*', '*', { StringLike: { k: '*' } })];

    expect(on([allow('s3:*', '*'), ...denials])).toBe('UNKNOWN: nothing says whether the condition Null k of statement 2 of the policy holds');
  });

  test('that IAM does not have, or that are known at deploy time only, are open', () => {
    expect(on([allow('s3:*', '*', { Fuzzy: { k: 'a' } })])).toBe('UNKNOWN: nothing says whether the condition Fuzzy k of statement 1 of the policy holds');
    expect(on([allow('s3:*', '*', { StringEquals: { Ref: 'any C' } })])).toBe('UNKNOWN: nothing says whether the condition {"Ref":"any C"} of statement 1 of the policy holds');
  });
});

describe('variables', () => {
  const own = allow('s3:*', 'arn:aws:s3:::home/${aws:username}/*');

  test('that nothing is known of may be anything', () => {
    expect(on([own], { resources: ['arn:aws:s3:::home/eve/*'] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::home/eve/x if aws:username = eve');
    expect(on([own], { resources: ['arn:aws:s3:::logs/*'] })).toBe('PROVED');
    expect(on([own], { outside: ['arn:aws:s3:::home/*'] })).toBe('PROVED');
  });

  test('that are known have their value', () => {
    expect(on([own], { resources: ['arn:aws:s3:::home/eve/*'] }, knowing({ 'aws:username': 'bob' }))).toBe('PROVED');
    expect(on([own], { resources: ['arn:aws:s3:::home/eve/*'], context: { 'aws:username': 'eve' } })).toBe('REFUTED: s3:getobject on arn:aws:s3:::home/eve/x');
    expect(on([allow('s3:*', '*')], { resources: ['arn:aws:s3:::${aws:username}/*'] }, knowing({ 'aws:username': 'bob' }))).toBe('REFUTED: s3:getobject on arn:aws:s3:::bob/x');
  });

  test('that are known to be absent match nothing, unless they have a default', () => {
    const withDefault = allow('s3:*', 'arn:aws:s3:::home/${aws:username, \'none\'}/*');

    expect(on([own], {}, contextOf({}))).toBe('PROVED');
    expect(on([withDefault], { resources: ['arn:aws:s3:::home/none/*'] }, contextOf({}))).toBe('REFUTED: s3:getobject on arn:aws:s3:::home/none/x');
    expect(on([withDefault], { resources: ['arn:aws:s3:::home/eve/*'] }, contextOf({}))).toBe('PROVED');
  });

  test('of a denial are not certain to deny', () => {
    expect(on([allow('s3:*', '*'), deny('s3:*', 'arn:aws:s3:::${aws:username}/*')], { resources: ['arn:aws:s3:::a/*'] }))
      .toBe('REFUTED: s3:getobject on arn:aws:s3:::a/x');
    expect(on([allow('s3:*', '*'), { ...own, Effect: 'Deny', Resource: undefined, NotResource: 'arn:aws:s3:::home/${aws:username}/*' }], { outside: ['arn:aws:s3:::home/*'] }))
      .toBe('PROVED');
  });

  test('in conditions may be anything too', () => {
    expect(on([allow('s3:*', '*', { StringEquals: { 's3:prefix': '${aws:username}' } })])).toMatch(/^REFUTED: s3:getobject on arn:aws:s3:::x\/x if /);
    expect(on([allow('s3:*', '*', { StringEquals: { 's3:prefix': 'a${aws:username}' }, StringLike: { 's3:prefix': 'b*' } })])).toBe('PROVED');
  });

  test('of what is forbidden are absent from the witness unless it needs them', () => {
    expect(on([allow('s3:*', '*')], { outside: ['arn:aws:s3:::${aws:username}/*'] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x');
    expect(on([own], { outside: ['arn:aws:s3:::home/${aws:username}/*'] })).toBe('UNKNOWN: whether the request is forbidden depends on variables');
    expect(on([allow('s3:*', '*')], { resources: ['arn:aws:s3:::${aws:username}/*'] })).toBe('UNKNOWN: whether the request is forbidden depends on variables');
  });
});

describe('symbols', () => {
  const names = (a: string, b: string) => `UNKNOWN: nothing says whether ${a} and ${b} are the same`;

  test('that are the same are the same whatever their value is', () => {
    expect(on([allow('s3:*', `${BUCKET}/*`)], { resources: [`${BUCKET}/*`] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::${Bucket}/x');
    expect(on([allow('s3:*', `${BUCKET}/*`), deny('s3:*', `${BUCKET}/*`)])).toBe('PROVED');
  });

  test('that name two resources of one type differ where each is a whole part of an ARN', () => {
    expect(on([allow('s3:*', `${BUCKET}/*`)], { resources: [`${OTHER}/*`] })).toBe('PROVED');
    expect(on([allow('s3:*', `${BUCKET}*`)], { resources: [`${OTHER}/*`] })).toBe(names('${Bucket}', '${Other}'));
    expect(on([allow('s3:*', 'arn:aws:s3:::*<name Bucket>/x')], { resources: [`${OTHER}/x`] })).toBe(names('${Bucket}', '${Other}'));
  });

  test('that name two resources whose names may have slashes differ at the end of an ARN only', () => {
    const role = (id: string, rest: string) => `arn:aws:iam::1:role/<path ${id}>${rest}`;

    expect(on([allow('iam:*', role('A', ''))], { actions: ['iam:*'], resources: [role('B', '')] })).toBe('PROVED');
    expect(on([allow('iam:*', role('A', '/x'))], { actions: ['iam:*'], resources: [role('B', '/*')] })).toBe(names('${A}', '${B}'));
  });

  test('that are parameters may be equal to each other, to a literal, and to a name', () => {
    const bucket = (name: string) => `arn:aws:s3:::${name}/*`;

    expect(on([allow('s3:*', bucket('<any P>'))], { resources: [bucket('<any Q>')] })).toBe(names('${P}', '${Q}'));
    expect(on([allow('s3:*', bucket('<any P>'))], { resources: [bucket('prod')] })).toBe(names('${P}', 'prod'));
    expect(on([allow('s3:*', bucket('<any P>'))], { resources: [`${BUCKET}/*`] })).toBe(names('${P}', '${Bucket}'));
    expect(on([allow('s3:*', `${BUCKET}/*`)], { resources: [bucket('prod')] })).toBe(names('${Bucket}', 'prod'));
    expect(on([allow('s3:*', bucket('<any P>'))], { resources: ['arn:aws:sqs:*'] })).toBe('PROVED');
  });

  test('leave open whether what is outside, or left out of a denial, is met', () => {
    const param = 'arn:aws:s3:::<any P>/*';
    const onlyBucket: StatementJson = { Effect: 'Deny', Action: 's3:*', NotResource: `${BUCKET}/*` };

    expect(on([allow('s3:*', param)], { outside: [`${BUCKET}/*`] })).toBe(names('${P}', '${Bucket}'));
    expect(on([allow('s3:*', param), onlyBucket])).toBe(names('${Bucket}', '${P}'));
    expect(on([allow('s3:*', `${OTHER}/*`), onlyBucket])).toBe('PROVED');
    expect(on([allow('s3:*', param), onlyBucket], { outside: [`${BUCKET}/*`] })).toBe('PROVED');
    expect(on([allow('s3:*', param)], { outside: ['arn:aws:s3:::*'] })).toBe('PROVED');
  });

  test('are avoided by the witness where it can', () => {
    expect(on([allow('s3:*', '*')], { outside: [`${BUCKET}/*`] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x');
    expect(on([allow('s3:*', '*'), deny('s3:*', `${BUCKET}/*`)])).toBe('REFUTED: s3:getobject on arn:aws:s3:::x');
    expect(on([allow('s3:*', 'arn:aws:s3:::?*/x')], { outside: [`${BUCKET}/*`], resources: ['arn:aws:s3:::x/*'] })).toBe(names('${Bucket}', 'x'));
  });

  test('that might be forbidden are no matter where all that is forbidden is denied', () => {
    expect(on([allow('s3:*', 'arn:aws:s3:::<any P>/*'), deny('*', `${BUCKET}/*`)], { resources: [`${BUCKET}/*`] })).toBe('PROVED');
    expect(on([allow('s3:*', 'arn:aws:s3:::<any P>/*'), deny('s3:Get*', `${BUCKET}/*`)], { resources: [`${BUCKET}/*`] })).toBe(names('${P}', '${Bucket}'));
    expect(on([allow('s3:*', 'arn:aws:s3:::<any P>/*'), deny('*', `${OTHER}/*`)], { resources: [`${BUCKET}/*`, `${OTHER}/*`] })).toBe(names('${P}', '${Bucket}'));
    expect(on([allow(['s3:*', 'sqs:*'], 'arn:aws:s3:::<any P>/*'), deny('s3:*', '*')], { actions: ['s3:*', 'sqs:*'], resources: [`${BUCKET}/*`] })).toBe(names('${P}', '${Bucket}'));
  });

  test('that might be the same are no matter among what is forbidden, and between what is outside and what is allowed', () => {
    expect(on([allow('s3:*', 'arn:aws:sqs:::q')], { resources: ['arn:aws:s3:::<any P>/*', 'arn:aws:s3:::prod/*'] })).toBe('PROVED');
    expect(on([allow('s3:*', `${BUCKET}/*`)], { outside: [`${BUCKET}/*`, 'arn:aws:s3:::prod/*'] })).toBe('PROVED');
  });

  test('in actions are compared like any others', () => {
    expect(on([allow('s3:<any A>', '*')], { actions: ['s3:getobject'] })).toBe(names('${A}', 'getobject'));
    expect(on([allow('s3:<any A>', '*'), deny('s3:*', '*')], { actions: ['s3:getobject'] })).toBe(names('${A}', 'getobject'));
    expect(on([allow('<any A>', '*'), { Effect: 'Deny', NotAction: 's3:<any B>', Resource: '*' }])).toMatch(/^UNKNOWN: nothing says whether /);
  });

  test('in conditions that might be equal don\'t contradict each other', () => {
    const equal = (...values: string[]) => values.map((value) => ({ StringEquals: { k: value } }));
    const [a, b, name, other] = equal('<any P>', '<any Q>', '<name A>', '<name B>');

    expect(on({ identity: [allow('s3:*', '*', a)], boundary: [allow('s3:*', '*', b)] })).toMatch(/^UNKNOWN: nothing says whether the condition StringEquals k /);
    expect(on({ identity: [allow('s3:*', '*', name)], boundary: [allow('s3:*', '*', other)] })).toBe('PROVED');
    expect(on({ identity: [allow('s3:*', '*', a)], boundary: [allow('s3:*', '*', a)] })).toBe('REFUTED: s3:getobject on arn:aws:s3:::x/x if k = ${P}');
  });

  describe('whose colons would let a wildcard before them go beyond a component', () => {
    // With a colon as its value, `*` ends a component of `*:` and may match `:a`, which `?*` does not.
    const [before, short] = ['*<any Q>', ['<any Q>', '?*<any Q>']];
    const undecided = /^UNKNOWN: nothing says whether /;

    test('leave open what is forbidden, and outside of patterns that cover it but for that', () => {
      expect(on([{ Effect: 'Allow', Action: 's3:*', NotResource: '' }], { resources: [before], outside: short })).toMatch(undecided);
      expect(on([allow('s3:*', '*')], { resources: [before], outside: short })).toMatch(undecided);
      expect(on([allow('s3:*', before)], { outside: short })).toMatch(undecided);
    });

    test('leave open what denials cover but for that', () => {
      expect(on([allow('s3:*', '*'), deny('*', short)], { resources: [before] })).toMatch(undecided);
      expect(on([allow('s3:*', '*'), { Effect: 'Deny', Action: '*', NotResource: before }], { outside: short })).toMatch(undecided);
    });

    test('leave it open as well where a component ends behind them', () => {
      const [ended, others] = ['*<any Q>:x', ['<any Q>:x', '?*<any Q>:x']];

      expect(on([{ Effect: 'Allow', Action: 's3:*', NotResource: '' }], { resources: [ended], outside: others })).toMatch(undecided);
    });

    test('change nothing about what is decided without them', () => {
      const allButEmpty: StatementJson = { Effect: 'Allow', Action: 's3:*', NotResource: '' };

      expect(on([allButEmpty], { resources: [before], outside: ['*'] })).toBe('PROVED');
      expect(on([allButEmpty], { resources: [before], outside: [before] })).toBe('PROVED');
      expect(on([allow('s3:*', '*'), deny('*', before)], { resources: [before] })).toBe('PROVED');
      expect(on([allow('s3:*', before)], { outside: ['<any Q>'] })).toMatch(/^REFUTED: s3:getobject on .*x\${Q}$/);
      expect(on([allow('s3:*', 'arn:aws:sqs:<any Q>:*:orders')], { resources: ['arn:aws:sqs:eu-central-1:*:bills'] })).toBe('PROVED');
    });
  });

  test('are named in the doubt', () => {
    const found = proveOf({ identity: [allow('s3:*', 'arn:aws:s3:::<any P>/*')] }, { actions: ['*'], resources: [`${BUCKET}/*`] });

    expect(found).toMatchObject({ verdict: 'UNKNOWN', doubt: { symbols: ['${P}', '${Bucket}'] } });
  });
});

import * as fc from 'fast-check';
import { AccessLevel, BaselineChange, BaselineChangeKind, IdentityMechanism, InventoryStatement } from '../../../src';
import { BaselineIdentity } from '../../../src/governance/baseline/baseline-file';
import { titleOf } from '../../../src/governance/baseline/baseline-reports';
import { compareIdentities } from '../../../src/governance/baseline/compare-identities';
import { runs } from '../../properties/policies';

type Conditions = Record<string, Record<string, string[]>>;

/** A statement of a record. */
function allow(actions: string[], resources: string[], conditions: Conditions = {}, effect = 'Allow'): InventoryStatement {
  const list = Object.entries(conditions).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => ({ operator, key, values })));
  return { effect, level: AccessLevel.UNKNOWN, actions, resources, conditions: list, source: '' };
}

const deny = (actions: string[], resources: string[], conditions: Conditions = {}) => allow(actions, resources, conditions, 'Deny');

function identity(permissions: InventoryStatement[], props: Partial<BaselineIdentity> = {}): BaselineIdentity {
  return {
    id: 'i',
    cluster: 'c',
    clusterArn: 'arn',
    namespace: 'ns',
    serviceAccount: 'sa',
    mechanism: IdentityMechanism.IRSA,
    owner: 'o',
    account: '1',
    region: 'r',
    role: 'role',
    permissions,
    unknownPolicies: [],
    principalTags: [{ team: 'finance' }],
    trust: [],
    ...props,
  };
}

const changes = (before: BaselineIdentity, after: BaselineIdentity): BaselineChange[] => compareIdentities([before], [after]);
const kinds = (before: BaselineIdentity, after: BaselineIdentity): string[] => changes(before, after).map(({ kind, certain }) => certain ? kind : `${kind}?`);
const { WIDER_PERMISSION, NARROWER_PERMISSION, WIDER_TRUST, NARROWER_TRUST, ROLE_CHANGED } = BaselineChangeKind;

const B = 'arn:aws:s3:::b';
const IF = (value: string) => ({ StringEquals: { 'aws:ResourceTag/a': [value] } });

describe('a wider permission is found, with a request that was not allowed before', () => {
  test.each<[string, BaselineIdentity, BaselineIdentity, Partial<NonNullable<BaselineChange['request']>>]>([
    ['an action', identity([allow(['s3:GetObject'], [`${B}/*`])]), identity([allow(['s3:GetObject', 's3:PutObject'], [`${B}/*`])]), { action: 's3:PutObject' }],
    ['a pattern of actions', identity([allow(['s3:GetObject'], [`${B}/*`])]), identity([allow(['s3:Get*'], [`${B}/*`])]), {}],
    ['a prefix', identity([allow(['s3:GetObject'], [`${B}/a/*`])]), identity([allow(['s3:GetObject'], [`${B}/*`])]), { action: 's3:GetObject' }],
    ['a condition that is gone', identity([allow(['s3:GetObject'], [`${B}/*`], IF('x'))]), identity([allow(['s3:GetObject'], [`${B}/*`])]), { context: {} }],
    [
      'another value of a condition', identity([allow(['s3:GetObject'], [`${B}/*`], IF('x'))]), identity([allow(['s3:GetObject'], [`${B}/*`], { StringEquals: { 'aws:ResourceTag/a': ['x', 'y'] } })]),
      { context: { 'aws:ResourceTag/a': ['y'] } },
    ],
    ['a denial that is gone', identity([allow(['s3:*'], ['*']), deny(['s3:DeleteObject'], ['*'])]), identity([allow(['s3:*'], ['*'])]), { action: 's3:DeleteObject' }],
    [
      'a denial with a condition more', identity([allow(['s3:*'], ['*']), deny(['s3:DeleteObject'], ['*'])]), identity([allow(['s3:*'], ['*']), deny(['s3:DeleteObject'], ['*'], IF('x'))]),
      { action: 's3:DeleteObject' },
    ],
    ['a boundary that is gone', identity([allow(['s3:*'], ['*'])], { boundary: [allow(['s3:GetObject'], ['*'])] }), identity([allow(['s3:*'], ['*'])]), {}],
    [
      'a boundary that is wider', identity([allow(['s3:GetObject'], ['*'])], { boundary: [allow(['s3:*'], [B])] }),
      identity([allow(['s3:GetObject'], ['*'])], { boundary: [allow(['s3:*'], ['*'])] }), { action: 's3:GetObject' },
    ],
    ['a session policy that is gone', identity([allow(['s3:*'], ['*'])], { sessionPolicy: [] }), identity([allow(['s3:*'], ['*'])]), {}],
    [
      'a tag of the role', identity([allow(['s3:GetObject'], ['*'], { StringEquals: { 'aws:PrincipalTag/team': ['admin'] } })]),
      identity([allow(['s3:GetObject'], ['*'], { StringEquals: { 'aws:PrincipalTag/team': ['admin'] } })], { principalTags: [{ team: 'admin' }] }), { action: 's3:GetObject' },
    ],
    [
      'a tag of the role in a resource', identity([allow(['s3:GetObject'], [`${B}/\${aws:PrincipalTag/team}/*`])]),
      identity([allow(['s3:GetObject'], [`${B}/\${aws:PrincipalTag/team}/*`])], { principalTags: [{ team: 'admin' }] }), { action: 's3:GetObject' },
    ],
    ['another bucket of the app', identity([allow(['s3:GetObject'], ['arn:aws:s3:::<name|AWS::S3::Bucket|S.A>/*'])]), identity([allow(['s3:GetObject'], ['arn:aws:s3:::<name|AWS::S3::Bucket|S.B>/*'])]), {}],
  ])('%s', (_, before, after, request) => {
    const [wider, ...others] = changes(before, after);

    expect(wider).toMatchObject({ kind: WIDER_PERMISSION, widens: true, certain: true, request: request ?? {}, message: expect.stringMatching(/^may now do .* on .*, which it could not$/) });
    expect(others.filter(({ widens }) => widens)).toEqual([]);
  });
});

test('the title tells what is not decided', () => {
  const [undecided] = changes(identity([]), identity([], { unknownPolicies: [{ name: 'X', kind: 'identity' }] }));

  expect(titleOf(undecided)).toBe('Wider permission, not decided');
  expect(titleOf({ ...undecided, certain: true })).toBe('Wider permission');
});

test('the other way round it is narrower, which widens nothing', () => {
  expect(changes(identity([allow(['s3:GetObject', 's3:PutObject'], [`${B}/*`])]), identity([allow(['s3:GetObject'], [`${B}/*`])]))).toEqual([
    expect.objectContaining({ kind: NARROWER_PERMISSION, widens: false, certain: true, message: expect.stringMatching(/^may not do s3:PutObject on arn:aws:s3:::b\/.* any more$/) }),
  ]);
});

describe('what is not decided counts as wider', () => {
  test.each<[string, BaselineIdentity, BaselineIdentity, string]>([
    ['a policy of unknown content', identity([]), identity([], { unknownPolicies: [{ name: 'the policy X', kind: 'identity' }] }), 'the content of the policy X is not known'],
    [
      'another boundary of unknown content', identity([allow(['s3:*'], ['*'])], { boundary: [], unknownPolicies: [{ name: 'X', kind: 'boundary' }] }),
      identity([allow(['s3:*'], ['*'])], { boundary: [], unknownPolicies: [{ name: 'Y', kind: 'boundary' }] }), 'it hangs on the conditions',
    ],
    [
      'a condition that might say the same', identity([allow(['s3:GetObject'], ['*'], { NumericLessThan: { 's3:max-keys': ['10'] } })]),
      identity([allow(['s3:GetObject'], ['*'], { NumericLessThanEquals: { 's3:max-keys': ['9'] } })]), '',
    ],
    [
      'values that may be the same', identity([allow(['s3:GetObject'], ['arn:aws:s3:::<any|S|P>/*'])]), identity([allow(['s3:GetObject'], ['arn:aws:s3:::<any|S|Q>/*'])]), '',
    ],
  ])('%s', (_, before, after, reason) => {
    expect(changes(before, after)[0]).toMatchObject({ kind: WIDER_PERMISSION, widens: true, certain: false, message: expect.stringContaining(`whether it is wider is not decided: ${reason}`) });
  });
});

describe('the same in other words is no change', () => {
  test.each<[string, BaselineIdentity, BaselineIdentity]>([
    ['an action that a pattern has already', identity([allow(['s3:Get*'], ['*'])]), identity([allow(['s3:Get*', 's3:GetObject'], ['*'])])],
    ['a statement in two', identity([allow(['s3:GetObject', 's3:PutObject'], [B, `${B}/*`], IF('x'))]), identity([
      allow(['s3:PutObject'], [`${B}/*`, B], IF('x')), allow(['s3:GetObject'], [B], IF('x')), allow(['s3:GetObject'], [`${B}/*`], IF('x')),
    ])],
    ['values of a condition in two statements', identity([allow(['a:B'], ['*'], { StringEquals: { k: ['x', 'y'] } })]), identity([allow(['a:B'], ['*'], { StringEquals: { k: ['y'] } }), allow(['a:B'], ['*'], { StringEquals: { k: ['x'] } })])],
    ['case of actions', identity([allow(['s3:getobject'], ['*'])]), identity([allow(['s3:GetObject'], ['*'])])],
    ['denials in another order', identity([allow(['s3:*'], ['*']), deny(['s3:A'], [B], IF('x')), deny(['s3:B'], ['*'])]), identity([deny(['s3:B'], ['*']), deny(['s3:A'], [B], IF('x')), allow(['s3:*'], ['*'])])],
    ['a source', identity([{ ...allow(['s3:A'], ['*']), source: 'a' }]), identity([{ ...allow(['s3:A'], ['*']), source: 'b' }])],
    ['variables whose value is not known', identity([allow(['s3:GetObject'], [`${B}/\${aws:userid}/*`, `${B}/x`])]), identity([allow(['s3:GetObject'], [`${B}/x`, `${B}/\${aws:userid}/*`])])],
    ['a boundary of unknown content', identity([allow(['s3:*'], ['*'])], { boundary: [], unknownPolicies: [{ name: 'X', kind: 'boundary' }] }), identity([allow(['s3:*', 's3:A'], ['*'])], { boundary: [], unknownPolicies: [{ name: 'X', kind: 'boundary' }] })],
    ['a boundary and a session policy', identity([allow(['s3:*'], ['*'])], { boundary: [allow(['s3:Get*'], ['*'])], sessionPolicy: [allow(['*'], [B])] }), identity([allow(['s3:*'], ['*'])], { boundary: [allow(['s3:Get*'], ['*'])], sessionPolicy: [allow(['s3:*', '*'], [B])] })],
    ['statements that never apply', identity([]), identity([allow(['s3:*'], ['*'], { StringEquals: { 'aws:PrincipalTag/team': ['other'] } })])],
    ['a condition that another implies', identity([allow(['a:B'], ['*'], { StringLike: { k: ['x*'] } })]), identity([allow(['a:B'], ['*'], { StringLike: { k: ['x*'] } }), allow(['a:B'], ['*'], { StringEquals: { k: ['xy'] } })])],
    ['what is left out', identity([{ ...allow([], []), actions: undefined, notActions: ['iam:*'], resources: undefined, notResources: [B] }]), identity([
      { ...allow([], []), actions: undefined, notActions: ['iam:*'], resources: undefined, notResources: [B] }, allow(['s3:GetObject'], [`${B}/*`]),
    ])],
  ])('%s', (_, before, after) => {
    expect(kinds(before, after)).toEqual([]);
  });
});

describe('of conditions', () => {
  test.each<[string, Conditions, Conditions, string[]]>([
    ['fewer values of a negated operator are wider', { StringNotEquals: { k: ['x', 'y'] } }, { StringNotEquals: { k: ['x'] } }, [WIDER_PERMISSION]],
    ['IfExists is wider', { StringEquals: { k: ['x'] } }, { StringEqualsIfExists: { k: ['x'] } }, [WIDER_PERMISSION]],
    ['without IfExists it is narrower', { StringEqualsIfExists: { k: ['x'] } }, { StringEquals: { k: ['x'] } }, [NARROWER_PERMISSION]],
    ['an operator that nobody knows is the same as itself alone', { Strange: { k: ['x', 'y'] } }, { Strange: { k: ['y', 'x'] } }, []],
    ['an operator that nobody knows with fewer values is not decided', { Strange: { k: ['x', 'y'] } }, { Strange: { k: ['x'] } }, [`${WIDER_PERMISSION}?`, `${NARROWER_PERMISSION}?`]],
    ['more values than are told apart', { StringEquals: { k: range(9), l: range(9) } }, { StringEquals: { k: range(8), l: range(9) } }, [NARROWER_PERMISSION]],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(identity([allow(['a:B'], ['*'], before)]), identity([allow(['a:B'], ['*'], after)]))).toEqual(expected);
  });
});

function range(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `v${index}`);
}

test('with another kind of session it may do what any of those before could', () => {
  const statement = allow(['s3:GetObject'], ['*'], { StringEquals: { 'aws:PrincipalTag/team': ['finance'] } });

  expect(kinds(identity([statement]), identity([statement], { principalTags: [{ team: 'finance', more: 'x' }, { team: 'finance' }] }))).toEqual([]);
});

test('of several kinds of session before, the one that could do most is what it is compared with', () => {
  const statement = allow(['s3:GetObject'], ['*'], { StringEquals: { 'aws:PrincipalTag/team': ['finance'] } });
  const before = identity([statement], { principalTags: [{ team: 'other' }, { team: 'finance' }] });

  expect(changes(before, identity([statement, statement])).filter(({ widens }) => widens)).toEqual([]);
});

test('of sessions whose tags nothing tells, the statements are compared all the same', () => {
  const untagged = (actions: string[]) => identity([allow(actions, [`${B}/*`])], { principalTags: [] });

  expect(kinds(untagged(['s3:GetObject']), untagged(['s3:GetObject', 's3:PutObject']))).toEqual([WIDER_PERMISSION]);
  expect(kinds(untagged(['s3:GetObject']), untagged(['s3:getobject']))).toEqual([]);
});

test('a policy whose content was not known before either is no difference', () => {
  const unknownPolicies = [{ name: 'the policy X', kind: 'identity' }];

  expect(kinds(identity([allow(['s3:A'], ['*'])], { unknownPolicies }), identity([allow(['s3:A', 's3:B'], ['*'])], { unknownPolicies }))).toEqual([WIDER_PERMISSION]);
});

describe('of tags', () => {
  const TEAM = 'aws:PrincipalTag/team';
  const tagged = (conditions: Conditions, team: string, resource = '*') => identity([allow(['s3:GetObject'], [resource], conditions)], { principalTags: [{ team }] });

  test.each<[string, BaselineIdentity, BaselineIdentity, string[]]>([
    ['another value for which the condition holds as well is no change', tagged({ StringNotEquals: { [TEAM]: ['admin'] } }, 'a'), tagged({ StringNotEquals: { [TEAM]: ['admin'] } }, 'b'), []],
    ['a value with which the condition holds no more is narrower', tagged({ StringEquals: { [TEAM]: ['a'] } }, 'a'), tagged({ StringEquals: { [TEAM]: ['a'] } }, 'b'), [NARROWER_PERMISSION]],
    ['a condition stays while the resources widen', tagged({ StringNotEquals: { [TEAM]: ['admin'] } }, 'a', `${B}/a/*`), tagged({ StringNotEquals: { [TEAM]: ['admin'] } }, 'a', `${B}/*`), [WIDER_PERMISSION]],
    ['a resource of the team, compared by a variable, is another with another tag', tagged({ StringEquals: { 'aws:ResourceTag/team': [`\${${TEAM}}`] } }, 'a'),
      tagged({ StringEquals: { 'aws:ResourceTag/team': [`\${${TEAM}}`] } }, 'b'), [WIDER_PERMISSION, NARROWER_PERMISSION]],
    ['one that a session may have after all is not decided', identity([allow(['s3:GetObject'], ['*'], { StringEquals: { 'aws:PrincipalTag/other': ['x'] } })]), identity([allow(['s3:GetObject'], ['*'])]), [`${WIDER_PERMISSION}?`]],
    ['a value that is known at deploy time only is itself', tagged({ StringEquals: { k: ['arn:<any|S|P>/a'] } }, 'a'), tagged({ StringEquals: { k: ['arn:<any|S|P>/a', 'arn:<any|S|P>/b'] } }, 'a'), [WIDER_PERMISSION]],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });
});

test('a role behind the role that is new, or another, is told, and its trust is not compared with that of another', () => {
  const target = (targetRole: string | undefined) => identity([], { targetRole, targetTrust: [] });
  const message = (before: BaselineIdentity, after: BaselineIdentity) => changes(before, after).map((change) => [change.kind, change.message]);

  expect(message(target(undefined), target('t'))).toEqual([[ROLE_CHANGED, 'the target role was none, and is t']]);
  expect(message(target('t'), { ...target('u'), targetTrust: undefined })).toEqual([[ROLE_CHANGED, 'the target role was t, and is u']]);
  expect(compareIdentities([], [target('t')])[0].message).toBe('the identity of o is new, and becomes the role t');
});

describe('trust', () => {
  const trusting = (...trust: object[]) => identity([], { trust: trust.map((each) => ({ effect: 'Allow', actions: ['sts:AssumeRole'], principals: ['Service pods.eks.amazonaws.com'], conditions: [], ...each })) });
  const NAMESPACE = (...values: string[]) => ({ conditions: [{ operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-namespace', values }] });

  test.each<[string, BaselineIdentity, BaselineIdentity, string[]]>([
    ['another namespace', trusting(NAMESPACE('a')), trusting(NAMESPACE('a', 'b')), [WIDER_TRUST]],
    ['a condition that is gone', trusting(NAMESPACE('a')), trusting({}), [WIDER_TRUST]],
    ['another principal', trusting({}), trusting({ principals: ['Service pods.eks.amazonaws.com', 'Service ec2.amazonaws.com'] }), [WIDER_TRUST]],
    ['everyone', trusting({}), trusting({ principals: ['*'] }), [WIDER_TRUST]],
    ['a role of an account that is trusted', trusting({ principals: ['AWS arn:aws:iam::111122223333:root'] }), trusting({ principals: ['AWS arn:aws:iam::111122223333:role/r'] }), [NARROWER_TRUST]],
    ['an account by its number', trusting({ principals: ['AWS arn:aws:iam::111122223333:root'] }), trusting({ principals: ['AWS 111122223333'] }), []],
    ['two statements in one', trusting(NAMESPACE('a'), NAMESPACE('b')), trusting(NAMESPACE('b', 'a')), []],
    ['what is not known any more', trusting({}), identity([], { trust: undefined }), [`${WIDER_TRUST}?`]],
    ['what was not known', identity([], { trust: undefined }), trusting({}), [`${WIDER_TRUST}?`]],
    ['that of a target role', { ...trusting({}), targetTrust: [] }, { ...trusting({}), targetTrust: trusting({}).trust }, [WIDER_TRUST]],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  test('the message tells who may do what', () => {
    expect(changes(trusting(NAMESPACE('a')), trusting(NAMESPACE('b')))[0].message)
      .toBe('the role now lets Service pods.eks.amazonaws.com do sts:AssumeRole with aws:RequestTag/kubernetes-namespace = "b", which it did not');
  });
});

describe('whatever the statements are', () => {
  const name = fc.constantFrom('a', 'b', 'a*', '*', '?b');
  const condition = fc.constantFrom<Conditions>({}, {}, { StringEquals: { k: ['x'] } }, { StringEquals: { k: ['x', 'y'] } }, { StringNotLike: { k: ['x*'] } }, { Bool: { l: ['true'] } });
  const statement = fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.array(name, { minLength: 1, maxLength: 3 }), condition, fc.constantFrom('Allow', 'Allow', 'Deny'))
    .map(([actions, resources, conditions, effect]) => allow(actions.map((each) => `s:${each}`), resources.map((each) => `arn:aws:s:::${each}`), conditions, effect));
  const policy = fc.array(statement, { minLength: 1, maxLength: 4 });

  /** The statements, shuffled, parted and repeated by a list of numbers. */
  function rewritten(statements: readonly InventoryStatement[], numbers: readonly number[]): InventoryStatement[] {
    const number = (index: number) => numbers[index % numbers.length];
    const byAction = (each: InventoryStatement) => each.actions!.map((action) => ({ ...each, actions: [action] }));
    const byResource = (each: InventoryStatement) => each.resources!.map((resource) => ({ ...each, resources: [resource] }));
    const parted = statements.flatMap((each, index) => number(index) % 2 === 0 ? [each] : byAction(each));
    const split = parted.flatMap((each, index) => number(index + 1) % 3 === 0 ? [each] : byResource(each));
    const repeated = [...split, ...split.filter((_, index) => number(index + 2) % 5 === 0)];
    return repeated.map((each, index) => ({ each, at: number(index) })).sort((x, y) => x.at - y.at).map(({ each }) => each);
  }

  test('to shuffle, part and repeat them is no change', () => {
    fc.assert(fc.property(policy, fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }), (statements, numbers) => {
      expect(changes(identity(statements), identity(rewritten(statements, numbers)))).toEqual([]);
    }), runs(150));
  });

  test('a denial less, or an allowance more, is found or changes nothing', () => {
    fc.assert(fc.property(policy, statement, (statements, more) => {
      const [smaller, larger] = more.effect === 'Allow' ? [statements, [...statements, more]] : [[...statements, more], statements];
      expect(changes(identity(smaller), identity(larger)).filter(({ kind, certain }) => kind === NARROWER_PERMISSION && certain)).toEqual([]);
    }), runs(150));
  });
});

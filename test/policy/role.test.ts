import { TemplateJson, templateOf } from './templates';
import { Policies } from '../../src/policy/policy';
import { inSession, PlacedResource, PolicyIndex } from '../../src/policy/role';
import { TemplateResource, TemplateView } from '../../src/policy/template';

const document = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const actionsOf = (statements?: readonly { readonly spelled: readonly string[]; readonly origin: string }[]) =>
  statements?.map(({ spelled, origin }) => `${spelled.join()}: ${origin.replace('statement 1 of ', '')}`);

const placed = (template: TemplateView, logicalId: string): PlacedResource => ({ template, logicalId, resource: template.resource(logicalId)! });

/** A role and other resources in one template, by their logical ids. */
function read(
  role: Record<string, unknown>, others: Record<string, TemplateResource> = {}, documents?: Map<string, object>, more: TemplateJson = {},
) {
  const template = templateOf({ ...more, resources: { Role: { Type: 'AWS::IAM::Role', Properties: role }, ...others } });
  return new PolicyIndex(Object.keys(others).map((logicalId) => placed(template, logicalId)), documents).policiesOf(placed(template, 'Role'));
}

test('a role without policies has none, and neither a boundary nor a session policy', () => {
  const template = templateOf({ resources: { Role: { Type: 'AWS::IAM::Role' } } });

  expect(new PolicyIndex([]).policiesOf(placed(template, 'Role'))).toEqual({ identity: [], boundary: undefined, unknown: [] });
});

test('inline policies are the role\'s', () => {
  const { identity } = read({ Policies: [{ PolicyName: 'P', PolicyDocument: document('a:A') }, { PolicyDocument: document('a:B') }] });

  expect(actionsOf(identity)).toEqual(['a:A: the inline policy P', 'a:B: the inline policy ']);
});

test('what is left out of a template when it is deployed is no policy', () => {
  const NOTHING = { Ref: 'AWS::NoValue' };

  const found = read({ Policies: [NOTHING], ManagedPolicyArns: [NOTHING], PermissionsBoundary: NOTHING });

  expect(found).toEqual({ identity: [], boundary: undefined, unknown: [] });
});

test('policies that name the role are the role\'s, by whatever names it', () => {
  const { identity } = read({ RoleName: 'worker' }, {
    One: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:A'), Roles: ['other', { Ref: 'Role' }] } },
    Two: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyDocument: document('a:B'), RoleName: 'worker' } },
    Three: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('a:C'), Roles: ['worker'] } },
    Not: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:D'), Roles: ['other'] } },
    None: { Type: 'AWS::IAM::Policy' },
  });

  expect(actionsOf(identity)).toEqual(['a:A: the policy One', 'a:B: the policy Two', 'a:C: the policy Three']);
});

test('managed policies and the boundary are found by their ARN, each once', () => {
  const managed = (action: string) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(action), Roles: [{ Ref: 'Role' }] } });
  const { identity, boundary } = read({ ManagedPolicyArns: [{ Ref: 'M' }], PermissionsBoundary: { Ref: 'B' } }, {
    M: managed('a:A'), B: { ...managed('a:B'), Properties: { PolicyDocument: document('a:B') } },
  });

  expect(actionsOf(identity)).toEqual(['a:A: the policy M']);
  expect(actionsOf(boundary)).toEqual(['a:B: the policy B']);
});

test('managed policies of other templates are found by what those export', () => {
  const other = templateOf({ name: 'Other', resources: { M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('a:A') } } } });
  const template = templateOf({
    resources: { Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ 'Fn::ImportValue': 'X' }] } } },
    imports: { X: [{ template: other, value: { Ref: 'M' } }] },
  });

  expect(actionsOf(new PolicyIndex([placed(other, 'M')]).policiesOf(placed(template, 'Role')).identity)).toEqual(['a:A: the policy Other/M']);
});

test('a policy of another template names the role by what the role\'s template exports', () => {
  const template = templateOf({ name: 'Roles', resources: { Role: { Type: 'AWS::IAM::Role' } } });
  const other = templateOf({
    resources: { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:A'), Roles: [{ 'Fn::ImportValue': 'X' }] } } },
    imports: { X: [{ template, value: { Ref: 'Role' } }] },
  });

  expect(actionsOf(new PolicyIndex([placed(other, 'P')]).policiesOf(placed(template, 'Role')).identity)).toEqual(['a:A: the policy P']);
});

const AWS_MANAGED = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/ReadOnlyAccess']] };

test('policies whose content no template has are unknown, unless it is given', () => {
  const name = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const partition = { pseudoParameters: { 'AWS::Partition': 'aws' } };
  const role = { ManagedPolicyArns: [AWS_MANAGED], PermissionsBoundary: AWS_MANAGED };

  expect(read(role, {}, undefined, partition)).toEqual({
    identity: [], boundary: [], unknown: [{ name: `the managed policy ${name}`, as: 'identity' }, { name: `the managed policy ${name}`, as: 'boundary' }],
  });
  expect(read(role, {}, new Map([[name, document('a:A')]]), partition)).toMatchObject({ identity: [{ spelled: ['a:A'] }], boundary: [{ spelled: ['a:A'] }], unknown: [] });
});

test('policies whose role is a parameter may be the role\'s, unless it has another name', () => {
  const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:A'), Roles: [{ Ref: 'P' }] } };
  const ofWorkers = { ...policy, Properties: { ...policy.Properties, Roles: [{ 'Fn::Join': ['', ['worker-', { Ref: 'P' }]] }] } };

  expect(read({ RoleName: 'worker' }, { Policy: policy })).toMatchObject({ identity: [], unknown: [{ name: 'the policy Policy, which may be of the role ${P}', as: 'identity' }] });
  expect(read({ RoleName: 'other' }, { Policy: ofWorkers }).unknown).toEqual([]);
  expect(read({ RoleName: { Ref: 'P' } }, { Policy: policy })).toMatchObject({ identity: [{ spelled: ['a:A'] }], unknown: [] });
});

test('policies of another role that the app makes are not the role\'s, whatever its name is', () => {
  const policy = (role: unknown) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:A'), Roles: [role] } });
  const others = { Other: { Type: 'AWS::IAM::Role' }, One: policy({ Ref: 'Other' }), Two: policy({ 'Fn::Sub': '${AWS::Region}-worker' }) };

  expect(read({ RoleName: 'worker' }, others)).toEqual({ identity: [], boundary: undefined, unknown: [] });
});

test('a document that can\'t be read is unknown', () => {
  expect(read({ Policies: [{ PolicyName: 'P', PolicyDocument: { Ref: 'X' } }] }).unknown).toEqual([{ name: 'the inline policy P', as: 'identity' }]);
  expect(read({ RoleName: 'r' }, { P: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'r' } } }).unknown).toEqual([{ name: 'the policy P', as: 'identity' }]);
});

test('variables are read in documents of the version that has them', () => {
  const policy = (Version: string) => ({ PolicyDocument: { Version, Statement: [{ Effect: 'Allow', Action: 'a', Resource: '${k}' }] } });
  const { identity } = read({ Policies: [policy('2012-10-17'), policy('2008-10-17')] });

  expect(identity.map(({ resources }) => resources.patterns[0].length)).toEqual([1, 4]);
});

test('a policy that is there under a condition alone is unknown, whatever it is attached as', () => {
  const managed = { Type: 'AWS::IAM::ManagedPolicy', Condition: 'IsProd', Properties: { PolicyDocument: document('a:A') } };
  const name = 'which is there under the condition IsProd';

  expect(read({ RoleName: 'r', ManagedPolicyArns: [{ Ref: 'M' }], PermissionsBoundary: { Ref: 'M' } },
    { M: managed, P: { ...managed, Type: 'AWS::IAM::Policy', Properties: { ...managed.Properties, Roles: ['r'] } } }))
    .toEqual({
      identity: [],
      boundary: [],
      unknown: [{ name: `the policy P, ${name}`, as: 'identity' }, { name: `the policy M, ${name}`, as: 'identity' }, { name: `the policy M, ${name}`, as: 'boundary' }],
    });
});

describe('of policies of one name, of which the last that is put replaces the others,', () => {
  const both = (action: string) => ({ Statement: ['Allow', 'Deny'].map((Effect) => ({ Effect, Action: `${action}${Effect}`, Resource: '*' })) });
  const policy = (Type: string, action: string, PolicyName?: string) => ({ Type: `AWS::IAM::${Type}`, Properties: { PolicyName, PolicyDocument: both(action), Roles: ['r'] } });
  const spelled = (inline: (string | undefined)[], others: Record<string, TemplateResource>) => {
    const { identity } = read({ RoleName: 'r', Policies: inline.map((PolicyName, index) => ({ PolicyName, PolicyDocument: both(`i${index}`) })) }, others);
    return identity.map((statement) => statement.spelled.join()).filter((each) => each.endsWith('Deny')).join();
  };

  test('no denial is certain', () => {
    expect(spelled(['P', 'Q'], { A: policy('Policy', 'a', 'P'), B: policy('RolePolicy', 'b', 'R') })).toBe('i1Deny,bDeny');
    expect(spelled([], { A: policy('Policy', 'a'), B: policy('Policy', 'b') })).toBe('');
    expect(read({ RoleName: 'r' }, { A: policy('Policy', 'a', 'P'), B: policy('Policy', 'b', 'P') }).identity.map((each) => each.effect)).toEqual(['Allow', 'Allow']);
  });

  test('managed ones are none', () => {
    expect(spelled(['P'], { A: policy('ManagedPolicy', 'a', 'P'), B: policy('ManagedPolicy', 'b', 'P') })).toBe('i0Deny,aDeny,bDeny');
  });
});

describe('a policy of another template that names the role by a literal', () => {
  const found = (ofPolicy?: string, ofRole?: string, RoleName = 'r') => {
    const account = (id?: string): TemplateJson => ({ pseudoParameters: id === undefined ? {} : { 'AWS::AccountId': id } });
    const other = templateOf({ ...account(ofPolicy), name: 'Other', resources: { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:A'), Roles: ['r'] } } } });
    const template = templateOf({ ...account(ofRole), resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName } } } });
    const { identity, unknown } = new PolicyIndex([placed(other, 'P')]).policiesOf(placed(template, 'Role'));
    return [...actionsOf(identity)!, ...unknown.map(({ name }) => name)];
  };

  test('is of the role if the account is the same, and may be if that is not known', () => {
    const maybe = ['the policy Other/P, which may be of the role r'];

    expect(found('1', '1')).toEqual(['a:A: the policy Other/P']);
    expect([found(undefined, '1'), found('1'), found()]).toEqual([maybe, maybe, maybe]);
  });

  test('is of another role in another account, and if the name is another', () => {
    expect(found('2', '1')).toEqual([]);
    expect(found('1', '1', 's')).toEqual([]);
  });
});

test('of managed policies that have the same ARN that of the role\'s own template counts, and of others none is certain', () => {
  const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'M', PolicyDocument: document('a:A') } };
  const pseudoParameters = { 'AWS::Partition': 'aws', 'AWS::AccountId': '1' };
  const arn = 'arn:aws:iam::1:policy/M';
  const [one, other] = ['One', 'Other'].map((name) => templateOf({ name, pseudoParameters, resources: { M: managed } }));
  const own = templateOf({ pseudoParameters, resources: { M: managed, Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [arn] } } } });
  const readOf = (...templates: TemplateView[]) => new PolicyIndex(templates.map((each) => placed(each, 'M'))).policiesOf(placed(own, 'Role'));

  expect(actionsOf(readOf(one, own, other).identity)).toEqual(['a:A: the policy M']);
  expect(actionsOf(readOf(one).identity)).toEqual(['a:A: the policy One/M']);
  expect(readOf(one, other)).toMatchObject({ identity: [], unknown: [{ name: `the managed policy ${arn}`, as: 'identity' }] });
});

test('a boundary that names the role as well is one of its policies, and its boundary', () => {
  const { identity, boundary } = read({ RoleName: 'r', PermissionsBoundary: { Ref: 'B' } },
    { B: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('a:A'), Roles: ['r'] } } });

  expect([identity, boundary].map(actionsOf)).toEqual([['a:A: the policy B'], ['a:A: the policy B']]);
});

test('of a role that no template has, what names it is known, and whatever else it has is not', () => {
  const template = templateOf({ resources: { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('a:A'), Roles: ['worker'] } } } });
  const { identity, boundary, unknown } = new PolicyIndex([placed(template, 'P')]).policiesOfForeign(template, 'worker', 'the policies of worker');

  expect(actionsOf(identity)).toEqual(['a:A: the policy P']);
  expect(boundary).toBeUndefined();
  expect(unknown).toEqual([{ name: 'the policies of worker', as: 'identity' }]);
});

describe('in a session with a policy of its own', () => {
  const template = templateOf({ resources: {} });
  const policies: Policies = { identity: [], unknown: [{ name: 'M', as: 'identity' }] };

  test('its statements stand beside those of the role', () => {
    const { session, ...others } = inSession(policies, { template, value: JSON.stringify(document('a:A')) });

    expect(actionsOf(session)).toEqual(['a:A: the session policy']);
    expect(others).toEqual(policies);
  });

  test('one that is known at deploy time only is not known', () => {
    expect(inSession(policies, { template, value: { Ref: 'P' } })).toEqual({ identity: [], session: [], unknown: [{ name: 'M', as: 'identity' }, { name: 'the session policy', as: 'session' }] });
  });
});

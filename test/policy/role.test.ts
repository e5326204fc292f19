import { TemplateJson, templateOf } from './templates';
import { PlacedResource, PolicyIndex } from '../../src/policy/role';
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

test('a document that can\'t be read is unknown', () => {
  expect(read({ Policies: [{ PolicyName: 'P', PolicyDocument: { Ref: 'X' } }] }).unknown).toEqual([{ name: 'the inline policy P', as: 'identity' }]);
  expect(read({ RoleName: 'r' }, { P: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'r' } } }).unknown).toEqual([{ name: 'the policy P', as: 'identity' }]);
});

test('variables are read in documents of the version that has them', () => {
  const policy = (Version: string) => ({ PolicyDocument: { Version, Statement: [{ Effect: 'Allow', Action: 'a', Resource: '${k}' }] } });
  const { identity } = read({ Policies: [policy('2012-10-17'), policy('2008-10-17')] });

  expect(identity.map(({ resources }) => resources.patterns[0].length)).toEqual([1, 4]);
});

import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Access, GuardrailCheck } from '../../../src';
import { irsa, podIdentity } from '../../fixtures';
import { byHand, inline } from '../../testing/peers';
import { allowing, describeCheck, eksApp, LOCKED, ours } from '../sources';

const BY = 'on anything is allowed by statement 1 of the inline policy Access';
const ROLES = 'iam:AttachRolePolicy, iam:PutRolePolicy, iam:UpdateAssumeRolePolicy, iam:DeleteRolePermissionsBoundary';
const USERS = 'iam:AttachUserPolicy, iam:PutUserPolicy, iam:CreateAccessKey, iam:CreateLoginProfile, iam:UpdateLoginProfile';
const ALL = `${ROLES}, ${USERS}, iam:AttachGroupPolicy, iam:PutGroupPolicy, iam:AddUserToGroup, iam:CreatePolicyVersion, iam:SetDefaultPolicyVersion`;
const allow = (Action: string | string[], Resource: unknown = '*', Condition?: object) => ({ Effect: 'Allow', Action, Resource, Condition });
const managed = (...names: string[]) => ({ ManagedPolicyArns: names.map((name) => `arn:aws:iam::aws:policy/${name}`) });
const boundary = (...Statement: object[]) => ({
  role: { ...inline(allow('*')), PermissionsBoundary: { Ref: 'Boundary' } },
  resources: { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } } },
});

describeCheck(GuardrailCheck.ADMIN_POLICY, {
  refused: {
    'everything on everything': [() => allowing(allow('*')), `Role: ${ALL} ${BY}`],
    'everything of everything': [() => allowing(allow('*:*')), `Role: ${ALL} ${BY}`],
    'everything of IAM': [() => allowing(allow('iam:*')), `Role: ${ALL} ${BY}`],
    'everything but something harmless': [() => allowing({ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }), `Role: ${ALL} ${BY}`],
    'one action on all roles': [() => allowing(allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/*')), `Role: iam:PutRolePolicy ${BY}`],
    'a workload that is given it': [
      ours((stack) => podIdentity(stack).addAccess(Access.fromStatements('runs the account', new iam.PolicyStatement({ actions: ['iam:*'], resources: ['*'] })))),
      `Stack/Exporter/Role/Resource: ${ALL} on anything is allowed by statement 1 of the inline policy Access`,
    ],
    'a policy of AWS\'s own': [() => byHand(LOCKED, { role: managed('AdministratorAccess') }), 'Role: the role has the managed policy AdministratorAccess of AWS'],
    'both': [() => byHand(LOCKED, { role: { ...managed('IAMFullAccess'), ...inline(allow('iam:CreateAccessKey')) } }), `Role: iam:CreateAccessKey ${BY}, and the role has the managed policy IAMFullAccess of AWS`],
    'a boundary that forbids nothing': [() => byHand(LOCKED, boundary(allow('*'))), `Role: ${ALL} ${BY}`],
    'a boundary of which nothing is known': [
      () => byHand(LOCKED, { role: { ...inline(allow('iam:CreateAccessKey')), PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' } }), `Role: iam:CreateAccessKey ${BY}`,
    ],
  },
  clean: {
    'a workload': ours(podIdentity),
    'an IRSA workload': ours(irsa),
    'addServiceAccount with a grant': () => eksApp(eks.IdentityType.IRSA),
    'an action on one role': () => allowing(allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/app')),
    'an action on the roles of a path': () => allowing(allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/teams/*')),
    'an action on a role that is known at deploy time only': () => allowing(allow('iam:PutRolePolicy', { Ref: 'RoleArn' })),
    'roles under a boundary': () => allowing(allow('iam:PutRolePolicy', '*', { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/boundary' } })),
    'a boundary that forbids it': () => byHand(LOCKED, boundary(allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' })),
    'a boundary of other actions': () => byHand(LOCKED, boundary(allow('s3:*'))),
    'a denial': () => allowing(allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
    'reading IAM': () => allowing(allow(['iam:Get*', 'iam:List*'])),
    'a role that is no workload\'s': () => byHand({ ...LOCKED, Principal: { Service: 'lambda.amazonaws.com' } }, { role: inline(allow('*')), association: { RoleArn: 'arn:aws:iam::111122223333:role/other' } }),
  },
});

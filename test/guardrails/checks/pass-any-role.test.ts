import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck } from '../../../src';
import { podIdentity } from '../../fixtures';
import { byHand, inline } from '../../testing/peers';
import { allowing, describeCheck, eksApp, LOCKED, ours } from '../sources';

const BY = 'Role: iam:PassRole on any role is allowed by statement 1 of the inline policy Access';
const pass = (Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Action: 'iam:PassRole', Resource, ...more });

describeCheck(GuardrailCheck.PASS_ANY_ROLE, {
  refused: {
    'any resource': [() => allowing(pass('*')), BY],
    'all roles of an account': [() => allowing(pass('arn:aws:iam::111122223333:role/*')), BY],
    'any role for one service': [() => allowing(pass('*', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } })), BY],
    'everything of IAM': [() => allowing(pass('*', { Action: 'iam:*' })), BY],
    'everything': [() => allowing(pass('*', { Action: '*' })), BY],
  },
  clean: {
    'a workload': ours(podIdentity),
    'addServiceAccount with a grant': () => eksApp(eks.IdentityType.IRSA),
    'a role': () => allowing(pass('arn:aws:iam::111122223333:role/nodes', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } })),
    'roles by a prefix of their names': () => allowing(pass('arn:aws:iam::111122223333:role/karpenter-*')),
    'a role of the template': () => byHand(LOCKED, { role: inline(pass({ 'Fn::GetAtt': ['Nodes', 'Arn'] })), resources: { Nodes: { Type: 'AWS::IAM::Role' } } }),
    'a role that is known at deploy time only': () => allowing(pass({ Ref: 'RoleArn' })),
    'a denial': () => allowing(pass('*', { Effect: 'Deny' })),
  },
});

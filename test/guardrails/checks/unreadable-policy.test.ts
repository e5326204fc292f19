import { CfnParameter } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GuardrailCheck } from '../../../src';
import { irsa, podIdentity } from '../../fixtures';
import { byHand, inline } from '../../testing/peers';
import { describeCheck, eksApp, found, LOCKED, lockedBy, ours } from '../sources';

const ARN = 'arn:aws:iam::111122223333:policy/exporter';
const attached = (...ManagedPolicyArns: unknown[]) => byHand(LOCKED, { role: { ManagedPolicyArns } });

describeCheck(GuardrailCheck.UNREADABLE_POLICY, {
  refused: {
    'a managed policy of elsewhere': [() => attached(ARN), `Role: the content of the managed policy ${ARN} is known at deploy time only`],
    'a policy that is a parameter': [() => attached({ Ref: 'PolicyArn' }), 'Role: the content of the managed policy ${PolicyArn} is known at deploy time only'],
    'a managed policy of elsewhere on a workload': [
      ours((stack) => podIdentity(stack).role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', ARN))),
      `Stack/Exporter/Role/Resource: the content of the managed policy ${ARN} is known at deploy time only`,
    ],
    'a document that is a parameter': [
      () => byHand(LOCKED, { role: { Policies: [{ PolicyName: 'Access', PolicyDocument: { Ref: 'Document' } }] } }), 'Role: the content of the inline policy Access is known at deploy time only',
    ],
    'a trust policy that is a parameter': [() => byHand(LOCKED, { role: { AssumeRolePolicyDocument: { Ref: 'Trust' } } }), 'Role: the content of the trust policy is known at deploy time only'],
    'conditions of a trust policy that are made at deploy time': [
      () => byHand(lockedBy({ StringEquals: { 'Fn::If': ['Locked', {}, {}] } })), 'Role: the content of the trust policy is known at deploy time only',
    ],
  },
  clean: {
    'a Pod Identity workload': ours(podIdentity),
    'an IRSA workload': ours(irsa),
    'addServiceAccount': () => eksApp(eks.IdentityType.IRSA),
    'a boundary of elsewhere': ours((stack) => podIdentity(stack, { permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', ARN) })),
    'a policy of AWS\'s own': () => attached('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'),
    'a policy of the app': ours((stack) => podIdentity(stack).role.addManagedPolicy(new iam.ManagedPolicy(stack, 'Policy', {
      statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [new CfnParameter(stack, 'Object').valueAsString] })],
    }))),
    'a role of other services': () => ({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Ref: 'Trust' }, ManagedPolicyArns: [ARN] } } } }),
    'statements about parameters': () => byHand(LOCKED, { role: inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: { Ref: 'Object' } }) }),
  },
});

test('a policy of elsewhere counts as known once its document is given', () => {
  const managedPolicies = { [ARN]: { Version: '2012-10-17', Statement: [] } };

  expect(found(GuardrailCheck.UNREADABLE_POLICY, attached(ARN), { managedPolicies })).toEqual([]);
});

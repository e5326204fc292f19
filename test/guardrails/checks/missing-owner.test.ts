import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck } from '../../../src';
import { irsa, podIdentity } from '../../fixtures';
import { byHand } from '../../testing/peers';
import { describeCheck, eksApp, LOCKED, ours } from '../sources';

const OWNER = { Key: 'platform.identity/owner', Value: 'finance-platform' };
const NONE = 'the role has no tag platform.identity/owner';
const tagged = (...Tags: object[]) => byHand(LOCKED, { role: { Tags } });

describeCheck(GuardrailCheck.MISSING_OWNER, {
  refused: {
    'addServiceAccount by Pod Identity': [() => eksApp(eks.IdentityType.POD_IDENTITY), `Stack/Cluster/Exporter/Role/Resource: ${NONE}`],
    'addServiceAccount by IRSA': [() => eksApp(eks.IdentityType.IRSA), `Stack/Cluster/Exporter/Role/Resource: ${NONE}`],
    'a role by hand': [() => byHand(LOCKED), `Role: ${NONE}`],
    'an owner that is empty': [() => tagged({ ...OWNER, Value: '' }), `Role: ${NONE}`],
    'a target role whose association has no owner': [
      () => byHand({ ...LOCKED, Principal: { AWS: '*' } }, { association: { RoleArn: 'arn:aws:iam::444455556666:role/base', TargetRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } } }), `Role: ${NONE}`,
    ],
    'a workload that names its owner by another label': [ours((stack) => podIdentity(stack, { ownerLabel: 'team' })), `Stack/Exporter/Role/Resource: ${NONE}`],
  },
  clean: {
    'a Pod Identity workload': ours(podIdentity),
    'an IRSA workload': ours(irsa),
    'a role by hand with the tag': () => tagged({ Key: 'x', Value: 'y' }, OWNER),
    'an owner that is known at deploy time only': () => tagged({ ...OWNER, Value: { Ref: 'Owner' } }),
    'a target role whose association has an owner': () => byHand({ ...LOCKED, Principal: { AWS: '*' } }, { association: { RoleArn: 'arn:aws:iam::444455556666:role/base', TargetRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, Tags: [OWNER] } }),
    'a role of other services': () => byHand({ ...LOCKED, Principal: { Service: 'lambda.amazonaws.com' } }, { association: { RoleArn: 'arn:aws:iam::111122223333:role/other' } }),
  },
});

describeCheck(GuardrailCheck.MISSING_OWNER, {
  options: { ownerTag: 'team' },
  refused: { 'the usual tag if another is asked for': [() => tagged(OWNER), 'Role: the role has no tag team'] },
  clean: { 'a workload with the label that is asked for': ours((stack) => podIdentity(stack, { ownerLabel: 'team' })) },
});

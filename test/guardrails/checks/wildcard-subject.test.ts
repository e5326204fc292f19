import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck } from '../../../src';
import { irsa, ISSUER, podIdentity, PROVIDER_ARN } from '../../fixtures';
import { byHand, TRUST_PODS, trustToken } from '../../testing/peers';
import { LOCKED, describeCheck, eksApp, lockedBy, ours } from '../sources';

const SUBJECT = 'system:serviceaccount:finance-prod:invoice-exporter';
const SUB = `${ISSUER}:sub`;
const { StringEquals: TIES } = LOCKED.Condition;
const token = (Condition: object) => ({ Effect: 'Allow', Principal: { Federated: PROVIDER_ARN }, Action: 'sts:AssumeRoleWithWebIdentity', Condition });

describeCheck(GuardrailCheck.WILDCARD_SUBJECT, {
  refused: {
    'a wildcard in the subject': [
      () => byHand(trustToken('system:serviceaccount:finance-*:*', 'StringLike')), `Role: the trust policy compares the subject by StringLike ${SUB} "system:serviceaccount:finance-*:*"`,
    ],
    'StringLike without a wildcard': [() => byHand(trustToken(SUBJECT, 'StringLike')), `Role: the trust policy compares the subject by StringLike ${SUB} "${SUBJECT}"`],
    'no subject': [() => byHand(token({ StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } })), 'Role: the trust policy admits every service account of the cluster, since it compares no subject'],
    'an exclusion': [() => byHand(token({ StringNotEquals: { [SUB]: SUBJECT } })), `Role: the trust policy compares the subject by StringNotEquals ${SUB} "${SUBJECT}"`],
    'one character that may be any': [() => byHand(token({ StringLike: { [SUB]: `${SUBJECT}-?` } })), `Role: the trust policy compares the subject by StringLike ${SUB} "${SUBJECT}-?"`],
    'a variable in the subject': [() => byHand(token({ StringEquals: { [SUB]: 'system:serviceaccount:${aws:PrincipalTag/ns}:x' } })), `Role: the trust policy compares the subject by StringEquals ${SUB} "system:serviceaccount:\${aws:principaltag/ns}:x"`],
    'a pattern of namespaces for Pod Identity': [
      () => byHand(lockedBy({ StringLike: { ...TIES, 'aws:RequestTag/kubernetes-namespace': 'finance-*' } })), 'Role: the trust policy compares StringLike aws:RequestTag/kubernetes-namespace "finance-*"',
    ],
    'a pattern of clusters and one of tokens': [
      () => byHand([lockedBy({ ArnLike: { 'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:cluster/*' } }), token({ StringLike: { [SUB]: '*' } })]),
      `Role: the trust policy compares the subject by StringLike ${SUB} "*", and compares ArnLike aws:SourceArn "arn:aws:eks:eu-central-1:111122223333:cluster/*"`,
    ],
  },
  clean: {
    'an IRSA workload': ours(irsa),
    'a Pod Identity workload': ours(podIdentity),
    'addServiceAccount of aws-eks': () => eksApp(eks.IdentityType.IRSA),
    'a list of subjects': () => byHand(token({ StringEquals: { [SUB]: [SUBJECT, `${SUBJECT}-2`] } })),
    'a pattern beside an exact subject': () => byHand(token({ StringEquals: { [SUB]: SUBJECT }, StringLike: { [SUB]: 'system:*' } })),
    'a subject that is known at deploy time only': () => byHand(token({ StringEquals: { [SUB]: { 'Fn::Sub': 'system:serviceaccount:${Namespace}:exporter' } } })),
    'StringLike without a wildcard for Pod Identity': () => byHand(lockedBy({ StringLike: TIES })),
    'no condition at all for Pod Identity, which is another finding': () => byHand(TRUST_PODS),
    'conditions that are made at deploy time, which are another finding': () => byHand(token({ StringEquals: { 'Fn::If': ['Locked', {}, {}] } })),
  },
});

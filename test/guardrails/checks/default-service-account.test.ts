import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck } from '../../../src';
import { irsa, podIdentity } from '../../fixtures';
import { byHand, TRUST_PODS, trustToken } from '../../testing/peers';
import { describeCheck, eksApp, ours } from '../sources';

describeCheck(GuardrailCheck.DEFAULT_SERVICE_ACCOUNT, {
  refused: {
    'an association': [() => byHand(TRUST_PODS, { association: { ServiceAccount: 'default' } }), 'Association: the association is for finance-prod/default'],
    'an association of a namespace that is known at deploy time only': [
      () => byHand(TRUST_PODS, { association: { ServiceAccount: 'default', Namespace: { Ref: 'Namespace' } } }), 'Association: the association is for ${Namespace}/default',
    ],
    'a trust policy': [() => byHand(trustToken('system:serviceaccount:finance-prod:default')), 'Role: the trust policy names finance-prod/default'],
    'an association made of parts': [
      () => byHand(TRUST_PODS, { association: { ServiceAccount: { 'Fn::Join': ['', ['de', 'fault']] } } }), 'Association: the association is for finance-prod/default',
    ],
  },
  clean: {
    'a Pod Identity workload': ours(podIdentity),
    'an IRSA workload': ours(irsa),
    'addServiceAccount': () => eksApp(eks.IdentityType.POD_IDENTITY),
    'the namespace default': () => byHand(TRUST_PODS, { association: { Namespace: 'default' } }),
    'a name that is known at deploy time only': () => byHand(TRUST_PODS, { association: { ServiceAccount: { Ref: 'Name' } } }),
    'a name that ends so': () => byHand(trustToken('system:serviceaccount:finance-prod:not-default')),
  },
});

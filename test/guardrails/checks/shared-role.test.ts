import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck, MigratingWorkload, MigrationStage } from '../../../src';
import { clusterFixture, IDENTITY, irsa, ISSUER, podIdentity, PROVIDER_ARN } from '../../fixtures';
import { byHand, TRUST_PODS, trustToken } from '../../testing/peers';
import { describeCheck, eksApp, LOCKED, lockedBy, ours } from '../sources';

const second = (properties: object) => ({
  Second: {
    Type: 'AWS::EKS::PodIdentityAssociation',
    Properties: { ClusterName: 'production', Namespace: 'finance-prod', ServiceAccount: 'invoice-reader', RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties },
  },
});
const BOTH = 'Role: the role is that of finance-prod/invoice-exporter and finance-prod/invoice-reader';
const tokens = (Condition: object) => ({ Effect: 'Allow', Principal: { Federated: PROVIDER_ARN }, Action: 'sts:AssumeRoleWithWebIdentity', Condition });

describeCheck(GuardrailCheck.SHARED_ROLE, {
  refused: {
    'two associations of a role': [() => byHand(TRUST_PODS, { resources: second({}) }), BOTH],
    'an association and a subject': [() => byHand([TRUST_PODS, trustToken('system:serviceaccount:finance-prod:invoice-reader')]), BOTH],
    'two subjects in a list': [
      () => byHand(tokens({ StringEquals: { [`${ISSUER}:sub`]: ['system:serviceaccount:finance-prod:invoice-exporter', 'system:serviceaccount:finance-prod:invoice-reader'] } })), BOTH,
    ],
    'two subjects by StringLike': [
      () => byHand(tokens({ StringLike: { [`${ISSUER}:sub`]: ['system:serviceaccount:finance-prod:invoice-exporter', 'system:serviceaccount:finance-prod:invoice-reader'] } })), BOTH,
    ],
    'a namespace that is known at deploy time only': [
      () => byHand(TRUST_PODS, { resources: second({ Namespace: { Ref: 'Namespace' } }) }), 'Role: the role is that of ${Namespace}/invoice-reader and finance-prod/invoice-exporter',
    ],
    'a role whose trust policy names one of them': [() => byHand([LOCKED, TRUST_PODS], { resources: second({}) }), BOTH],
    'one of two associations with a session policy': [() => byHand(TRUST_PODS, { resources: second({ Policy: '{}' }) }), BOTH],
    'a trust policy that names them by a pattern': [() => byHand(lockedBy({
      StringLike: { 'aws:RequestTag/kubernetes-namespace': 'finance-prod', 'aws:RequestTag/kubernetes-service-account': 'invoice-*' },
    }), { resources: second({}) }), BOTH],
    'a role that says it is not shared': [() => byHand(TRUST_PODS, { role: { Tags: [{ Key: 'platform.identity/shared', Value: 'false' }] }, resources: second({}) }), BOTH],
  },
  clean: {
    'a Pod Identity workload': ours(podIdentity),
    'an IRSA workload': ours(irsa),
    'a workload that has both mechanisms': ours((stack) => new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, stage: MigrationStage.CUTOVER })),
    'addServiceAccount': () => eksApp(eks.IdentityType.POD_IDENTITY),
    'a service account in two clusters': () => byHand(LOCKED, { resources: second({ ServiceAccount: 'invoice-exporter', ClusterName: 'staging' }) }),
    'a role that is declared as shared': () => byHand(TRUST_PODS, { role: { Tags: [{ Key: 'platform.identity/shared', Value: 'true' }] }, resources: second({}) }),
    'a role whose trust policy names both': () => byHand(lockedBy({
      StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'finance-prod', 'aws:RequestTag/kubernetes-service-account': ['invoice-exporter', 'invoice-reader'] },
    }), { resources: second({}) }),
    'associations that are restricted by session policies': () => byHand(TRUST_PODS, {
      association: { Policy: '{}', DisableSessionTags: true }, resources: second({ Policy: '{}', DisableSessionTags: true }),
    }),
    'associations that say nothing': () => byHand(TRUST_PODS, { resources: { Empty: { Type: 'AWS::EKS::PodIdentityAssociation' } } }),
    'associations of two roles': () => byHand(TRUST_PODS, { resources: second({ RoleArn: 'arn:aws:iam::111122223333:role/other' }) }),
    'a pattern, which is another finding': () => byHand(tokens({ StringLike: { [`${ISSUER}:sub`]: ['system:serviceaccount:*:a', 'system:serviceaccount:*:b'] } })),
    'exclusions, which are another finding': () => byHand(tokens({ StringNotEquals: { [`${ISSUER}:sub`]: ['system:serviceaccount:x:a', 'system:serviceaccount:x:b'] } })),
  },
});

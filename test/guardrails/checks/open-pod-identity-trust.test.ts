import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import { GuardrailCheck, MigratingWorkload, MigrationStage } from '../../../src';
import { cfnCluster, clusterFixture, IDENTITY, irsa, podIdentity } from '../../fixtures';
import { byHand, TRUST_PODS, trustToken } from '../../testing/peers';
import { LOCKED, describeCheck, eksApp, eksV2App, lockedBy, ours } from '../sources';

const ANY = 'the trust policy lets EKS Pod Identity assume the role for any cluster, any namespace, any service account';
const { StringEquals: TIES } = LOCKED.Condition;
const SOURCE = { ArnEquals: { 'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:cluster/production' } };
const without = (key: keyof typeof TIES) => lockedBy({ StringEquals: Object.fromEntries(Object.entries(TIES).filter(([each]) => each !== key)) });

describeCheck(GuardrailCheck.OPEN_POD_IDENTITY_TRUST, {
  refused: {
    'the role of addServiceAccount of aws-eks': [() => eksApp(eks.IdentityType.POD_IDENTITY), `Stack/Cluster/Exporter/Role/Resource: ${ANY}`],
    'the role of addServiceAccount of aws-eks-v2': [() => eksV2App(eksv2.IdentityType.POD_IDENTITY), `Stack/Cluster/Exporter/Role/Resource: ${ANY}`],
    'a role by hand': [() => byHand(TRUST_PODS), `Role: ${ANY}`],
    'a role that everyone may assume': [() => byHand({ ...TRUST_PODS, Principal: '*' }), `Role: ${ANY}`],
    'one open statement among others': [() => byHand([LOCKED, TRUST_PODS]), `Role: ${ANY}`],
    'a role that is tied to the account alone': [() => byHand(lockedBy({ StringEquals: { 'aws:SourceAccount': '111122223333' } })), `Role: ${ANY}`],
    'a role of any cluster': [() => byHand(without('aws:RequestTag/eks-cluster-arn')), 'Role: the trust policy lets EKS Pod Identity assume the role for any cluster'],
    'a role of a cluster': [() => byHand(lockedBy(SOURCE)), 'Role: the trust policy lets EKS Pod Identity assume the role for any namespace, any service account'],
    'a tie that holds without the tag': [
      () => byHand(lockedBy({ StringEqualsIfExists: TIES })), `Role: ${ANY}`,
    ],
    'a tie to everything': [() => byHand(lockedBy({ StringLike: { ...TIES, 'aws:RequestTag/kubernetes-namespace': '*' } })), 'Role: the trust policy lets EKS Pod Identity assume the role for any namespace'],
    'an exclusion in place of a tie': [
      () => byHand(lockedBy({ StringNotEquals: { 'aws:RequestTag/kubernetes-namespace': 'default' }, ...SOURCE })),
      'Role: the trust policy lets EKS Pod Identity assume the role for any namespace, any service account',
    ],
    'a denial of some namespaces': [
      () => byHand([TRUST_PODS, { ...TRUST_PODS, Effect: 'Deny', Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'default' } } }]), `Role: ${ANY}`,
    ],
  },
  clean: {
    'a Pod Identity workload': ours(podIdentity),
    'a workload of a cluster whose ARN is known at deploy time only': ours((stack) => podIdentity(stack, { cluster: cfnCluster(stack) })),
    'a workload without session tags': ours((stack) => podIdentity(stack, { sessionTags: false })),
    'a migrating workload': ours((stack) => new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, stage: MigrationStage.DUAL_TRUST })),
    'an IRSA workload': ours(irsa),
    'a role of addServiceAccount by IRSA': () => eksApp(eks.IdentityType.IRSA),
    'a role by hand that is locked': () => byHand(LOCKED),
    'ties to parameters': () => ({ ...byHand(lockedBy({ StringEquals: Object.fromEntries(Object.keys(TIES).map((key) => [key, { Ref: 'Parameter' }])) })) }),
    'denials of all that is not named': () => byHand([TRUST_PODS, ...Object.entries(TIES).map(([key, value]) => ({ ...TRUST_PODS, Effect: 'Deny', Condition: { StringNotEquals: { [key]: value } } }))]),
    'a role without tags that is tied to its cluster': () => byHand(lockedBy(SOURCE), { association: { DisableSessionTags: 'true' } }),
    'a role of another service': () => byHand({ ...TRUST_PODS, Principal: { Service: 'ec2.amazonaws.com' } }),
    'a role that may only be tagged': () => byHand([LOCKED, { ...TRUST_PODS, Action: 'sts:TagSession' }]),
    'a role that trusts tokens alone': () => byHand(trustToken('system:serviceaccount:finance-prod:invoice-exporter')),
    'conditions that are made at deploy time, which are another finding': () => byHand(lockedBy({ StringEquals: { 'Fn::If': ['Locked', TIES, {}] } })),
  },
});

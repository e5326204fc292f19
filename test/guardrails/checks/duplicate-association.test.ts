import { App, Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck, IdentityGuardrails } from '../../../src';
import { podIdentity } from '../../fixtures';
import { byHand, TRUST_PODS } from '../../testing/peers';
import { describeCheck, eksApp, found, ours } from '../sources';

const second = (properties: object) => ({
  Second: {
    Type: 'AWS::EKS::PodIdentityAssociation',
    Properties: { ClusterName: 'production', Namespace: 'finance-prod', ServiceAccount: 'invoice-exporter', RoleArn: 'arn:aws:iam::111122223333:role/other', ...properties },
  },
});
const ADDON = {
  Driver: {
    Type: 'AWS::EKS::Addon',
    Properties: {
      AddonName: 'driver',
      ClusterName: 'production',
      NamespaceConfig: { Namespace: 'finance-prod' },
      PodIdentityAssociations: [{ ServiceAccount: 'invoice-exporter', RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
    },
  },
};
const CLUSTER = { ClusterName: { Ref: 'Cluster' } };

describeCheck(GuardrailCheck.DUPLICATE_ASSOCIATION, {
  refused: {
    'two of a role': [
      () => byHand(TRUST_PODS, { resources: second({ RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }) }),
      'Second: finance-prod/invoice-exporter of the cluster production has the association Association already',
    ],
    'two of two roles': [() => byHand(TRUST_PODS, { resources: second({}) }), 'Second: finance-prod/invoice-exporter of the cluster production has the association Association already'],
    'two of a cluster that is known at deploy time only': [
      () => byHand(TRUST_PODS, { association: CLUSTER, resources: second(CLUSTER) }), 'Second: finance-prod/invoice-exporter of the cluster ${Cluster} has the association Association already',
    ],
    'one that an add-on owns': [
      () => byHand(TRUST_PODS, { resources: ADDON }),
      'Driver: finance-prod/invoice-exporter of the cluster production has the association Association already',
    ],
    'a third': [
      () => byHand(TRUST_PODS, { resources: { ...second({}), Third: second({}).Second } }),
      'Second: finance-prod/invoice-exporter of the cluster production has the association Association already',
      'Third: finance-prod/invoice-exporter of the cluster production has the association Association already',
    ],
  },
  clean: {
    'a Pod Identity workload': ours(podIdentity),
    'addServiceAccount': () => eksApp(eks.IdentityType.POD_IDENTITY),
    'another cluster': () => byHand(TRUST_PODS, { resources: second({ ClusterName: 'staging' }) }),
    'another namespace': () => byHand(TRUST_PODS, { resources: second({ Namespace: 'finance-dev' }) }),
    'a cluster that may be the same': () => byHand(TRUST_PODS, { resources: second(CLUSTER) }),
  },
});

/** A stack of L1s that binds the service account. */
function binding(scope: Stage | App, id: string, env?: { account: string; region: string }): Stack {
  const stack = new Stack(scope, id, { env });
  new eks.CfnPodIdentityAssociation(stack, 'Association', {
    clusterName: 'production', namespace: 'finance-prod', serviceAccount: 'invoice-exporter', roleArn: 'arn:aws:iam::111122223333:role/exporter',
  });
  return stack;
}

test('two stacks of one account and region bind one service account', () => {
  const app = new App();
  const env = { account: '111122223333', region: 'eu-central-1' };
  binding(app, 'First', env);

  expect(found(GuardrailCheck.DUPLICATE_ASSOCIATION, binding(app, 'Second', env)))
    .toEqual(['Second/Association: finance-prod/invoice-exporter of the cluster production has the association Association already']);
});

test.each([
  ['other regions', { account: '111122223333', region: 'eu-central-1' }, { account: '111122223333', region: 'eu-west-1' }],
  ['other accounts', { account: '111122223333', region: 'eu-central-1' }, { account: '444455556666', region: 'eu-central-1' }],
  ['an environment that only deployment tells', undefined, undefined],
])('stages of %s may have the same names', (_, beta, prod) => {
  const app = new App();
  binding(new Stage(app, 'Beta'), 'Stack', beta);
  binding(new Stage(app, 'Prod'), 'Stack', prod);

  expect(IdentityGuardrails.checkCloudAssembly(app.synth().directory, { checks: [GuardrailCheck.DUPLICATE_ASSOCIATION] }).findings).toEqual([]);
});

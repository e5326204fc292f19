import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import { GuardrailCheck, IdentityMechanism, MigratingWorkload, MigrationStage, PodIdentityWorkload, Workload } from '../../../src';
import { chartFixture, IDENTITY, stackFixture } from '../../fixtures';
import { byHand, TRUST_PODS } from '../../testing/peers';
import { describeCheck, eksApp, eksV2App } from '../sources';

const manifest = (annotations: object | undefined, more: object = {}, metadata: object = {}) => ({
  Manifest: {
    Type: 'Custom::AWSCDK-EKS-KubernetesResource',
    Properties: {
      ClusterName: 'production',
      Manifest: JSON.stringify([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'finance-prod' } }, {
        apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'invoice-exporter', namespace: 'finance-prod', annotations, ...metadata },
      }]),
      ...more,
    },
  },
});
const ROLE = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/exporter' };
const saying = (arn: string) => `the ServiceAccount finance-prod/invoice-exporter names ${arn} in eks.amazonaws.com/role-arn, and has a Pod Identity association too`;

/** A workload whose ServiceAccount the CDK applies to a cluster of aws-eks. */
function applied(declare: (cluster: eks.ICluster) => Workload) {
  const { stack } = stackFixture();
  const cluster = eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'production',
    openIdConnectProvider: eks.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A'),
    kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', {
      functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl', kubectlRoleArn: 'arn:aws:iam::111122223333:role/kubectl', handlerRole: undefined as never,
    }),
  });
  const { chart } = chartFixture();
  const workload = declare(cluster);
  workload.addServiceAccount(chart);
  cluster.addCdk8sChart('Chart', chart);
  expect(Object.values(IdentityMechanism)).toContain(workload.mechanism);
  return stack;
}

describeCheck(GuardrailCheck.ANNOTATION_BESIDE_ASSOCIATION, {
  refused: {
    'addServiceAccount of aws-eks by Pod Identity': [
      () => eksApp(eks.IdentityType.POD_IDENTITY),
      `Stack/Cluster/Exporter/manifest-ExporterServiceAccountResource/Resource/Default: ${saying('arn:aws:iam::111122223333:role/${Stack.ClusterExporterRole12C4E5B6}')}`,
    ],
    'addServiceAccount of aws-eks-v2 by Pod Identity': [
      () => eksV2App(eksv2.IdentityType.POD_IDENTITY),
      `Stack/Cluster/Exporter/manifest-ExporterServiceAccountResource/Resource/Default: ${saying('arn:aws:iam::111122223333:role/${Stack.ClusterExporterRole12C4E5B6}')}`,
    ],
    'a manifest by hand that names a role of elsewhere': [() => byHand(TRUST_PODS, { resources: manifest(ROLE) }), `Manifest: ${saying('arn:aws:iam::111122223333:role/exporter')}`],
    'a role that is a parameter': [
      () => byHand(TRUST_PODS, {
        resources: manifest(undefined, {
          Manifest: { 'Fn::Join': ['', ['{"kind":"ServiceAccount","metadata":{"name":"invoice-exporter","namespace":"finance-prod","annotations":{"eks.amazonaws.com/role-arn":"', { Ref: 'RoleArn' }, '"}}}']] },
        }),
      }),
      `Manifest: ${saying('${RoleArn}')}`,
    ],
  },
  clean: {
    'addServiceAccount by IRSA': () => eksApp(eks.IdentityType.IRSA),
    'a Pod Identity workload': () => applied((cluster) => new PodIdentityWorkload(cluster.stack, 'Exporter', { cluster, ...IDENTITY })),
    'a migrating workload, whose role takes the tokens as well': () => applied((cluster) =>
      new MigratingWorkload(cluster.stack, 'Exporter', { cluster, ...IDENTITY, stage: MigrationStage.CUTOVER })),
    'a manifest without the annotation': () => byHand(TRUST_PODS, { resources: manifest(undefined) }),
    'the ServiceAccount of another cluster': () => byHand(TRUST_PODS, { resources: manifest(ROLE, { ClusterName: 'staging' }) }),
    'the ServiceAccount of another namespace': () => byHand(TRUST_PODS, { resources: manifest(ROLE, {}, { namespace: undefined }) }),
    'another ServiceAccount': () => byHand(TRUST_PODS, { resources: manifest(ROLE, {}, { name: 'invoice-reader' }) }),
    'a manifest that is known at deploy time only': () => byHand(TRUST_PODS, { resources: manifest(ROLE, { Manifest: { Ref: 'Parameter' } }) }),
    'ServiceAccounts without a name': () => byHand(TRUST_PODS, {
      resources: manifest(ROLE, { ClusterName: undefined, Manifest: '[null, {"kind":"ServiceAccount"}, {"kind":"ServiceAccount","metadata":{}}]' }),
    }),
    'a manifest that is none': () => byHand(TRUST_PODS, { resources: { ...manifest(ROLE, { Manifest: '[1, {"kind":"ServiceAccount"}, ' }), Empty: { Type: 'Custom::AWSCDK-EKS-KubernetesResource' } } }),
  },
});

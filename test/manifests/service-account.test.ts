import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiObject, JsonPatch, Yaml } from 'cdk8s';
import { ClusterOidcProvider } from '../../src';
import { ACCOUNT, chartFixture, errorOf, irsa, podIdentity, PROVIDER_ARN, REGION, stackFixture } from '../fixtures';

test('with Pod Identity the ServiceAccount bears the owner and the mechanism, and no annotation', () => {
  const { chart, charts } = chartFixture();
  podIdentity(stackFixture().stack).addServiceAccount(chart);

  expect(Yaml.stringify(...chart.toJson())).toBe(charts.synthYaml());
  expect(chart.toJson()).toEqual([{
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'invoice-exporter',
      namespace: 'finance-prod',
      labels: { 'platform.identity/owner': 'finance-platform', 'platform.identity/mechanism': 'pod-identity' },
    },
    automountServiceAccountToken: false,
  }]);
});

test('with IRSA and a role that is named the ServiceAccount is written with its ARN', () => {
  const { chart, charts } = chartFixture();
  irsa(stackFixture().stack, { roleName: 'invoice-exporter', path: '/workloads/' }).addServiceAccount(chart);

  expect(charts.synthYaml()).toBe([
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    '  annotations:',
    `    eks.amazonaws.com/role-arn: arn:aws:iam::${ACCOUNT}:role/workloads/invoice-exporter`,
    '    eks.amazonaws.com/sts-regional-endpoints: "true"',
    '  labels:',
    '    platform.identity/mechanism: irsa',
    '    platform.identity/owner: finance-platform',
    '  name: invoice-exporter',
    '  namespace: finance-prod',
    'automountServiceAccountToken: false',
    '',
  ].join('\n'));
});

test('the annotations of the webhook are those that were asked for', () => {
  const { chart } = chartFixture();
  irsa(stackFixture().stack, {
    audience: 'vault.example.com',
    tokenExpiration: Duration.hours(1),
    stsRegionalEndpoints: false,
    roleName: 'x',
    annotations: { 'acme.io/ticket': 'X-1' },
    oidcProvider: ClusterOidcProvider.fromProviderArn(stackFixture().stack, 'Provider', PROVIDER_ARN),
  }).addServiceAccount(chart);

  expect(JSON.parse(JSON.stringify(chart.toJson()))[0].metadata.annotations).toEqual({
    'acme.io/ticket': 'X-1',
    'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/x`,
    'eks.amazonaws.com/audience': 'vault.example.com',
    'eks.amazonaws.com/token-expiration': '3600',
    'eks.amazonaws.com/sts-regional-endpoints': 'false',
  });
});

test('labels, annotations, the token of the Kubernetes API and the id in the chart can be chosen', () => {
  const { chart } = chartFixture();
  const object = podIdentity(stackFixture().stack, { ownerLabel: 'acme.io/team', labels: { 'app.kubernetes.io/part-of': 'billing' }, annotations: { 'acme.io/ticket': 'X-1' } })
    .addServiceAccount(chart, { id: 'Identity', automountServiceAccountToken: true });

  expect(object.node.path).toBe('chart/Identity');
  expect(object).toBeInstanceOf(ApiObject);
  expect(object.toJson()).toMatchObject({
    metadata: {
      labels: { 'acme.io/team': 'finance-platform', 'app.kubernetes.io/part-of': 'billing', 'platform.identity/mechanism': 'pod-identity' },
      annotations: { 'acme.io/ticket': 'X-1' },
    },
    automountServiceAccountToken: true,
  });
});

test('what is patched into the manifest stays', () => {
  const { chart, charts } = chartFixture();
  podIdentity(stackFixture().stack).addServiceAccount(chart).addJsonPatch(JsonPatch.add('/imagePullSecrets', [{ name: 'registry' }]));

  expect(charts.synthYaml()).toContain('imagePullSecrets:\n  - name: registry\n');
});

describe('a cluster of the app that applies the chart', () => {
  const kubectlLayer = (stack: Stack) => lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion;

  test.each<[string, (stack: Stack) => eks.Cluster | eksv2.Cluster]>([
    ['aws-eks', (stack) => new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_34, kubectlLayer: kubectlLayer(stack) })],
    ['aws-eks-v2', (stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34, kubectlProviderOptions: { kubectlLayer: kubectlLayer(stack) } })],
  ])('of %s gets the ARN of the role where it is deployed', (_, make) => {
    const { stack, template } = stackFixture();
    const { chart } = chartFixture();
    const cluster = make(stack);
    const workload = irsa(stack, { cluster });
    workload.addServiceAccount(chart);
    cluster.addCdk8sChart('Chart', chart);

    const manifest = serviceAccountIn(template());
    expect(manifest['Fn::Join'][1].filter((part: unknown) => typeof part !== 'string')).toContainEqual(stack.resolve(workload.roleArn));
    expect(manifest['Fn::Join'][1].join('')).toContain('"eks.amazonaws.com/role-arn":"');
  });
});

/** The manifest, as the cluster is given it, in which there is a ServiceAccount. */
function serviceAccountIn(template: Template): any {
  const manifests = Object.values(template.findResources('Custom::AWSCDK-EKS-KubernetesResource')).map(({ Properties }) => Properties.Manifest);
  return manifests.find((manifest) => JSON.stringify(manifest).includes('ServiceAccount'));
}

describe('a value that is known at deploy time only', () => {
  test.each<[string, (stack: Stack) => ReturnType<typeof irsa>]>([
    ['the ARN of a role without a name', (stack) => irsa(stack)],
    ['the ARN of a role in a stack without an environment', () => irsa(new Stack(), { roleName: 'x' })],
  ])('fails when it is written: %s', (_, declare) => {
    const { chart, charts } = chartFixture();
    declare(stackFixture().stack).addServiceAccount(chart);

    for (const write of [() => charts.synthYaml(), () => JSON.stringify(chart.toJson())]) {
      expect(errorOf(write)).toMatchObject({
        code: 'DeployTimeValue',
        message: expect.stringMatching(/^\[chart\/ExporterServiceAccount\] metadata\.annotations\.eks\.amazonaws\.com\/role-arn is the ARN of a role that is named when it is deployed.*: set roleName on the workload/),
      });
    }
  });

  test('fails when it is written: a name', () => {
    const { chart, charts } = chartFixture();
    const { stack } = stackFixture();
    podIdentity(stack, { namespace: new CfnParameter(stack, 'Namespace').valueAsString }).addServiceAccount(chart);

    expect(errorOf(() => charts.synthYaml()).message).toBe('[chart/ExporterServiceAccount] metadata.namespace is known when the stack is deployed, so it can\'t be written to a file: '
      + 'give a literal, or deploy the chart with cluster.addCdk8sChart (DeployTimeValue)');
  });
});

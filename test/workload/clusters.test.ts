import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { WorkloadCluster } from '../../src';
import { ACCOUNT, cfnCluster, errorOf, irsa, podIdentity, PROVIDER_ARN, REGION, trustOf } from '../fixtures';

type Cluster = eks.IClusterRef;

const provider = (stack: Stack) => iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', PROVIDER_ARN);

const CLUSTERS: [string, (stack: Stack) => Cluster][] = [
  ['a CfnCluster', (stack) => cfnCluster(stack)],
  ['a cluster of aws-eks', (stack) => new eks.Cluster(stack, 'Cluster', {
    version: eks.KubernetesVersion.V1_34,
    kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion,
  })],
  ['a cluster of aws-eks-v2', (stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 })],
  ['an import of aws-eks', (stack) => eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production', openIdConnectProvider: provider(stack) })],
  ['an import of aws-eks-v2', (stack) => eksv2.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production', openIdConnectProvider: provider(stack) })],
  ['a WorkloadCluster', (stack) => WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN })],
];

/** The types of resources that a workload adds to a template with the cluster alone. */
function added(make: (stack: Stack) => Cluster, declare: (stack: Stack, cluster: Cluster) => unknown): string[] {
  const typesOf = (workload: boolean) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const cluster = make(stack);
    if (workload) { declare(stack, cluster); }
    return Object.entries(Template.fromStack(stack).toJSON().Resources ?? {}).map(([id, { Type }]: [string, any]) => `${Type} ${id}`);
  };
  const before = new Set(typesOf(false));
  return typesOf(true).filter((resource) => !before.has(resource)).map((resource) => resource.split(' ')[0]);
}

describe.each(CLUSTERS)('in %s', (_, make) => {
  test('a Pod Identity workload adds a role and an association', () => {
    expect(added(make, (stack, cluster) => podIdentity(stack, { cluster }))).toEqual(['AWS::IAM::Role', 'AWS::EKS::PodIdentityAssociation']);
  });

  test('IRSA workloads add a role each, and at most one provider', () => {
    const types = added(make, (stack, cluster) => [irsa(stack, { cluster }, 'A'), irsa(stack, { cluster, namespace: 'other' }, 'B')]);

    expect(types.filter((type) => type !== 'AWS::IAM::OIDCProvider')).toEqual(['AWS::IAM::Role', 'AWS::IAM::Role']);
    expect(types.length).toBeLessThanOrEqual(3);
  });

  test('a workload of another stack names the cluster across stacks, and the cluster\'s stack nothing of the workload', () => {
    const app = new App();
    const env = { account: ACCOUNT, region: REGION };
    const platform = new Stack(app, 'Platform', { env });
    const apps = new Stack(app, 'Apps', { env });
    const cluster = make(platform);
    podIdentity(apps, { cluster }, 'A');
    irsa(apps, { cluster, namespace: 'other' }, 'B');
    const template = Template.fromStack(apps);

    template.resourceCountIs('AWS::IAM::Role', 2);
    template.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', { ClusterName: apps.resolve(cluster.clusterRef.clusterName) });
    expect(platform.dependencies).toEqual([]);
  });

  test('the same identity twice is refused', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const cluster = make(stack);
    podIdentity(stack, { cluster }, 'A');

    expect(errorOf(() => podIdentity(stack, { cluster }, 'B')).code).toBe('DuplicateWorkload');
  });
});

test('an L2 cluster and its L1 are one cluster', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const cluster = new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 });
  podIdentity(stack, { cluster }, 'A');

  expect(errorOf(() => podIdentity(stack, { cluster: cluster.node.defaultChild as eks.CfnCluster }, 'B')).code).toBe('DuplicateWorkload');
});

test('stages without an environment may hold the same identity, since they go to different accounts', () => {
  const app = new App();
  const inStage = (id: string) => podIdentity(new Stack(new Stage(app, id), 'Stack'));
  inStage('Test');

  expect(() => inStage('Prod')).not.toThrow();
  const stage = new Stage(app, 'Twice');
  podIdentity(new Stack(stage, 'A'));
  expect(errorOf(() => podIdentity(new Stack(stage, 'B')))).toMatchObject({
    code: 'DuplicateWorkload',
    message: expect.stringContaining('if the clusters are of different accounts, give the stacks their env, got: "finance-prod/invoice-exporter"'),
  });
});

test('a trust across stacks imports the ARN of the cluster', () => {
  const app = new App();
  const env = { account: ACCOUNT, region: REGION };
  const apps = new Stack(app, 'Apps', { env });
  podIdentity(apps, { cluster: cfnCluster(new Stack(app, 'Platform', { env })) });

  expect(trustOf(Template.fromStack(apps)).Statement[0].Condition.StringEquals['aws:RequestTag/eks-cluster-arn'])
    .toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Platform:ExportsOutputFnGetAttCluster.*Arn/) });
});

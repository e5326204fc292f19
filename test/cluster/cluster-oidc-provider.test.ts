import { App, CfnResource, Fn, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EKS_USE_NATIVE_OIDC_PROVIDER } from 'aws-cdk-lib/cx-api';
import { ClusterOidcProvider, WorkloadCluster } from '../../src';
import { ACCOUNT, cfnCluster, errorOf, irsa, ISSUER, PROVIDER_ARN, REGION, stackFixture, trustOf } from '../fixtures';

const NATIVE = { context: { [EKS_USE_NATIVE_OIDC_PROVIDER]: true } };

function clusterV1(stack: Stack): eks.Cluster {
  return new eks.Cluster(stack, 'Cluster', {
    version: eks.KubernetesVersion.V1_34,
    kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion,
  });
}

function clusterV2(stack: Stack): eksv2.Cluster {
  return new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 });
}

test('a cluster whose issuer is known gets one native provider for audience sts.amazonaws.com, without thumbprints', () => {
  const { stack, template } = stackFixture();
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: ISSUER });
  const provider = ClusterOidcProvider.forCluster(cluster);

  expect(ClusterOidcProvider.forCluster(cluster)).toBe(provider);
  expect(provider.issuer).toBe(ISSUER);
  expect(Object.values(template().toJSON().Resources)).toEqual([{
    Type: 'AWS::IAM::OIDCProvider',
    Properties: { Url: `https://${ISSUER}`, ClientIdList: ['sts.amazonaws.com'] },
  }]);
});

test('many workloads of a cluster share one provider', () => {
  const { stack, template } = stackFixture();
  const cluster = cfnCluster(stack);
  irsa(stack, { cluster }, 'A');
  irsa(stack, { cluster, namespace: 'other' }, 'B');

  template().resourceCountIs('AWS::IAM::OIDCProvider', 1);
  template().hasResourceProperties('AWS::IAM::OIDCProvider', { Url: { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] } });
});

test('the cluster of another stack keeps its provider in that stack', () => {
  const { app, stack, template } = stackFixture();
  const apps = new Stack(app, 'Apps', { env: { account: ACCOUNT, region: REGION } });
  irsa(apps, { cluster: cfnCluster(stack) });

  template().resourceCountIs('AWS::IAM::OIDCProvider', 1);
  const trust = JSON.stringify(trustOf(Template.fromStack(apps)));
  expect(trust).toContain('Stack:ExportsOutputRefClusterWorkloadIdentityOidcProvider');
  expect(trust).not.toContain('OpenIdConnectIssuerUrl');
});

test('two references to one cluster share the provider of its issuer', () => {
  const { app, stack, template } = stackFixture();
  const other = new Stack(app, 'Other', { env: { account: ACCOUNT, region: REGION } });
  const refer = (scope: Stack) => WorkloadCluster.fromAttributes(scope, 'Cluster', { clusterName: 'production', oidcIssuer: ISSUER });

  expect(ClusterOidcProvider.forCluster(refer(other))).toBe(ClusterOidcProvider.forCluster(refer(stack)));
  template().resourceCountIs('AWS::IAM::OIDCProvider', 0);
  Template.fromStack(other).resourceCountIs('AWS::IAM::OIDCProvider', 1);
});

describe.each([['aws-eks', clusterV1], ['aws-eks-v2', clusterV2]] as const)('a new cluster of %s', (_, make) => {
  test('shares its native provider when the feature flag is on, whoever asks first', () => {
    const { stack, template } = stackFixture({}, NATIVE);
    const cluster = make(stack);
    irsa(stack, { cluster });
    const { openIdConnectProviderArn } = cluster.openIdConnectProvider;

    template().resourceCountIs('AWS::IAM::OIDCProvider', 1);
    template().resourceCountIs('Custom::AWSCDKOpenIdConnectProvider', 0);
    expect(stack.resolve(ClusterOidcProvider.forCluster(cluster).providerArn)).toEqual(stack.resolve(openIdConnectProviderArn));
  });

  test('gets a native provider and no Lambda-backed one when the flag is off', () => {
    const { stack, template } = stackFixture();
    irsa(stack, { cluster: make(stack) });

    template().resourceCountIs('AWS::IAM::OIDCProvider', 1);
    template().resourceCountIs('Custom::AWSCDKOpenIdConnectProvider', 0);
  });

  test('keeps the Lambda-backed provider that it has made already', () => {
    const { stack, template } = stackFixture();
    const cluster = make(stack);
    const { openIdConnectProviderArn } = cluster.openIdConnectProvider;
    irsa(stack, { cluster });

    template().resourceCountIs('AWS::IAM::OIDCProvider', 0);
    template().resourceCountIs('Custom::AWSCDKOpenIdConnectProvider', 1);
    expect(stack.resolve(ClusterOidcProvider.forCluster(cluster).providerArn)).toEqual(stack.resolve(openIdConnectProviderArn));
  });

  test('that makes a second provider for its issuer later fails at synth', () => {
    const { stack, template } = stackFixture();
    const cluster = make(stack);
    irsa(stack, { cluster });
    void cluster.openIdConnectProvider;

    expect(() => template()).toThrow(/one OIDC provider for an issuer, and this app defines Stack\/Cluster\/\S+ and Stack\/Cluster\/\S+\. Keep one: turn on the feature flag .* \(DuplicateOidcProvider\)/);
  });

  test('takes no other audience than its provider\'s', () => {
    const { stack } = stackFixture({}, NATIVE);

    expect(errorOf(() => irsa(stack, { cluster: make(stack), audience: 'vault.example.com' }))).toMatchObject({
      code: 'InvalidAudience',
      message: expect.stringContaining('the cluster\'s own OIDC provider takes tokens for "sts.amazonaws.com" alone, got: "vault.example.com"'),
    });
  });
});

test('a provider that is made by hand beside the cluster\'s fails at synth', () => {
  const { stack, template } = stackFixture();
  ClusterOidcProvider.forCluster(WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: ISSUER }));
  new iam.CfnOIDCProvider(stack, 'ByHand', { url: `https://${ISSUER}`, clientIdList: ['sts.amazonaws.com'] });

  expect(() => template()).toThrow('this app defines Stack/Cluster/WorkloadIdentityOidcProvider/Resource and Stack/ByHand');
});

test.each([2, 6])('the providers of an app are looked for once a synth, with %i stacks as with one', (stacks) => {
  const app = new App();
  for (let number = 1; number <= stacks; number += 1) {
    const stack = new Stack(app, `Stack${number}`, { env: { account: ACCOUNT, region: REGION } });
    ClusterOidcProvider.fromProviderArn(stack, 'Provider', PROVIDER_ARN);
  }
  const walks = jest.spyOn(app.node, 'findAll');
  app.synth();

  expect(walks).toHaveBeenCalledTimes(1);
});

test('two providers that are made by hand for an imported one fail at synth', () => {
  const { stack, template } = stackFixture();
  ClusterOidcProvider.fromProviderArn(stack, 'Provider', PROVIDER_ARN);
  new iam.OpenIdConnectProvider(stack, 'ByHand', { url: `https://${ISSUER}` });
  new iam.OidcProviderNative(stack, 'Again', { url: `https://${ISSUER}` });

  expect(() => template()).toThrow(/this app defines Stack\/ByHand\/Resource\/Default and Stack\/Again\/Resource/);
});

test('a provider that the app makes by hand can be imported by its ARN', () => {
  const { stack, template } = stackFixture();
  new iam.OidcProviderNative(stack, 'ByHand', { url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com'] });
  irsa(stack);

  template().resourceCountIs('AWS::IAM::OIDCProvider', 1);
});

test('a cluster that was imported with its provider keeps it, whichever is declared first', () => {
  const declare = (importFirst: boolean) => {
    const { stack } = stackFixture();
    const clusters = [
      () => WorkloadCluster.fromAttributes(stack, 'Imported', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN }),
      () => WorkloadCluster.fromAttributes(stack, 'Issued', { clusterName: 'production', oidcIssuer: ISSUER }),
    ];
    return (importFirst ? clusters : clusters.reverse()).map((cluster) => ClusterOidcProvider.forCluster(cluster()).providerArn);
  };

  expect(declare(true)).toEqual([PROVIDER_ARN, PROVIDER_ARN]);
  expect(errorOf(() => declare(false))).toMatchObject({
    code: 'DuplicateOidcProvider',
    message: expect.stringContaining('[Stack/Issued/WorkloadIdentityOidcProvider] defines one for the same issuer, since its cluster was given without oidcProviderArn'),
  });
});

test('audiences that are tokens stand once, in an order that doesn\'t hang on their declaration', () => {
  const audiencesOf = (...audiences: string[]) => {
    const { stack, template } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: ISSUER });
    audiences.forEach((audience, index) => irsa(stack, { cluster, namespace: `n${index}`, audience: Lazy.string({ produce: () => audience }) }, `W${index}`));
    return Object.values(template().findResources('AWS::IAM::OIDCProvider'))[0].Properties.ClientIdList;
  };

  expect(audiencesOf('b', 'a', 'sts.amazonaws.com', 'b')).toEqual(['a', 'b', 'sts.amazonaws.com']);
  expect(audiencesOf('a', 'b')).toEqual(audiencesOf('b', 'a'));
});

test('stages have providers of their own, since one can\'t refer to another\'s', () => {
  const app = new App();
  const inStage = (id: string) => {
    const stack = new Stack(new Stage(app, id), 'Stack');
    irsa(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: ISSUER }) });
    return stack;
  };
  const stacks = [inStage('Test'), inStage('Prod')];

  app.synth();
  stacks.forEach((stack) => Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 1));
});

test('stages of one account that define a provider each fail at synth', () => {
  const app = new App();
  for (const id of ['Blue', 'Green']) {
    const stack = new Stack(new Stage(app, id), 'Stack', { env: { account: ACCOUNT, region: REGION } });
    ClusterOidcProvider.forCluster(WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: ISSUER }));
  }

  expect(() => app.synth()).toThrow(/this app defines Blue\/Stack\/\S+ and Green\/Stack\/\S+\. Keep one/);
});

test('providers of other issuers and other accounts are no concern', () => {
  const { app, stack, template } = stackFixture();
  ClusterOidcProvider.fromProviderArn(stack, 'Provider', PROVIDER_ARN);
  new CfnResource(stack, 'WithoutUrl', { type: 'AWS::IAM::OIDCProvider' });
  new iam.CfnOIDCProvider(stack, 'OtherIssuer', { url: 'https://token.actions.example.com' });
  new iam.CfnOIDCProvider(new Stack(app, 'OtherAccount', { env: { account: '444455556666', region: REGION } }), 'Same', { url: `https://${ISSUER}` });

  expect(() => template()).not.toThrow();
});

test('an imported provider tells its issuer from its ARN, unless it is given', () => {
  const stack = new Stack(new App(), 'Agnostic');

  expect(ClusterOidcProvider.fromProviderArn(stack, 'A', `arn:${stack.partition}:iam::${stack.account}:oidc-provider/${ISSUER}`).issuer).toBe(ISSUER);
  expect(stack.resolve(ClusterOidcProvider.fromProviderArn(stack, 'C', Fn.importValue('arn')).env.account)).toEqual({ Ref: 'AWS::AccountId' });
  expect(ClusterOidcProvider.fromProviderArn(stack, 'B', PROVIDER_ARN, `https://${ISSUER}`)).toMatchObject({ issuer: ISSUER, providerArn: PROVIDER_ARN, env: { account: ACCOUNT } });
});

test('the provider of an import is in the account that its ARN names', () => {
  const { stack } = stackFixture();
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', account: '444455556666', oidcProviderArn: PROVIDER_ARN });

  expect(ClusterOidcProvider.forCluster(cluster).env.account).toBe(ACCOUNT);
  expect(() => irsa(stack, { cluster })).not.toThrow();
});

test('fails on an issuer that is not the ARN\'s', () => {
  expect(errorOf(() => ClusterOidcProvider.fromProviderArn(stackFixture().stack, 'Provider', PROVIDER_ARN, 'other.example.com')).code).toBe('InvalidIssuer');
});

test('fails on an ARN that is not an OIDC provider\'s', () => {
  const { stack } = stackFixture();

  expect(errorOf(() => ClusterOidcProvider.fromProviderArn(stack, 'Provider', 'arn:aws:iam::111122223333:saml-provider/x'))).toMatchObject({
    code: 'InvalidProviderArn',
    message: expect.stringContaining('oidcProviderArn must be the ARN of an IAM OIDC provider'),
  });
});

import { CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { WorkloadCluster } from '../../src';
import { ACCOUNT, cfnCluster, CLUSTER_ARN, errorOf, ISSUER, PROVIDER_ARN, REGION, stackFixture } from '../fixtures';

describe('from attributes', () => {
  test('the facts default to the environment of the stack', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' });

    expect(WorkloadCluster.of(cluster)).toEqual({
      clusterName: 'production',
      clusterArn: CLUSTER_ARN,
      account: ACCOUNT,
      region: REGION,
      partition: 'aws',
      oidcIssuer: undefined,
      oidcProviderArn: undefined,
    });
    expect(cluster.clusterRef).toEqual({ clusterName: 'production', clusterArn: CLUSTER_ARN });
    expect(cluster.env).toMatchObject({ account: ACCOUNT, region: REGION });
  });

  test('everything can be given', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', {
      clusterName: 'c', account: '444455556666', region: 'nowhere-1', partition: 'aws-new', oidcIssuer: `https://${ISSUER}`, oidcProviderArn: PROVIDER_ARN,
    });

    expect(WorkloadCluster.of(cluster)).toEqual({
      clusterName: 'c',
      clusterArn: 'arn:aws-new:eks:nowhere-1:444455556666:cluster/c',
      account: '444455556666',
      region: 'nowhere-1',
      partition: 'aws-new',
      oidcIssuer: ISSUER,
      oidcProviderArn: PROVIDER_ARN,
    });
  });

  test('a region gives its partition, and one that is unknown the stack\'s', () => {
    const { stack } = stackFixture();
    const partitionIn = (region: string) => WorkloadCluster.of(WorkloadCluster.fromAttributes(stack, region, { clusterName: 'c', region })).partition;

    expect(partitionIn('us-gov-west-1')).toBe('aws-us-gov');
    expect(partitionIn('nowhere-1')).toBe(stack.partition);
  });

  test.each([ISSUER, `https://${ISSUER}`])('the issuer %s is known without its scheme', (oidcIssuer) => {
    const cluster = WorkloadCluster.fromAttributes(stackFixture().stack, 'Cluster', { clusterName: 'c', oidcIssuer });

    expect(WorkloadCluster.of(cluster).oidcIssuer).toBe(ISSUER);
  });

  test('an issuer that is a token is taken as a URL', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'c', oidcIssuer: Fn.importValue('issuer') });

    expect(stack.resolve(WorkloadCluster.of(cluster).oidcIssuer)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['//', { 'Fn::ImportValue': 'issuer' }] }] });
  });

  test('an issuer of which a part is a token may be with or without its scheme', () => {
    const { stack } = stackFixture();
    const issuer = `oidc.eks.eu-central-1.amazonaws.com/id/${Fn.importValue('id')}`;
    const facts = [issuer, `https://${issuer}`].map((oidcIssuer, index) => WorkloadCluster.of(WorkloadCluster.fromAttributes(stack, `C${index}`, { clusterName: 'c', oidcIssuer })));

    expect(facts.map(({ oidcIssuer }) => oidcIssuer)).toEqual([issuer, issuer]);
  });

  test('a provider\'s ARN that is a token tells the issuer', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'c', oidcProviderArn: Fn.importValue('arn') });

    expect(stack.resolve(WorkloadCluster.of(cluster).oidcIssuer)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': [':oidc-provider/', { 'Fn::ImportValue': 'arn' }] }] });
  });

  test('a name that is a token is left to EKS', () => {
    const { stack } = stackFixture();
    const clusterName = new CfnParameter(stack, 'Name').valueAsString;

    expect(stack.resolve(WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName }).clusterRef.clusterName)).toEqual({ Ref: 'Name' });
  });

  test.each([
    [{ clusterName: 'c', account: '123' }, 'InvalidEnvironment', 'account must be 12 digits, got: "123"'],
    [{ clusterName: 'c', region: 'EU Central' }, 'InvalidEnvironment', 'region must be the code of a region'],
    [{ clusterName: 'c', partition: '' }, 'InvalidEnvironment', 'partition must be a partition'],
    [{ clusterName: '' }, 'InvalidClusterName', 'got: ""'],
    [{ clusterName: '-c' }, 'InvalidClusterName', 'beginning with a letter or digit'],
    [{ clusterName: 'c'.repeat(101) }, 'InvalidClusterName', '1 to 100'],
    [{ clusterName: 'c', oidcIssuer: 'http://insecure.example.com' }, 'InvalidIssuer', 'got: "http://insecure.example.com"'],
    [{ clusterName: 'c', oidcIssuer: '' }, 'InvalidIssuer', 'aws eks describe-cluster'],
    [{ clusterName: 'c', oidcIssuer: `${ISSUER}*` }, 'InvalidIssuer', 'identity.oidc.issuer'],
    [{ clusterName: 'c', oidcProviderArn: 'arn:aws:iam::111122223333:role/x' }, 'InvalidProviderArn', 'arn:PARTITION:iam::ACCOUNT:oidc-provider/ISSUER'],
    [{ clusterName: 'c', oidcProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/https://${ISSUER}` }, 'InvalidIssuer', 'https://oidc'],
    [{ clusterName: 'c', oidcProviderArn: `arn:aws:iam::123:oidc-provider/${ISSUER}` }, 'InvalidProviderArn', 'iam::ACCOUNT:'],
    [{ clusterName: 'c', oidcIssuer: `http://oidc.${Fn.ref('Region')}.example.com` }, 'InvalidIssuer', 'the issuer must be the URL'],
    [{ clusterName: 'c', oidcProviderArn: ISSUER }, 'InvalidProviderArn', `got: "${ISSUER}"`],
    [{ clusterName: 'c', oidcProviderArn: PROVIDER_ARN, oidcIssuer: 'other.example.com' }, 'InvalidIssuer', 'name different issuers'],
  ])('fails on %j', (attributes, code, text) => {
    const error = errorOf(() => WorkloadCluster.fromAttributes(stackFixture().stack, 'Cluster', attributes));

    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/^\[Stack\/Cluster\] /);
  });
});

describe('the facts of other clusters', () => {
  test('an L1 tells its name, its ARN and its issuer', () => {
    const { stack } = stackFixture();
    const facts = WorkloadCluster.of(cfnCluster(stack));

    expect(stack.resolve(facts)).toMatchObject({
      clusterName: { Ref: 'Cluster' },
      clusterArn: { 'Fn::GetAtt': ['Cluster', 'Arn'] },
      account: ACCOUNT,
      region: REGION,
      partition: 'aws',
      oidcIssuer: { 'Fn::Select': [1, { 'Fn::Split': ['//', { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] }] }] },
    });
  });

  test('an L2 of aws-eks-v2 tells its issuer without making a provider', () => {
    const { stack, template } = stackFixture();
    const facts = WorkloadCluster.of(new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 }));

    expect(Token.isUnresolved(facts.oidcIssuer)).toBe(true);
    expect(facts.oidcProviderArn).toBeUndefined();
    template().resourceCountIs('AWS::IAM::OIDCProvider', 0);
  });

  test.each([['aws-eks', eks], ['aws-eks-v2', eksv2]])('an import of %s without a provider has no known issuer', (_, module) => {
    const { stack } = stackFixture();
    const facts = WorkloadCluster.of(module.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production' }));

    expect(facts).toMatchObject({ clusterName: 'production', account: ACCOUNT, oidcIssuer: undefined, oidcProviderArn: undefined });
    expect(stack.resolve(facts.clusterArn)).toEqual(stack.resolve(Stack.of(stack).formatArn({ service: 'eks', resource: 'cluster', resourceName: 'production' })));
  });

  test.each([['aws-eks', eks], ['aws-eks-v2', eksv2]])('an import of %s with a provider tells its ARN and issuer', (_, module) => {
    const { stack } = stackFixture();
    const openIdConnectProvider = iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', PROVIDER_ARN);

    expect(WorkloadCluster.of(module.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production', openIdConnectProvider })))
      .toMatchObject({ oidcIssuer: ISSUER, oidcProviderArn: PROVIDER_ARN });
  });
});

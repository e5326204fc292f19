import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ClusterOidcProvider, IdentityMechanism, WorkloadCluster } from '../../src';
import { ACCOUNT, cfnCluster, errorOf, expectNoMachinery, IDENTITY, irsa, ISSUER, podIdentity, PROVIDER_ARN, REGION, stackFixture, trustOf } from '../fixtures';

test('a workload with minimal props is a role, and nothing else', () => {
  const { stack, template } = stackFixture();
  irsa(stack);

  expect(Object.values(template().toJSON().Resources).map((resource: any) => resource.Type)).toEqual(['AWS::IAM::Role']);
  expectNoMachinery(template());
});

test('with a literal issuer the trust is an object with the exact subject and audience', () => {
  const { stack, template } = stackFixture();
  irsa(stack);

  expect(trustOf(template())).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: PROVIDER_ARN },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          [`${ISSUER}:sub`]: 'system:serviceaccount:finance-prod:invoice-exporter',
        },
      },
    }],
  });
});

test('with an issuer that is known at deploy time the trust is a JSON text in which the issuer is put', () => {
  const { stack, template } = stackFixture();
  irsa(stack, { cluster: cfnCluster(stack) });

  const [separator, parts] = trustOf(template())['Fn::Join'];
  const provider = { Ref: expect.stringContaining('ClusterWorkloadIdentityOidcProvider') };
  const issuer = { 'Fn::Select': [1, { 'Fn::Split': [':oidc-provider/', provider] }] };
  expect(separator).toBe('');
  expect(parts.filter((part: unknown) => typeof part !== 'string')).toEqual([provider, issuer, issuer]);
  const deployed = JSON.parse(parts.map((part: any) => typeof part === 'string' ? part : 'Ref' in part ? PROVIDER_ARN : ISSUER).join(''));
  const { stack: literal, template: literalTemplate } = stackFixture();
  irsa(literal);
  expect(deployed).toEqual(trustOf(literalTemplate()));
});

test('the audience is in the trust, in the annotation and in the client ids of the provider', () => {
  const { stack, template } = stackFixture();
  const cluster = WorkloadCluster.fromAttributes(stack, 'Issued', { clusterName: 'production', oidcIssuer: ISSUER });
  irsa(stack, { cluster, audience: 'vault.example.com' });

  template().hasResourceProperties('AWS::IAM::OIDCProvider', { ClientIdList: ['sts.amazonaws.com', 'vault.example.com'] });
  expect(trustOf(template()).Statement[0].Condition.StringEquals[`${ISSUER}:aud`]).toBe('vault.example.com');
});

test('an imported provider is trusted as it is', () => {
  const { stack, template } = stackFixture();
  const oidcProvider = ClusterOidcProvider.fromProviderArn(stack, 'Provider', PROVIDER_ARN);
  const cluster = WorkloadCluster.fromAttributes(stack, 'Unknown', { clusterName: 'production' });
  const workload = irsa(stack, { cluster, oidcProvider, audience: 'vault.example.com' });

  expect(workload.oidcProvider).toBe(oidcProvider);
  expect(workload.mechanism).toBe(IdentityMechanism.IRSA);
  expect(trustOf(template()).Statement[0].Principal).toEqual({ Federated: PROVIDER_ARN });
  template().resourceCountIs('AWS::IAM::OIDCProvider', 0);
});

test('the role has the same logical id as with Pod Identity', () => {
  const roleId = (declare: typeof irsa | typeof podIdentity) => {
    const { stack, template } = stackFixture();
    declare(stack);
    return Object.keys(template().findResources('AWS::IAM::Role'));
  };

  expect(roleId(irsa)).toEqual(roleId(podIdentity));
});

test('in China the audience is sts.amazonaws.com and the ARNs are of aws-cn', () => {
  const { stack, template } = stackFixture({ env: { account: ACCOUNT, region: 'cn-north-1' } });
  const issuer = 'oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF';
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: `https://${issuer}` });
  irsa(stack, { cluster, roleName: 'exporter' });

  expect(trustOf(template()).Statement[0].Condition.StringEquals[`${issuer}:aud`]).toBe('sts.amazonaws.com');
  template().hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${issuer}` });
});

describe('bad input', () => {
  test('fails on a cluster whose issuer is unknown, and says how to make it known', () => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Unknown', { clusterName: 'production' });

    expect(errorOf(() => irsa(stack, { cluster }))).toMatchObject({
      code: 'UnknownIssuer',
      message: expect.stringMatching(/^\[Stack\/Unknown\] the OIDC issuer of this cluster is unknown.*give oidcIssuer or oidcProviderArn to WorkloadCluster\.fromAttributes/),
    });
  });

  test('fails on a provider of another account than the role\'s', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '444455556666', region: REGION } });
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', account: ACCOUNT, oidcProviderArn: PROVIDER_ARN });

    expect(errorOf(() => irsa(stack, { cluster }))).toMatchObject({
      code: 'WrongAccount',
      message: expect.stringContaining('the stack is in account 444455556666, and the OIDC provider in 111122223333'),
    });
  });

  test('fails on the provider of another cluster', () => {
    const { stack } = stackFixture();
    const oidcProvider = ClusterOidcProvider.fromProviderArn(stack, 'Other', `${PROVIDER_ARN}0`);

    expect(errorOf(() => irsa(stack, { oidcProvider }))).toMatchObject({
      code: 'InvalidIssuer',
      message: expect.stringContaining(`[Stack/Exporter] oidcProvider is of another issuer than the cluster, ${ISSUER}`),
    });
  });

  test.each(['', 'a b', 'a'.repeat(256)])('fails on the audience "%s"', (audience) => {
    expect(errorOf(() => irsa(stackFixture().stack, { audience }))).toMatchObject({
      code: 'InvalidAudience',
      message: expect.stringContaining('audience must be 1 to 255 printable ASCII characters'),
    });
  });

  test.each([
    ['would expire sooner than Kubernetes grants', Duration.minutes(5), '5 minutes'],
    ['would expire within a second', Duration.millis(900_500), '15 minutes 500 millis'],
  ])('fails on a token that %s', (_, tokenExpiration, text) => {
    expect(errorOf(() => irsa(stackFixture().stack, { tokenExpiration }))).toMatchObject({
      code: 'InvalidTokenExpiration',
      message: `[Stack/Exporter] tokenExpiration must be at least 10 minutes, which is what Kubernetes grants at least, and whole seconds, since the webhook ignores others, got: "${text}" (InvalidTokenExpiration)`,
    });
  });

  test('fails on the same service account declared with both mechanisms', () => {
    const { stack } = stackFixture();
    podIdentity(stack);

    expect(errorOf(() => irsa(stack, {}, 'Again')).code).toBe('DuplicateWorkload');
  });
});

test('two apps don\'t know each other\'s declarations', () => {
  const declare = () => Template.fromStack(irsa(stackFixture().stack, IDENTITY).node.scope as Stack);

  expect(declare().toJSON()).toEqual(declare().toJSON());
});

import { App, Fn, Stack, Validations } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { PodIdentityTrust, TargetRole } from '../../src';
import { podIdentityTrust } from '../../src/trust/pod-identity-trust';
import { trustLength } from '../../src/trust/trust-length';
import { webIdentityTrust } from '../../src/trust/web-identity-trust';
import { ACCOUNT, cfnCluster, podIdentity, REGION, stackFixture, trustOf, warned } from '../fixtures';

const warningsIn = (stack: Stack) => warned(stack).map(({ at, text }) => [at, text]);

/** Service accounts whose names make a trust policy of Pod Identity longer by 23 characters each. */
const serviceAccounts = (count: number) => Array.from({ length: count }, (_, index) => ({ namespace: 'finance-prod', serviceAccountName: `exporter-${`${index}`.padStart(11, '0')}` }));

/** A target role with so many workloads. */
function target(count: number): { app: App; finance: Stack; role: TargetRole } {
  const app = new App();
  const platform = new Stack(app, 'Platform', { env: { account: ACCOUNT, region: REGION } });
  const finance = new Stack(app, 'Finance', { env: { account: '444455556666', region: REGION } });
  const role = new TargetRole(finance, 'Target');
  for (let index = 0; index < count; index++) {
    podIdentity(platform, { target: role, roleName: `exporter-${index}`, serviceAccountName: `exporter-${index}` }, `Exporter${index}`);
  }
  return { app, finance, role };
}

test('the length is that of the trust policy in the template, as IAM counts it', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(3), sourceOrganization: true }) });
  const document = trustOf(template());

  expect(trustLength(document.Statement)).toEqual({ atLeast: JSON.stringify(document).length, atMost: JSON.stringify(document).length });
});

test('white space is not counted', () => {
  const subject = { clusterArns: ['arn:aws:eks:eu-central-1:111122223333:cluster/a'], namespace: 'n', serviceAccountName: 's' };

  expect(trustLength([podIdentityTrust({ ...subject, namespace: ' n  ' })])).toEqual(trustLength([podIdentityTrust(subject)]));
});

describe('of a value that is known at deploy time only', () => {
  const late = (name: string) => Fn.importValue(name);
  const longest = {
    clusterArns: [`arn:aws-us-gov:eks:${'r'.repeat(16)}:${ACCOUNT}:cluster/${'c'.repeat(100)}`],
    namespace: 'n'.repeat(63),
    serviceAccountName: 's'.repeat(253),
  };
  const issuer = `oidc.eks.${'r'.repeat(16)}.amazonaws.com.cn/id/${'1'.repeat(32)}`;

  test('the longest is counted under Pod Identity', () => {
    const { atLeast, atMost } = trustLength([podIdentityTrust({ clusterArns: [late('a')], namespace: late('n'), serviceAccountName: late('s') })]);

    expect(atMost).toBe(trustLength([podIdentityTrust(longest)]).atMost);
    expect(atLeast).toBe(trustLength([podIdentityTrust({ clusterArns: [''], namespace: '', serviceAccountName: '' })]).atLeast);
  });

  test('the longest is counted under IRSA, in keys too', () => {
    const tokens = { providerArn: late('p'), issuer: late('i'), audience: late('a'), namespace: late('n'), serviceAccountName: late('s') };
    const { namespace, serviceAccountName } = longest;
    const literals = { providerArn: `arn:aws-us-gov:iam::${ACCOUNT}:oidc-provider/${issuer}`, issuer, audience: 'a'.repeat(255), namespace, serviceAccountName };

    expect(trustLength([webIdentityTrust(tokens)]).atMost).toBe(trustLength([webIdentityTrust(literals)]).atMost);
  });
});

describe('a trust policy', () => {
  test('within the default quota is nothing to report', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(60) }) });
    app.synth();

    expect(warningsIn(stack)).toEqual([]);
  });

  test('over it is a warning that tells the size, the quota and what to split', () => {
    const { app, stack, template } = stackFixture();
    podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(80) }) });
    app.synth();
    const size = JSON.stringify(trustOf(template())).length;

    expect(size).toBeGreaterThan(2_048);
    expect(warningsIn(stack)).toEqual([['/Stack/Exporter/Role/Resource',
      `the trust policy of the role has ${size.toLocaleString('en-US')} characters, white space not counted, and IAM takes 2,048 by default: have the quota "Role trust policy length" of the account raised `
      + 'to 3,072 or more (at most 8,192) and acknowledge this, or split the clusters, service accounts and workloads that it names over several roles [ack: annotation::cdk-eks-workload-identity:TrustLength[3072]]']]);
  });

  test('is acknowledged up to a quota, and reported anew once it has grown past it', () => {
    const acknowledged = (count: number) => {
      const { app, stack } = stackFixture();
      const workload = podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(count) }) });
      Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:TrustLength[3072]', reason: 'the quota of the account is 3,072' });
      app.synth();
      return warningsIn(stack);
    };

    expect([acknowledged(80), acknowledged(90)]).toEqual([[], []]);
    expect(acknowledged(130)).toEqual([['/Stack/Exporter/Role/Resource', expect.stringContaining('raised to 4,096 or more')]]);
  });

  test('whose values are known at deploy time only is told about', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    podIdentity(stack, { cluster: cfnCluster(stack), trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(72) }) });
    app.synth();

    expect(warningsIn(stack)).toEqual([['/Stack/Exporter/Role/Resource', expect.stringMatching(/^the trust policy of the role has about 2,\d\d\d characters/)]]);
  });

  test('that no quota allows is an error that tells by how much', () => {
    const { app, stack } = stackFixture();
    const workload = podIdentity(stack, { trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(400) }) });
    const size = trustLength((workload as any)._trust()).atLeast;

    expect(() => app.synth()).toThrow(`[Stack/Exporter/Role/Resource] the trust policy of the role has ${size.toLocaleString('en-US')} characters, white space not counted, and IAM takes 8,192 at most, `
      + `however far the quota "Role trust policy length" is raised: ${(size - 8_192).toLocaleString('en-US')} too many, so split the clusters, service accounts and workloads that it names over several roles, `
      + `got: ${size} (TrustTooLong)`);
  });

  test('that no quota allows whatever its values are tells that it may be longer', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    podIdentity(stack, { cluster: cfnCluster(stack), trust: PodIdentityTrust.locked({ serviceAccounts: serviceAccounts(400) }) });

    expect(() => app.synth()).toThrow(/has \d,\d\d\d characters or more, white space not counted/);
  });

  test('that only may be over what any quota allows is a warning', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const trust = PodIdentityTrust.locked({ serviceAccounts: [...serviceAccounts(320), { namespace: Fn.importValue('n'), serviceAccountName: Fn.importValue('s') }] });
    podIdentity(stack, { cluster: cfnCluster(stack), trust });
    app.synth();

    expect(warningsIn(stack)).toEqual([['/Stack/Exporter/Role/Resource', expect.stringContaining('raised to 8,192 or more')]]);
  });
});

test('the trust policy of a target role is measured with all of its workloads', () => {
  const { app, finance, role } = target(5);
  app.synth();
  const { assumeRolePolicyDocument } = role.role!.node.defaultChild as CfnRole;
  const size = JSON.stringify(finance.resolve(assumeRolePolicyDocument)).length;

  expect(warningsIn(finance)).toEqual([['/Finance/Target/Role/Resource', expect.stringContaining(`has ${size.toLocaleString('en-US')} characters`)]]);
  expect(warningsIn(target(4).finance)).toEqual([]);
});

import { App, CfnParameter, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityAssertions, IrsaTrust, IrsaWorkloadProps, S3Access, SessionTag, WorkloadCluster } from '../../src';
import { cfnCluster, CLUSTER_ARN, errorOf, irsa, ISSUER, PROVIDER_ARN, stackFixture, trustOf, warned } from '../fixtures';

const OWN = 'system:serviceaccount:finance-prod:invoice-exporter';
const REASON = 'each pull request has a namespace of its own';

const own = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };
const account = (namespace: string, serviceAccountName: string) => ({ namespace, serviceAccountName });
const like = (...subjects: string[]) => IrsaTrust.subjectsLike(subjects, { reason: REASON });

/** The condition of the only statement of a workload's trust, of which all else is as ever. */
function conditionOf(props: Partial<IrsaWorkloadProps>): unknown {
  const { stack, template } = stackFixture();
  irsa(stack, props);
  const [{ Condition, ...statement }, ...others] = trustOf(template()).Statement;
  expect(others).toEqual([]);
  expect(statement).toEqual({ Effect: 'Allow', Principal: { Federated: PROVIDER_ARN }, Action: 'sts:AssumeRoleWithWebIdentity' });
  return Condition;
}

function assertionsOf(trust: IrsaTrust) {
  const { stack } = stackFixture();
  irsa(stack, { access: [S3Access.readObject(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), 'a')], trust });
  return IdentityAssertions.fromStack(stack);
}

const warningsIn = (stack: Stack) => warned(stack).map(({ text }) => text);

test('a locked trust is what a workload has without one', () => {
  const templateOf = (props: Partial<IrsaWorkloadProps>) => {
    const { stack, template } = stackFixture();
    irsa(stack, props);
    return JSON.stringify(template().toJSON());
  };

  expect(templateOf({ trust: IrsaTrust.locked() })).toBe(templateOf({}));
});

test('an issuer that is known once the app is written is a key of the condition, in an object', () => {
  const { stack, template } = stackFixture();
  const oidcProviderArn = PROVIDER_ARN.replace(ISSUER, Lazy.string({ produce: () => ISSUER }));
  irsa(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcProviderArn }) });

  expect(trustOf(template()).Statement[0]).toMatchObject({ Principal: { Federated: PROVIDER_ARN }, Condition: { StringEquals: { [`${ISSUER}:sub`]: OWN } } });
});

describe('further service accounts', () => {
  const trust = IrsaTrust.locked({ serviceAccounts: [account('reports', 'auditor'), account('finance-audit', 'invoice-exporter')] });

  test('are further exact subjects, each once, in an order of their own', () => {
    const subjects = ['system:serviceaccount:finance-audit:invoice-exporter', OWN, 'system:serviceaccount:reports:auditor'];

    expect(conditionOf({ trust })).toEqual({ StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subjects } });
    expect(conditionOf({ trust: IrsaTrust.locked({ serviceAccounts: [own] }) })).toEqual({ StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: OWN } });
  });

  test('may become the role, and no other pair of namespace and name', () => {
    assertionsOf(trust).workload('finance-prod', 'invoice-exporter')
      .can('s3:GetObject', 'arn:aws:s3:::company/a')
      .assumableBy(own)
      .assumableBy({ clusterArn: CLUSTER_ARN, ...account('reports', 'auditor') })
      .notAssumableBy({ clusterArn: CLUSTER_ARN, ...account('finance-prod', 'auditor') })
      .notAssumableBy({ clusterArn: CLUSTER_ARN, ...account('reports', 'auditor'), audience: 'other' });
    assertionsOf(trust).workload('reports', 'auditor').can('s3:GetObject', 'arn:aws:s3:::company/a');
  });

  test('stand in the document of a cluster whose issuer is known at deploy time only', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    irsa(stack, { cluster: cfnCluster(stack), trust });
    const [, parts] = trustOf(Template.fromStack(stack))['Fn::Join'];
    const { Statement: [{ Condition }] } = JSON.parse(parts.map((part: unknown) => typeof part === 'string' ? part : 'ISSUER').join(''));

    expect(Condition.StringEquals['ISSUER:sub']).toEqual(['system:serviceaccount:finance-audit:invoice-exporter', OWN, 'system:serviceaccount:reports:auditor']);
  });

  test('are refused where they are none, or not exact', () => {
    expect(errorOf(() => IrsaTrust.locked({ serviceAccounts: [] })).message).toBe(
      '[IrsaTrust.locked] serviceAccounts must list the service accounts that share the role with the workload\'s own: leave it out if there are none, got: [] (EmptyList)');
    expect(errorOf(() => IrsaTrust.locked({ serviceAccounts: [account('a', '*')] })).message).toBe(
      '[IrsaTrust.locked] serviceAccounts[0].serviceAccountName must be one exact Kubernetes service account: 1 to 253 lower-case letters, digits, "-" and single ".", each part beginning and ending with a letter or digit, no wildcard, got: "*" (InvalidServiceAccountName)');
  });
});

describe('subjects by a pattern', () => {
  const trust = like('system:serviceaccount:team-*:exporter', 'system:serviceaccount:a?:*');

  test('are compared by StringLike beside the workload\'s own, and the audience by StringEquals', () => {
    expect(conditionOf({ trust, audience: 'my-audience' })).toEqual({
      StringEquals: { [`${ISSUER}:aud`]: 'my-audience' },
      StringLike: { [`${ISSUER}:sub`]: [OWN, 'system:serviceaccount:a?:*', 'system:serviceaccount:team-*:exporter'] },
    });
  });

  test('may become the role, and others may not', () => {
    assertionsOf(trust).workload('finance-prod', 'invoice-exporter')
      .assumableBy(own)
      .assumableBy({ clusterArn: CLUSTER_ARN, ...account('team-1', 'exporter') })
      .assumableBy({ clusterArn: CLUSTER_ARN, ...account('ab', 'anything') })
      .notAssumableBy({ clusterArn: CLUSTER_ARN, ...account('team-1', 'other') })
      .notAssumableBy({ clusterArn: CLUSTER_ARN, ...account('abc', 'anything') })
      .notAssumableBy({ clusterArn: CLUSTER_ARN, ...account('team-1', 'exporter'), audience: 'other' });
    assertionsOf(trust).workload('team-1', 'exporter').can('s3:GetObject', 'arn:aws:s3:::company/a');
  });

  test('are a warning each, that tells the reason and is acknowledged at the workload', () => {
    const { app, stack } = stackFixture();
    const workload = irsa(stack, { trust });
    app.synth();
    const warning = (pattern: string) => `the role trusts each service account that matches "${pattern}", whoever may make one, since "${REASON}": acknowledge this if it is meant, `
      + `or list the service accounts by IrsaTrust.locked({ serviceAccounts }) [ack: annotation::cdk-eks-workload-identity:OpenTrust[${pattern}]]`;
    expect(warningsIn(stack).sort()).toEqual([warning('system:serviceaccount:a?:*'), warning('system:serviceaccount:team-*:exporter')]);

    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:OpenTrust[system:serviceaccount:a?:*]', reason: 'reviewed' });
    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:OpenTrust[system:serviceaccount:team-*:exporter]', reason: 'reviewed' });
    expect(warningsIn(stack)).toEqual([]);
  });

  test('may have tokens in them, beside which nothing becomes a variable', () => {
    const { app, stack, template } = stackFixture();
    const team = new CfnParameter(stack, 'Team').valueAsString;
    irsa(stack, { trust: like(`system:serviceaccount:${team}-*:\${aws:userid}`) });
    app.synth();
    const joined = { 'Fn::Join': ['', ['system:serviceaccount:', { Ref: 'Team' }, '-*:${$}{aws:userid}']] };

    expect(trustOf(template()).Statement[0].Condition.StringLike).toEqual({ [`${ISSUER}:sub`]: [OWN, joined] });
    expect(warningsIn(stack)).toEqual([expect.stringContaining('that matches "{"Fn::Join":["",["system:serviceaccount:",{"Ref":"Team"},')]);
  });

  test.each([
    ['*', FORM()], ['system:serviceaccount:*', FORM()], ['system:serviceaccount:team-*:a:b', FORM()], ['system:serviceaccount:Team-*:a', FORM()],
    ['system:serviceaccount:team-${aws:userid}:*', FORM()], ['system:*:team:a', FORM()], ['', FORM()], [`system:serviceaccount:${'a'.repeat(63)}*:a`, FORM()],
    ['system:serviceaccount:team:exporter', 'must have a wildcard: list exact names by IrsaTrust.locked({ serviceAccounts })'],
    ['system:serviceaccount:*:*', ALL()], ['system:serviceaccount:?*:*-*', ALL()],
  ])('"%s" is refused', (subject, problem) => {
    expect(errorOf(() => like('system:serviceaccount:team-*:exporter', subject)).message).toBe(`[IrsaTrust.subjectsLike] subjects ${problem}, got: ${JSON.stringify(subject)} (InvalidSubject)`);
  });

  test('are refused without one, and without a reason', () => {
    expect(errorOf(() => like()).message).toBe('[IrsaTrust.subjectsLike] subjects must have at least one pattern: for exact names use IrsaTrust.locked, got: [] (EmptyList)');
    expect(errorOf(() => IrsaTrust.subjectsLike(['system:serviceaccount:team-*:a'], { reason: ' ' })).message).toBe(
      '[IrsaTrust.subjectsLike] reason must say in a few words why the role trusts more than exact service accounts, so that a reviewer can judge it, got: " " (InvalidReason)');
  });
});

describe('a tag that access names, which the role would bear for all', () => {
  const declare = (trust: IrsaTrust, tag: string) => {
    const { stack, template } = stackFixture();
    irsa(stack, { trust, access: [S3Access.readPrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), `${tag}/`)] });
    return Object.values<any>(template().findResources('AWS::IAM::Role'))[0].Properties.Tags.map(({ Key, Value }: any) => [Key, Value]);
  };

  test.each<[string, IrsaTrust, string]>([
    ['kubernetes-namespace', IrsaTrust.locked({ serviceAccounts: [account('other', 'invoice-exporter')] }), SessionTag.NAMESPACE],
    ['kubernetes-service-account', IrsaTrust.locked({ serviceAccounts: [account('finance-prod', 'other')] }), SessionTag.SERVICE_ACCOUNT],
    ['kubernetes-namespace', like('system:serviceaccount:team-*:exporter'), SessionTag.NAMESPACE],
    ['kubernetes-service-account', like('system:serviceaccount:team-*:exporter'), SessionTag.SERVICE_ACCOUNT],
  ])('is refused where they have several values: %s', (key, trust, tag) => {
    expect(errorOf(() => declare(trust, tag)).message).toBe(`[Stack/Exporter] the access names the tag ${key}, of which the role can bear one value, and those who become it without `
      + 'session tags, several workloads or one in several clusters, have several: bind them by EKS Pod Identity with session tags, or give each of them a role of its own (InvalidSessionTag)');
  });

  test('is borne where all have the same', () => {
    expect(declare(IrsaTrust.locked({ serviceAccounts: [account('finance-prod', 'other')] }), SessionTag.NAMESPACE)).toContainEqual(['kubernetes-namespace', 'finance-prod']);
    expect(declare(IrsaTrust.locked({ serviceAccounts: [account('other', 'invoice-exporter')] }), SessionTag.SERVICE_ACCOUNT)).toContainEqual(['kubernetes-service-account', 'invoice-exporter']);
    expect(declare(like('system:serviceaccount:team-*:exporter'), SessionTag.CLUSTER_NAME)).toContainEqual(['eks-cluster-name', 'production']);
  });
});

function FORM(): string {
  return 'must be "system:serviceaccount:NAMESPACE:NAME" with lower-case letters, digits, "-" and the wildcards "*" and "?" in the namespace, and "." as well in the name';
}

function ALL(): string {
  return 'must not match every service account of the cluster: name the namespace or the service account, or a part of it';
}

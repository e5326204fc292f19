import { Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import { byHand, inline, peerServiceAccount, TRUST_PODS, trustToken } from './peers';
import { IdentityAssertions, WorkloadAssertions } from '../../src';
import { CLUSTER_ARN, cfnCluster, errorOf, irsa, ISSUER, podIdentity, stackFixture } from '../fixtures';

const NAMES = ['finance-prod', 'invoice-exporter'] as const;
const OWN = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };
const OTHER_CLUSTER = { ...OWN, clusterArn: `${CLUSTER_ARN}-2` };

function handMade(trust: object, parts: Parameters<typeof byHand>[1] = {}): WorkloadAssertions {
  return IdentityAssertions.fromTemplate(Template.fromJSON(byHand(trust, parts))).workload(...NAMES);
}

describe('the role of a Pod Identity workload', () => {
  test('can be assumed by its service account alone', () => {
    const { stack } = stackFixture();
    podIdentity(stack);

    IdentityAssertions.fromStack(stack).workload(...NAMES)
      .assumableBy(OWN)
      .notAssumableBy(OTHER_CLUSTER)
      .notAssumableBy({ ...OWN, namespace: 'default' })
      .notAssumableBy({ ...OWN, serviceAccountName: 'invoice-reader' });
  });

  test('of addServiceAccount can be assumed by every pod of every cluster', () => {
    const { stack } = stackFixture();
    peerServiceAccount(stack, eks.IdentityType.POD_IDENTITY);
    const workload = IdentityAssertions.fromStack(stack).workload(...NAMES);

    workload.assumableBy({ clusterArn: `${CLUSTER_ARN}-2`, namespace: 'x', serviceAccountName: 'y' });
    expect(errorOf(() => workload.notAssumableBy(OTHER_CLUSTER)).message).toBe('[IdentityAssertions] expected the role of finance-prod/invoice-exporter not to be assumable by '
      + 'finance-prod/invoice-exporter of arn:aws:eks:eu-central-1:111122223333:cluster/production-2, but the trust policy admits it (AssertionFailed)');
  });

  test('needs the right to tag sessions, unless the association disables the tags', () => {
    const untagged = { ...TRUST_PODS, Action: 'sts:AssumeRole' };

    handMade(untagged).notAssumableBy(OWN);
    handMade(untagged, { association: { DisableSessionTags: true } }).assumableBy(OWN);
    expect(errorOf(() => handMade(untagged).assumableBy(OWN)).message).toContain('to be assumable by finance-prod/invoice-exporter of arn:aws:eks:eu-central-1:111122223333:cluster/production, but the trust policy does not admit it');
  });

  test('has no tags to compare where the association disables them', () => {
    const Condition = { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'finance-prod' } };

    handMade({ ...TRUST_PODS, Condition }, { association: { DisableSessionTags: true } }).notAssumableBy(OWN);
  });

  test('is asked with the cluster and its account as the source', () => {
    const Condition = { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': CLUSTER_ARN } };

    handMade({ ...TRUST_PODS, Condition }).assumableBy(OWN).notAssumableBy(OTHER_CLUSTER);
  });

  test('is asked with the organizations of the cluster\'s account and the role\'s, which are one if the accounts are, and may be one if not', () => {
    const trust = { ...TRUST_PODS, Condition: { StringEquals: { 'aws:SourceOrgID': '${aws:ResourceOrgID}' } } };
    const asked = IdentityAssertions.fromTemplate(Template.fromJSON(byHand(trust)), { account: '111122223333', region: 'eu-central-1' }).workload(...NAMES);

    asked.assumableBy(OWN);
    const elsewhere = { ...OWN, clusterArn: CLUSTER_ARN.replace('111122223333', '444455556666') };
    expect(errorOf(() => asked.assumableBy(elsewhere)).message).toContain('hangs on values that are known at deploy time only');
    expect(errorOf(() => asked.notAssumableBy(elsewhere)).message).toContain('hangs on values that are known at deploy time only');
  });

  test('is not decided where the cluster\'s name is known at deploy time only', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { cluster: cfnCluster(stack) });

    expect(errorOf(() => IdentityAssertions.fromStack(stack).workload(...NAMES).assumableBy(OWN)).message).toContain('but the trust policy hangs on values that are known at deploy time only');
  });

  test('is not decided for a cluster whose ARN is known at deploy time only', () => {
    const workload = handMade({ ...TRUST_PODS, Condition: { StringEquals: { 'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN } } });

    expect(errorOf(() => workload.assumableBy({ ...OWN, clusterArn: Fn.ref('Cluster') })).message).toContain('hangs on values that are known at deploy time only');
  });

  test('is not admitted by a statement for another service', () => {
    handMade([{ ...TRUST_PODS, Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } }, { ...TRUST_PODS, Principal: { AWS: '*' } }]).notAssumableBy(OWN);
    handMade({ ...TRUST_PODS, Principal: '*' }).assumableBy(OWN);
  });

  test('is denied by a denial among several statements', () => {
    const Condition = { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'default' } };

    handMade([TRUST_PODS, { ...TRUST_PODS, Effect: 'Deny', Condition }]).assumableBy(OWN).notAssumableBy({ ...OWN, namespace: 'default' });
  });
});

describe('the role of an IRSA workload', () => {
  test('can be assumed by its service account alone', () => {
    const { stack } = stackFixture();
    irsa(stack);

    IdentityAssertions.fromStack(stack).workload(...NAMES)
      .assumableBy(OWN)
      .assumableBy({ ...OWN, oidcIssuer: ISSUER })
      .notAssumableBy({ ...OWN, oidcIssuer: `${ISSUER}0` })
      .notAssumableBy({ ...OWN, audience: 'vault' })
      .notAssumableBy({ ...OWN, namespace: 'default' });
  });

  test('is found whatever keeps its conditions: an issuer that is a token, and the JSON of addServiceAccount', () => {
    const { stack } = stackFixture();
    irsa(stack, { cluster: cfnCluster(stack) });
    const { stack: peer } = stackFixture();
    peerServiceAccount(peer, eks.IdentityType.IRSA);

    for (const each of [stack, peer]) {
      IdentityAssertions.fromStack(each).workload(...NAMES).assumableBy(OWN).notAssumableBy({ ...OWN, namespace: 'default' });
    }
  });

  test('is found by a pattern, which admits all that match', () => {
    const template = byHand(trustToken('system:serviceaccount:finance-*:*', 'StringLike'));
    delete template.Resources.Association;
    const workload = IdentityAssertions.fromTemplate(Template.fromJSON(template)).workload('finance-test', 'anything');

    workload.assumableBy({ ...OWN, namespace: 'finance-test' }).notAssumableBy({ ...OWN, namespace: 'sales' });
  });

  test('is told by the ARN of its provider where no condition names the issuer', () => {
    const open = { ...trustToken(''), Condition: undefined };

    handMade([TRUST_PODS, open]).assumableBy({ ...OWN, oidcIssuer: ISSUER });
    handMade([{ ...TRUST_PODS, Effect: 'Deny' }, open]).assumableBy({ ...OWN, oidcIssuer: ISSUER }).notAssumableBy({ ...OWN, oidcIssuer: 'oidc.example.com' });
  });
});

describe('a trust policy in which a mistake hides', () => {
  const other = 'oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210';
  const SUBJECT = 'system:serviceaccount:finance-prod:invoice-exporter';
  const undecided = 'hangs on values that are known at deploy time only';

  test('with the provider of one cluster and the conditions of another admits nobody', () => {
    const trust = { ...trustToken(SUBJECT), Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${other}` } };

    handMade([TRUST_PODS, { ...TRUST_PODS, Effect: 'Deny' }, trust]).notAssumableBy({ ...OWN, oidcIssuer: ISSUER }).notAssumableBy({ ...OWN, oidcIssuer: other });
  });

  test('with the claims of two issuers in one statement admits nobody, since no token has both', () => {
    const trust = { ...trustToken(SUBJECT), Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${other}:sub`]: SUBJECT } } };

    handMade([{ ...TRUST_PODS, Effect: 'Deny' }, trust]).notAssumableBy({ ...OWN, oidcIssuer: ISSUER }).notAssumableBy(OWN);
  });

  test('is not decided for an issuer that is known at deploy time only', () => {
    const { stack } = stackFixture();
    irsa(stack, { cluster: cfnCluster(stack) });

    expect(() => IdentityAssertions.fromStack(stack).workload(...NAMES).notAssumableBy({ ...OWN, oidcIssuer: ISSUER })).toThrow(undecided);
  });

  test('is not decided for a provider whose issuer is known at deploy time only', () => {
    const trust = { ...trustToken(SUBJECT), Principal: { Federated: { 'Fn::Sub': 'arn:aws:iam::111122223333:oidc-provider/${Issuer}' } } };

    expect(() => handMade([{ ...TRUST_PODS, Effect: 'Deny' }, trust]).assumableBy({ ...OWN, oidcIssuer: ISSUER })).toThrow(undecided);
  });

  test('is not denied by a denial for other principals', () => {
    handMade([TRUST_PODS, { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:*' }]).assumableBy(OWN);
  });

  test('is not decided where it hangs on a key of the request that only EKS knows', () => {
    expect(() => handMade({ ...TRUST_PODS, Condition: { StringEquals: { 'aws:UserAgent': 'eks' } } }).notAssumableBy(OWN)).toThrow(undecided);
  });

  test('is not decided by what all principals but some may do', () => {
    const { Principal: _, ...others } = TRUST_PODS;

    expect(() => handMade({ ...others, NotPrincipal: { AWS: '*' } }).notAssumableBy(OWN)).toThrow(undecided);
    expect(() => handMade({ ...TRUST_PODS, Principal: { 'Fn::If': ['C', 'a', 'b'] } }).assumableBy(OWN)).toThrow(undecided);
  });
});

describe('fails on a service account', () => {
  test.each<[string, object, string]>([
    ['of a cluster without an ARN', { clusterArn: 'production' }, 'clusterArn must be the ARN of a cluster, arn:aws:eks:REGION:ACCOUNT:cluster/NAME, got: "production"'],
    ['of no cluster', { clusterArn: undefined }, 'clusterArn must be a text that is not empty, got: undefined'],
    ['without a namespace', { namespace: '' }, 'namespace must be a text that is not empty, got: ""'],
    ['of an issuer with its scheme', { oidcIssuer: `https://${ISSUER}` }, 'oidcIssuer must be given without "https://", got: "https://oidc.eks'],
  ])('%s', (_, change, message) => {
    expect(errorOf(() => handMade(TRUST_PODS).notAssumableBy({ ...OWN, ...change }))).toMatchObject({ code: 'InvalidRequest', message: expect.stringContaining(message) });
  });
});

test('whatever is asked must hold for both mechanisms, where a role has both', () => {
  const trust = [TRUST_PODS, trustToken('system:serviceaccount:finance-prod:invoice-exporter')];

  handMade(trust).assumableBy(OWN).assumableBy(OTHER_CLUSTER);
});

test('of a trust policy that can\'t be read nothing is decided', () => {
  const unreadable = handMade(TRUST_PODS, { role: { AssumeRolePolicyDocument: { 'Fn::ImportValue': 'x' } } });

  expect(() => unreadable.notAssumableBy(OWN)).toThrow('hangs on values that are known at deploy time only');
  expect(() => unreadable.assumableBy(OWN)).toThrow('hangs on values that are known at deploy time only');
});

describe('a target role', () => {
  const BASE = 'arn:aws:iam::111122223333:role/base';
  const TARGET = 'arn:aws:iam::111122223333:role/target';
  const MAY_BECOME = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: TARGET };
  const chain = (trust: object, permission: object = MAY_BECOME, association: object = {}) => {
    const Target = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'target', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: trust } } };
    const template = byHand(TRUST_PODS, {
      role: { RoleName: 'base', ...inline(permission) },
      association: { TargetRoleArn: { 'Fn::GetAtt': ['Target', 'Arn'] }, ...association },
      resources: { Target },
    });
    return IdentityAssertions.fromTemplate(Template.fromJSON(template), { account: '111122223333', region: 'eu-central-1' }).workload(...NAMES);
  };
  const trust = (AWS: string, rest: object = {}) => ({ Effect: 'Allow', Principal: { AWS }, Action: ['sts:AssumeRole', 'sts:TagSession'], ...rest });

  test.each(['arn:aws:iam::111122223333:root', '111122223333', BASE, '*'])('is assumed from the first role where it trusts %s', (principal) => {
    chain(trust(principal)).assumableBy(OWN);
  });

  test.each(['arn:aws:iam::444455556666:root', '444455556666', 'arn:aws:iam::111122223333:role/other'])('is not where it trusts %s', (principal) => {
    chain(trust(principal)).notAssumableBy(OWN);
  });

  test('is not where it trusts a service, or doesn\'t let sessions be tagged', () => {
    chain(TRUST_PODS).notAssumableBy(OWN);
    chain(trust('*', { Action: 'sts:AssumeRole' })).notAssumableBy(OWN);
    chain(trust('*', { Action: 'sts:AssumeRole' }), MAY_BECOME, { DisableSessionTags: true }).assumableBy(OWN);
  });

  test('is not where the first role may not assume it', () => {
    chain(trust('*'), { ...MAY_BECOME, Action: 'sts:AssumeRole' }).notAssumableBy(OWN);
    chain(trust('*'), { ...MAY_BECOME, Resource: `${TARGET}s` }).notAssumableBy(OWN);
  });

  test('is asked with the tags, the external id and the first role', () => {
    const Condition = {
      StringEquals: { 'sts:ExternalId': 'eu-central-1/111122223333/production/finance-prod/invoice-exporter', 'aws:RequestTag/kubernetes-namespace': 'finance-prod' },
      ArnEquals: { 'aws:PrincipalARN': BASE },
    };

    chain(trust('*', { Condition })).assumableBy(OWN).notAssumableBy(OTHER_CLUSTER).notAssumableBy({ ...OWN, namespace: 'default' });
    chain(trust('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': TARGET } } })).notAssumableBy(OWN);
  });

  test('is not decided where that hangs on values that are known at deploy time only', () => {
    expect(errorOf(() => chain(trust('*'), { ...MAY_BECOME, Resource: { Ref: 'Parameter' } }).assumableBy(OWN)).message).toContain('hangs on values that are known at deploy time only');
  });
});

import { literal, Text } from '../../src/policy/text';
import { compareTrust } from '../../src/trust/compare-trust';
import { podIdentityTrust } from '../../src/trust/pod-identity-trust';
import { TrustStatementJson } from '../../src/trust/trust-document';
import { Trust } from '../../src/trust/trust-policy';
import { JsonTemplate } from '../../src/workload/json-template';

const CLUSTER = 'arn:aws:eks:eu-central-1:111122223333:cluster/production';
const OWN = podIdentityTrust({ clusterArns: [CLUSTER], namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' });

/** Compares a trust with what is needed, by default that of one service account. */
function compare(statements: TrustStatementJson[], required: TrustStatementJson[] = [OWN]) {
  const template: JsonTemplate = new JsonTemplate({ name: '', json: {} }, () => [template]);
  const textOf = (value: unknown): Text => typeof value === 'string' ? literal(value) : literal(JSON.stringify(value));
  return compareTrust(new Trust(template, { version: '2012-10-17', statements: statements as any }), required, textOf);
}

const withKeys = (keys: Record<string, unknown>): TrustStatementJson =>
  ({ ...OWN, Condition: { StringEquals: { ...OWN.Condition.StringEquals, ...keys } } });

test('a list that is needed must be admitted whole, and may be', () => {
  const both = withKeys({ 'aws:RequestTag/kubernetes-service-account': ['invoice-exporter', 'invoice-reader'] });

  expect(compare([both], [both])).toEqual({ admits: 'yes', others: [] });
  expect(compare([OWN], [both])).toEqual({ admits: 'no', others: [] });
  expect(compare([both], [OWN])).toEqual({ admits: 'yes', others: ['other service accounts'] });
});

test('of several statements that are needed each admits its own', () => {
  const other = withKeys({ 'aws:RequestTag/eks-cluster-arn': `${CLUSTER}-2` });

  expect(compare([OWN, other], [OWN, other])).toEqual({ admits: 'yes', others: [] });
  expect(compare([OWN], [OWN, other])).toEqual({ admits: 'no', others: [] });
  expect(compare([OWN, other], [OWN])).toEqual({ admits: 'yes', others: ['other clusters'] });
});

test('what the needed statement leaves open must be open', () => {
  const any = (...keys: string[]): TrustStatementJson => {
    const compared = Object.entries(OWN.Condition.StringEquals).filter(([key]) => !keys.includes(key));
    return { ...OWN, Condition: { StringEquals: Object.fromEntries(compared) } };
  };
  const [namespace, account, cluster] = ['aws:RequestTag/kubernetes-namespace', 'aws:RequestTag/kubernetes-service-account', 'aws:RequestTag/eks-cluster-arn'];

  for (const open of [any(account), any(namespace, account), any(cluster), any(cluster, namespace, account)]) {
    expect(compare([open], [open])).toEqual({ admits: 'yes', others: [] });
    expect(compare([OWN], [open]).admits).not.toBe('yes');
  }
});

test('another key that is needed is told as it is', () => {
  const inOrganization: TrustStatementJson = { ...OWN, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1234567890' } } };

  expect(compare([{ ...OWN, Condition: {} }], [inOrganization]).others).toEqual(['other values of aws:SourceOrgID']);
});

test('tokens are compared by issuer, subject and audience', () => {
  const issuer = 'oidc.eks.eu-central-1.amazonaws.com/id/0123';
  const claims = { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: 'system:serviceaccount:finance-prod:invoice-exporter' };
  const token = (values: object): TrustStatementJson => ({
    Effect: 'Allow', Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { ...claims, ...values } },
  });

  expect(compare([token({})], [token({})])).toEqual({ admits: 'yes', others: [] });
  expect(compare([token({ [`${issuer}:sub`]: ['system:serviceaccount:finance-prod:invoice-exporter', 'system:serviceaccount:finance-prod:other'] })], [token({})]))
    .toEqual({ admits: 'yes', others: ['other service accounts'] });
  expect(compare([token({ [`${issuer}:aud`]: 'vault' })], [token({})]).admits).toBe('no');
});

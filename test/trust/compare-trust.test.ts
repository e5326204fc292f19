import { literal, Text } from '../../src/policy/text';
import { compareTrust } from '../../src/trust/compare-trust';
import { podIdentitySourceTrust, podIdentityTrust } from '../../src/trust/pod-identity-trust';
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

describe('where sessions are not tagged', () => {
  const source = (account = '111122223333', ...clusterArns: string[]) => podIdentitySourceTrust({ clusterArns: [CLUSTER, ...clusterArns], account });
  const SOURCE = source();

  test('the request is of the cluster and of its account', () => {
    expect(compare([SOURCE], [SOURCE])).toEqual({ admits: 'yes', others: [] });
    expect(compare([source('444455556666')], [SOURCE]).admits).toBe('no');
    expect(compare([OWN], [SOURCE]).admits).toBe('no');
  });

  test('other clusters are told, and no other accounts, since the cluster has one', () => {
    expect(compare([source('111122223333', `${CLUSTER}-2`)], [SOURCE])).toEqual({ admits: 'yes', others: ['other clusters'] });
    expect(compare([{ ...SOURCE, Condition: { StringEquals: SOURCE.Condition.StringEquals } }], [SOURCE])).toEqual({ admits: 'yes', others: ['other clusters'] });
    expect(compare([{ ...SOURCE, Condition: { ArnEquals: SOURCE.Condition.ArnEquals } }], [SOURCE])).toEqual({ admits: 'yes', others: [] });
  });
});

test('the account is told where no cluster is compared by the source of the request', () => {
  expect(compare([OWN], [withKeys({ 'aws:SourceAccount': '111122223333' })]).others).toEqual(['other values of aws:SourceAccount']);
});

test('the name of the cluster and its account are those of its ARN', () => {
  const named = (name: string) => compare([withKeys({ 'aws:RequestTag/eks-cluster-name': name })]).admits;
  const ofAccount = (account: string) => compare([withKeys({ 'aws:SourceAccount': account })]).admits;

  expect([named('production'), named('staging')]).toEqual(['yes', 'no']);
  expect([ofAccount('111122223333'), ofAccount('444455556666')]).toEqual(['yes', 'no']);
});

test('others are told in their order, whichever statement admits them', () => {
  const admin = { ...OWN, Principal: { AWS: 'arn:aws:iam::111122223333:role/admin' } };

  expect(compare([admin, withKeys({ 'aws:RequestTag/eks-cluster-arn': `${CLUSTER}-2` })]).others).toEqual(['other clusters', 'the principal AWS arn:aws:iam::111122223333:role/admin']);
});

test('a principal is another one if its kind or its name is', () => {
  const by = (Principal: Record<string, string>) => compare([OWN, { ...OWN, Principal }]).others;

  expect(by({ Service: 'ec2.amazonaws.com' })).toEqual(['the principal Service ec2.amazonaws.com']);
  expect(by({ AWS: 'pods.eks.amazonaws.com' })).toEqual(['the principal AWS pods.eks.amazonaws.com']);
});

test('whoever becomes the role by SAML is told', () => {
  const Principal = { Federated: 'arn:aws:iam::111122223333:saml-provider/company' };

  expect(compare([OWN, { Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithSAML', Condition: {} }]).others).toEqual([`the principal Federated ${Principal.Federated}`]);
});

test('a condition on another key excludes nobody, whatever its value is', () => {
  const { 'aws:RequestTag/kubernetes-namespace': namespace, ...others } = OWN.Condition.StringEquals;
  const byTeam: TrustStatementJson = { ...OWN, Condition: { StringEquals: { ...others, 'aws:RequestTag/team': namespace } } };

  expect(compare([byTeam]).others).toEqual(['other namespaces']);
});

test('conditions that say together what is needed exclude others', () => {
  const keys = Object.keys(OWN.Condition.StringEquals);
  const Null = Object.fromEntries(keys.map((key) => [key, 'false']));
  const source = podIdentitySourceTrust({ clusterArns: [CLUSTER], account: '111122223333' });
  const there = { 'aws:SourceArn': 'false' };
  const { 'aws:RequestTag/eks-cluster-arn': _cluster, ...tags } = OWN.Condition.StringEquals;

  expect(compare([{ ...OWN, Condition: { StringEqualsIfExists: OWN.Condition.StringEquals, Null } }])).toEqual({ admits: 'yes', others: [] });
  expect(compare([{ ...OWN, Condition: { StringEquals: tags, ArnEqualsIfExists: source.Condition.ArnEquals, Null: there } }])).toEqual({ admits: 'yes', others: [] });
  expect(compare([{ ...source, Condition: { ArnEqualsIfExists: source.Condition.ArnEquals, Null: there } }], [source])).toEqual({ admits: 'yes', others: [] });
});

test('a statement whose conditions contradict each other admits nobody else', () => {
  const never: TrustStatementJson = { ...OWN, Condition: { StringEquals: { 'aws:SourceOrgID': 'a' }, StringLike: { 'aws:SourceOrgID': 'b*' } } };

  expect(compare([OWN, never]).others).toEqual([]);
});

test.each([
  'aws:RequestTag/eks-cluster-arn-2', 'aws:RequestTag/kubernetes-namespace-2', 'aws:RequestTag/kubernetes-service-account-2', 'my:aws:SourceArn',
  'my:aws:RequestTag/kubernetes-namespace', 'my:aws:RequestTag/kubernetes-service-account', 'my:subject', 'my:audience',
])('%s is a key of its own', (key) => {
  const needed: TrustStatementJson = { ...OWN, Condition: { StringEquals: { [key]: 'x' } } };

  expect(compare([{ ...OWN, Condition: {} }], [needed]).others).toEqual([`other values of ${key}`]);
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

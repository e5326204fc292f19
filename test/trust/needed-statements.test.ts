import { TemplateView } from '../../src/policy/template';
import { literal, Text } from '../../src/policy/text';
import { compareTrust } from '../../src/trust/compare-trust';
import { podIdentityTrust } from '../../src/trust/pod-identity-trust';
import { TrustStatementJson } from '../../src/trust/trust-document';
import { Trust } from '../../src/trust/trust-policy';

const CLUSTER = 'arn:aws:eks:eu-central-1:111122223333:cluster/production';

/** The statement that admits a service account. */
const of = (serviceAccountName: string, clusterArn = CLUSTER) => podIdentityTrust({ clusterArns: [clusterArn], namespace: 'finance-prod', serviceAccountName });

/** Statements of literals alone, so that no template is asked. */
const TEMPLATE = {} as TemplateView;

/** Compares a trust with the statements that are needed in it. */
function compare(statements: TrustStatementJson[], needed: TrustStatementJson[]) {
  const textOf = (value: unknown): Text => literal(String(value));
  return compareTrust(new Trust(TEMPLATE, { version: '2012-10-17', statements: statements as any }), needed, textOf);
}

/** A statement that compares another key as well. */
const comparing = (statement: TrustStatementJson, keys: Record<string, string | string[]>) =>
  ({ ...statement, Condition: { StringEquals: { ...statement.Condition.StringEquals, ...keys } } });

test('each of several statements that are needed admits its own', () => {
  const [writer, reader] = [of('writer'), of('reader')];

  expect(compare([writer, reader], [writer, reader])).toEqual({ admits: 'yes', others: [] });
  expect(compare([writer], [writer, reader])).toEqual({ admits: 'no', others: [] });
  expect(compare([writer, reader], [writer])).toEqual({ admits: 'yes', others: ['other service accounts'] });
});

test('others are told by the needed statement to which theirs comes nearest, whichever is first', () => {
  const [writer, reader] = [of('writer'), of('reader', `${CLUSTER}-2`)];
  const wide = comparing(writer, { 'aws:RequestTag/eks-cluster-arn': `${CLUSTER}-3` });

  expect(compare([writer, reader, wide], [writer, reader]).others).toEqual(['other clusters']);
  expect(compare([writer, reader, wide], [reader, writer]).others).toEqual(['other clusters']);
});

test('a needed key of which people have no word is told as it is', () => {
  const inOrganization = comparing(of('writer'), { 'aws:SourceOrgID': 'o-1234567890' });

  expect(compare([of('writer')], [inOrganization]).others).toEqual(['other values of aws:SourceOrgID']);
});

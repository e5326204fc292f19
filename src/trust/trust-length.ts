import { TrustStatementJson } from './trust-document';
import { isToken, mapLiterals } from '../private/tokens';

/** The length of a trust policy: both are the same where all of its values are known at synth. */
export interface TrustLength {
  readonly atLeast: number;
  readonly atMost: number;
}

const PARTITION = 10;
const REGION = 16;
const ACCOUNT = 12;
const CLUSTER_NAME = 100;
const NAMESPACE = 63;
const SERVICE_ACCOUNT = 253;
const ISSUER = 'oidc.eks.'.length + REGION + '.amazonaws.com.cn/id/'.length + 32;
const CLUSTER_ARN = 'arn::eks:::cluster/'.length + PARTITION + REGION + ACCOUNT + CLUSTER_NAME;
const PROVIDER_ARN = 'arn::iam:::oidc-provider/'.length + PARTITION + ACCOUNT + ISSUER;
const SUBJECT = 'system:serviceaccount::'.length + NAMESPACE + SERVICE_ACCOUNT;
const AUDIENCE = 255;

/** The longest value of what is compared with a key that ends so, or stands as a principal of a kind. */
const LONGEST: readonly [string, number][] = [
  ['/eks-cluster-arn', CLUSTER_ARN],
  ['aws:SourceArn', CLUSTER_ARN],
  ['/kubernetes-namespace', NAMESPACE],
  ['aws:SourceAccount', ACCOUNT],
  ['Federated', PROVIDER_ARN],
  [':sub', SUBJECT],
  [':aud', AUDIENCE],
  ['', SERVICE_ACCOUNT],
];

/**
 * The characters of the trust policy of these statements as IAM counts them, so without white space.
 *
 * A value that is known at deploy time only counts at most as the longest of its kind, and at least as what is literal in it.
 */
export function trustLength(statements: readonly TrustStatementJson[]): TrustLength {
  const document = { Version: '2012-10-17', Statement: statements };
  const text = JSON.stringify(document);
  if (!isToken(text)) {
    const length = text.replace(/\s/g, '').length;
    return { atLeast: length, atMost: length };
  }
  return { atLeast: lengthOf(document, literalLength), atMost: lengthOf(document, longest) };
}

/** @param late the length of a text that has tokens: of a value of some key, or of a key, which has none */
function lengthOf(json: unknown, late: (text: string, key?: string) => number, key?: string): number {
  if (typeof json === 'string') { return isToken(json) ? 2 + late(json, key) : JSON.stringify(json).replace(/\s/g, '').length; }
  if (Array.isArray(json)) { return 1 + json.reduce((sum: number, item) => sum + lengthOf(item, late, key) + 1, 0); }
  return 1 + Object.entries(json as object).reduce((sum, [name, value]) => sum + lengthOf(name, late) + 1 + lengthOf(value, late, name) + 1, 0);
}

function longest(text: string, key?: string): number {
  if (key === undefined) { return ISSUER + literalLength(text); }
  return LONGEST.find(([end]) => key.endsWith(end))![1];
}

function literalLength(text: string): number {
  let length = 0;
  mapLiterals(text, (literal) => {
    length += literal.length;
    return literal;
  });
  return length;
}

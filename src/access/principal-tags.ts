import { Lazy } from 'aws-cdk-lib';
import { isToken } from '../private/tokens';

/** For the key of each tag, the token that stands for it: a token, so that it stays a variable where literals are escaped. */
export const PRINCIPAL_TAGS: ReadonlyMap<string, string> = new Map([
  'eks-cluster-arn', 'eks-cluster-name', 'kubernetes-namespace', 'kubernetes-service-account', 'kubernetes-pod-name', 'kubernetes-pod-uid',
].map((key) => [key, Lazy.string({ produce: () => `\${aws:PrincipalTag/${key}}` }, { displayHint: key })]));

/** The key of a tag of the principal, whole, in a condition or a variable: not in what an escaped "$" makes a literal. */
const KEY = /(?<!\$\{\$\}\{)aws:PrincipalTag\/[^"\\,}\s]+/gi;

/** The keys of those tags that statements name, given as JSON, as variables or in conditions. */
export function sessionTagsIn(json: string): string[] {
  // Most statements name no tag, and to look for the text is far quicker than to look for the pattern.
  const named = json.toLowerCase().includes('aws:principaltag/') ? json.match(KEY) ?? [] : [];
  if (named.length === 0 && !isToken(json)) { return []; }
  return [...PRINCIPAL_TAGS].filter(([key, variable]) => json.includes(variable) || named.some((each) => each.toLowerCase() === `aws:principaltag/${key}`)).map(([key]) => key);
}

/** True iff a value begins with one of those tags, none of which has a value that begins with a slash. */
export function beginsWithSessionTag(value: string): boolean {
  return [...PRINCIPAL_TAGS.values()].some((variable) => value.startsWith(variable));
}

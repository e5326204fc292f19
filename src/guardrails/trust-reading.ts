import { Condition, conditionHolds, contextOf } from '../policy/condition';
import { matches } from '../policy/operators';
import { WrittenPattern } from '../policy/pattern';
import { PolicyStatement } from '../policy/policy';
import { keyOf } from '../policy/template';
import { literal, showText, Text } from '../policy/text';
import { POD_IDENTITY_SERVICE } from '../trust/pod-identity-trust';
import { TrustStatement } from '../trust/trust-policy';
import { SUBJECT_PREFIX } from '../trust/web-identity-trust';
import { JsonTemplate } from '../workload/json-template';

/** The keys of the claims of a token. */
export const SUBJECT = /:sub$/i;
export const AUDIENCE = /:aud$/i;

/** What the issuers of EKS clusters have in common, and the attribute that tells one. */
const OF_CLUSTER = /oidc[.-]eks[.-]|OpenIdConnectIssuer/i;

const PROVIDER_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** A value that no trust policy is about. */
const STRANGER = 'stranger-to-this-app';
const STRANGERS: readonly [RegExp, string][] = [
  [/(:SourceArn|eks-cluster-arn)$/i, `arn:aws:eks:xx-nowhere-1:000000000000:cluster/${STRANGER}`],
  [SUBJECT, `${SUBJECT_PREFIX}${STRANGER}:${STRANGER}`],
];

/** Whether a statement is about EKS Pod Identity. */
export function isOfPods({ statement, principals }: TrustStatement): boolean {
  return mayDo(statement, 'sts:AssumeRole')
    && principals.some(({ kind, text }) => kind === '*' || (kind === 'Service' && matches(text, literal(POD_IDENTITY_SERVICE)) === 'yes'));
}

/** Whether a statement is about the tokens of service accounts: other tokens, such as those of a build service, have other rules. */
export function isToken(trusted: TrustStatement, templates: readonly JsonTemplate[]): boolean {
  const { statement, principals } = trusted;
  const providers = principals.filter(({ kind }) => kind === 'Federated').map(({ text }) => text);
  return mayDo(statement, 'sts:AssumeRoleWithWebIdentity') && providers.length > 0 && (
    providers.some((provider) => OF_CLUSTER.test(provider.join('')) || isDefinedForCluster(provider, templates))
    || statement.conditions.some(({ key }) => OF_CLUSTER.test(key))
    || conditionsOn(trusted, SUBJECT).some(({ values }) => values.some((value) => value.slice(0, SUBJECT_PREFIX.length).join('') === SUBJECT_PREFIX)));
}

/** The conditions of a statement on keys of a kind. */
export function conditionsOn({ statement }: TrustStatement, keys: RegExp): Condition[] {
  return statement.conditions.filter(({ key }) => keys.test(key));
}

/** Whether a condition shuts out what the policy says nothing of; a value that is known at deploy time only is taken to. */
export function shutsOutStrangers(condition: Condition): boolean {
  const [, stranger] = STRANGERS.find(([keys]) => keys.test(condition.key)) ?? [undefined, STRANGER];
  return [{ [condition.key]: [literal(stranger)] }, {}].every((context) => conditionHolds(condition, contextOf(context)) !== 'yes');
}

/** Whether a condition of a denial denies what the policy says nothing of. */
export function admitsStrangers(condition: Condition): boolean {
  const [, stranger] = STRANGERS.find(([keys]) => keys.test(condition.key)) ?? [undefined, STRANGER];
  return conditionHolds(condition, contextOf({ [condition.key]: [literal(stranger)] })) === 'yes';
}

/** True iff a part of the values is no letter: a wildcard, or a variable. */
export function hasPattern({ values }: Condition): boolean {
  return values.some((value) => value.some((element) => typeof element !== 'string'));
}

/** True iff it compares by equality: not by patterns, not by exclusion, and not only where the key is there. */
export function isExact({ name }: Condition): boolean {
  return /^(ForAnyValue:)?StringEquals(IgnoreCase)?$/i.test(name);
}

/** The values that a condition names one by one. */
export function exactValues(condition: Condition): Text[] {
  return hasPattern(condition) || !/^(ForAnyValue:)?String(Equals(IgnoreCase)?|Like)$/i.test(condition.name) ? [] : condition.values as Text[];
}

/** True iff the conditions of a statement are made at deploy time as a whole. */
export function hasUnreadConditions({ statement }: TrustStatement): boolean {
  return statement.conditions.some(({ name }) => name === '');
}

/** A condition as people read it. */
export function showCondition({ name, key, values }: Condition): string {
  return `${name} ${key.replace(/(?:name|path|arn|flat|any)\|[^|]*\|/g, '')} ${values.map((value) => `"${value.map(showElement).join('')}"`).join(', ')}`;
}

function showElement(element: WrittenPattern[number]): string {
  if (typeof element === 'string') { return showText([element]); }
  return 'run' in element ? element.run ? '*' : '?' : `\${${element.key}}`;
}

function mayDo({ actions }: PolicyStatement, action: string): boolean {
  return actions.patterns.some((pattern) => matches(pattern, literal(action.toLowerCase())) === 'yes') !== actions.negated;
}

/** Whether a template defines this provider for the issuer of a cluster. */
function isDefinedForCluster(provider: Text, templates: readonly JsonTemplate[]): boolean {
  const key = provider.join('');
  return templates.some((template) => template.ofTypes(...PROVIDER_TYPES).some(({ logicalId, resource: { Properties: { Url = '' } = {} } }) =>
    [{ Ref: logicalId }, { 'Fn::GetAtt': [logicalId, 'Arn'] }].some((arn) => keyOf(template, arn) === key)
    && OF_CLUSTER.test(keyOf(template, Url))));
}

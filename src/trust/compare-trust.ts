import { podIdentityTags } from './pod-identity-tags';
import { TrustStatementJson } from './trust-document';
import { TrustStatement, Trust } from './trust-policy';
import { SUBJECT_PREFIX } from './web-identity-trust';
import { Condition, parseCondition } from '../policy/condition';
import { contradict } from '../policy/contradiction';
import { matches } from '../policy/operators';
import { literal, showText, symbolOf, Text } from '../policy/text';
import { all, Tri } from '../policy/tri';
import { SEARCH_LIMIT } from '../policy/words';

/** How the trust policy of a role meets what a workload needs. */
export interface TrustComparison {
  /** Whether the workload may become the role. */
  readonly admits: Tri;
  /** Who else may, as people read it; denials aside. */
  readonly others: readonly string[];
}

/** Gives the text of a value of the app, a reference in it taken as it means in its own template. */
export type TextOf = (value: unknown) => Text;

/** A statement that a workload needs: the principal, and the keys that it compares. */
interface Required {
  readonly principal: { readonly kind: string; readonly text: Text };
  readonly compared: readonly Compared[];
}

/** A key of a condition, and the values of which it may have one. */
interface Compared {
  readonly key: string;
  readonly values: readonly Text[];
}

/** Tags of the request, in the keys of conditions. */
const REQUEST_TAG = 'aws:RequestTag/';

/** In the words of people, what differs where a key does. */
const DIFFERENT: readonly [RegExp, string][] = [
  [/^aws:(requesttag\/eks-cluster-arn|sourcearn)$/i, 'other clusters'],
  [/^aws:requesttag\/kubernetes-namespace$/i, 'other namespaces'],
  [/^aws:requesttag\/kubernetes-service-account$|:sub$/i, 'other service accounts'],
  [/:aud$/i, 'tokens for other audiences'],
];

/** The operators by which a key has one of the values that are named, as far as those have no wildcard. */
const EQUAL = /^(String|Arn)(Equals|Like)$/;

/** The actions by which a role is assumed. */
const ASSUMING = ['sts:assumerole', 'sts:assumerolewithwebidentity', 'sts:assumerolewithsaml'].map(literal);

/** Compares the trust policy of a role with the statements that a workload needs in it. */
export function compareTrust(trust: Trust, required: readonly TrustStatementJson[], textOf: TextOf): TrustComparison {
  const needs = required.map((statement) => read(statement, textOf));
  return {
    admits: all(needs.flatMap((need) => requests(need.compared).map((given) => admits(trust, need, given, textOf)))),
    others: [...new Set(trust.statements.filter(isAboutAssuming).flatMap((statement) => othersOf(statement, needs)))].sort(),
  };
}

function read({ Principal, Condition: conditions }: TrustStatementJson, textOf: TextOf): Required {
  const [[kind, principal]] = Object.entries(Principal);
  const compared = Object.values(conditions).flatMap((keys) => Object.entries(keys))
    .map(([key, values]) => ({ key: textOf(key).join(''), values: [values].flat().map(textOf) }));
  return { principal: { kind, text: textOf(principal) }, compared };
}

/** The keys of each request that the statement is there for. */
function requests([first, ...others]: readonly Compared[]): ReadonlyMap<string, Text>[] {
  if (first === undefined) { return [new Map()]; }
  return first.values.flatMap((value) => requests(others).map((rest) => new Map([[first.key, value], ...rest])));
}

function admits(trust: Trust, { principal, compared }: Required, given: ReadonlyMap<string, Text>, textOf: TextOf): Tri {
  if (principal.kind === 'Federated') {
    const [issuer, audience, subject] = [issuerOf(compared), ...['aud', 'sub'].map((claim) => valueBehind(given, `:${claim}`))];
    const account = subject.slice(SUBJECT_PREFIX.length);
    const end = account.indexOf(':');
    return trust.admitsToken({ namespace: account.slice(0, end), serviceAccountName: account.slice(end + 1), audience, issuer });
  }
  // What the statement doesn't compare may be anything.
  const valueOf = (key: string) => given.get(key) ?? [symbolOf('any', '', key)];
  const isTagged = [...given.keys()].some((key) => key.startsWith(REQUEST_TAG));
  const clusterArn = valueOf(isTagged ? `${REQUEST_TAG}eks-cluster-arn` : 'aws:SourceArn');
  const tags = !isTagged ? {} : podIdentityTags<Text>({
    clusterArn,
    clusterName: clusterArn.slice(clusterArn.lastIndexOf('/') + 1),
    namespace: valueOf(`${REQUEST_TAG}kubernetes-namespace`),
    serviceAccountName: valueOf(`${REQUEST_TAG}kubernetes-service-account`),
  });
  const texts = Object.entries(tags).map(([key, value]): [string, Text] => [key, Array.isArray(value) ? value : textOf(value)]);
  return trust.admitsPod(Object.fromEntries(texts), { 'aws:SourceArn': clusterArn, 'aws:SourceAccount': accountOf(clusterArn) });
}

/** Who else than the workload is admitted by a statement, as far as it can't be excluded. */
function othersOf({ statement, principals }: TrustStatement, needs: readonly Required[]): string[] {
  return principals.flatMap(({ kind, text }) => {
    const same = needs.filter(({ principal }) => principal.kind === kind && principal.text.join('') === text.join(''));
    if (same.length === 0) { return [`the principal ${kind === '*' || kind === '?' ? '' : `${kind} `}${kind === '?' ? 'that is not known' : showText(text)}`]; }
    const open = same.map(({ compared }) => differences(compared).filter(({ conditions }) => !excludes(statement.conditions, conditions)));
    return open.reduce((least, each) => each.length < least.length ? each : least).map(({ who }) => who);
  });
}

/** Whether a request that meets a statement's conditions can't meet these, which want other values than are needed. */
function excludes(conditions: readonly Condition[], different: readonly Condition[]): boolean {
  const isNeeded = (condition: Condition) => EQUAL.test(condition.name)
    && different.some((each) => condition.key.toLowerCase() === each.key.toLowerCase() && areAmong(condition, each));
  return conditions.some(isNeeded) || contradict([...conditions, ...different], () => 'unknown', { left: SEARCH_LIMIT });
}

/** True iff each value that one condition names stands in the other: what is known at deploy time only is the same value then. */
function areAmong({ values }: Condition, { values: others }: Condition): boolean {
  const known = new Set(others.map((other) => JSON.stringify(other)));
  return values.every((value) => known.has(JSON.stringify(value)));
}

/** For each thing in which a request may differ from those that are needed, the conditions under which it does. */
function differences(compared: readonly Compared[]): { who: string; conditions: Condition[] }[] {
  const byCluster = compared.some(({ key }) => key === 'aws:SourceArn');
  return compared.filter(({ key }) => !(byCluster && key === 'aws:SourceAccount')).map(({ key, values }) => {
    const who = DIFFERENT.find(([pattern]) => pattern.test(key))?.[1] ?? `other values of ${key}`;
    const differs = parseCondition(key === 'aws:SourceArn' ? 'ArnNotEquals' : 'StringNotEquals', key, values, false);
    // A statement may tell the cluster by the source of the request instead.
    return { who, conditions: key === `${REQUEST_TAG}eks-cluster-arn` ? [differs, parseCondition('ArnNotEquals', 'aws:SourceArn', values, false)] : [differs] };
  });
}

function isAboutAssuming({ statement: { effect, actions } }: TrustStatement): boolean {
  const meets = ASSUMING.some((action) => actions.patterns.some((pattern) => matches(pattern, action) !== 'no') !== actions.negated);
  return effect === 'Allow' && meets;
}

function issuerOf(compared: readonly Compared[]): Text {
  return [compared.find(({ key }) => key.endsWith(':sub'))!.key.slice(0, -':sub'.length)];
}

function valueBehind(given: ReadonlyMap<string, Text>, end: string): Text {
  return [...given].find(([key]) => key.endsWith(end))![1];
}

/** The account in the ARN of a cluster. */
function accountOf(clusterArn: Text): Text {
  const colons = clusterArn.flatMap((letter, index) => letter === ':' ? [index] : []);
  return clusterArn.slice(colons[3] + 1, colons[4]);
}


import { comparedWithAny, TrustStatementJson } from './trust-document';
import { SUBJECT_PREFIX } from './web-identity-trust';
import { compare } from '../private/compare';
import { mapLiterals, tokenIdentity } from '../private/tokens';

/*
 * Statements that admit more than one service account, made of those that admit one. What else they compare stays.
 */

/** A service account by its exact names. */
export interface ServiceAccountNames {
  readonly namespace: string;
  readonly serviceAccountName: string;
}

const NAMESPACE = 'aws:RequestTag/kubernetes-namespace';
const SERVICE_ACCOUNT = 'aws:RequestTag/kubernetes-service-account';

/** A statement that compares these as well. */
export function alsoComparing(statement: TrustStatementJson, values: Readonly<Record<string, string | readonly string[]>>): TrustStatementJson {
  const { Condition } = statement;
  return { ...statement, Condition: { ...Condition, StringEquals: { ...Condition.StringEquals, ...values } } };
}

/**
 * The statements of Pod Identity for exactly these service accounts, in place of one for a single one.
 *
 * A condition with several namespaces and several names admits each name in each namespace. So namespaces stand in one
 * statement only if the same names are listed for them.
 */
export function forServiceAccounts(statement: TrustStatementJson, accounts: readonly ServiceAccountNames[]): TrustStatementJson[] {
  return groupsOf(accounts).map(({ namespaces, names }) => alsoComparing(statement, {
    [NAMESPACE]: comparedWithAny(namespaces),
    [SERVICE_ACCOUNT]: comparedWithAny(names),
  }));
}

/** The statement of a cluster's OIDC provider for exactly these service accounts, in place of one for a single one. */
export function forSubjects(statement: TrustStatementJson, accounts: readonly ServiceAccountNames[]): TrustStatementJson {
  const subjects = sorted(accounts.map(({ namespace, serviceAccountName }) => `${SUBJECT_PREFIX}${namespace}:${serviceAccountName}`));
  return alsoComparing(statement, { [subjectKey(statement)]: comparedWithAny(subjects) });
}

/** The statement of a cluster's OIDC provider for one service account, and for all subjects that match a pattern. */
export function forSubjectsLike(statement: TrustStatementJson, patterns: readonly string[]): TrustStatementJson {
  const key = subjectKey(statement);
  const { [key]: own, ...others } = statement.Condition.StringEquals;
  const like = sorted(patterns).map((pattern) => mapLiterals(pattern, (literal) => literal.replace(/\$/g, '${$}')));
  return { ...statement, Condition: { ...statement.Condition, StringEquals: others, StringLike: { [key]: [own, ...like] } } };
}

/** Namespaces by the names that are listed for them. */
function groupsOf(accounts: readonly ServiceAccountNames[]): { namespaces: string[]; names: string[] }[] {
  const groups = new Map<string, { namespaces: string[]; names: string[] }>();
  for (const namespace of sorted(accounts.map((account) => account.namespace))) {
    const ofNamespace = accounts.filter((account) => tokenIdentity(account.namespace) === tokenIdentity(namespace));
    const names = sorted(ofNamespace.map(({ serviceAccountName }) => serviceAccountName));
    const key = JSON.stringify(names.map(tokenIdentity));
    const group = groups.get(key) ?? { namespaces: [], names };
    group.namespaces.push(namespace);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Each value once, in an order that doesn't depend on that of the declaration. */
function sorted(values: readonly string[]): string[] {
  const byIdentity = new Map(values.map((value) => [tokenIdentity(value), value]));
  return [...byIdentity].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
}

function subjectKey({ Condition }: TrustStatementJson): string {
  return Object.keys(Condition.StringEquals).find((key) => key.endsWith(':sub'))!;
}

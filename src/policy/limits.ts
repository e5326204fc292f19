import { uniqueSids } from './sids';
import { isIntrinsic, renderDocument, renderStatement, Statement } from './statement';
import { own } from '../private/own';

/** Characters that all inline policies of a role may hold together, white space not counted. */
export const INLINE_POLICIES_LIMIT = 10_240;

/** Characters that a managed policy may hold, white space not counted. */
export const MANAGED_POLICY_LIMIT = 6_144;

/** Managed policies that a role may have before its account's quota is raised. */
export const MANAGED_POLICIES_LIMIT = 10;

/** Characters that the session policy of an association may have, those between words counted. */
export const SESSION_POLICY_LIMIT = 2_048;

/** What an intrinsic counts for where its value is known only at deploy time: longer than an ARN commonly is. */
const VALUE_ESTIMATE = 120;

/** What a pseudo parameter counts for: its longest value. */
const PSEUDO_PARAMETERS: Record<string, number> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 10,
  'AWS::Region': 16,
  'AWS::URLSuffix': 20,
};

/** Where a value begins that is not known yet: a token of the CDK, or an intrinsic. */
const UNKNOWN = /\{Token\[|\{"(?:Ref|Fn::)/g;

/** What a document holds besides its statements. */
const EMPTY_DOCUMENT = JSON.stringify(renderDocument([])).length;

/** Room for the number that tells the Sids of a statement's parts apart. */
const SID_NUMBER = 4;

/** The characters of a document of these statements as IAM counts them, values that are not known yet estimated. */
export function documentSize(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => sum + statementSize(statement), EMPTY_DOCUMENT);
}

/**
 * Spreads statements over policies: the first of at most `INLINE_POLICIES_LIMIT` characters, the others of at most
 * `MANAGED_POLICY_LIMIT`. Order is kept, none is dropped; a statement too long for a policy is split by its resources.
 * A statement that can't be split far enough stands alone in a policy that is over its limit.
 */
export function packStatements(statements: readonly Statement[]): Statement[][] {
  const unique = uniqueSids(statements);
  if (sizeAtMost(JSON.stringify(renderDocument(unique))) <= INLINE_POLICIES_LIMIT) { return [unique]; }
  const policies: Statement[][] = [[]];
  let room = INLINE_POLICIES_LIMIT - EMPTY_DOCUMENT;
  for (const statement of uniqueSids(statements.flatMap(splitByResources))) {
    const size = statementSize(statement);
    if (size > room && policies[policies.length - 1].length > 0) {
      policies.push([]);
      room = MANAGED_POLICY_LIMIT - EMPTY_DOCUMENT;
    }
    policies[policies.length - 1].push(statement);
    room -= size;
  }
  return policies;
}

/** The characters of a document as they are sent, values that are not known yet estimated. */
export function textSize(document: object): number {
  const estimated = (_: string, value: unknown) => typeof value === 'object' && value !== null && isIntrinsic(value) ? ' '.repeat(intrinsicSize(Object.values(value)[0])) : value;
  return JSON.stringify(document, estimated).length;
}

/** An upper bound of the size of a part of a document, given as JSON, that is far quicker to tell: what is not known counts by its text and an estimate. */
export function sizeAtMost(json: string): number {
  return json.length + VALUE_ESTIMATE * (json.match(UNKNOWN)?.length ?? 0);
}

/** Halves the resources of a statement until each part fits into a managed policy: the parts mean the same as the whole. */
function splitByResources(statement: Statement): Statement[] {
  const { resources } = statement;
  const fits = statementSize(statement) + SID_NUMBER <= MANAGED_POLICY_LIMIT - EMPTY_DOCUMENT;
  if (fits || resources === undefined || resources.length === 1) { return [statement]; }
  const middle = Math.ceil(resources.length / 2);
  return [resources.slice(0, middle), resources.slice(middle)].flatMap((half) => splitByResources({ ...statement, resources: half }));
}

/** A statement and the comma behind it. */
function statementSize(statement: Statement): number {
  return sizeOf(renderStatement(statement)) + 1;
}

function sizeOf(json: unknown): number {
  if (typeof json !== 'object' || json === null) { return JSON.stringify(json).replace(/\s/g, '').length; }
  if (Array.isArray(json)) { return 1 + json.reduce((sum, item) => sum + sizeOf(item) + 1, 0); }
  if (isIntrinsic(json)) { return 2 + intrinsicSize(Object.values(json)[0]); }
  return 1 + Object.entries(json).reduce((sum, [key, value]) => sum + sizeOf(key) + 1 + sizeOf(value) + 1, 0);
}

/** The characters of an intrinsic's value: of a join the sum of its parts, else an estimate. */
function intrinsicSize(argument: unknown): number {
  if (typeof argument === 'string') { return own(PSEUDO_PARAMETERS, argument) ?? VALUE_ESTIMATE; }
  const [separator, parts] = argument as [unknown, unknown];
  if (typeof separator !== 'string' || !Array.isArray(parts)) { return VALUE_ESTIMATE; }
  return parts.reduce((sum: number, part) => sum + separator.length + sizeOf(part) - 2, 0);
}

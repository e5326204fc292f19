/*
 * An IAM statement as data. Values are literals or, once CDK has resolved a token, a CloudFormation intrinsic,
 * which this room treats as an opaque symbol: equal iff its JSON is.
 */

import { compare } from '../private/compare';

/** A CloudFormation intrinsic such as `{ "Fn::GetAtt": [...] }`. */
export type Intrinsic = { readonly [name: string]: unknown };

/** A literal string, or a value that is known at deploy time only. */
export type PolicyValue = string | Intrinsic;

/** Condition key, then the values of which one must match. */
export type ConditionKeys = Readonly<Record<string, readonly PolicyValue[]>>;

/** Operator, then its keys, which as a whole may be known at deploy time only. */
export type Conditions = Readonly<Record<string, ConditionKeys | Intrinsic>>;

/** One statement of an identity policy. Either `actions` or `notActions` is set, and either `resources` or `notResources`. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly PolicyValue[];
  readonly notActions?: readonly PolicyValue[];
  readonly resources?: readonly PolicyValue[];
  readonly notResources?: readonly PolicyValue[];
  readonly conditions?: Conditions;
}

/** A statement as it stands in a policy document. */
export type StatementJson = Record<string, unknown>;

/** A policy document. */
export interface DocumentJson {
  readonly Version: string;
  readonly Statement: readonly StatementJson[];
}

/** Reads a statement of a document, scalars and lists alike. */
export function parseStatement(json: StatementJson): Statement {
  return {
    sid: json.Sid as string | undefined,
    effect: json.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: parseValues(json.Action),
    notActions: parseValues(json.NotAction),
    resources: parseValues(json.Resource),
    notResources: parseValues(json.NotResource),
    conditions: parseConditions(json.Condition),
  };
}

/** Writes a statement as IAM and CDK do: a list of one is a scalar, what is not there is left out. */
export function renderStatement(statement: Statement): StatementJson {
  const { sid, effect, actions, notActions, resources, notResources, conditions } = statement;
  const json: StatementJson = sid === undefined ? { Effect: effect } : { Sid: sid, Effect: effect };
  if (actions) { json.Action = renderValues(actions); }
  if (notActions) { json.NotAction = renderValues(notActions); }
  if (resources) { json.Resource = renderValues(resources); }
  if (notResources) { json.NotResource = renderValues(notResources); }
  if (conditions) { json.Condition = mapConditions(conditions, renderValues); }
  return json;
}

/** A document of these statements. */
export function renderDocument(statements: readonly Statement[]): DocumentJson {
  return documentOf(statements.map(renderStatement));
}

/** A document of statements as they are. */
export function documentOf(statements: readonly StatementJson[]): DocumentJson {
  return { Version: '2012-10-17', Statement: statements };
}

/** Applies `map` to the values of every operator and key; leaves keys that are an intrinsic as they are. */
export function mapConditions<T>(conditions: Conditions, map: (values: readonly PolicyValue[]) => T): Record<string, Record<string, T> | Intrinsic> {
  return mapRecord(conditions, (keys) => isIntrinsic(keys) ? keys : mapRecord(keys as ConditionKeys, map));
}

/** True iff a value of a template is an intrinsic. */
export function isIntrinsic(value: object): value is Intrinsic {
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === 'Ref' || names[0].startsWith('Fn::'));
}

/** Applies `map` to every value of a record, keys in their alphabetical order. */
function mapRecord<V, T>(record: Readonly<Record<string, V>>, map: (value: V) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(record).sort(compare).map((key) => [key, map(record[key])]));
}

function parseConditions(json: unknown): Conditions | undefined {
  if (json === undefined) { return undefined; }
  return mapRecord(json as Record<string, Record<string, unknown>>,
    (keys) => isIntrinsic(keys) ? keys : mapRecord(keys, (values) => parseValues(values)!));
}

function parseValues(json: unknown): PolicyValue[] | undefined {
  if (json === undefined) { return undefined; }
  return (Array.isArray(json) ? json : [json]).map((value) => typeof value === 'object' ? value : String(value));
}

function renderValues(values: readonly PolicyValue[]): PolicyValue | readonly PolicyValue[] {
  return values.length === 1 ? values[0] : values;
}

import { Condition, parseCondition } from './condition';
import { Meaning, textOf } from './intrinsics';
import { parsePattern, Pattern, WrittenPattern } from './pattern';
import { Conditions, isIntrinsic, PolicyValue, Statement } from './statement';
import { TemplateView } from './template';
import { lowerCase, Text } from './text';

/** The patterns of `Action` or `Resource`, or of what is left out by `NotAction` or `NotResource`. */
export interface Patterns<P> {
  readonly negated: boolean;
  readonly patterns: readonly P[];
}

/** A statement that is ready to be asked. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Where it stands, as people read it: the policy, and its Sid or its number. */
  readonly origin: string;
  readonly actions: Patterns<Pattern>;
  /** The actions as they are written. */
  readonly spelled: readonly string[];
  readonly resources: Patterns<WrittenPattern>;
  readonly conditions: readonly Condition[];
  /** True iff it stands for a policy whose content is not known. */
  readonly isUnknown?: boolean;
  /** The statement as its template has it, where it is of one. */
  readonly written?: WrittenStatement;
}

/** A statement, and the template that its references are of. */
export interface WrittenStatement {
  readonly template: TemplateView;
  readonly statement: Statement;
}

/** Everything that decides what a role may do, as far as it stands on the role. */
export interface Policies {
  /** The statements of its identity policies. */
  readonly identity: readonly PolicyStatement[];
  /** Those of its permissions boundary; absent if it has none. */
  readonly boundary?: readonly PolicyStatement[];
  /** Those of the session policy; absent if there is none. */
  readonly session?: readonly PolicyStatement[];
  /** The policies whose content is not known. They are taken to allow, and never to deny. */
  readonly unknown: readonly UnknownPolicy[];
}

/** The statements of all kinds of policies. */
export function allStatements({ identity, boundary = [], session = [] }: Policies): PolicyStatement[] {
  return [...identity, ...boundary, ...session];
}

/** A policy that is attached, and whose content is not known. */
export interface UnknownPolicy {
  readonly name: string;
  readonly as: 'identity' | 'boundary' | 'session';
}

/** How a document is read. */
export interface Reading {
  readonly meaning: Meaning;
  /** False for documents of the version 2008-10-17, which know no variables. */
  readonly variables: boolean;
  /** The template that the statements are of, if they are of one. */
  readonly template?: TemplateView;
}

/** The version of the policy language that knows variables and escapes. */
export const VERSION_WITH_VARIABLES = '2012-10-17';

/** Makes statements ready to be asked: resources and conditions are read once they are, since most proofs ask for the actions alone. */
export function readStatements(statements: readonly Statement[], policy: string, reading: Reading): PolicyStatement[] {
  return statements.map((statement, index) => {
    const resources = once(() => patternsOf(statement.resources, statement.notResources, (value) => readResource(value, reading)));
    const conditions = once(() => readConditions(statement.conditions ?? {}, reading));
    return {
      effect: statement.effect,
      origin: `${statement.sid === undefined ? `statement ${index + 1}` : `statement "${statement.sid}"`} of ${policy}`,
      actions: patternsOf(statement.actions, statement.notActions, (value) => readAction(value, reading.meaning)),
      spelled: (statement.actions ?? []).filter((action) => typeof action === 'string'),
      get resources() { return resources(); },
      get conditions() { return conditions(); },
      written: reading.template && { template: reading.template, statement },
    };
  });
}

/** Reads the pattern of an action: case doesn't matter, and there are no variables. */
export function readAction(value: PolicyValue, meaning: Meaning): Pattern {
  const text = lowerCase(textOf(value, meaning));
  const key = text.join('\0');
  const known = ACTIONS.get(key);
  if (known !== undefined) { return known; }
  const made = parsePattern(text, { wildcards: true, variables: false, components: false }) as Pattern;
  if (ACTIONS.size >= MOST_ACTIONS) { ACTIONS.clear(); }
  ACTIONS.set(key, made);
  return made;
}

/** The patterns of actions that were read: the same few stand in most policies. */
const ACTIONS = new Map<string, Pattern>();
const MOST_ACTIONS = 10_000;

/** Reads the pattern of a resource. */
export function readResource(value: PolicyValue, { meaning, variables }: Reading): WrittenPattern {
  return parsePattern(textOf(value, meaning), { wildcards: true, variables, components: true });
}

/** Reads a record of conditions. */
export function readConditions(conditions: Conditions, reading: Reading): Condition[] {
  return Object.entries(conditions).flatMap(([name, keys]) => isIntrinsic(keys)
    ? [parseCondition('', showIntrinsic(keys), [], false)]
    : Object.entries(keys as Record<string, readonly PolicyValue[]>).map(([key, values]) =>
      parseCondition(name, key, values.map((value): Text => textOf(value, reading.meaning)), reading.variables)));
}

function showIntrinsic(value: object): string {
  return JSON.stringify(value);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

type Values = readonly PolicyValue[] | undefined;

function patternsOf<P>(values: Values, notValues: Values, read: (value: PolicyValue) => P): Patterns<P> {
  return { negated: values === undefined, patterns: (values ?? notValues ?? []).map(read) };
}

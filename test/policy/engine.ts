import { Context, contextOf } from '../../src/policy/condition';
import { evaluate, Request } from '../../src/policy/evaluate';
import { ForbiddenRequests } from '../../src/policy/forbidden';
import { Meaning } from '../../src/policy/intrinsics';
import { parsePattern, Pattern, Syntax } from '../../src/policy/pattern';
import { Policies, PolicyStatement, readAction, Reading, readResource, readStatements, UnknownPolicy } from '../../src/policy/policy';
import { findWitness, prove, Verdict, Witness } from '../../src/policy/prove';
import { parseStatement, PolicyValue, StatementJson } from '../../src/policy/statement';
import { literal, showText, SymbolKind, symbolOf, Text } from '../../src/policy/text';

/*
 * The policy engine as tests speak with it. Symbols stand in strings as `<kind id>`, such as `<name Bucket>`; those of
 * one kind are of one type.
 */

const SYMBOL = /(<[^>]*>)/;

const meaning: Meaning = ({ Ref: written }) => {
  const [kind, id] = (written as string).split(' ');
  return [symbolOf(kind as SymbolKind, kind === 'any' ? '' : 'T', id)];
};

/** A string with symbols as a value of a template. */
export function value(written: string): PolicyValue {
  const parts = written.split(SYMBOL).map((part) => SYMBOL.test(part) ? { Ref: part.slice(1, -1) } : part);
  return parts.length === 1 ? written : { 'Fn::Join': ['', parts] };
}

/** A string with symbols as a text. */
export function text(written: string): Text {
  return written.split(SYMBOL).flatMap((part) => SYMBOL.test(part) ? meaning({ Ref: part.slice(1, -1) })! : literal(part));
}

const WILDCARDS: Syntax = { wildcards: true, variables: false, components: false };

/** A string with symbols as a pattern, by default one without variables whose wildcards take everything. */
export function pattern(written: string, syntax: Partial<Syntax> = {}): Pattern {
  return parsePattern(text(written), { ...WILDCARDS, ...syntax }) as Pattern;
}

/** Statements of JSON that are ready to be asked. */
export function statements(json: readonly StatementJson[], name = 'the policy', variables = true): PolicyStatement[] {
  return readStatements(json.map((each) => parseStatement(withSymbols(each) as StatementJson)), name, { meaning, variables });
}

/** What a role has, as JSON. */
export interface PoliciesJson {
  readonly identity: readonly StatementJson[];
  readonly boundary?: readonly StatementJson[];
  readonly session?: readonly StatementJson[];
  readonly unknown?: readonly UnknownPolicy[];
}

/** Policies that are ready to be asked. */
export function policies({ identity, boundary, session, unknown = [] }: PoliciesJson): Policies {
  return {
    identity: statements(identity),
    boundary: boundary && statements(boundary, 'the boundary'),
    session: session && statements(session, 'the session policy'),
    unknown,
  };
}

/** The values of context keys, one or a list for each. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** A context that has these keys and no others. */
export function context(values: Values): Context {
  return contextOf(Object.fromEntries(Object.entries(values).map(([key, given]) => [key, [given].flat().map(text)])));
}

/** A context of which nothing else is known. */
export function knowing(values: Values): Context {
  const known = context(values);
  return (key) => known(key) === 'absent' ? 'unknown' : known(key);
}

/** A request with these context keys and no others, unless another context is given. */
export function request(action: string, resource: string, given: Values | Context = {}): Request {
  return { action: text(action), resource: text(resource), context: typeof given === 'function' ? given : context(given) };
}

/** The decision on a request. */
export function decide(all: PoliciesJson, asked: Request): string {
  return evaluate(asked, policies(all)).decision;
}

/** What must not be allowed, as JSON. */
export interface ForbiddenJson {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly outside?: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
}

/** Requests that must not be allowed. */
export function forbidden({ actions, resources, outside = [], context: values = {} }: ForbiddenJson): ForbiddenRequests {
  const reading: Reading = { meaning, variables: true };
  return {
    actions: actions.map((each) => readAction(value(each), meaning)),
    resources: resources.map((each) => readResource(value(each), reading)),
    outside: outside.map((each) => readResource(value(each), reading)),
    context: new Map(Object.entries(values).map(([key, each]) => [key.toLowerCase(), text(each)])),
  };
}

/** Proves on policies as JSON; nothing is known of the context unless it is given. Who asks for the witness alone gets the same. */
export function proveOf(all: PoliciesJson, asked: ForbiddenJson, known: Context = knowing({})): Verdict {
  const found = prove(policies(all), forbidden(asked), known);
  const witness = findWitness(policies(all), forbidden(asked), known);
  expect(shown(witness)).toEqual(found.verdict === 'REFUTED' ? shown(found.witness) : undefined);
  return found;
}

function shown(witness?: Witness): object | undefined {
  return witness && { action: witness.action, resource: witness.resource, context: [...witness.context] };
}

/** A verdict in one line: `PROVED`, `REFUTED: action on resource if key = value`, `UNKNOWN: reason`. */
export function verdict(all: PoliciesJson, asked: ForbiddenJson, known?: Context): string {
  const found = proveOf(all, asked, known);
  if (found.verdict === 'PROVED') { return found.verdict; }
  if (found.verdict === 'UNKNOWN') { return `UNKNOWN: ${found.doubt.reason}`; }
  const { action, resource, context: values } = found.witness;
  const circumstances = [...values].map(([key, texts]) => `${key} = ${texts.map(showText).join()}`).join(' and ');
  return `REFUTED: ${showText(action)} on ${showText(resource)}${circumstances && ` if ${circumstances}`}`;
}

function withSymbols(json: unknown): unknown {
  if (typeof json === 'string') { return value(json); }
  if (Array.isArray(json)) { return json.map(withSymbols); }
  return typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json).map(([key, item]) => [key, withSymbols(item)])) : json;
}

import { CALLS, CALLS_ON_NONE } from './conformance-calls';
import { ForbiddenParts } from '../access/forbidden-parts';
import { ConditionKeys, parseStatement, PolicyValue, Statement, StatementJson } from '../policy/statement';
import { compare } from '../private/compare';
import { own } from '../private/own';
import { mapLiterals } from '../private/tokens';

/** A request that is made of AWS, and what must come of it. */
export interface Probe {
  readonly expected: 'allowed' | 'denied';
  readonly action: string;
  /** The ARN, which may have tokens. */
  readonly resource: string;
  /** The arguments of the AWS CLI. */
  readonly command: readonly string[];
}

/** What is asked, and what can't be asked without an effect. */
export interface Probes {
  readonly probes: readonly Probe[];
  readonly notAsked: readonly string[];
}

/** What a workload has, with tokens that are taken as far as they are known. */
export interface Declared {
  readonly statements: readonly StatementJson[];
  readonly mustNot: readonly ForbiddenParts[];
  /** The literal of a value where it is known. */
  readonly known: (value: string) => string;
}

/** What must be allowed and what must be denied of a workload, as far as that can be asked without an effect. */
export function probesOf({ statements, mustNot, known }: Declared): Probes {
  const parsed = statements.map(parseStatement);
  const allowed = parsed.filter(({ effect }) => effect === 'Allow').flatMap((statement) => probesOfAccess(statement, known))
    .filter(({ action }) => !parsed.some((statement) => mayDeny(statement, action)));
  const denied = mustNot.filter(isAskable).flatMap((parts) => probesOfForbidden(parts, parsed, known));
  const asked = new Set([...allowed, ...denied].map(({ action }) => action));
  const declared = parsed.flatMap(({ effect, actions = [] }) => effect === 'Allow' ? actions : []).filter(isText);
  return {
    probes: unique([...allowed, ...denied]),
    notAsked: [
      ...[...new Set(declared)].filter((action) => !asked.has(action)).sort(compare),
      ...mustNot.filter((parts) => !isAskable(parts) || probesOfForbidden(parts, parsed, known).length === 0).map(({ actions }) => `not ${actions.join(', ')}`),
    ],
  };
}

function probesOfAccess({ actions = [], resources = [], conditions = {} }: Statement, known: Declared['known']): Probe[] {
  return actions.filter(isText).flatMap((action) => {
    const prefix = action === 's3:ListBucket' ? prefixIn(conditions) : undefined;
    if (Object.keys(conditions).length > 0 && prefix === undefined) { return []; }
    const more = prefix === undefined ? [] : ['--prefix', prefix];
    return probesOn('allowed', action, resources.filter(isText).map(known)).map((probe) => ({ ...probe, command: [...probe.command, ...more] }));
  });
}

/** Forbidden requests are asked for on the resources that they name, or else on those that the workload has to do with. */
function probesOfForbidden({ actions, resources }: ForbiddenParts, statements: readonly Statement[], known: Declared['known']): Probe[] {
  const asked = [...Object.keys(CALLS), ...Object.keys(CALLS_ON_NONE)].filter((action) => actions.some((pattern) => globOf(pattern).test(action)));
  return asked.flatMap((action) => probesOn('denied', action,
    resources.length > 0 ? resources.map(known) : ['*', ...statements.flatMap((statement) => resourcesFor(action, statement, known))]));
}

/** The requests for an action, on those of the resources on which there is a call for it. */
function probesOn(expected: Probe['expected'], action: string, resources: readonly string[]): Probe[] {
  const onNone = own(CALLS_ON_NONE, action);
  if (onNone !== undefined) { return resources.includes('*') ? [{ expected, action, resource: '*', command: onNone }] : []; }
  const call = own(CALLS, action);
  if (call === undefined) { return []; }
  return resources.filter((arn) => isWhole(arn) && isExact(arn)).map((resource) => ({ expected, action, resource, command: call(resource) }));
}

/** The resources of a statement that an action of the same service could be asked for on. */
function resourcesFor(action: string, { actions = [], resources = [] }: Statement, known: Declared['known']): string[] {
  const service = serviceOf(action);
  if (!actions.filter(isText).some((each) => serviceOf(each) === service)) { return []; }
  return resources.filter(isText).map(known).map((arn) => service === 's3' ? bucketOf(arn) : arn);
}

/** Whether an entry can be asked for as it stands: without a context, which a call can't give, and on what it is about. */
function isAskable({ outside, context }: ForbiddenParts): boolean {
  return outside.length === 0 && Object.keys(context).length === 0;
}

/** The prefix that may be listed, if nothing else is asked of a request. */
function prefixIn(conditions: NonNullable<Statement['conditions']>): string | undefined {
  const tests = Object.entries(conditions)
    .flatMap(([operator, keys]) => Object.entries(keys as ConditionKeys).map(([key, values]) => ({ operator, key, value: values[0] })));
  const [{ operator, key, value } = NO_TEST] = tests;
  if (tests.length !== 1 || key !== 's3:prefix' || !/^String(Like|Equals)$/.test(operator) || !isText(value)) { return undefined; }
  const literal = value.replace(/\*$/, '').replace(/\$\{([*?$])\}/g, '$1');
  return literal.includes('${') ? undefined : literal;
}

const NO_TEST = { operator: '', key: '', value: '' };

/** The ARN of the bucket that objects are in. */
function bucketOf(arn: string): string {
  return arn.replace(/\/.*$/s, '');
}

/** Whether an ARN, as far as it is known, is of a table, a stream or a bucket, and not of a part of it or a way to it. */
function isWhole(arn: string): boolean {
  return !/\/(index|stream|consumer|object)\/|:accesspoint(\/|$)/.test(literalsOf(arn));
}

/** Whether a value is one ARN and no pattern. */
function isExact(arn: string): boolean {
  return !/[*?]|\$\{/.test(literalsOf(arn));
}

function literalsOf(value: string): string {
  let literals = '';
  mapLiterals(value, (literal) => {
    literals += literal;
    return literal;
  });
  return literals;
}

function mayDeny({ effect, actions = [], notActions = [] }: Statement, action: string): boolean {
  return effect === 'Deny' && (notActions.length > 0 || actions.some((pattern) => !isText(pattern) || globOf(pattern).test(action)));
}

function globOf(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i');
}

function isText(value: PolicyValue | undefined): value is string {
  return typeof value === 'string';
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':')).toLowerCase();
}

function unique(probes: readonly Probe[]): Probe[] {
  const byRequest = new Map(probes.map((probe) => [JSON.stringify([probe.expected, probe.command]), probe]));
  return [...byRequest.entries()].sort(([a], [b]) => compare(a, b)).map(([, probe]) => probe);
}

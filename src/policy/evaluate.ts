import { Condition, conditionHolds, Context, hasUnknownVariable, variableIn } from './condition';
import { matches, matchesResource } from './operators';
import { bindVariables, WrittenPattern } from './pattern';
import { Patterns, Policies, PolicyStatement } from './policy';
import { lowerCase, Text } from './text';
import { all, any, not, Tri } from './tri';

/** What is asked: may this be done to that, in these circumstances? */
export interface Request {
  /** The action, in any case. */
  readonly action: Text;
  /** The ARN; `*` for an action that has no resource. */
  readonly resource: Text;
  readonly context: Context;
}

/** What comes out. `UNDECIDED`: it depends on the values of symbols, or on what is not known. */
export type Decision = 'ALLOWED' | 'EXPLICIT_DENY' | 'IMPLICIT_DENY' | 'UNDECIDED';

/** How one statement meets a request. */
export interface Meeting {
  readonly statement: PolicyStatement;
  readonly action: Tri;
  readonly resource: Tri;
  readonly conditions: readonly { readonly condition: Condition; readonly holds: Tri }[];
  /** Whether the statement is about the request: action, resource and all conditions. */
  readonly applies: Tri;
}

/** A decision and how each statement contributed to it, by the kind of its policy. */
export interface Evaluation {
  readonly decision: Decision;
  readonly meetings: Readonly<Record<'identity' | 'boundary' | 'session', readonly Meeting[] | undefined>>;
}

/**
 * Decides a request as IAM does for a role in its own account, resource policies and organization policies aside.
 *
 * - A denial in any policy denies.
 * - Else every kind of policy that is there must allow: the identity policies, the boundary, the session policy.
 * - Else the request is denied, since nothing allows it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: Request, policies: Policies): Evaluation {
  const meet = (statements?: readonly PolicyStatement[]) => statements?.map((statement) => meetingOf(statement, request));
  const meetings = { identity: meet(policies.identity), boundary: meet(policies.boundary), session: meet(policies.session) };

  const applying = (effect: 'Allow' | 'Deny', found: readonly Meeting[]) =>
    any(found.filter(({ statement }) => statement.effect === effect).map(({ applies }) => applies));
  const denied = any(Object.values(meetings).map((found) => applying('Deny', found ?? [])));
  const allowed = all((['identity', 'boundary', 'session'] as const).map((kind) => {
    const unknown = policies.unknown.some((policy) => policy.as === kind) ? 'maybe' : 'no';
    const known = meetings[kind];
    return known === undefined && unknown === 'no' ? 'yes' : any([applying('Allow', known ?? []), unknown]);
  }));
  return { decision: decide(denied, allowed), meetings };
}

function decide(denied: Tri, allowed: Tri): Decision {
  if (denied === 'yes') { return 'EXPLICIT_DENY'; }
  if (allowed === 'no') { return 'IMPLICIT_DENY'; }
  return denied === 'no' && allowed === 'yes' ? 'ALLOWED' : 'UNDECIDED';
}

/** How a statement meets a request. */
export function meetingOf(statement: PolicyStatement, { action, resource, context }: Request): Meeting {
  const ofAction = holds(statement.actions, (pattern) => matches(pattern, lowerCase(action)));
  const ofResource = holds(statement.resources, (pattern) => resourceMatches(pattern, resource, context));
  const conditions = statement.conditions.map((condition) => ({ condition, holds: conditionHolds(condition, context) }));
  return {
    statement, action: ofAction, resource: ofResource, conditions, applies: all([ofAction, ofResource, ...conditions.map((each) => each.holds)]),
  };
}

/** Whether one of the patterns matches; of `Not…`, whether none does. */
function holds<P>({ negated, patterns }: Patterns<P>, match: (pattern: P) => Tri): Tri {
  const one = any(patterns.map(match));
  return negated ? not(one) : one;
}

function resourceMatches(pattern: WrittenPattern, resource: Text, context: Context): Tri {
  const bound = bindVariables(pattern, variableIn(context));
  const matching = bound === undefined ? 'no' : matchesResource(bound, resource);
  return matching === 'yes' && hasUnknownVariable(pattern, context) ? 'maybe' : matching;
}

import { ForbiddenRequests } from './forbidden';
import { isOpen, Reach, settlePattern, WrittenPattern } from './pattern';
import { Policies, PolicyStatement } from './policy';

/*
 * AWS documents in two ways what `*` at the end of a component of an ARN in `Resource` matches, the last one aside: all
 * of the component, or beyond its colon as well. What is decided must hold either way.
 */

/** Policies in which that is settled. */
export function settlePolicies(policies: Policies, reach: Reach): Policies {
  const settle = (statement: PolicyStatement): PolicyStatement => statement.resources.patterns.some(isOpen)
    ? { ...statement, resources: { ...statement.resources, patterns: statement.resources.patterns.map((pattern) => settlePattern(pattern, reach)) } }
    : statement;
  return { ...policies, identity: policies.identity.map(settle), boundary: policies.boundary?.map(settle), session: policies.session?.map(settle) };
}

/** What is forbidden, with that settled. */
export function settleForbidden(forbidden: ForbiddenRequests, reach: Reach): ForbiddenRequests {
  const settle = (pattern: WrittenPattern) => settlePattern(pattern, reach);
  return { ...forbidden, resources: forbidden.resources.map(settle), outside: forbidden.outside.map(settle) };
}

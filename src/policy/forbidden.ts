import { Context, variableIn } from './condition';
import { Request } from './evaluate';
import { matches, matchesResource } from './operators';
import { bindVariables, Pattern, WrittenPattern } from './pattern';
import { lowerCase, Text } from './text';
import { all, any, not, Tri } from './tri';

/** Requests that must not be allowed: an action of these, on a resource of these outside of those, in this context. */
export interface ForbiddenRequests {
  readonly actions: readonly Pattern[];
  readonly resources: readonly WrittenPattern[];
  readonly outside: readonly WrittenPattern[];
  /** Keys and the values that the request has for them; other keys may have any. */
  readonly context: ReadonlyMap<string, Text>;
}

/** Whether a request is one of those that must not be allowed, its context aside. */
export function isForbidden(forbidden: ForbiddenRequests, request: Request): Tri {
  return all([
    any(forbidden.actions.map((pattern) => matches(pattern, lowerCase(request.action)))),
    any(forbidden.resources.map((pattern) => resourceIs(pattern, request))),
    not(any(forbidden.outside.map((pattern) => resourceIs(pattern, request)))),
  ]);
}

/** What is known of every request that is forbidden: what is known anyway, and its own context. */
export function contextOfForbidden({ context }: ForbiddenRequests, known: Context): Context {
  return (key) => {
    const value = context.get(key.toLowerCase());
    return value === undefined ? known(key) : [value];
  };
}

function resourceIs(pattern: WrittenPattern, { resource, context }: Request): Tri {
  const bound = bindVariables(pattern, variableIn(context));
  return bound === undefined ? 'no' : matchesResource(bound, resource);
}

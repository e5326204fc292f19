import { CheckedRole } from './checked-role';
import { KeyValues } from '../policy/condition';
import { ForbiddenRequests } from '../policy/forbidden';
import { settlePattern } from '../policy/pattern';
import { readAction, readResource } from '../policy/policy';
import { findWitness } from '../policy/prove';

/** In place of the name of a resource: a policy that reaches it reaches anything. */
export const STRANGER = 'stranger-to-this-app';

/** An action on resources that no policy names. */
export interface StrangerAction {
  readonly action: string;
  readonly requests: ForbiddenRequests;
}

/** A statement that allows one. */
export interface AllowedAction {
  readonly action: string;
  readonly by: string;
}

/** Actions on a resource that no policy names; each `*` in its ARN stands for one component. */
export function onStranger(resource: string, ...actions: string[]): StrangerAction[] {
  const resources = [settlePattern(readResource(resource, { meaning: noReference, variables: false }), 'component')];
  return actions.map((action) => ({ action, requests: { actions: [readAction(action, noReference)], resources, outside: [], context: new Map() } }));
}

/**
 * Which of these a role is allowed for certain: what hangs on values that are known at deploy time only is taken to be
 * about the resources that these name.
 *
 * @param keys what requests have of condition keys: none at all, or any that helps
 */
export function allowed({ policies }: CheckedRole, actions: readonly StrangerAction[], keys: KeyValues): AllowedAction[] {
  const known = { ...policies, unknown: [] };
  return actions.flatMap(({ action, requests }) => {
    const witness = findWitness(known, requests, () => keys);
    if (witness === undefined) { return []; }
    const allowing = witness.evaluation.meetings.identity!.find(({ statement, applies }) => statement.effect === 'Allow' && applies === 'yes')!;
    return [{ action, by: allowing.statement.origin }];
  });
}

/** What stands for references where everything is literal. */
function noReference(): never[] {
  return [];
}

import { CheckedRole } from './checked-role';
import { KeyValues } from '../policy/condition';
import { readAction, readResource } from '../policy/policy';
import { prove } from '../policy/prove';
import { meaningIn } from '../policy/template';

/** In place of the name of a resource: a policy that reaches it reaches anything. */
export const STRANGER = 'stranger-to-this-app';

/** An action on resources that no policy names. */
export interface StrangerAction {
  readonly action: string;
  readonly resource: string;
}

/** A statement that allows one. */
export interface AllowedAction {
  readonly action: string;
  readonly by: string;
}

/**
 * Which of these a role is allowed for certain: what hangs on values that are known at deploy time only is taken to be
 * about the resources that these name.
 *
 * @param keys what requests have of condition keys: none at all, or any that helps
 */
export function allowed({ placed: { template }, policies }: CheckedRole, actions: readonly StrangerAction[], keys: KeyValues): AllowedAction[] {
  const meaning = meaningIn(template);
  const known = { ...policies, unknown: [] };
  return actions.flatMap(({ action, resource }) => {
    const resources = [readResource(resource, { meaning, variables: false })];
    const requests = { actions: [readAction(action, meaning)], resources, outside: [], context: new Map() };
    const verdict = prove(known, requests, () => keys);
    if (verdict.verdict !== 'REFUTED') { return []; }
    const allowing = verdict.witness.evaluation.meetings.identity!.find(({ statement, applies }) => statement.effect === 'Allow' && applies === 'yes')!;
    return [{ action, by: allowing.statement.origin }];
  });
}

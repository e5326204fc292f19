import { contextOf } from '../policy/condition';
import { meetingOf, Request } from '../policy/evaluate';
import { spellAction } from '../policy/plausible';
import { PolicyStatement } from '../policy/policy';
import { Witness } from '../policy/prove';
import { showText, Text } from '../policy/text';

/** A statement as the app declares it, and where that is. */
export interface DeclaredStatement {
  readonly statement: PolicyStatement;
  /** What gives it, as people read it. */
  readonly source: string;
}

/** A request that is allowed and must not be, in one paragraph: the request, what allows it, and what to change. */
export function describeRefutation(forbidden: string, witness: Witness, declared?: readonly DeclaredStatement[]): string {
  const request: Request = { action: witness.action, resource: witness.resource, context: contextOf(Object.fromEntries(witness.context)) };
  const allowing = witness.evaluation.meetings.identity!.find(({ statement, applies }) => statement.effect === 'Allow' && applies === 'yes')!.statement;
  const sources = declared?.filter(({ statement }) => statement.effect === 'Allow' && meetingOf(statement, request).applies === 'yes').map(({ source }) => source);
  const action = spellAction(witness.action, allowing.spelled);
  return `the workload must not do ${forbidden}, and its role allows it: ${action} on ${showText(witness.resource)}${showContext(witness.context)} is allowed by ${allowing.origin}`
    + `${sources === undefined ? '' : `, which ${showSources(sources)}`}. `
    + 'Narrow that permission or take it away; or, if the workload may do this, correct mustNot. Forbidden.enforced() denies it whatever allows it';
}

function showSources(sources: readonly string[]): string {
  return sources.length > 0 ? `comes from ${[...new Set(sources)].join(' and ')}` : 'neither access nor a grant of this workload has given';
}

/** The context of a witness, as people read it. */
function showContext(context: ReadonlyMap<string, readonly Text[]>): string {
  const keys = [...context].map(([key, values]) => `${key} = ${values.map((value) => `"${showText(value)}"`).join(', ')}`);
  return keys.length > 0 ? ` with ${keys.join(' and ')}` : '';
}

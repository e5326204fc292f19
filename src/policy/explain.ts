import { Condition, Context } from './condition';
import { doubtOf } from './doubt';
import { Evaluation, Meeting, Request } from './evaluate';
import { showPattern } from './pattern';
import { Policies, PolicyStatement } from './policy';
import { showText } from './text';

/** What the kinds of policies are called. */
const KINDS = { identity: 'the role\'s policies', boundary: 'the permissions boundary', session: 'the session policy' } as const;

/** Why a request is decided as it is, in lines: the statements that decided, or the one that came nearest and what failed in it. */
export function explain(request: Request, evaluation: Evaluation, policies: Policies): string[] {
  const { decision, meetings } = evaluation;
  if (decision === 'UNDECIDED') { return [`it is not decided: ${doubtOf(request.resource, request.context, evaluation, policies).reason}`]; }
  const deciding = Object.values(meetings).flatMap((found) => found ?? [])
    .filter(({ statement, applies }) => applies === 'yes' && statement.effect === (decision === 'ALLOWED' ? 'Allow' : 'Deny'));
  if (decision !== 'IMPLICIT_DENY') {
    return deciding.flatMap(({ statement }) => [`it is ${decision === 'ALLOWED' ? 'allowed' : 'denied'} by ${statement.origin}:`, ...show(statement)]);
  }
  const [kind, missing] = (['identity', 'boundary', 'session'] as const).map((each) => [each, meetings[each]] as const)
    .find(([, found]) => found !== undefined && !found.some(({ statement, applies }) => statement.effect === 'Allow' && applies !== 'no'))!;
  return [`no statement of ${KINDS[kind]} allows it`, ...nearestMiss(request, missing!)];
}

/** The allowing statement that meets the request best, and what in it does not. */
function nearestMiss(request: Request, meetings: readonly Meeting[]): string[] {
  const score = ({ action, resource, conditions }: Meeting) =>
    (action === 'no' ? 0 : 4) + (resource === 'no' ? 0 : 2) + (conditions.every(({ holds }) => holds !== 'no') ? 1 : 0);
  const [nearest] = meetings.filter(({ statement, action, resource }) => statement.effect === 'Allow' && (action !== 'no' || resource !== 'no'))
    .sort((a, b) => score(b) - score(a));
  if (nearest === undefined) { return []; }
  const { statement, action, resource, conditions } = nearest;
  return [
    `the nearest is ${statement.origin}:`,
    ...action === 'no' ? [`  its ${showActions(statement)} is not the action`] : [],
    ...resource === 'no' ? [`  its ${showResources(statement)} is not the resource`] : [],
    ...conditions.filter(({ holds }) => holds === 'no')
      .map(({ condition }) => `  its condition ${showCondition(condition)} does not hold: ${showKey(condition.key, request.context)}`),
  ];
}

function show(statement: PolicyStatement): string[] {
  const conditions = statement.conditions.map((condition) => `Condition ${showCondition(condition)}`);
  return [showActions(statement), showResources(statement), ...conditions].map((line) => `  ${line}`);
}

function showActions({ actions, spelled }: PolicyStatement): string {
  return actions.negated ? `NotAction ${actions.patterns.map(showPattern).join(', ')}` : `Action ${spelled.join(', ')}`;
}

function showResources({ resources }: PolicyStatement): string {
  return `${resources.negated ? 'NotResource' : 'Resource'} ${resources.patterns.map(showPattern).join(', ')}`;
}

function showCondition({ name, key, values }: Condition): string {
  return `${name} ${key} ${values.map(showPattern).map((value) => `"${value}"`).join(', ')}`;
}

function showKey(key: string, context: Context): string {
  const values = context(key);
  return typeof values === 'string' ? `the request has no ${key}` : `${key} is ${values.map((value) => `"${showText(value)}"`).join(', ')}`;
}

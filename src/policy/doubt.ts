import { Context, variableIn } from './condition';
import { Confusion, confusionOf, TOO_MANY } from './confusion';
import { Evaluation, Meeting } from './evaluate';
import { bindVariables, Pattern, WrittenPattern } from './pattern';
import { Policies } from './policy';
import { Text } from './text';

/** Why something is not decided. */
export interface Doubt {
  /** A sentence without its period. */
  readonly reason: string;
  /** The two values of which nothing says whether they are the same, if it is for that. */
  readonly symbols?: Confusion;
}

/** Two values of which nothing says whether they are the same. */
export function doubtAbout(symbols: Confusion): Doubt {
  if (symbols === TOO_MANY) { return { reason: 'the patterns have too many combinations to tell whether values in them are the same' }; }
  return { reason: `nothing says whether ${symbols[0]} and ${symbols[1]} are the same`, symbols };
}

/** Why the decision on a request is open. */
export function doubtOf(resource: Text, context: Context, { meetings }: Evaluation, policies: Policies): Doubt {
  const open = Object.values(meetings).flatMap((found) => found ?? []).filter(({ applies }) => applies === 'maybe');
  const confusion = open.map(({ statement }) => confusionWith(resource, statement.resources.patterns, context)).find((found) => found !== undefined);
  if (confusion !== undefined) { return doubtAbout(confusion); }
  const condition = open.map(openCondition).find((found) => found !== undefined);
  if (condition !== undefined) { return { reason: condition }; }
  const unknown = policies.unknown.map(({ name }) => name);
  return { reason: unknown.length > 0 ? `the content of ${unknown.join(' and ')} is not known` : 'no context was found in which the request is allowed' };
}

/** The first pattern that may match a text if a symbol has a value that makes it, and the two values that would be the same. */
export function confusionWith(text: Text, patterns: readonly WrittenPattern[], context: Context): Confusion | undefined {
  return patterns.map((pattern) => bindVariables(pattern, variableIn(context)))
    .filter((pattern): pattern is Pattern => pattern !== undefined)
    .map((pattern) => confusionOf(pattern, text)).find((found) => found !== undefined);
}

function openCondition({ statement, conditions }: Meeting): string | undefined {
  const open = conditions.find(({ holds }) => holds === 'maybe')?.condition;
  return open && `nothing says whether the condition ${`${open.name} ${open.key}`.trim()} of ${statement.origin} holds`;
}

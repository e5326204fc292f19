import { IConstruct } from 'constructs';
import { requireItems } from './conditions';
import { literalText } from './literal-text';
import { ErrorCode } from '../private/errors';
import { requireValid } from '../private/validate';

/** The values of which a condition takes one: each exact, at least one. */
export function exactValues(
  scope: IConstruct, code: ErrorCode, prop: string, values: readonly string[], problem: (literal: string) => string | undefined = () => undefined,
): string[] {
  const item = `a value of ${prop}`;
  return requireItems(scope, prop, values).map((value) => {
    requireValid(scope, code, item, value, (literal) => patternProblem(literal) ?? problem(literal));
    return literalText(scope, code, item, value);
  });
}

function patternProblem(literal: string): string | undefined {
  if (literal === '') { return 'must not be empty'; }
  return literal.includes('*') ? 'must be one exact text, since no pattern is taken here: give each text that is meant, without "*"' : undefined;
}

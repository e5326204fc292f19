import { IConstruct } from 'constructs';
import { requireItems } from './conditions';
import { escapeLiteral, forbiddenCharacter } from '../policy/escape';
import { ErrorCode, got, refuse } from '../private/errors';
import { mapLiterals } from '../private/tokens';
import { requireValid } from '../private/validate';

/** A value that means itself in a policy; the tokens in it stay. Refuses a character that no policy can hold. */
export function literalValue(scope: IConstruct, code: ErrorCode, prop: string, value: string): string {
  return mapLiterals(value, (literal) => {
    const forbidden = forbiddenCharacter(literal);
    if (forbidden !== undefined) {
      refuse(scope, code, `${prop} has the character ${JSON.stringify(forbidden)}, which IAM policies can't hold (tab, line feed, carriage return and U+0020 to U+00FF are allowed), ${got(value)}`);
    }
    return escapeLiteral(literal);
  });
}

/** The values of which a condition takes one: each exact, at least one. */
export function exactValues(
  scope: IConstruct, code: ErrorCode, prop: string, values: readonly string[], problem: (literal: string) => string | undefined = () => undefined,
): string[] {
  const item = `a value of ${prop}`;
  return requireItems(scope, prop, values).map((value) => {
    requireValid(scope, code, item, value, (literal) => patternProblem(literal) ?? problem(literal));
    return literalValue(scope, code, item, value);
  });
}

function patternProblem(literal: string): string | undefined {
  if (literal === '') { return 'must not be empty'; }
  return literal.includes('*') ? 'must be one exact text, since no pattern is taken here: give each text that is meant, without "*"' : undefined;
}

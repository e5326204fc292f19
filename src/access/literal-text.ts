import { IConstruct } from 'constructs';
import { escapeLiteral, forbiddenCharacter } from '../policy/escape';
import { ErrorCode, got, refuse } from '../private/errors';
import { mapLiterals } from '../private/tokens';

/** Escapes a text that means itself, and leaves the tokens in it alone; refuses what no policy can hold. */
export function literalText(scope: IConstruct, code: ErrorCode, prop: string, value: string): string {
  return mapLiterals(value, (literal) => {
    const forbidden = forbiddenCharacter(literal);
    if (forbidden !== undefined) {
      refuse(scope, code, `${prop} has the character ${JSON.stringify(forbidden)}, which IAM policies can't hold (tab, line feed, carriage return and U+0020 to U+00FF are allowed), ${got(value)}`);
    }
    return escapeLiteral(literal);
  });
}

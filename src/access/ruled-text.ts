import { IConstruct } from 'constructs';
import { escapeLiteral, forbiddenCharacter } from '../policy/escape';
import { ErrorCode, got, refuse } from '../private/errors';
import { mapLiterals } from '../private/tokens';

/** What people may write for a prop: `allowed` holds for each literal part, since tokens may stand between. */
export interface LiteralRule {
  readonly prop: string;
  readonly code: ErrorCode;
  readonly allowed: RegExp;
  /** What the prop must be, and what to do if it isn't. */
  readonly mustBe: string;
}

/** A text that means itself in a policy, but for the tokens in it; refuses one that is empty or breaks the rule. */
export function ruledText(scope: IConstruct | string, { prop, code, allowed, mustBe }: LiteralRule, value: string): string {
  const refused = () => refuse(scope, code, `${prop} must be ${mustBe}, ${got(value)}`);
  return value === '' ? refused() : mapLiterals(value, (literal) =>
    allowed.test(literal) && forbiddenCharacter(literal) === undefined ? escapeLiteral(literal) : refused());
}

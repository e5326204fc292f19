import { IConstruct } from 'constructs';
import { ErrorCode, got, refuse } from './errors';
import { isToken } from './tokens';

/** Refuses a literal in which `problem` finds something wrong; what is not given, or is a token, is left alone. */
export function requireValid(
  scope: IConstruct | string, code: ErrorCode, prop: string, value: string | undefined, problem: (literal: string) => string | undefined,
): void {
  if (value === undefined || isToken(value)) { return; }
  const found = problem(value);
  if (found !== undefined) { refuse(scope, code, `${prop} ${found}, ${got(value)}`); }
}

/** Refuses a token as well: where the value is a key that must be known when it is written. */
export function requireLiteral(
  scope: IConstruct, code: ErrorCode, prop: string, value: string, problem: (literal: string) => string | undefined,
): void {
  if (isToken(value)) { refuse(scope, code, `${prop} must be a literal, since it is the key of a label or an annotation, ${got(value)}`); }
  requireValid(scope, code, prop, value, problem);
}

/** Refuses what is no path on this machine when the app is synthesized: a token, nothing, or what has a zero character. */
export function requirePath(scope: IConstruct | string, code: ErrorCode, prop: string, value: string): void {
  if (isToken(value) || value.trim() === '' || value.includes('\0')) { refuse(scope, code, `${prop} must be a path that is known at synth, ${got(value)}`); }
}

import { IConstruct } from 'constructs';
import { got, refuse } from '../private/errors';
import { mapLiterals } from '../private/tokens';

/** The ARN of one resource: an import by a pattern would widen the policy to all that match. */
export function exactArn(resource: IConstruct | string, arn: string): string {
  return mapLiterals(arn, (literal) => /[*?]|\$\{/.test(literal)
    ? refuse(resource, 'InvalidResource', `a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "\${", or say what it is for by Access.fromStatements, ${got(arn)}`)
    : literal);
}

import { IConstruct } from 'constructs';
import { arnParts, knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { isToken, mapLiterals } from '../private/tokens';

/** The ARNs that resources of a type have. */
export interface ArnForm {
  readonly service: string;
  readonly resource: RegExp;
  /** The form as people read it, from the service on. */
  readonly shown: string;
}

/** The ARN of one resource: an import by a pattern would widen the policy to all that match, and one of another type never matches. */
export function exactArn(resource: IConstruct | string, arn: string, form?: ArnForm): string {
  if (form !== undefined && !mayBe(form, arn)) {
    refuse(resource, 'InvalidResource', `the ARN must be one of arn:PARTITION:${form.shown}, since the access never matches any other, ${got(arn)}`);
  }
  return mapLiterals(arn, (literal) => /[*?]|\$\{/.test(literal)
    ? refuse(resource, 'InvalidResource', `a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "\${", or say what it is for by Access.fromStatements, ${got(arn)}`)
    : literal);
}

/** False iff it is known that an ARN is of another form: what is a token may be anything. No ARN has a line break, as one that is pasted may. */
function mayBe({ service, resource }: ArnForm, arn: string): boolean {
  if (/\p{Cc}/u.test(arn)) { return false; }
  const parts = arnParts(arn);
  if (parts === undefined) { return isToken(arn); }
  return !knownToDiffer(parts.service, service) && (isToken(parts.resource) || resource.test(parts.resource));
}

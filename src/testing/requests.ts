import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/*
 * What assertions ask must be one thing: a mistake in it would let a negative assertion pass.
 */

/** Refuses what is no text, or empty. */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value.trim() === '') { refuse('IdentityAssertions', 'InvalidRequest', `${name} must be a text that is not empty, ${got(value)}`); }
}

/** Refuses an action with wildcards: one request is asked about. */
export function requireAction(action: unknown): void {
  if (typeof action !== 'string' || !/^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    refuse('IdentityAssertions', 'InvalidRequest', `an action is "service:Action" without wildcards, since one request is asked about: to ask about all of a pattern use mustNot(Forbidden.actions(...)), ${got(action)}`);
  }
}

/** Refuses a resource with wildcards, and what is neither an ARN nor an intrinsic. */
export function requireResource(resource: unknown): void {
  const isIntrinsic = typeof resource === 'object' && resource !== null && Object.keys(resource).length === 1;
  if (isIntrinsic || resource === '*' || (typeof resource === 'string' && isToken(resource))) { return; }
  if (typeof resource !== 'string' || !/^arn:[^*?]*$/.test(resource)) {
    refuse('IdentityAssertions', 'InvalidRequest', 'a resource is one ARN without wildcards, an intrinsic, or "*" for an action that has none: to ask about all of a pattern use mustNot(Forbidden.actions(...).on(...)), '
      + got(resource));
  }
}

/** Refuses what is no ARN of a cluster. */
export function requireClusterArn(arn: unknown): void {
  requireText('clusterArn', arn);
  if (!isToken(arn) && !/^arn:[^:]+:eks:[^:]*:[^:]*:cluster\/./.test(arn as string)) {
    refuse('IdentityAssertions', 'InvalidRequest', `clusterArn must be the ARN of a cluster, arn:aws:eks:REGION:ACCOUNT:cluster/NAME, ${got(arn)}`);
  }
}

/** Refuses an issuer with a scheme: conditions and ARNs name it without. */
export function requireIssuer(issuer: string | undefined): void {
  if (issuer !== undefined && /^https?:/.test(issuer)) { refuse('IdentityAssertions', 'InvalidRequest', `oidcIssuer must be given without "https://", ${got(issuer)}`); }
}

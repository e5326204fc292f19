import { CfnResource } from 'aws-cdk-lib';
import { addWarning } from './warning';
import { finding } from '../private/errors';
import { TrustStatementJson } from '../trust/trust-document';
import { trustLength } from '../trust/trust-length';

/** The characters that IAM takes as the trust policy of a role, white space not counted. */
const DEFAULT_QUOTA = 2_048;

/** The most to which that quota can be raised. */
const HIGHEST_QUOTA = 8_192;

/** A warning is acknowledged for this many characters, so that it comes back once the policy has grown past them. */
const STEP = 1_024;

/**
 * Says at synth of a role whose trust policy is longer than IAM takes: a warning as long as a higher quota would take it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkTrustLength(role: CfnResource, statements: () => readonly TrustStatementJson[]): void {
  role.node.addValidation({ validate: () => validate(role, statements()) });
}

function validate(role: CfnResource, statements: readonly TrustStatementJson[]): string[] {
  const { atLeast, atMost } = trustLength(statements);
  if (atLeast > HIGHEST_QUOTA) {
    return [finding('TrustTooLong', `the trust policy of the role has ${shown(atLeast)} characters${atMost > atLeast ? ' or more' : ''}, white space not counted, and IAM takes `
      + `${shown(HIGHEST_QUOTA)} at most, however far the quota "Role trust policy length" is raised: ${shown(atLeast - HIGHEST_QUOTA)} too many, so split the clusters, service accounts `
      + `and workloads that it names over several roles, got: ${atLeast}`)];
  }
  if (atMost > DEFAULT_QUOTA) {
    const quota = Math.min(HIGHEST_QUOTA, Math.ceil(atMost / STEP) * STEP);
    addWarning(role, 'TrustLength', `${quota}`, `the trust policy of the role has ${atMost > atLeast ? 'about ' : ''}${shown(atMost)} characters, white space not counted, and IAM takes `
      + `${shown(DEFAULT_QUOTA)} by default: have the quota "Role trust policy length" of the account raised to ${shown(quota)} or more (at most ${shown(HIGHEST_QUOTA)}) and acknowledge `
      + 'this, or split the clusters, service accounts and workloads that it names over several roles');
  }
  return [];
}

function shown(count: number): string {
  return count.toLocaleString('en-US');
}

import { TrustedServiceAccount } from './trusted-service-account';
import { got, refuse } from '../private/errors';
import { namespaceProblem, serviceAccountNameProblem } from '../private/kubernetes-names';
import { requireValid } from '../private/validate';

/** Refuses a list of service accounts that is empty or has a name that is not exact. */
export function requireServiceAccounts(scope: string, accounts: readonly TrustedServiceAccount[] | undefined): void {
  if (accounts?.length === 0) {
    refuse(scope, 'EmptyList', `serviceAccounts must list the service accounts that share the role with the workload's own: leave it out if there are none, ${got(accounts)}`);
  }
  accounts?.forEach(({ namespace, serviceAccountName }, index) => {
    requireValid(scope, 'InvalidNamespace', `serviceAccounts[${index}].namespace`, namespace ?? '', namespaceProblem);
    requireValid(scope, 'InvalidServiceAccountName', `serviceAccounts[${index}].serviceAccountName`, serviceAccountName ?? '', serviceAccountNameProblem);
  });
}

/** Refuses a wider trust than to exact names without a reason. */
export function requireReason(scope: string, reason: string): void {
  requireValid(scope, 'InvalidReason', 'reason', reason ?? '', (literal) => literal.trim() === ''
    ? 'must say in a few words why the role trusts more than exact service accounts, so that a reviewer can judge it' : undefined);
}

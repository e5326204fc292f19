import { CfnResource } from 'aws-cdk-lib';
import { addWarning } from './warning';
import { Access } from '../access/access';
import { StatementJson } from '../policy/statement';
import { arnParts, knownToDiffer } from '../private/arns';

/**
 * Says of each KMS key of another account what its key policy must hold, since no policy of the role is enough there.
 *
 * @param principal the ARN of the role, if it is known at synth
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function reportForeignKeys(role: CfnResource, access: Access, principal: string = 'the ARN of the role'): void {
  for (const statement of access._statements) {
    for (const key of [statement.Resource].flat().filter((resource): resource is string => typeof resource === 'string')) {
      const parts = arnParts(key);
      if (parts?.service !== 'kms' || !knownToDiffer(parts.account, role.stack.account)) { continue; }
      addWarning(role, 'ForeignKey', key, `the KMS key ${key} is in account ${parts.account}, and the role in ${role.stack.account}: the access works only if the key policy allows the role `
        + `as well, so add to it ${JSON.stringify(statementOfKey(statement, principal))} and acknowledge this`);
    }
  }
}

/** What the policy of the key must hold. */
function statementOfKey({ Action, Condition }: StatementJson, principal: string): object {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action, Resource: '*', Condition };
}

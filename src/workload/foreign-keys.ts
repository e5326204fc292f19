import { IConstruct } from 'constructs';
import { BoundRole } from './bound-role';
import { addWarning } from './warning';
import { StatementJson } from '../policy/statement';
import { arnParts, knownToDiffer } from '../private/arns';

/**
 * Says at synth of each KMS key of another account that a role may use what its key policy must hold, since no policy of
 * the role is enough there.
 *
 * @param reportedAt where it is said, so that it can be acknowledged there or above
 * @param roleOf the role that uses keys, if the app makes it
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function reportForeignKeys(reportedAt: IConstruct, roleOf: () => BoundRole | undefined): void {
  reportedAt.node.addValidation({
    validate: () => {
      const role = roleOf();
      role?.declarations().filter(({ json }) => json.Effect === 'Allow').forEach(({ json }) => reportKeysOf(reportedAt, role, json));
      return [];
    },
  });
}

function reportKeysOf(reportedAt: IConstruct, { literalArn, stack }: BoundRole, statement: StatementJson): void {
  for (const key of [statement.Resource].flat()) {
    const account = typeof key === 'string' ? accountOfKey(key) : undefined;
    if (!knownToDiffer(account, stack.account)) { continue; }
    const ofKey = stack.resolve(statementOfKey(statement, literalArn ?? 'the ARN of the role'));
    addWarning(reportedAt, 'ForeignKey', `${key}`, `the KMS key ${key} is in account ${account}, and the role in ${stack.account}: the access works only if the key policy allows the role `
      + `as well, so add to it ${JSON.stringify(ofKey)} and acknowledge this`);
  }
}

/** The account of a key, if the text is the ARN of one, or of all of one account. */
function accountOfKey(arn: string): string | undefined {
  const parts = arnParts(arn);
  return parts?.service === 'kms' && /^\d{12}$/.test(parts.account) && parts.resource.startsWith('key/') ? parts.account : undefined;
}

/** What the policy of the key must hold. */
function statementOfKey({ Action, NotAction, Condition }: StatementJson, principal: string): object {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action, NotAction, Resource: '*', Condition };
}

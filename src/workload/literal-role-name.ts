import { Names, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** The most characters of a role's name. */
const MAX_LENGTH = 64;

/** How a role is named. */
interface RoleNaming {
  readonly roleName?: string;
  readonly path?: string;
}

/**
 * The name of a role that other accounts name, which must be known at synth: the given one, else one that is made of the
 * stack's name, the path of the construct and the region, and so is the same whenever it is asked for.
 *
 * @param scope the construct whose role it is
 */
export function literalRoleName(scope: IConstruct, { roleName, path }: RoleNaming): string {
  const { account, region } = Stack.of(scope);
  if (isToken(account) || isToken(region)) {
    refuse(scope, 'UnknownEnvironment', 'a target role and the role that becomes it name each other by their accounts, and the account or region of this stack is not known at synth: '
      + `give the stack its env, account and region, ${got(Stack.of(scope).stackName)}`);
  }
  for (const [prop, value] of Object.entries({ roleName, path })) {
    if (isToken(value)) { refuse(scope, 'DeployTimeValue', `${prop} must be a literal where a target role is, since the template of another account holds it, ${got(value)}`); }
  }
  if (path !== undefined && /[*?]|\$\{/.test(path)) {
    refuse(scope, 'InvalidRolePath', `path must not have "*", "?" or "\${" where a target role is, since policies that name the role would take it for a pattern, ${got(path)}`);
  }
  return roleName ?? `${Names.uniqueResourceName(scope, { maxLength: MAX_LENGTH - 1 - region.length, separator: '-', allowedSpecialCharacters: '_-' })}-${region}`;
}

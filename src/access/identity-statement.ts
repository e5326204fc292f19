import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { forbiddenCharacter } from '../policy/escape';
import { StatementJson } from '../policy/statement';
import { refuse } from '../private/errors';

/** The JSON of a CDK statement, tokens in it as they are; refuses one that an identity policy can't hold. */
export function identityStatement(scope: IConstruct | string, statement: iam.PolicyStatement): StatementJson {
  const json = statement.toStatementJson();
  const problems = statement.validateForIdentityPolicy();
  if (statement.sid !== undefined && !/^[A-Za-z0-9]*$/.test(statement.sid)) { problems.push('its sid must be letters and digits, known at synth'); }
  const forbidden = forbiddenCharacter(JSON.stringify(json));
  if (forbidden !== undefined) { problems.push(`it has the character ${JSON.stringify(forbidden)}, which IAM policies can't hold`); }
  if (problems.length > 0) {
    refuse(scope, 'InvalidStatement', `a statement for a role must be an identity policy's: ${problems.join('; ')}, got: ${JSON.stringify(json)}`);
  }
  return json;
}

import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { StatementJson } from '../policy/statement';
import { refuse } from '../private/errors';

/** The JSON of a CDK statement, tokens in it as they are; refuses one that an identity policy can't hold. */
export function identityStatement(scope: IConstruct | string, statement: iam.PolicyStatement): StatementJson {
  const json = statement.toStatementJson();
  const problems = statement.validateForIdentityPolicy();
  if (problems.length > 0) {
    refuse(scope, 'InvalidStatement', `a statement for a role must be an identity policy's: ${problems.join('; ')}, got: ${JSON.stringify(json)}`);
  }
  return json;
}

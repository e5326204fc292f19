import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { identityStatement } from '../access/identity-statement';
import { StatementJson } from '../policy/statement';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';

/** A role that is made elsewhere, as a principal: policies of resources may name it, and it takes no statement. */
export class ForeignRole extends iam.ArnPrincipal {
  public override readonly principalAccount: string | undefined;

  constructor(private readonly scope: IConstruct, roleArn: string) {
    super(roleArn);
    this.principalAccount = arnParts(roleArn)?.account;
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    return refuseForForeignRole(this.scope, this.arn, [identityStatement(this.scope, statement)]);
  }
}

/** Refuses statements for a role that is made elsewhere, and tells what to add there; without any, refuses to prove something of it. */
export function refuseForForeignRole(scope: IConstruct, roleArn: string, statements: readonly StatementJson[]): never {
  const what = statements.length === 0
    ? 'so nothing is known of its policies, and mustNot can\'t be proved here: leave it out'
    : `so no permission lands in its policies: add to them by hand ${JSON.stringify(Stack.of(scope).resolve(statements))} and leave it out here`;
  return refuse(scope, 'ForeignTarget', `the target role is made elsewhere, ${what}, or declare the role as new TargetRole, ${got(roleArn)}`);
}

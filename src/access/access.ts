import * as iam from 'aws-cdk-lib/aws-iam';
import { identityStatement } from './identity-statement';
import { renderStatement, Statement, StatementJson } from '../policy/statement';
import { refuse } from '../private/errors';

/**
 * What a workload may do: statements of an identity policy, and what they are for.
 *
 * An access is an immutable value. The builders, one class for each service such as `S3Access`, make one by a call;
 * `fromStatements` makes one for everything else. Give it to a workload by `access` or `addAccess`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
 */
export class Access {
  /**
   * The access that these statements allow, for what no builder covers.
   *
   * The statements are copied: later changes to them don't matter. They are taken as they are, so an action or a
   * resource in them may be a pattern; the reason is there for whoever reviews that.
   *
   * @param reason what the access is for, in a few words
   * @param statements at least one, without principals, with actions and resources
   * @throws if the reason is empty, there is no statement, or one is not an identity policy's
   *
   * @example
   * Access.fromStatements('reads its feature flags', new iam.PolicyStatement({
   *   actions: ['appconfig:GetLatestConfiguration'],
   *   resources: ['arn:aws:appconfig:eu-central-1:111122223333:application/app/environment/prod/configuration/flags'],
   * }));
   */
  public static fromStatements(reason: string, ...statements: iam.PolicyStatement[]): Access {
    if (reason.trim() === '') {
      refuse('Access.fromStatements', 'InvalidStatement', 'reason must say in a few words what the access is for, so that a reviewer can judge it, got: ""');
    }
    if (statements.length === 0) {
      refuse('Access.fromStatements', 'InvalidStatement', `"${reason}" has no statement: give at least one, or leave the access out`);
    }
    return new Access(reason, statements.map((statement) => identityStatement('Access.fromStatements', statement.copy())));
  }

  /**
   * Makes an access of a builder.
   *
   * @internal
   */
  public static _of(reason: string, ...statements: Statement[]): Access {
    return new Access(reason, statements.map(renderStatement));
  }

  /** What the access is for, in a few words. */
  public readonly reason: string;

  /** @internal */
  public readonly _statements: readonly StatementJson[];

  private constructor(reason: string, statements: readonly StatementJson[]) {
    this.reason = reason;
    this._statements = statements;
  }

  /** The statements, each call a new copy: changing it doesn't change the access. */
  public get statements(): iam.PolicyStatement[] {
    return this._statements.map((statement) => iam.PolicyStatement.fromJson(statement));
  }
}

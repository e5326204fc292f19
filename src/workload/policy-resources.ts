import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { renderDocument, Statement } from '../policy/statement';

/*
 * The policies of a role that are resources of their own. Each is there from the moment that it may be needed, and in
 * the template only if it is.
 */

/** A managed policy that stands in the template only if something is over the inline limit. */
export class OverflowPolicy extends iam.CfnManagedPolicy {
  constructor(scope: Construct, id: string, private readonly statements: () => Statement[], roles: () => string[] | undefined) {
    super(scope, id, {
      policyDocument: Lazy.uncachedAny({ produce: () => renderDocument(statements()) }),
      roles: Lazy.uncachedList({ produce: roles }),
    });
  }

  public isNeeded(): boolean {
    return this.statements().length > 0;
  }

  protected override shouldSynthesize(): boolean {
    return this.isNeeded();
  }
}

/** The statements as a resource of its own, which stands in the template only if it has one. */
export class PolicyApart extends iam.CfnPolicy {
  constructor(scope: Construct, id: string, private readonly statements: () => Statement[], roleName: string, policyName: string) {
    super(scope, id, {
      policyName,
      policyDocument: Lazy.uncachedAny({ produce: () => renderDocument(statements()) }),
      roles: [roleName],
    });
  }

  protected override shouldSynthesize(): boolean {
    return this.statements().length > 0;
  }
}

import { CfnResource, Resource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { BoundRole, Declaration, RolePermissions } from './bound-role';
import { SynthesizedStacks } from './synthesized-stacks';
import { identityStatement } from '../access/identity-statement';
import { StatementJson } from '../policy/statement';
import { captureCallSite, sourceAt } from '../private/call-site';
import { isToken } from '../private/tokens';

/** A role that is not the workload's own: it is named as that role is, and what is given to it goes where its class says. */
export abstract class BorrowedRole extends Resource implements BoundRole {
  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly principalAccount?: string;
  public readonly roleArn: string;
  public readonly roleName: string;
  public readonly literalArn?: string;

  constructor(scope: Construct, id: string, protected readonly lender: iam.IRole, literalArn?: string) {
    super(scope, id, { account: lender.env.account, region: lender.env.region });
    this.assumeRoleAction = lender.assumeRoleAction;
    this.principalAccount = lender.principalAccount;
    this.roleArn = lender.roleArn;
    this.roleName = lender.roleName;
    this.literalArn = literalArn ?? (isToken(lender.roleArn) ? undefined : lender.roleArn);
  }

  public get reportedAt(): IConstruct {
    return this;
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return this.lender.policyFragment;
  }

  public get roleRef(): iam.RoleReference {
    return { roleArn: this.roleArn, roleName: this.roleName };
  }

  public get policyDocument(): iam.PolicyDocument {
    return new iam.PolicyDocument({ statements: this.declarations().map(({ json }) => iam.PolicyStatement.fromJson(json)) });
  }

  public addStatement(statement: StatementJson, source: () => string): void {
    this.requireTaking([statement]);
    this.give(() => statement, source);
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const json = () => identityStatement(this, statement);
    this.requireTaking([json()]);
    this.give(json, sourceAt('a grant', captureCallSite()));
    return { statementAdded: true, policyDependable: this };
  }

  public grant(grantee: iam.IPrincipal, ...actions: string[]): iam.Grant {
    return this.lender.grant(grantee, ...actions);
  }

  public grantPassRole(grantee: iam.IPrincipal): iam.Grant {
    return this.lender.grantPassRole(grantee);
  }

  public grantAssumeRole(grantee: iam.IPrincipal): iam.Grant {
    return this.lender.grantAssumeRole(grantee);
  }

  public abstract attachInlinePolicy(policy: iam.Policy): void;
  public abstract addManagedPolicy(policy: iam.IManagedPolicy): void;
  public abstract requireTaking(statements: readonly StatementJson[]): void;
  public abstract declarations(): Declaration[];
  public abstract precede(dependent: CfnResource): void;
  public abstract permissionsIn(stacks: SynthesizedStacks): RolePermissions;

  /** Takes a statement, which is asked for when policies are written. */
  protected abstract give(statement: () => StatementJson, source: () => string): void;
}

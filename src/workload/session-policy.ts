import { IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { sessionTagsIn } from '../access/principal-tags';
import { canonicalStatements } from '../policy/canonical';
import { SESSION_POLICY_LIMIT, textSize } from '../policy/limits';
import { DocumentJson, isIntrinsic, parseStatement, renderDocument, Statement, StatementJson } from '../policy/statement';
import { finding, refuse } from '../private/errors';
import { isToken, resolveTokens } from '../private/tokens';

/** What stands in a session policy that allows nothing: a policy has at least one statement, and without one all of the role's were allowed. */
const NOTHING: Statement = { effect: 'Deny', actions: ['*'], resources: ['*'] };

/**
 * The session policy of an association: statements in canonical form and without Sids, as a JSON text.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
export class SessionPolicy {
  /** The policy, for the association. */
  public readonly text = Lazy.uncachedString({ produce: (context) => this.render(context) });

  private readonly statements: (() => StatementJson)[] = [];

  /** @param prop the prop that gives the statements, as people know it */
  constructor(private readonly workload: Construct, private readonly prop: 'access' | 'sessionPolicy') {
    workload.node.addValidation({ validate: () => this.validateSize() });
  }

  /** Refuses statements that a session policy can't have. */
  public requireFit(statements: readonly StatementJson[]): void {
    const [key] = sessionTagsIn(JSON.stringify(statements));
    if (key === undefined) { return; }
    refuse(this.workload, 'InvalidSessionTag', `${this.prop} names the tag ${key}, and EKS tags no session that has a session policy: name the namespace and the service account as they are`
      + (this.prop === 'access' ? ', or share the role by RoleSharing.SESSION_TAGS' : ''));
  }

  /** Adds a statement, which is asked for when the policy is written. */
  public add(statement: () => StatementJson): void {
    this.statements.push(statement);
  }

  private document(resolve: (token: unknown) => unknown): DocumentJson {
    const statements = this.statements.map((json) => ({ ...parseStatement(resolveTokens(json(), resolve) as StatementJson), sid: undefined }));
    return renderDocument(statements.length === 0 ? [NOTHING] : canonicalStatements(statements));
  }

  private render(context: IResolveContext): string {
    const asTokens = (_: string, value: unknown) => isObject(value) && isIntrinsic(value) ? Token.asString(value) : value;
    const text = JSON.stringify(this.document((token) => context.resolve(token)), asTokens);
    return isToken(text) ? Stack.of(this.workload).toJsonString(JSON.parse(text)) : text;
  }

  private validateSize(): string[] {
    const size = textSize(this.document((token) => Stack.of(this.workload).resolve(token)));
    if (size <= SESSION_POLICY_LIMIT) { return []; }
    return [finding('PolicyTooLarge', `the session policy that ${this.prop} makes is about ${size} characters, ${size - SESSION_POLICY_LIMIT} over the ${SESSION_POLICY_LIMIT} that EKS takes `
      + '(a value that is known at deploy time only counts as 120): name fewer resources, by common prefixes, or split the workload into service accounts with less each'
      + (this.prop === 'access' ? ', or give it a role of its own' : ''))];
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { Declaration } from './bound-role';
import { OverflowPolicy, PolicyApart } from './policy-resources';
import { canonicalStatements } from '../policy/canonical';
import { documentSize, INLINE_POLICIES_LIMIT, MANAGED_POLICIES_LIMIT, MANAGED_POLICY_LIMIT, packStatements, sizeAtMost } from '../policy/limits';
import { DocumentJson, parseStatement, renderDocument, Statement, StatementJson } from '../policy/statement';
import { copyOf } from '../private/copy';
import { finding, refuse } from '../private/errors';
import { rememberReferences, Resolution } from '../private/reference-values';
import { resolvedAny, resolveTokens } from '../private/tokens';

/** What is told of statements, as JSON: of each that is given, and of all as they will be written. */
export interface StatementWatch {
  readonly onGiven: (json: string) => void;
  readonly onWritten: (json: string) => void;
}

/** The role as its policies see it. */
export interface WorkloadRoleScope extends Construct {
  readonly roleName: string;
}

/** A statement as it was declared, and where. */
interface DeclaredJson {
  readonly json: () => StatementJson;
  readonly source: () => string;
}

/** Statements in canonical form, spread over policies, and the JSON that they were made of. */
interface Packed {
  readonly of: string;
  readonly policies: readonly Statement[][];
  /** The document of the first policy. */
  readonly inline: DocumentJson;
}

/** What is packed before there is a statement. */
const NOTHING = pack([], '[]');

/** The name of the one inline policy. */
const INLINE_POLICY_NAME = 'Access';

/** The name of the policy apart: not the inline policy's, so that CloudFormation can remove one after it has made the other. */
const APART_POLICY_NAME = 'AccessApart';

/** What to do about permissions that no role can hold. */
const GIVE_LESS = 'give the workload less, by common prefixes or tags, or split it into workloads of their own';

/** What is told apart of the policies of roles. */
export interface RolePoliciesOptions {
  /** The name of the policy apart. */
  readonly apartPolicyName?: string;
  /** What to do about permissions that no role can hold. */
  readonly giveLess?: string;
}

/**
 * The policies of a role: all its statements in canonical form.
 *
 * They stand inline. What is over IAM's limit for inline policies goes into managed policies, `Overflow1` and so on;
 * what is over the number of managed policies that a role may have is an error.
 *
 * If the policy of a resource in the stack names the role, that resource depends on the role, and a statement on the
 * resource would close a cycle. Then they stand in policies apart that name the role (`Policy`), so that the role
 * depends on nothing. So do those of a role that isn't made here.
 */
export class RolePolicies {
  /** The inline policies of the role; absent if there is no statement. */
  public readonly inline = resolvedAny((resolution) => this.renderInline(resolution));

  /** The ARNs of the managed policies of the role; absent if there are none. */
  public readonly managedArns = Lazy.uncachedList({ produce: () => this.listManaged() }, { omitEmpty: true });

  private readonly statements: DeclaredJson[] = [];
  private readonly overflows: OverflowPolicy[] = [];
  private readonly attached = new Set<string>();

  /** What must be there beside the role before pods may become it, and what waits for that. */
  private readonly needed = new DependencyGroup();
  private readonly dependents: CfnResource[] = [];
  private readonly members: CfnResource[] = [];

  private apart?: PolicyApart;
  private namedByResource = false;
  private sizeAtMost = 0;
  private packed = NOTHING;
  /** Of which declarations `packed` was made, and when. */
  private settled?: { readonly declared: readonly StatementJson[]; readonly period: object };

  constructor(private readonly role: WorkloadRoleScope, private readonly options: RolePoliciesOptions, private readonly watch?: StatementWatch) {
    rememberReferences(role);
    role.node.addValidation({ validate: () => this.validateSizes() });
  }

  /**
   * Adds a statement, which is asked for when the policies are written: conditions that are added to a grant's
   * statement later count. Makes room for what may be over the inline limit, which stays out of the template if it is not.
   *
   * @param source what gives it and where, as people read it
   */
  public add(json: () => StatementJson, source: () => string): void {
    const text = JSON.stringify(json());
    this.watch?.onGiven(text);
    this.statements.push({ json, source });
    this.sizeAtMost += sizeAtMost(text);
    if (this.sizeAtMost <= INLINE_POLICIES_LIMIT) { return; }
    // Two policies next to each other are more than one full: so many are enough whatever the order.
    const enough = Math.min(MANAGED_POLICIES_LIMIT, Math.ceil(2 * this.sizeAtMost / MANAGED_POLICY_LIMIT));
    while (this.overflows.length < enough) {
      const index = this.overflows.length + 1;
      this.overflows.push(new OverflowPolicy(this.role, `Overflow${index}`, () => this.policies()[index] ?? [], () => this.attachedTo()));
      this.needed.add(this.overflows[index - 1]);
    }
  }

  /** Adds a managed policy that is made elsewhere. */
  public attach(managedPolicyArn: string): void {
    this.attached.add(managedPolicyArn);
  }

  /** Makes room for the policy apart, which stays out of the template unless the policy of a resource names the role. */
  public prepareApart(): void {
    if (this.apart !== undefined) { return; }
    this.apart = new PolicyApart(this.role, 'Policy', () => this.namedByResource ? this.policies()[0] : [], this.role.roleName, this.options.apartPolicyName ?? APART_POLICY_NAME);
  }

  /** Notes, while the CDK looks for references, that the policy of a resource in the role's stack names the role. */
  public standApart(): void {
    if (this.namedByResource) { return; }
    this.namedByResource = true;
    // The CDK has applied the dependencies of constructs by now, and left out what was not to be in the template.
    for (const dependent of [...this.dependents, ...this.members]) { dependent.addDependency(this.apart!); }
    for (const member of this.members) { this.overflows.forEach((policy) => member.addDependency(policy)); }
  }

  /** Stands apart from the beginning, of a role that isn't made here. */
  public stayApart(): void {
    if (this.namedByResource) { return; }
    this.prepareApart();
    this.namedByResource = true;
    this.needed.add(this.apart!);
  }

  /** Adds what else gives the role permissions. */
  public need(policy: IDependable): void {
    this.needed.add(policy);
  }

  /** Makes a resource wait for all permissions of the role. */
  public precede(dependent: CfnResource): void {
    dependent.node.addDependency(this.needed);
    this.dependents.push(dependent);
  }

  /**
   * Makes a resource of many that name the role wait for all permissions of the role: for what stands apart, since the
   * role waits for all else by itself.
   */
  public precedeMember(member: CfnResource): void {
    this.members.push(member);
  }

  /** The statements as they were declared. */
  public document(): iam.PolicyDocument {
    return new iam.PolicyDocument({ statements: this.statements.map(({ json }) => iam.PolicyStatement.fromJson(json())) });
  }

  /** The statements as they were declared, and what gave each. */
  public declarations(): Declaration[] {
    return this.statements.map(({ json, source }) => ({ json: json(), source }));
  }

  /** The inline policy's statements, and those of each managed policy. */
  private policies(statements = this.resolved((value) => Stack.of(this.role).resolve(value))): readonly Statement[][] {
    // The CDK asks several times a synth, and mostly gets the same answer.
    const of = JSON.stringify(statements);
    if (of !== this.packed.of) {
      this.watch?.onWritten(of);
      this.packed = pack(statements, of);
      this.settled = undefined;
    }
    return this.packed.policies;
  }

  /** The same, found out once for as long as neither the statements nor what their tokens resolve to change. */
  private policiesIn(resolution: Resolution): readonly Statement[][] {
    const declared = this.statements.map(({ json }) => json());
    const { settled } = this;
    if (settled !== undefined && settled.period === resolution.period && areSame(settled.declared, declared)) { return this.packed.policies; }
    const policies = this.policies(this.resolved(resolution.resolve));
    this.settled = resolution.period && { declared, period: resolution.period };
    return policies;
  }

  /** The statements as they were declared, their tokens resolved. */
  private resolved(resolve: Resolution['resolve']): StatementJson[] {
    return this.statements.map(({ json }) => resolveTokens(json(), resolve) as StatementJson);
  }

  private renderInline(resolution: Resolution): object[] | undefined {
    // What refers to other resources is in the statements whatever their form.
    if (resolution.preparing && sumOfSizes(this.resolved(resolution.show)) <= this.sizeAtMost) { return []; }
    const [statements, ...more] = this.policiesIn(resolution);
    if (more.length > this.overflows.length && this.overflows.length < MANAGED_POLICIES_LIMIT) {
      refuse(this.role, 'PolicyTooLarge', `the permissions grew over the inline limit of ${INLINE_POLICIES_LIMIT} characters by lists that are known only when the `
        + `template is written, or by what was added to a statement after it was given, and room for ${this.overflows.length} managed policies was made where ${more.length} are needed: give the statements whole, with literal lists`);
    }
    return statements.length === 0 || this.namedByResource ? undefined : inlinePolicies(copyOf(this.packed.inline));
  }

  private listManaged(): string[] {
    if (this.namedByResource) { return [...this.attached]; }
    const overflowing = this.overflows.filter((policy) => policy.isNeeded()).map((policy) => policy.attrPolicyArn);
    return [...this.attached, ...overflowing];
  }

  /** The roles that a managed policy names; none where the role names the policy. */
  private attachedTo(): string[] | undefined {
    return this.namedByResource ? [this.role.roleName] : undefined;
  }

  private validateSizes(): string[] {
    if (this.overflows.length === 0 && this.attached.size <= MANAGED_POLICIES_LIMIT) { return []; }
    const sizes = this.policies().map(documentSize);
    const managed = sizes.length - 1 + this.attached.size;
    const tooLong = sizes.filter((size, index) => size > (index === 0 ? INLINE_POLICIES_LIMIT : MANAGED_POLICY_LIMIT));
    if (managed <= MANAGED_POLICIES_LIMIT && tooLong.length === 0) { return []; }
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return [finding('PolicyTooLarge', `the permissions are about ${total} characters without white space; a role holds ${INLINE_POLICIES_LIMIT} inline and `
      + `${MANAGED_POLICIES_LIMIT} managed policies of ${MANAGED_POLICY_LIMIT} each, and these need ${managed}${tooLong.length > 0 ? `, one of them ${Math.max(...tooLong)} long` : ''}: `
      + (this.options.giveLess ?? GIVE_LESS))];
  }
}

function pack(statements: readonly StatementJson[], of: string): Packed {
  const policies = packStatements(canonicalStatements(statements.map(parseStatement)));
  return { of, policies, inline: renderDocument(policies[0]) };
}

function sumOfSizes(statements: readonly StatementJson[]): number {
  return statements.reduce((sum, statement) => sum + sizeAtMost(JSON.stringify(statement)), 0);
}

function areSame(some: readonly StatementJson[], others: readonly StatementJson[]): boolean {
  const isSame = (each: StatementJson, other: StatementJson) => each === other || JSON.stringify(each) === JSON.stringify(other);
  return some.length === others.length && some.every((each, index) => isSame(each, others[index]));
}

function inlinePolicies(policyDocument: unknown): object[] {
  return [{ policyName: INLINE_POLICY_NAME, policyDocument }];
}

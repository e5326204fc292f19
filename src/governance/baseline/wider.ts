import { canHold, isImplied, singleValued } from './implied';
import { Side, withVariablesAsValues } from './read-policies';
import { Condition, conditionHolds, Context, contextWith } from '../../policy/condition';
import { evaluate } from '../../policy/evaluate';
import { EVERYTHING, isVariable } from '../../policy/pattern';
import { allStatements, Policies, PolicyStatement, UnknownPolicy } from '../../policy/policy';
import { prove, Witness } from '../../policy/prove';

/** A permission that one side may have and the other hasn't. */
export type Difference =
  /** The request is allowed on one side and not on the other, as the evaluator says of both. */
  | { readonly witness: Witness }
  /** Whether there is such a request is not decided. */
  | { readonly reason: string };

/** Statements that allow a request together: one of each kind of policy that is there. */
interface Alliance {
  readonly allowing: PolicyStatement;
  readonly boundary?: PolicyStatement;
  readonly session?: PolicyStatement;
}

const KINDS = ['identity', 'boundary', 'session'] as const;

const ALL_REQUESTS = { actions: [EVERYTHING], resources: [EVERYTHING], outside: [], context: new Map() };

/**
 * What the second side allows and the first doesn't, one for each statement by which it does.
 *
 * It is complete: where there is none, every request that the second allows is allowed by the first. Actions and resources
 * are decided by the prover; a condition counts where those of the other side imply it. A request that is shown was
 * evaluated on both sides; what remains undecided is told as such.
 */
export function widerThan(before: Side, after: Side): Difference[] {
  return after.sessions.flatMap((known) => {
    const policies = settled(after.policies, known);
    const found = before.sessions.map((knownBefore) => new Comparison(settled(before.policies, knownBefore), policies, knownBefore, known).run());
    return found.reduce((fewest, each) => each.length < fewest.length ? each : fewest);
  });
}

/** The policies with variables settled; statements that can never apply are left out. */
function settled(policies: Policies, known: Context): Policies {
  const settle = (statements?: readonly PolicyStatement[]) => statements
    && withVariablesAsValues(statements, known).filter(({ conditions }) => conditions.every((condition) => canHold(condition, known)));
  return { identity: settle(policies.identity)!, boundary: settle(policies.boundary), session: settle(policies.session), unknown: policies.unknown };
}

/** Two sides in one kind of session each. */
class Comparison {
  private readonly denialsBefore: readonly PolicyStatement[];
  private readonly denials: readonly PolicyStatement[];
  /** The policies after that are known. */
  private readonly known: Policies;
  /** The policies before without what nothing tells to have changed. */
  private readonly before: Policies;
  private readonly newUnknown: readonly UnknownPolicy[];

  constructor(before: Policies, after: Policies, private readonly knownBefore: Context, private readonly knownAfter: Context) {
    this.before = withoutUnknown(before, (policy) => after.unknown.some((other) => isSame(policy, other)));
    this.known = withoutUnknown(after, () => true);
    this.newUnknown = after.unknown.filter((policy) => policy.as === 'identity' && !before.unknown.some((other) => isSame(policy, other)));
    this.denialsBefore = denialsOf(before);
    this.denials = denialsOf(after);
  }

  public run(): Difference[] {
    const ofUnknown = this.newUnknown.map(({ name }) => ({ reason: `the content of ${name} is not known` }));
    const ofStatements = allowing(this.known.identity).flatMap((statement) => {
      const found = singleValued(statement).flatMap((part) => this.alliances(part).flatMap((alliance) => this.compare(alliance)));
      return [found.find((each) => 'witness' in each) ?? found[0]].filter((each) => each !== undefined);
    });
    return [...ofUnknown, ...ofStatements];
  }

  private alliances(statement: PolicyStatement): Alliance[] {
    const choices = (kind: 'boundary' | 'session') => {
      const isOpen = this.known[kind] === undefined;
      return isOpen ? [undefined] : allowing(this.known[kind]!).flatMap(singleValued);
    };
    return choices('boundary').flatMap((boundary) => choices('session').map((session) => ({ allowing: statement, boundary, session })));
  }

  /** What these allow together and the side before doesn't: since no statement of a kind allows it there, or since one denies it. */
  private compare(alliance: Alliance): Difference[] {
    const conditions = conditionsOf(alliance);
    const notAllowed = KINDS.filter((kind) => this.before[kind] !== undefined).flatMap((kind) => {
      const others = allowing(this.before[kind]!);
      const covering = others.filter((other) => other.conditions.every((condition) => this.heldBefore(condition, conditions)));
      return this.undenied(alliance, conditions, covering, others);
    });
    const denied = this.denialsBefore.flatMap((denial) =>
      this.undenied({ ...alliance, session: denial }, [...conditions, ...denial.conditions], [], []));
    return [...notAllowed, ...denied];
  }

  /** What an alliance allows but for these statements, and for what is denied anyway. */
  private undenied(
    alliance: Alliance, conditions: readonly Condition[], without: readonly PolicyStatement[], others: readonly PolicyStatement[],
  ): Difference[] {
    const denials = this.denials.filter(({ conditions: own }) => own.every((condition) => isImplied(condition, conditions, this.knownAfter)));
    const { boundary, session, allowing: statement } = alliance;
    const policies: Policies = {
      identity: [unconditional(statement, 'Allow'), ...[...without, ...denials].map((each) => unconditional(each, 'Deny'))],
      boundary: boundary && [unconditional(boundary, 'Allow')],
      session: session && [unconditional(session, 'Allow')],
      unknown: [],
    };
    const result = prove(policies, ALL_REQUESTS, this.knownAfter);
    if (result.verdict === 'PROVED') { return []; }
    const candidate = result.verdict === 'REFUTED' ? result.witness : undefined;
    const reason = result.verdict === 'UNKNOWN' ? result.doubt.reason : 'it hangs on the conditions of the statements';
    return [this.replay(statement, candidate, others) ?? this.replay(statement, candidate, []) ?? { reason }];
  }

  /**
   * A request with this action and resource that the side after allows by a statement, and the one before doesn't; looked for
   * where none of the others allows it.
   */
  private replay(statement: PolicyStatement, candidate: Witness | undefined, others: readonly PolicyStatement[]): Difference | undefined {
    if (candidate === undefined) { return undefined; }
    const requests = { ...ALL_REQUESTS, actions: [candidate.action], resources: [candidate.resource] };
    const denials = [...denialsOf({ ...this.known, boundary: [], session: [] }), ...others.map((other): PolicyStatement => ({ ...other, effect: 'Deny' }))];
    const found = prove({ ...this.known, identity: [statement, ...denials] }, requests, this.knownAfter);
    if (found.verdict !== 'REFUTED') { return undefined; }
    const { action, resource, context } = found.witness;
    const request = { action, resource, context: contextWith(context, (key) => this.knownBefore(key) === 'unknown' ? 'absent' : this.knownBefore(key)) };
    const { decision } = evaluate(request, this.before);
    return decision === 'IMPLICIT_DENY' || decision === 'EXPLICIT_DENY' ? { witness: found.witness } : undefined;
  }

  /** Whether a condition of the side before holds where these hold: one that is about tags which differ by those tags alone. */
  private heldBefore(condition: Condition, given: readonly Condition[]): boolean {
    const keys = [condition.key, ...condition.values.flat().flatMap((element) => isVariable(element) ? [element.key] : [])];
    const differ = keys.some((key) => JSON.stringify(this.knownBefore(key)) !== JSON.stringify(this.knownAfter(key)));
    return differ ? conditionHolds(condition, this.knownBefore) === 'yes' : isImplied(condition, given, this.knownBefore);
  }
}

/** The policies without some of unknown content: where such a one is all that restricts, nothing does then. */
function withoutUnknown({ identity, boundary, session, unknown }: Policies, isLeftOut: (policy: UnknownPolicy) => boolean): Policies {
  const left = unknown.filter(isLeftOut);
  const restricting = (kind: 'boundary' | 'session', statements?: readonly PolicyStatement[]) => left.some(({ as }) => as === kind) ? undefined : statements;
  return {
    identity, boundary: restricting('boundary', boundary), session: restricting('session', session), unknown: unknown.filter((policy) => !left.includes(policy)),
  };
}

function isSame(policy: UnknownPolicy, other: UnknownPolicy): boolean {
  return policy.name === other.name && policy.as === other.as;
}

function conditionsOf({ allowing: statement, boundary, session }: Alliance): Condition[] {
  return [statement, boundary, session].flatMap((each) => each?.conditions ?? []);
}

function allowing(statements: readonly PolicyStatement[]): PolicyStatement[] {
  return statements.filter(({ effect }) => effect === 'Allow');
}

function denialsOf(policies: Policies): PolicyStatement[] {
  return allStatements(policies).filter(({ effect }) => effect === 'Deny');
}

function unconditional(statement: PolicyStatement, effect: 'Allow' | 'Deny'): PolicyStatement {
  return { ...statement, effect, conditions: [] };
}

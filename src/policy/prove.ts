import { Automaton } from './automaton';
import { findCircumstances } from './circumstances';
import { settleForbidden, settlePolicies } from './components';
import { Context, contextWith } from './condition';
import { confusionOf } from './confusion';
import { contradict } from './contradiction';
import { confusionWith, Doubt, doubtAbout, doubtOf } from './doubt';
import { evaluate, Evaluation, meetingOf } from './evaluate';
import { contextOfForbidden, ForbiddenRequests, isForbidden } from './forbidden';
import { EVERYTHING, isOpen, Pattern, WrittenPattern } from './pattern';
import { ACTION_FORMS, COMMON_FORMS, resourceForms } from './plausible';
import { allStatements, Patterns, Policies, PolicyStatement } from './policy';
import { bindAll, clearOfSymbols, commonRegions, plausibleTextIn, Region, restrict, textIn, withoutEmptyEnds } from './region';
import { Text } from './text';
import { all, Tri } from './tri';
import { Budget, differPlainly, isPlainlyWithin, SEARCH_LIMIT } from './words';

/** A request that is forbidden and allowed. */
export interface Witness {
  /** In lower case: IAM takes actions in any case. */
  readonly action: Text;
  readonly resource: Text;
  /** The keys that the request must have; it has none of the others that the policies ask for. */
  readonly context: ReadonlyMap<string, readonly Text[]>;
  /** The decision of the evaluator, `ALLOWED`, with the statements that allow it. */
  readonly evaluation: Evaluation;
}

/**
 * - `PROVED`: no request that is forbidden is allowed, whatever the values of symbols and of unknown context keys are.
 * - `REFUTED`: the witness is allowed, whatever the values of symbols are.
 * - `UNKNOWN`: neither, and why.
 */
export type Verdict =
  | { readonly verdict: 'PROVED' }
  | { readonly verdict: 'REFUTED'; readonly witness: Witness }
  | { readonly verdict: 'UNKNOWN'; readonly doubt: Doubt };

/** Statements that must allow a request together: one of each kind of policy. */
type Alliance = readonly PolicyStatement[];

/** An action and a resource, each in a region. */
interface Pair {
  readonly action: Text;
  readonly resource: Text;
}

/** A statement that denies, and how it meets a pair. */
interface Denial {
  readonly statement: PolicyStatement;
  readonly denies: Tri;
  /** The actions and the resources that it is not about. */
  readonly others: { readonly actions: Patterns<Pattern>; readonly resources: Patterns<Pattern> };
}

/** How a proof ends that hangs on what AWS documents in two ways. */
const DEPENDS_ON_REACH: Doubt = { reason: 'AWS documents both that "*" at the end of a component of an ARN matches beyond the colon and that it does not' };

/** How a proof ends of which only the witness is asked for. */
const NOT_ASKED: Doubt = { reason: 'only a witness was looked for' };

/** How a proof that takes too many steps ends. */
const GAVE_UP: Doubt = { reason: `the patterns have too many combinations: the search ended at its limit of ${SEARCH_LIMIT}` };

/**
 * Decides whether any forbidden request is allowed.
 *
 * Actions and resources are decided exactly, by what patterns have in common less what `outside` and denials take away.
 * Conditions are decided to the safe side: those that contradict each other or what is known are found, and any others
 * count as possible. A witness is found by trying contexts, and is one only if the evaluator allows it.
 *
 * @param known what is known of the context of every request
 */
export function prove(policies: Policies, forbidden: ForbiddenRequests, known: Context): Verdict {
  return decide(withoutOthers(policies, forbidden), forbidden, contextOfForbidden(forbidden, known));
}

/** The witness, if there is one: as `prove` does, but without the question why there is none, which takes most of the time. */
export function findWitness(policies: Policies, forbidden: ForbiddenRequests, known: Context): Witness | undefined {
  const found = decide(withoutOthers(policies, forbidden), forbidden, contextOfForbidden(forbidden, known), NOT_ASKED);
  return found.verdict === 'REFUTED' ? found.witness : undefined;
}

/** @param doubt what to say of a proof that finds no witness, if it isn't asked why */
function decide(policies: Policies, forbidden: ForbiddenRequests, context: Context, doubt?: Doubt): Verdict {
  const resources = [...forbidden.resources, ...forbidden.outside, ...allStatements(policies).flatMap((statement) => statement.resources.patterns)];
  if (!resources.some(isOpen)) { return new Proof(policies, forbidden, context, doubt).run(); }
  const verdicts = (['beyond', 'component'] as const)
    .map((reach) => new Proof(settlePolicies(policies, reach), settleForbidden(forbidden, reach), context, doubt).run());
  return verdicts.find((each) => each.verdict === 'REFUTED' && isCertain(each.witness, policies, forbidden, context))
    ?? verdicts.find(({ verdict }) => verdict === 'UNKNOWN')
    ?? (verdicts.every(({ verdict }) => verdict === 'PROVED') ? { verdict: 'PROVED' } : { verdict: 'UNKNOWN', doubt: DEPENDS_ON_REACH });
}

/** True iff a witness is one whatever AWS means by `*` at the end of a component. */
function isCertain({ action, resource, context: values }: Witness, policies: Policies, forbidden: ForbiddenRequests, known: Context): boolean {
  const request = { action, resource, context: contextOfWitness(values, known) };
  return evaluate(request, policies).decision === 'ALLOWED' && isForbidden(forbidden, request) === 'yes';
}

class Proof {
  private readonly denials: readonly PolicyStatement[];
  private readonly forbiddenParts: Patterns<Pattern>[];
  private readonly budget: Budget = { left: SEARCH_LIMIT };

  /** @param doubt why nothing is decided; the first reason is told */
  constructor(
    private readonly policies: Policies, private readonly forbidden: ForbiddenRequests, private readonly context: Context,
    private doubt?: Doubt,
  ) {
    this.denials = allStatements(policies).filter(({ effect }) => effect === 'Deny');
    this.forbiddenParts = [
      bindAll({ negated: false, patterns: forbidden.resources }, context),
      bindAll({ negated: true, patterns: forbidden.outside }, context),
    ];
  }

  public run(): Verdict {
    for (const alliance of this.alliances()) {
      const witness = this.refute(alliance);
      if (witness !== undefined) { return { verdict: 'REFUTED', witness }; }
    }
    return this.doubt === undefined ? { verdict: 'PROVED' } : { verdict: 'UNKNOWN', doubt: this.doubt };
  }

  /** True iff denials alone exclude these actions on everything that is forbidden. */
  private areDenied(actions: readonly Region[]): boolean {
    if (this.denials.length === 0) { return false; }
    const resources = commonRegions(this.forbiddenParts, this.budget);
    return actions.every((action) => resources.every((resource) => this.undenied(action, resource, new Set()).next().done));
  }

  /** Every choice of an allowing statement of each kind of policy; a policy that is not known allows everything. */
  private alliances(): Alliance[] {
    const kinds = (['identity', 'boundary', 'session'] as const).map((kind) => {
      const unknown = this.policies.unknown.filter((policy) => policy.as === kind).map(({ name }) => allowsEverything(name));
      const known = this.policies[kind];
      return known === undefined && unknown.length === 0 ? undefined : [...(known ?? []).filter(({ effect }) => effect === 'Allow'), ...unknown];
    });
    return kinds.filter((kind) => kind !== undefined)
      .reduce<Alliance[]>((alliances, statements) => alliances.flatMap((alliance) => statements.map((statement) => [...alliance, statement])), [[]]);
  }

  /** A witness among what these statements allow together. */
  private refute(alliance: Alliance): Witness | undefined {
    const ofActions = [{ negated: false, patterns: this.forbidden.actions }, ...alliance.map((statement) => statement.actions)];
    const actions = commonRegions(ofActions, this.budget);
    const confusedActions = this.doubt === undefined ? this.confusionAmong(ofActions) : undefined;
    if (actions.length === 0 && confusedActions === undefined) { return undefined; }
    if (contradict(alliance.flatMap(({ conditions }) => conditions), this.context, this.budget)) { return undefined; }

    const ofResources = [...this.forbiddenParts, ...alliance.map(({ resources }) => bindAll(resources, this.context))];
    const resources = commonRegions(ofResources, this.budget);
    for (const action of this.commonFirst(actions)) {
      for (const resource of resources) {
        for (const pair of this.undenied(action, resource, new Set())) {
          const witness = this.attest(pair, alliance);
          if (witness !== undefined) { return witness; }
        }
      }
    }
    if (this.doubt === undefined && (confusedActions !== undefined || !this.areDenied(actions))) {
      this.doubt = this.confusionAmong(ofResources) ?? confusedActions;
    }
    return undefined;
  }

  /** Regions with common actions before others, so that a witness is a request that people know. */
  private commonFirst(actions: readonly Region[]): readonly Region[] {
    if (actions.length < 2) { return actions; }
    const isCommon = new Map(actions.map((region) => [region, plausibleTextIn(region, COMMON_FORMS, this.budget) !== undefined]));
    return [...actions.filter((region) => isCommon.get(region)), ...actions.filter((region) => !isCommon.get(region))];
  }

  /**
   * Pairs of an action and a resource that no denial certainly denies; each next one avoids a denial that might deny those before.
   *
   * To avoid a denial, either the action or the resource must be none of its own.
   */
  private* undenied(actions: Region, resources: Region, avoided: ReadonlySet<PolicyStatement>): Generator<Pair, void> {
    const foundAction = textIn(actions, this.budget);
    const foundResource = foundAction === 'none' ? 'none' : textIn(resources, this.budget);
    if (foundAction === 'none' || foundResource === 'none') { return; }
    if (foundAction === 'gave up' || foundResource === 'gave up') {
      this.doubt ??= GAVE_UP;
      return;
    }
    const action = plausibleTextIn(actions, ACTION_FORMS, this.budget) ?? foundAction.word;
    const resource = this.plausibleResource(resources, resourceForms(action)) ?? foundResource.word;
    const pair = { action, resource };
    const denials = this.denials.filter((denial) => !avoided.has(denial)).map((denial) => this.denialOf(denial, pair)).filter(({ denies }) => denies !== 'no');
    const certain = denials.find(({ denies }) => denies === 'yes');
    if (certain === undefined) { yield pair; }
    const denial = certain ?? denials[0];
    if (denial === undefined) { return; }
    const { statement, others: { actions: otherActions, resources: otherResources } } = denial;
    if (certain !== undefined) { this.doubt ??= this.confusionWithin(actions, otherActions) ?? this.confusionWithin(resources, otherResources); }
    const without = new Set([...avoided, statement]);
    for (const region of restrict(actions, otherActions, this.budget)) { yield* this.undenied(region, resources, without); }
    for (const region of restrict(resources, otherResources, this.budget)) { yield* this.undenied(actions, region, without); }
  }

  /** A resource that looks like what people write, unless the value of a symbol may put it outside of the region: then any for which that is no matter. */
  private plausibleResource(region: Region, forms: readonly Pattern[]): Text | undefined {
    const filled = withoutEmptyEnds(region);
    const usual = plausibleTextIn(filled, forms, this.budget);
    if (usual !== undefined && !region.without.some((pattern) => confusionOf(pattern, usual))) { return usual; }
    return plausibleTextIn(clearOfSymbols(filled), forms, this.budget) ?? plausibleTextIn(clearOfSymbols(region), [EVERYTHING], this.budget) ?? usual;
  }

  /**
   * Whether a statement denies a pair, and the actions and resources of which it is not. What it leaves out by `NotAction`
   * or `NotResource` is what is written there, since `confusionWithin` tells whether the value of a symbol adds to that.
   */
  private denialOf(statement: PolicyStatement, pair: Pair): Denial {
    const { action, resource, conditions } = meetingOf(statement, { ...pair, context: this.context });
    const others = { actions: opposite(statement.actions), resources: bindAll(opposite(statement.resources), this.context) };
    const aside = (holds: Tri, { negated, patterns }: Patterns<Pattern>, text: Text): Tri =>
      holds === 'maybe' && !negated && !patterns.some((pattern) => Automaton.of(pattern).matches(text)) ? 'yes' : holds;
    const about = all([aside(action, others.actions, pair.action), aside(resource, others.resources, pair.resource)]);
    return { statement, others, denies: all([about, ...conditions.map(({ holds }) => holds)]) };
  }

  /** Whether a region might meet, by the value of a symbol, what a denial leaves out by `NotAction` or `NotResource`. */
  private confusionWithin({ within, without }: Region, { negated, patterns }: Patterns<Pattern>): Doubt | undefined {
    if (negated) { return undefined; }
    const open = patterns.filter((pattern) => textIn({ within: [pattern], without }, this.budget) !== 'none');
    return this.confusionAmong([{ negated, patterns: within }, { negated, patterns: open }]);
  }

  /** The witness that a pair makes in some context, if the evaluator confirms it. */
  private attest({ action, resource }: Pair, alliance: Alliance): Witness | undefined {
    const unknown = alliance.find((statement) => statement.isUnknown);
    if (unknown !== undefined) {
      this.doubt ??= { reason: `the content of ${unknown.origin} is not known` };
      return undefined;
    }
    const policies = relevant(this.policies, { action, resource }, this.context);
    const found = findCircumstances(action, resource, policies, this.context);
    if (found === undefined) {
      this.doubt ??= doubtOf(resource, this.context, evaluate({ action, resource, context: this.context }, policies), policies);
      return undefined;
    }
    const context = contextOfWitness(found.values, this.context);
    if (isForbidden(this.forbidden, { action, resource, context }) !== 'yes') {
      const confusion = confusionWith(resource, [...this.forbidden.outside, ...this.forbidden.resources], context);
      this.doubt ??= confusion ? doubtAbout(confusion) : { reason: 'whether the request is forbidden depends on variables' };
      return undefined;
    }
    return { action, resource, context: found.values, evaluation: found.evaluation };
  }

  /** Whether two of these, which must match the same, might do so by the value of a symbol. */
  private confusionAmong(parts: readonly Patterns<Pattern>[]): Doubt | undefined {
    const lists = parts.filter(({ negated }) => !negated).map(({ patterns }) => patterns);
    for (const [index, list] of lists.entries()) {
      for (const a of list) {
        for (const b of lists.slice(index + 1).flat()) {
          const confusion = confusionOf(a, b, this.budget);
          if (confusion !== undefined) { return doubtAbout(confusion); }
        }
      }
    }
    return undefined;
  }
}

/** The context of a witness: it has none of the keys of which nothing is known but its own. */
function contextOfWitness(values: Witness['context'], known: Context): Context {
  return contextWith(values, (key) => known(key) === 'unknown' ? 'absent' : known(key));
}

/** The policies without the statements that are about other actions and resources. */
function relevant(policies: Policies, pair: Pair, context: Context): Policies {
  return selected(policies, (statements) => statements.filter((statement) => {
    const { action, resource } = meetingOf(statement, { ...pair, context });
    return action !== 'no' && resource !== 'no';
  }));
}

/** The policies without what plainly allows nothing that is forbidden, as most statements do: those don't matter. */
function withoutOthers(policies: Policies, forbidden: ForbiddenRequests): Policies {
  return selected(policies, (statements) => statements.filter((statement) => statement.effect === 'Deny'
    || !(areOtherActions(statement.actions, forbidden) || areOtherResources(statement.resources, forbidden))));
}

/** The policies with these of their statements. */
function selected(policies: Policies, select: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[]): Policies {
  const { identity, boundary, session, unknown } = policies;
  return { identity: select(identity), boundary: boundary && select(boundary), session: session && select(session), unknown };
}

function areOtherActions({ negated, patterns }: Patterns<Pattern>, { actions }: ForbiddenRequests): boolean {
  return !negated && patterns.every((pattern) => actions.every((action) => differPlainly(pattern, action)));
}

/** True iff each resource is plainly none of those that are forbidden, or one of those outside of which it is. */
function areOtherResources({ negated, patterns }: Patterns<WrittenPattern>, { resources, outside }: ForbiddenRequests): boolean {
  return !negated && patterns.every((pattern) => resources.every((resource) => differPlainly(pattern, resource))
    || outside.some((other) => isPlainlyWithin(pattern, other)));
}

/** In place of a policy whose content is not known. */
function allowsEverything(origin: string): PolicyStatement {
  const everything = { negated: false, patterns: [EVERYTHING] };
  return { effect: 'Allow', isUnknown: true, origin, actions: everything, spelled: [], resources: everything, conditions: [] };
}

function opposite<P>({ negated, patterns }: Patterns<P>): Patterns<P> {
  return { negated: !negated, patterns };
}

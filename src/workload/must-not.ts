import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { writeAccessAnalyzerChecks } from './access-analyzer';
import { AccessAnalyzerCheck } from './access-analyzer-check';
import { BoundRole, RolePermissions } from './bound-role';
import { MustNotProof, ProofVerdict } from './must-not-proof';
import { DeclaredStatement, describeRefutation } from './refutation';
import { STACKS, SynthesizedStacks } from './synthesized-stacks';
import { addWarning } from './warning';
import { Forbidden } from '../access/forbidden';
import { Context } from '../policy/condition';
import { ForbiddenRequests } from '../policy/forbidden';
import { Policies, readStatements } from '../policy/policy';
import { principalTags } from '../policy/principal-tags';
import { prove, Verdict } from '../policy/prove';
import { inSession } from '../policy/role';
import { parseStatement, PolicyValue, StatementJson } from '../policy/statement';
import { meaningIn, TemplateView, textIn } from '../policy/template';
import { showText } from '../policy/text';
import { finding } from '../private/errors';
import { stageOf } from '../private/once-per-synth';
import { resolveTokens } from '../private/tokens';

/** What proofs need to know of a workload. */
export interface ProvedRole {
  readonly role: () => BoundRole;
  /** The association whose session policy is in force, if it has one. */
  readonly association: () => CfnResource | undefined;
  /** Where warnings are left. */
  readonly reportedAt: IConstruct;
  /** The tags of sessions, of each kind that the role has; they win over the role's own. */
  readonly sessions: () => Record<string, unknown>[];
  /** Whether what can't be decided stops synth. */
  readonly strict: boolean;
}

/** What is known of what the sessions of a workload may do. */
export interface SessionPermissions extends RolePermissions {
  /** The tags of sessions, of each kind that the role has; they win over those of the role. */
  readonly ofSessions: readonly Readonly<Record<string, PolicyValue>>[];
}

/** What was decided of an entry; its words are made only once they are needed. */
interface Decided {
  readonly result: Verdict;
  /** The policies of unknown content but for which it is proved. */
  readonly open: readonly string[];
  readonly show: () => string;
  readonly declared: () => DeclaredStatement[];
}

/**
 * What a workload must not do, and the proofs of it.
 *
 * They are made once everything is in the tree, in the CDK's validation: after Aspects, and on the role and the
 * policies as they will stand in the templates.
 */
export class MustNot {
  private readonly forbidden: Forbidden[] = [];

  constructor(private readonly workload: IConstruct, private readonly proved: ProvedRole) {}

  public add(forbidden: Forbidden): void {
    if (this.forbidden.length === 0) {
      STACKS.prepare(this.workload);
      this.workload.node.addValidation({ validate: () => this.validate() });
    }
    this.forbidden.push(forbidden);
  }

  /** The entries as they were given. */
  public get entries(): readonly Forbidden[] {
    return this.forbidden;
  }

  /** Writes the entries as checks of Access Analyzer. */
  public writeChecks(directory: string): AccessAnalyzerCheck[] {
    const stacks = new SynthesizedStacks(stageOf(this.workload));
    const { stack } = this.proved.role().permissionsIn(stacks);
    const view = stacks.viewOf(stack);
    const resolved = resolverIn(stacks, stack);
    return writeAccessAnalyzerChecks(directory, this.forbidden, (value) => textIn(view, resolved(value)));
  }

  /** The proofs, on the templates as they would be written now. */
  public prove(): MustNotProof[] {
    return this.proveOn(new SynthesizedStacks(stageOf(this.workload)));
  }

  /** The proofs, on these templates. */
  public proveOn(stacks: SynthesizedStacks): MustNotProof[] {
    return this.forbidden.length === 0 ? [] : this.decide(stacks).map(explain);
  }

  /** What these templates know of what the sessions of the workload may do. */
  public permissionsIn(stacks: SynthesizedStacks): SessionPermissions {
    const { stack, policies, tags } = this.proved.role().permissionsIn(stacks);
    const ofSessions = resolveTokens(this.proved.sessions(), resolverIn(stacks, stack)) as Record<string, PolicyValue>[];
    return { stack, policies: this.inSession(policies, stacks), tags, ofSessions };
  }

  /** The proofs during a synth, on what all workloads ask then. */
  public proveInSynth(): MustNotProof[] {
    return this.proveOn(STACKS.get(this.workload));
  }

  private decide(stacks: SynthesizedStacks): Decided[] {
    const role = this.proved.role();
    const { stack, policies, tags, ofSessions } = this.permissionsIn(stacks);
    const view = stacks.viewOf(stack);
    const resolved = resolverIn(stacks, stack);
    const known = ofSessions.map((ofSession) => principalTags(view, tags, ofSession));
    const declared = () => role.declarations()
      .map(({ json, source }) => ({ source: source(), statement: readDeclared(view, resolveTokens(json, resolved) as StatementJson) }));
    return this.forbidden.map((each) => ({
      ...decideForAll(policies, each._requests(view, resolved), known),
      show: () => each._describe((value) => showText(textIn(view, resolved(value)))),
      declared,
    }));
  }

  private inSession(policies: Policies, stacks: SynthesizedStacks): Policies {
    const association = this.proved.association();
    if (association === undefined) { return policies; }
    const { template, resource } = stacks.place(association);
    const value = resource.Properties!.Policy;
    return value === undefined ? policies : inSession(policies, { template, value });
  }

  /** The errors; warnings are left with a part of the workload, so that they can be acknowledged at it. */
  private validate(): string[] {
    try {
      const decided = this.decide(STACKS.get(this.workload));
      const refuted = decided.filter(({ result }) => result.verdict === 'REFUTED').map((each) => finding('MustNotAllowed', explain(each).explanation));
      const undecided = decided.filter(({ result }) => result.verdict === 'UNKNOWN')
        .flatMap((each) => this.report('MustNotUndecided', each.show(), explain(each).explanation));
      const unknown = [...new Set(decided.flatMap(({ open }) => open))].flatMap((name) => this.reportUnknown(name));
      return [...refuted, ...undecided, ...unknown];
    } catch (error) {
      return [finding('ProofCrashed', `the proof of mustNot could not be made, so nothing is proved: ${(error as Error).message}`)];
    }
  }

  private reportUnknown(policy: string): string[] {
    return this.report('UnknownPolicy', policy.replace(/^the ((managed )?policy|policies of) /, '').replace(/, which .*/, ''), `mustNot is proved for all policies of the role but ${policy}, `
      + 'whose content is not known when the app is synthesized: make the policy in the app, give its permissions by access, or acknowledge this');
  }

  /** A warning that can be acknowledged; an error if the workload is strict. */
  private report(check: 'UnknownPolicy' | 'MustNotUndecided', subject: string, message: string): string[] {
    if (this.proved.strict) { return [finding(check, message)]; }
    addWarning(this.proved.reportedAt, check, subject, message);
    return [];
  }
}

/** What is decided for all kinds of sessions: the worst of what is for each. */
function decideForAll(policies: Policies, requests: ForbiddenRequests, sessions: readonly Context[]): Pick<Decided, 'result' | 'open'> {
  const decided = sessions.map((known) => decide(policies, requests, known));
  const verdicts = ['REFUTED', 'UNKNOWN'].map((verdict) => decided.find(({ result }) => result.verdict === verdict));
  return verdicts.find((each) => each !== undefined) ?? decided.find(({ open }) => open.length > 0) ?? decided[0];
}

/** Decides by the policies that are known; if that proves it, whether it is proved whatever those say that are not known. */
function decide(policies: Policies, requests: ForbiddenRequests, known: Context): Pick<Decided, 'result' | 'open'> {
  const unknown = policies.unknown.filter(({ as }) => as === 'identity');
  const result = prove({ ...policies, unknown: policies.unknown.filter(({ as }) => as !== 'identity') }, requests, known);
  const isOpen = result.verdict === 'PROVED' && unknown.length > 0 && prove(policies, requests, known).verdict !== 'PROVED';
  return { result, open: isOpen ? unknown.map(({ name }) => name) : [] };
}

function explain({ result, open, show, declared }: Decided): MustNotProof {
  const forbidden = show();
  if (result.verdict === 'REFUTED') {
    return { forbidden, verdict: ProofVerdict.REFUTED, explanation: describeRefutation(forbidden, result.witness, declared()) };
  }
  if (result.verdict === 'UNKNOWN') {
    return { forbidden, verdict: ProofVerdict.UNKNOWN, explanation: `whether the role allows ${forbidden} is not decided: ${result.doubt.reason}` };
  }
  return open.length > 0
    ? { forbidden, verdict: ProofVerdict.UNKNOWN, explanation: `the policies that are known don't allow ${forbidden}; the content of ${open.join(' and ')} is not known` }
    : { forbidden, verdict: ProofVerdict.PROVED, explanation: `no policy of the role allows ${forbidden}` };
}

function readDeclared(view: TemplateView, json: StatementJson): DeclaredStatement['statement'] {
  return readStatements([parseStatement(json)], 'the declaration', { meaning: meaningIn(view), variables: true })[0];
}

/** How values that are declared in a stack are taken. */
function resolverIn(stacks: SynthesizedStacks, stack: Stack): (value: unknown) => PolicyValue {
  const values = stacks.valuesIn(stack);
  return (value) => values.valueOf(value);
}

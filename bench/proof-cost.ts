import { CfnResource, Stage } from 'aws-cdk-lib';
import { ADVERSARIAL_CASES, AdversarialCase } from './adversarial';
import { MUST_NOT_COUNT, mustNot, synthesizeExporters } from './exporters';
import { collectGarbage, median, timed } from './timing';
import { withPodIdentity } from '../examples/invoice-exporter/app';
import { MustNotProof, ProofVerdict, Workload } from '../src';
import { Context } from '../src/policy/condition';
import { ForbiddenRequests } from '../src/policy/forbidden';
import { Policies } from '../src/policy/policy';
import { principalTags } from '../src/policy/principal-tags';
import { prove, Verdict } from '../src/policy/prove';
import { SynthesizedStacks } from '../src/workload/synthesized-stacks';

/** The proofs of one role. */
export interface RoleCost {
  readonly proofs: number;
  /** The median of one proof by the engine, on policies that are read already. */
  readonly engineMilliseconds: number;
  /** The median of `proveMustNot()` for each of its proofs: the app's resources are resolved and read in it. */
  readonly wholeMilliseconds: number;
  readonly notProved: readonly MustNotProof[];
}

/** An app with proofs beside the same app without. */
export interface SynthCost {
  readonly workloads: number;
  readonly proofs: number;
  readonly withoutMilliseconds: number;
  readonly withMilliseconds: number;
}

/** How a question that is made to be hard was decided. */
export interface AdversarialCost {
  readonly name: string;
  readonly expected: Verdict['verdict'];
  readonly verdict: Verdict['verdict'];
  readonly cpuMilliseconds: number;
  /** What the heap grew by until the proof ended, before that is collected. */
  readonly heapMegabytes: number;
}

/** What a proof asks. */
interface Question {
  readonly policies: Policies;
  readonly forbidden: readonly ForbiddenRequests[];
  readonly known: Context;
}

const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';
const PREFIX = 'invoices/';

/**
 * Times the proofs of the role of examples/invoice-exporter: by the engine those of the entries of this bench, each on
 * patterns that are read anew, as at synth; and as a whole those of the example's own.
 */
export function measureRole(warmUps: number, rounds: number): RoleCost {
  const { workload } = withPodIdentity();
  const engine = () => {
    const { policies, forbidden, known } = readQuestion(workload);
    return timed(() => forbidden.forEach((each) => prove(policies, each, known))).milliseconds / forbidden.length;
  };
  const engineMilliseconds = medianOf(engine, warmUps, rounds);

  const proofs = workload.proveMustNot();
  const whole = () => timed(() => workload.proveMustNot()).milliseconds / proofs.length;
  return {
    proofs: proofs.length,
    engineMilliseconds,
    wholeMilliseconds: medianOf(whole, warmUps, rounds),
    notProved: proofs.filter(({ verdict }) => verdict !== ProofVerdict.PROVED),
  };
}

/** Times synth with and without proofs in turn, so that what else the machine does meets both alike. */
export function measureSynth(workloads: number, rounds: number): SynthCost {
  const synthesize = (withProofs: boolean) => {
    collectGarbage();
    const { milliseconds, result: remove } = timed(() => synthesizeExporters(workloads, withProofs));
    remove();
    return milliseconds;
  };
  [false, true].forEach(synthesize);
  const pairs = Array.from({ length: rounds }, () => [synthesize(false), synthesize(true)]);
  return {
    workloads,
    proofs: workloads * MUST_NOT_COUNT,
    withoutMilliseconds: median(pairs.map(([without]) => without)),
    withMilliseconds: median(pairs.map(([, including]) => including)),
  };
}

/** Times the questions that are made to be hard, each once: what is slow here is slow without a warm-up as well. */
export function measureAdversarial(): AdversarialCost[] {
  return ADVERSARIAL_CASES.map(proveAdversarial);
}

function proveAdversarial({ name, expected, read }: AdversarialCase): AdversarialCost {
  const { policies, forbidden } = read();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const { cpuMilliseconds, result: { verdict } } = timed(() => prove(policies, forbidden, () => 'unknown'));
  return { name, expected, verdict, cpuMilliseconds, heapMegabytes: (process.memoryUsage().heapUsed - before) / 1_000_000 };
}

function readQuestion(workload: Workload): Question {
  const role = workload.role.node.defaultChild as CfnResource;
  const stacks = new SynthesizedStacks(Stage.of(workload)!);
  const placed = stacks.place(role);
  const { template, resource } = placed;
  return {
    policies: stacks.policies.policiesOf(placed),
    forbidden: mustNot(BUCKET_ARN, PREFIX).map((each) => each._requests(template, (value) => role.stack.resolve(value))),
    known: principalTags(template, resource.Properties?.Tags ?? [], {}),
  };
}

function medianOf(measurement: () => number, warmUps: number, rounds: number): number {
  Array.from({ length: warmUps }, measurement);
  collectGarbage();
  return median(Array.from({ length: rounds }, measurement));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import newAppFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Approach, APPROACHES, declaration } from './approaches';
import { BenchStack } from './bench-stack';
import { mustNot } from './exporters';
import { collectYoungGarbage, median, timed } from './timing';
import { IdentityMechanism, IrsaWorkload, PodIdentityWorkload, WorkloadProps } from '../src';

/** What each further workload costs by one approach. */
export interface SynthSlope {
  readonly approach: Approach;
  /** The processors' time of construction and synth, the median of the rounds. */
  readonly milliseconds: number;
  /** The median of the rounds' ratios to the code by hand of the same mechanism. */
  readonly ratio: number;
}

/** The CDK takes a trace of each resource unless it is told not to, and what that takes depends on how deep the caller is. */
const WITHOUT_STACK_TRACES = { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true };

/** Workloads of the one stack: of no approach so many that it has over 500 resources. */
const WORKLOADS = 100;

/** This library with five entries of `mustNot`. */
export const WITH_PROOFS: Approach[] = [
  {
    name: 'this library, `PodIdentityWorkload`, 5 `mustNot`',
    mechanism: IdentityMechanism.POD_IDENTITY,
    kind: 'library',
    define: (stack, id, name, prefix) => new PodIdentityWorkload(stack, id, proved(stack, name, prefix)),
  },
  {
    name: 'this library, `IrsaWorkload`, 5 `mustNot`',
    mechanism: IdentityMechanism.IRSA,
    kind: 'library',
    define: (stack, id, name, prefix) => new IrsaWorkload(stack, id, proved(stack, name, prefix)),
  },
];

/** What is compared: the code by hand, this library with and without proofs, and the service accounts of aws-eks. */
export const SYNTH_APPROACHES: Approach[] = Object.values(IdentityMechanism).flatMap((mechanism) => [
  ...APPROACHES.filter(({ kind }) => kind === 'by hand'),
  ...APPROACHES.filter(({ kind }) => kind === 'library'),
  ...WITH_PROOFS,
  ...APPROACHES.filter(({ name }) => name.startsWith('`addServiceAccount` of aws-eks,')),
].filter((approach) => approach.mechanism === mechanism));

/**
 * Times each approach in every round, so that what else the machine does meets all alike; each round begins with another
 * one, so that none always follows the same. What the stack takes that has no workload is taken away.
 *
 * @param warmUps rounds until Node.js has compiled what runs often; no garbage but the latest is collected between apps,
 * since with all of it compiled code goes too, and each app would be one of compiling
 */
export function measureSlopes(warmUps: number, rounds: number): SynthSlope[] {
  const measured = Array.from({ length: warmUps + rounds }, (_, number) => round(number)).slice(warmUps);
  return SYNTH_APPROACHES.map((approach, index) => {
    const byHand = SYNTH_APPROACHES.findIndex(({ kind, mechanism }) => kind === 'by hand' && mechanism === approach.mechanism);
    return {
      approach,
      milliseconds: median(measured.map((slopes) => slopes[index])),
      ratio: median(measured.map((slopes) => slopes[index] / slopes[byHand])),
    };
  });
}

/** What each further workload takes by each approach. */
function round(number: number): number[] {
  const empty = synthesize(() => undefined);
  const slopes: number[] = [];
  for (let turn = 0; turn < SYNTH_APPROACHES.length; turn += 1) {
    const index = (number + turn) % SYNTH_APPROACHES.length;
    slopes[index] = (synthesize((stack) => defineAll(SYNTH_APPROACHES[index], stack)) - empty) / WORKLOADS;
  }
  return slopes;
}

function defineAll({ define }: Approach, stack: BenchStack): void {
  for (let number = 1; number <= WORKLOADS; number += 1) {
    define(stack, `Exporter${number}`, `invoice-exporter-${number}`, `invoices-${number}/`);
  }
}

/** The processors' milliseconds to construct and synthesize a stack. */
function synthesize(fill: (stack: BenchStack) => void): number {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  collectYoungGarbage();
  try {
    return timed(() => {
      const app = new App({ outdir, context: { ...newAppFlags, ...WITHOUT_STACK_TRACES }, analyticsReporting: false });
      fill(new BenchStack(app));
      app.synth();
    }).cpuMilliseconds;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The need with five entries of `mustNot`; strict, so that synth fails unless all of them are proved. */
function proved(stack: BenchStack, name: string, prefix: string): WorkloadProps {
  return { ...declaration(stack, name, prefix), mustNot: mustNot(stack.bucket.bucketArn, prefix), strict: true };
}

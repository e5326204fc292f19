import { markdownTable } from './markdown';
import { ScaleApproach } from './scale-approaches';
import { median } from './timing';

/** What one app took. */
export interface ScaleRun {
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
  readonly resources: number;
  readonly lambdas: number;
  readonly bytes: number;
}

/** The rounds of all approaches at one size; `empty` has the same stacks and no workload. */
export interface ScaleRounds {
  readonly workloads: number;
  readonly empty: readonly ScaleRun[];
  readonly approaches: readonly { readonly approach: ScaleApproach; readonly runs: readonly ScaleRun[] }[];
}

/** What each workload adds at one size, and as a ratio to the code by hand of the same mechanism in the same round. */
export function scaleTable({ workloads, empty, approaches }: ScaleRounds): string {
  const eachOf = (runs: readonly ScaleRun[], of: (run: ScaleRun) => number) => runs.map((run, round) => (of(run) - of(empty[round])) / workloads);
  return markdownTable(['approach', 'each workload', 'ratio to by hand', 'resources', 'Lambdas', 'bytes', 'ratio to by hand', 'memory at most'], approaches.map(({ approach, runs }) => {
    const byHand = approaches.find((other) => other.approach.kind === 'by hand' && other.approach.mechanism === approach.mechanism)!.runs;
    const ratio = (of: (run: ScaleRun) => number) => {
      const floor = eachOf(byHand, of);
      return median(eachOf(runs, of).map((each, round) => each / floor[round])).toFixed(2);
    };
    const each = (of: (run: ScaleRun) => number) => median(eachOf(runs, of));
    return [
      approach.name, `${each((run) => run.cpuMilliseconds).toFixed(2)} ms`, ratio((run) => run.cpuMilliseconds), each((run) => run.resources).toFixed(1),
      `${median(runs.map(({ lambdas }) => lambdas))}`, `${Math.round(each((run) => run.bytes))}`, ratio((run) => run.bytes), `${Math.round(median(runs.map(({ peakMegabytes }) => peakMegabytes)))} MB`,
    ];
  }), 1);
}

import { markdownTable } from './markdown';

/** What a fleet of some size took; times are milliseconds of the processors. */
export interface FleetRun {
  readonly workloads: number;
  readonly stacks: number;
  readonly load: number;
  readonly construct: number;
  readonly synth: number;
  readonly peakMegabytes: number;
}

/** What each size took, and by which power of the size it grew from the size before: 1 is linear. */
export function fleetTable(runs: readonly FleetRun[]): string {
  return markdownTable(['workloads', 'stacks', 'load', 'construct', 'synth', 'together', 'each workload', 'growth exponent', 'memory at most'], runs.map((run, index) => {
    const total = totalOf(run);
    const part = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s (${Math.round(100 * milliseconds / total)} %)`;
    return [
      String(run.workloads), String(run.stacks), part(run.load), part(run.construct), part(run.synth), `${(total / 1_000).toFixed(1)} s`, `${(total / run.workloads).toFixed(1)} ms`,
      index === 0 ? '' : exponent(runs[index - 1], run).toFixed(2), `${Math.round(run.peakMegabytes)} MB`,
    ];
  }), 0);
}

function totalOf({ load, construct, synth }: FleetRun): number {
  return load + construct + synth;
}

function exponent(before: FleetRun, after: FleetRun): number {
  return Math.log(totalOf(after) / totalOf(before)) / Math.log(after.workloads / before.workloads);
}

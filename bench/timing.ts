import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long a call took, and what it gave back. */
export interface Timed<T> {
  readonly milliseconds: number;
  /** The processors' time: unlike the time on the clock, the same when others use the machine. */
  readonly cpuMilliseconds: number;
  readonly result: T;
}

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** Collects garbage, so that none of what was before counts for what comes: no flag of Node is needed for it. */
export function collectGarbage(): void {
  gc();
}

/** Collects what was made of late alone, so that none of it counts for what comes, and compiled code stays. */
export function collectYoungGarbage(): void {
  gc({ type: 'minor' });
}

/** Times a call. */
export function timed<T>(call: () => T): Timed<T> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = call();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds, cpuMilliseconds: (user + system) / 1_000, result };
}

/** The value in the middle, which one slow round doesn't move. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
}

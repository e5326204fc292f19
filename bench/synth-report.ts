import { markdownTable } from './markdown';
import { SynthSlope } from './synth-cost';

/** What a workload of this library may take, proofs included, as a multiple of the code by hand. */
const BUDGET = 1.25;

/** What each further workload takes, as a Markdown table. */
export function synthTable(slopes: readonly SynthSlope[]): string {
  return markdownTable(['each further workload', 'processor time', 'ratio to by hand', `budget of ${BUDGET}`], slopes.map(({ approach, milliseconds, ratio }) =>
    [approach.name, `${milliseconds.toFixed(2)} ms`, ratio.toFixed(2), approach.kind !== 'library' ? '' : ratio <= BUDGET ? 'kept' : 'not kept']), 1);
}

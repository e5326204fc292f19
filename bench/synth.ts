/**
 * Measures what each further workload adds to the time of construction and synth, side by side for the same need as
 * in bench/footprint.ts, each workload with a prefix of its own.
 *
 *     npx ts-node --transpile-only -P bench/tsconfig.json bench/synth.ts
 *
 * It compares the same resources written by hand with L1s, this library with no and with five entries of `mustNot`, and
 * `cluster.addServiceAccount` of aws-eks with the grants of the L2s. All take turns in one process, each with a hundred
 * workloads in a fresh app without stack traces; what the app takes without any is taken away. Times are the
 * processors', which others on the machine change least, and medians of rounds once Node.js has compiled what they run:
 * what that takes is no further workload's. It is in the times of bench/scale.ts, whose apps have a process of their own.
 *
 * It fails if the code by hand is not the same as what this library defines, or if an entry is not proved. That this
 * library takes longer than its budget is told alone.
 */
import { assertSameByHand } from './budgets';
import { measure } from './measure';
import { measureSlopes, SYNTH_APPROACHES } from './synth-cost';
import { synthTable } from './synth-report';

assertSameByHand(SYNTH_APPROACHES.filter(({ kind }) => kind !== 'addServiceAccount').map(measure));
console.log(synthTable(measureSlopes(16, 16)));

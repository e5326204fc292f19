/**
 * Measures what the proofs of `mustNot` take.
 *
 *     npx ts-node --transpile-only -P bench/tsconfig.json bench/proofs.ts
 *
 * - On the role of examples/invoice-exporter: the time of one proof, by the engine alone and with all that reads the
 *   templates.
 * - On an app of a thousand workloads in ten stacks, each with five entries of `mustNot`: the time of synth with and
 *   without these, construction included, in one process in turn, without stack traces, each in a fresh app.
 * - On questions that are made to be hard: verdict, time and memory. Where a search gives up at its limit, UNKNOWN is
 *   what it should say.
 *
 * It fails if a proof on the role takes over a millisecond, or if a hard question takes over two seconds of the
 * processors or is not decided as it should be. Times are medians of rounds after a warm-up; a hard question is asked once.
 */
import { measureAdversarial, measureRole, measureSynth } from './proof-cost';
import { adversarialReport, brokenProofBudgets, roleReport, synthReport } from './proof-report';

const role = measureRole(100, 200);
const adversarial = measureAdversarial(); // before the heap is full of apps, which would slow the collection of garbage
console.log(`${roleReport(role)}\n\n${synthReport(measureSynth(1_000, 5))}\n\n${adversarialReport(adversarial)}`);

const broken = brokenProofBudgets(role, adversarial);
if (broken.length > 0) {
  console.error(`\nOver budget, or not decided as it should be:\n${broken.map((problem) => `- ${problem}`).join('\n')}`);
  process.exitCode = 1;
}

import { markdownTable } from './markdown';
import { AdversarialCost, RoleCost, SynthCost } from './proof-cost';

/** What one proof on a typical role may take. */
const PROOF_MILLISECONDS = 1;

/** What a question that is made to be hard may take of the processors, on a slow machine as well. */
const ADVERSARIAL_MILLISECONDS = 5_000;

/** The proofs of one role, a line for the engine and one for the whole. */
export function roleReport({ proofs, engineMilliseconds, wholeMilliseconds }: RoleCost): string {
  const rate = (milliseconds: number) => [`${milliseconds.toFixed(3)} ms`, Math.round(1_000 / milliseconds).toLocaleString('en-US')];
  return markdownTable(['the role of examples/invoice-exporter', 'median of one proof', 'proofs per second'], [
    ['the engine alone', ...rate(engineMilliseconds)],
    [`\`proveMustNot()\` of ${proofs} entries, reading the templates included`, ...rate(wholeMilliseconds)],
  ]);
}

/** An app with proofs beside the same app without. */
export function synthReport({ workloads, proofs, withoutMilliseconds, withMilliseconds }: SynthCost): string {
  const ofProofs = withMilliseconds - withoutMilliseconds;
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;
  return markdownTable(['construction and synth', 'median'], [
    [`${workloads.toLocaleString('en-US')} workloads without \`mustNot\``, seconds(withoutMilliseconds)],
    [`the same with ${proofs.toLocaleString('en-US')} proofs`, seconds(withMilliseconds)],
    ['ratio of with to without', `${(withMilliseconds / withoutMilliseconds).toFixed(2)} ×`],
    ['share of the proofs in the time with them', `${(100 * ofProofs / withMilliseconds).toFixed(0)} %`],
    ['each proof, all included', `${(ofProofs / proofs).toFixed(3)} ms`],
  ]);
}

/** The questions that are made to be hard. */
export function adversarialReport(costs: readonly AdversarialCost[]): string {
  return markdownTable(['made to be hard', 'verdict', 'processor time', 'heap growth, uncollected'], costs.map(({ name, verdict, cpuMilliseconds, heapMegabytes }) =>
    [name, verdict, `${cpuMilliseconds.toFixed(0)} ms`, `${heapMegabytes.toFixed(0)} MB`]));
}

/** What is over its budget or not decided as it should be, in words; empty if nothing is. */
export function brokenProofBudgets(role: RoleCost, adversarial: readonly AdversarialCost[]): string[] {
  const { engineMilliseconds, wholeMilliseconds, notProved } = role;
  const took = (milliseconds: number, budget: number) => `takes ${milliseconds.toFixed(2)} ms, over the budget of ${budget} ms`;
  return [
    ...notProved.map(({ explanation }) => `not proved: ${explanation}`),
    ...engineMilliseconds <= PROOF_MILLISECONDS ? [] : [`a proof by the engine ${took(engineMilliseconds, PROOF_MILLISECONDS)}`],
    ...wholeMilliseconds <= PROOF_MILLISECONDS ? [] : [`a proof of \`proveMustNot()\` ${took(wholeMilliseconds, PROOF_MILLISECONDS)}`],
    ...adversarial.filter(({ verdict, expected }) => verdict !== expected).map(({ name, verdict, expected }) => `${name}: ${verdict}, not ${expected}`),
    ...adversarial.filter(({ cpuMilliseconds }) => cpuMilliseconds > ADVERSARIAL_MILLISECONDS)
      .map(({ name, cpuMilliseconds }) => `${name}: ${took(cpuMilliseconds, ADVERSARIAL_MILLISECONDS)}`),
  ];
}

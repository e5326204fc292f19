/**
 * Measures what each workload adds to construction and synth in apps of 60 to 10,000 workloads, side by side for the
 * same need as in bench/footprint.ts: by hand with L1s, this library without and with five entries of `mustNot` and with
 * guardrails, a role and grants of the L2s, and `cluster.addServiceAccount` of both EKS modules.
 *
 *     npx projen bench:scale                  # five rounds, which take about an hour
 *     npx projen bench:scale -- 3 60 600      # three rounds of two sizes
 *
 * Each app has a process of its own, and approaches take turns. Times are the processors', medians of the rounds, and what
 * the same stacks take without workloads is taken away.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { SCALE_APPROACHES } from './scale-approaches';
import { ScaleRun, scaleTable } from './scale-report';

const [rounds = 5, ...sizes] = process.argv.slice(2).filter((argument) => argument !== '--').map(Number);

function run(approach: number, workloads: number): ScaleRun {
  const script = ['-r', 'ts-node/register/transpile-only', join(__dirname, 'scale-run.ts'), String(approach), String(workloads)];
  return JSON.parse(execFileSync(process.execPath, script, { encoding: 'utf8', stdio: 'pipe', env: { ...process.env, TS_NODE_PROJECT: join(__dirname, 'tsconfig.json') } }));
}

// The first process of all reads the modules from the disk.
run(-1, 1);
for (const workloads of sizes.length > 0 ? sizes : [60, 600, 3_000, 10_000]) {
  const measured = Array.from({ length: rounds }, () => [-1, ...SCALE_APPROACHES.keys()].map((approach) => run(approach, workloads)));
  console.log(`\n${workloads} workloads, ${rounds === 1 ? 'one round' : `${rounds} rounds`}:\n`);
  console.log(scaleTable({
    workloads,
    empty: measured.map(([empty]) => empty),
    approaches: SCALE_APPROACHES.map((approach, index) => ({ approach, runs: measured.map((round) => round[index + 1]) })),
  }));
}

/**
 * Measures what a fleet of 100, 1,000 and 10,000 workloads takes, each in a process of its own: the processors' time of
 * loading the claims, of construction and of synth with one proof for each workload, and the most memory.
 *
 *     npx projen bench:fleet
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { FleetRun, fleetTable } from './fleet-report';

const SIZES = [100, 1_000, 10_000];

function run(size: number): FleetRun {
  const output = execFileSync('npx', ['ts-node', '--transpile-only', '-P', 'bench/tsconfig.json', join(__dirname, 'fleet-run.ts'), String(size)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output);
}

console.log(fleetTable(SIZES.map(run)));

/**
 * Loads, constructs and synthesizes a fleet of as many workloads as the first argument says, and prints what each part
 * takes as JSON. It is started by bench/fleet.ts, in a process for each size.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import newAppFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { FleetRun } from './fleet-report';
import { timed } from './timing';
import { IdentityClaims, WorkloadFleet } from '../src';

/** The clusters over which the workloads are spread: EKS takes 5,000 associations for each. */
const CLUSTERS = 3;

/** Each has a file. */
const TEAMS = 100;

const WITHOUT_STACK_TRACES = { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true };

function claimOf(number: number): string {
  return `apiVersion: platform.mycompany.io/v1alpha1
kind: AwsWorkloadIdentityClaim
metadata: { name: service-${number}, namespace: team-${number % TEAMS} }
spec:
  environment: prod
  owner: team-${number % TEAMS}
  clusters: [cluster-${number % CLUSTERS}]
  permissions:
    s3:
      - { bucket: company-data, prefix: team-${number % TEAMS}/, access: [read, list] }
    sqs:
      - { queue: jobs-${number}, access: [consume] }
    secretsManager:
      - { secret: service-${number}, access: [read] }
  mustNot:
    - { actions: ['s3:*'], outside: ['arn:aws:s3:::company-data', 'arn:aws:s3:::company-data/team-${number % TEAMS}/*'] }
`;
}

const workloads = Number(process.argv[2]);
const directory = mkdtempSync(join(tmpdir(), 'fleet-'));
const claims = join(directory, 'claims');
mkdirSync(claims);
for (let team = 0; team < TEAMS; team += 1) {
  const own = Array.from({ length: workloads / TEAMS }, (_, index) => claimOf(team + TEAMS * index));
  writeFileSync(join(claims, `team-${team}.yaml`), own.join('---\n'));
}
const outdir = join(directory, 'cdk.out');
const app = new App({ outdir, context: { ...newAppFlags, ...WITHOUT_STACK_TRACES }, analyticsReporting: false });

const load = timed(() => IdentityClaims.fromDirectory(claims));
const construct = timed(() => new WorkloadFleet(app, 'Fleet', {
  claims: load.result,
  clusters: Array.from({ length: CLUSTERS }, (_, index) => ({ clusterName: `cluster-${index}`, account: `11112222333${index}`, region: 'eu-central-1', environment: 'prod' })),
}));
const synth = timed(() => app.synth());
rmSync(directory, { recursive: true });

const run: FleetRun = {
  workloads: construct.result.workloads.length,
  stacks: construct.result.stacks.length,
  load: load.cpuMilliseconds,
  construct: construct.cpuMilliseconds,
  synth: synth.cpuMilliseconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1_024,
};
process.stdout.write(JSON.stringify(run));

/**
 * Constructs and synthesizes one app, and prints what it took as JSON: the first argument is the number of an approach,
 * or -1 for none; the second the number of workloads. It is started by bench/scale.ts, in a process for each.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import newAppFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { defineApp, NOTHING, SCALE_APPROACHES } from './scale-approaches';
import { ScaleRun } from './scale-report';
import { timed } from './timing';

const WITHOUT_STACK_TRACES = { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true };

const [approach, workloads] = process.argv.slice(2).map(Number);
const outdir = mkdtempSync(join(tmpdir(), 'scale-'));
const { cpuMilliseconds } = timed(() => {
  const app = new App({ outdir, context: { ...newAppFlags, ...WITHOUT_STACK_TRACES }, analyticsReporting: false });
  defineApp(app, SCALE_APPROACHES[approach] ?? NOTHING, approach === -1 ? 0 : workloads, workloads);
  app.synth();
});
const peakMegabytes = process.resourceUsage().maxRSS / 1_024;

const texts = readdirSync(outdir).filter((file) => file.endsWith('.template.json')).map((file) => JSON.stringify(JSON.parse(readFileSync(join(outdir, file), 'utf8'))));
const types = texts.flatMap((text) => Object.values<{ Type: string }>(JSON.parse(text).Resources).map(({ Type }) => Type));
rmSync(outdir, { recursive: true });

const run: ScaleRun = {
  cpuMilliseconds,
  peakMegabytes,
  resources: types.length,
  lambdas: types.filter((type) => type === 'AWS::Lambda::Function').length,
  bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
};
process.stdout.write(JSON.stringify(run));

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { App as Charts } from 'cdk8s';
import { checkout } from '../../examples/checkout/app';
import { clusterPlatform } from '../../examples/cluster-platform/app';
import { crossAccount } from '../../examples/cross-account/app';
import { withIrsa, withPodIdentity } from '../../examples/invoice-exporter/app';
import { migration } from '../../examples/migration/app';
import { platform } from '../../examples/platform/app';
import { IdentityBaseline, IdentityInventory, IdentityReport, IdentityRunbooks, MigrationStage } from '../../src';

/*
 * All that the examples write, with all that the library can write of them. As a program it prints the digests, for a
 * process with an environment of its own.
 */

interface Written {
  readonly app: App;
  readonly charts?: Charts;
}

/** Writes an app with what the library writes of it. */
export function writeAll({ app, charts }: Written): void {
  if (app.node.tryFindChild('Inventory') === undefined) { new IdentityInventory(app, 'Inventory'); }
  if (app.node.tryFindChild('Runbooks') === undefined) { new IdentityRunbooks(app, 'Runbooks'); }
  if (app.node.tryFindChild('Report') === undefined) { new IdentityReport(app, 'Report'); }
  new IdentityBaseline(app, 'Baseline', { file: path.join(app.outdir, 'baseline.json') });
  app.synth();
  charts?.synth();
}

/** What is in all files of a directory, by their paths; the day on which a baseline is written aside. */
export function contentsOf(directory: string): Record<string, string> {
  const entries = fs.readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(entries.map(({ parentPath, name }) => path.join(parentPath, name)).sort().map((file) => [
    path.relative(directory, file),
    fs.readFileSync(file, 'utf8').split(directory).join('').replace(/("lastChanged": )"[\d-]{10}"/g, '$1"a day"'),
  ]));
}

/** Runs with a directory of its own, and an environment in which baselines are written. */
export function inDirectory<T>(run: (directory: string) => T): T {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bytes-'));
  process.env.UPDATE_IDENTITY_BASELINE = '1';
  try {
    return run(directory);
  } finally {
    delete process.env.UPDATE_IDENTITY_BASELINE;
    fs.rmSync(directory, { recursive: true });
  }
}

/** The digests of all files that the examples write. */
export function exampleBytes(): Record<string, string> {
  return inDirectory((directory) => {
    const written: Written[] = [
      withPodIdentity(directory), withIrsa(directory), checkout(directory), clusterPlatform(directory), crossAccount(directory),
      ...Object.values(MigrationStage).map((stage) => migration(stage, { outdir: directory })), platform(undefined, `${directory}/platform`),
    ];
    written.forEach(writeAll);
    return Object.fromEntries(Object.entries(contentsOf(directory)).map(([file, content]) => [file, createHash('sha256').update(content).digest('hex')]));
  });
}

if (require.main === module) { process.stdout.write(JSON.stringify(exampleBytes())); }

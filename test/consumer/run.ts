/**
 * Proves that the packed library works for those who install it.
 *
 * It packs the library as for the registry, looks into the tarball, and installs it into empty apps outside the
 * repository: once with the lowest peers that package.json allows (`floor`), once with the newest (`newest`). Each app
 * is type-checked, declarations of all packages included, synthesized, and tested by jest with a snapshot; the newest
 * is also synthesized by the `cdk` command line. Last, it follows docs/start.md in an empty folder. The files of the app are in `app/`, with `.txt` after their names so
 * that the repository's own compiler and jest leave them alone.
 *
 * It needs the npm registry, and no AWS account. It prints one line per check and exits with 1 if one failed.
 *
 *     npx projen consumer
 *
 * or
 *
 *     npx ts-node --transpile-only -P examples/tsconfig.json test/consumer/run.ts
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './checks';
import { ConsumerApp, floorPeers, newestPeers, Peers } from './consumer-app';
import { checkContent, packLibrary } from './tarball';
import { followTutorial } from './tutorial';

/** Checks one set of peers; what can't be installed is not looked at further. */
function checkApp(checks: Checks, set: string, app: ConsumerApp): void {
  const check = (name: string, body: () => string | void) => checks.check(`${set}: ${name}`, body);

  if (!check('installs beside its peers', () => app.install())) { return; }
  check('type-checks, strict and without skipLibCheck', () => app.typeCheck());
  if (check('synthesizes with node', () => app.synth())) {
    check('has 2 resources for Pod Identity, 1 more for IRSA, and no Lambda', () => app.checkTemplate());
    check('writes the ServiceAccounts', () => app.checkManifests());
  }
  if (app.hasCli) {
    check('synthesizes the same resources with the cdk command line', () => app.synthByCli());
  }
  if (check('passes its tests and writes a snapshot', () => app.testAnew())) {
    check('passes its tests against that snapshot', () => app.testAgain());
  }
}

function main(): void {
  const started = Date.now();
  const checks = new Checks();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cdk-eks-workload-identity-')));
  try {
    let tarball = '';
    const sets: Record<string, Peers> = {};
    checks.check('package: tells the lowest version of each peer', () => { Object.assign(sets, { floor: floorPeers(), newest: newestPeers() }); });
    if (checks.check('package: is packed', () => { tarball = packLibrary(folder); })) {
      checks.check('package: holds the library and nothing else', () => checkContent(tarball));
      for (const [set, peers] of Object.entries(sets)) {
        checkApp(checks, set, new ConsumerApp(join(folder, set), tarball, peers));
      }
      checks.check('tutorial: docs/start.md works to the letter in an empty folder', () => followTutorial(join(folder, 'start'), tarball));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`in ${Math.round((Date.now() - started) / 1000)} s`);
  checks.conclude();
}

main();

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { IdentityRunbooks, MigratingWorkload, MigrationStage } from '../../../src';
import { clusterFixture, IDENTITY, podIdentity, stackFixture } from '../../fixtures';

let directory: string;
beforeEach(() => { directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'runbooks-')), 'own'); });
afterEach(() => fs.rmSync(path.dirname(directory), { recursive: true }));

const files = () => (fs.readdirSync(directory, { recursive: true }) as string[]).filter((file) => file.endsWith('.md')).sort();

test('each identity has a page by its names', () => {
  const { app, stack } = stackFixture();
  new IdentityRunbooks(app, 'Runbooks', { directory });
  podIdentity(stack);
  app.synth();

  expect(files()).toEqual(['production/finance-prod/invoice-exporter.md']);
  expect(fs.readFileSync(path.join(directory, files()[0]), 'utf8')).toContain('# finance-prod/invoice-exporter of production\n');
});

test('a workload that migrates has the way back from its stage', () => {
  const { app, stack } = stackFixture();
  new IdentityRunbooks(app, 'Runbooks', { directory });
  new MigratingWorkload(stack, 'W', { cluster: clusterFixture(stack), ...IDENTITY, stage: MigrationStage.CUTOVER });
  app.synth();

  const page = fs.readFileSync(path.join(directory, files()[0]), 'utf8');
  expect(page).toContain('From stage cutover back to dual-trust: the association is deleted, and pods that start use IRSA.\n\n1. deploy the stack');
  expect(page).toContain('- Mechanism: pod-identity, stage cutover of its migration');
});

test('pages of one name, and names that are known at deploy time only, have files of their own', () => {
  const app = new App();
  new IdentityRunbooks(app, 'Runbooks', { directory });
  for (const name of ['Dev', 'Prod']) { podIdentity(new Stack(new Stage(app, name), 'Stack')); }
  const stack = new Stack(app, 'Stack');
  podIdentity(stack, { namespace: new CfnParameter(stack, 'Namespace').valueAsString });
  app.synth();

  expect(files()).toEqual([
    expect.stringMatching(/^production\/_any_Stack_Namespace_\/invoice-exporter-[0-9a-f]{8}\.md$/),
    ...Array(2).fill(expect.stringMatching(/^production\/finance-prod\/invoice-exporter-[0-9a-f]{8}\.md$/)),
  ]);
});

test('by default they are written into the cloud assembly; a directory of others stops synth', () => {
  const { app, stack } = stackFixture();
  new IdentityRunbooks(app, 'Runbooks');
  podIdentity(stack);
  expect(fs.existsSync(path.join(app.synth().directory, 'identity-runbooks/production/finance-prod/invoice-exporter.md'))).toBe(true);

  fs.mkdirSync(directory);
  fs.writeFileSync(path.join(directory, 'mine'), '');
  const other = stackFixture();
  new IdentityRunbooks(other.app, 'Runbooks', { directory });
  expect(() => other.app.synth()).toThrow('holds what was not written here: mine');
});

import * as fs from 'node:fs';
import { Stack, Stage } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { directoryOf, run } from './command';
import { IdentityInventory, S3Access } from '../../src';
import { baselineFile } from '../../src/governance/baseline/baseline-file';
import { CLUSTER_ARN, podIdentity, stackFixture } from '../fixtures';

const ID = `${CLUSTER_ARN}/finance-prod/invoice-exporter`;

/** The assembly of an app whose workload reads these prefixes, and the baseline of it. */
function synthesized(prefixes: readonly string[], withInventory = true): { assembly: string; baseline: string } {
  const directory = directoryOf();
  const assembly = `${directory}/cdk.out`;
  const { app, stack } = stackFixture({}, { outdir: assembly });
  if (withInventory) { new IdentityInventory(app, 'Inventory'); }
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company');
  podIdentity(stack, { access: prefixes.map((prefix) => S3Access.readPrefix(bucket, prefix)) });
  (Stage.of(stack) as Stage).synth();
  fs.writeFileSync(`${directory}/baseline.json`, baselineFile(IdentityInventory.identitiesIn(app), [], '2026-11-21'));
  return { assembly, baseline: `${directory}/baseline.json` };
}

test('an app that is as the baseline exits with 0', () => {
  const { assembly, baseline } = synthesized(['in/']);

  expect(run(['diff', baseline, assembly])).toEqual({ code: 0, out: 'No identity has changed.\n', err: '' });
});

test('what is wider is told with a request, and exits with 1', () => {
  const [before, after] = [synthesized(['in/']), synthesized(['in/', 'out/'])];

  expect(run(['diff', before.baseline, after.assembly])).toEqual({
    code: 1,
    err: '',
    out: `1 change, 1 of which widens.\n\n! Wider permission: ${ID}\n    may now do s3:GetObject on arn:aws:s3:::company/out/, which it could not\n`.replace('out/,', expectedKey(after, before)),
  });
});

/** The key of the witness, which is the prover's choice. */
function expectedKey(after: { assembly: string }, before: { baseline: string }): string {
  const { changes } = JSON.parse(run(['diff', before.baseline, after.assembly, '--json']).out);
  expect(changes[0].request.resource).toMatch(/^arn:aws:s3:::company\/out\//);
  return `${changes[0].request.resource.slice('arn:aws:s3:::company/'.length)},`;
}

test('what is narrower or gone exits with 0', () => {
  const [before, after] = [synthesized(['in/', 'out/']), synthesized(['in/'])];
  const { code, out } = run(['diff', before.baseline, after.assembly]);

  expect(out).toContain('1 change, 0 of which widen.\n\n  Narrower permission: ');
  expect(code).toBe(0);
});

test('several changes are counted', () => {
  const { assembly, baseline } = synthesized(['in/']);
  const file = `${assembly}/identity-inventory/inventory.json`;
  const { identities: [identity], ...rest } = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...rest, identities: ['a', 'b'].map((id) => ({ ...identity, id })) }));

  expect(run(['diff', baseline, assembly]).out).toContain('3 changes, 2 of which widen.\n');
});

test('an inventory is given by its file as well, and --json tells the changes', () => {
  const [before, after] = [synthesized(['in/']), synthesized(['in/', 'out/'])];
  const { code, out } = run(['diff', before.baseline, `${after.assembly}/identity-inventory/inventory.json`, '--json']);

  expect(JSON.parse(out)).toEqual({ version: 1, changes: [expect.objectContaining({ identity: ID, kind: 'wider-permission', widens: true })] });
  expect(code).toBe(1);
});

test('an assembly without an inventory is refused', () => {
  const { assembly, baseline } = synthesized(['in/'], false);

  expect(run(['diff', baseline, assembly])).toEqual({
    code: 2,
    out: '',
    err: `cdk-eks-workload-identity: ${assembly}: the cloud assembly has no inventory: add new IdentityInventory(app, 'Inventory') to the app `
      + 'and synthesize it anew, or give the inventory.json that it writes elsewhere\n',
  });
});

test.each([
  ['{', '{}', 'the file must be a baseline of version 1 as this library writes it'],
  ['{"version":1,"identities":[{}]}', '{}', 'the file must be a baseline of version 1'],
  ['{"version":1,"identities":[]}', '{', 'is not JSON'],
  ['{"version":1,"identities":[]}', 'null', 'must be an inventory of version 1 as IdentityInventory writes it'],
  ['{"version":1,"identities":[]}', '{"version":1,"identities":[null]}', 'must be an inventory of version 1'],
])('the baseline %s with the inventory %s is refused', (baseline, inventory, message) => {
  const directory = directoryOf({ 'baseline.json': baseline, 'inventory.json': inventory });
  const { code, err } = run(['diff', `${directory}/baseline.json`, `${directory}/inventory.json`]);

  expect(err).toContain(message);
  expect(code).toBe(2);
});

test('a directory that is no cloud assembly, and a baseline that is not there, are refused', () => {
  const directory = directoryOf({ 'baseline.json': '{"version":1,"identities":[]}' });

  expect(run(['diff', `${directory}/baseline.json`, directory]).err).toContain(`${directory}: this is no cloud assembly`);
  expect(run(['diff', `${directory}/none.json`, directory])).toEqual({ code: 2, out: '', err: `cdk-eks-workload-identity: there is no file or directory "${directory}/none.json"\n` });
});

test('the inventories of stages count', () => {
  const directory = directoryOf();
  const { app } = stackFixture({}, { outdir: `${directory}/cdk.out` });
  const stage = new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-central-1' } });
  podIdentity(new Stack(stage, 'Identities'));
  new IdentityInventory(stage, 'Inventory');
  app.synth();
  fs.writeFileSync(`${directory}/baseline.json`, baselineFile([], [], '2026-11-21'));

  expect(run(['diff', `${directory}/baseline.json`, `${directory}/cdk.out`]).out).toContain('! New identity: ');
});

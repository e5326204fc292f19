import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv-draft-04';
import { App, Stack, Stage } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityBaseline, IdentityBaselineProps, IdentityInventory, MigratingWorkload, MigrationStage, S3Access } from '../../../src';
import { clusterFixture, CLUSTER_ARN, errorOf, IDENTITY, irsa, podIdentity, stackFixture } from '../../fixtures';

const UPDATE = 'UPDATE_IDENTITY_BASELINE';
const ID = `${CLUSTER_ARN}/finance-prod/invoice-exporter`;

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'baseline-'));
  file = path.join(directory, 'baselines', 'identities.json');
});
afterEach(() => {
  delete process.env[UPDATE];
  fs.rmSync(directory, { recursive: true });
  jest.useRealTimers();
});

const bucketOf = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'company');
const changed = () => JSON.parse(fs.readFileSync(path.join(directory, 'changes', 'changes.json'), 'utf8')).changes;
const read = (name: string) => fs.readFileSync(path.join(directory, 'changes', name), 'utf8');

/** Synthesizes an app with a baseline. */
function synthesize(declare: (stack: Stack) => void, props: Partial<IdentityBaselineProps> = {}): Stack {
  const { app, stack } = stackFixture();
  new IdentityBaseline(app, 'Baseline', { file, directory: path.join(directory, 'changes'), ...props });
  declare(stack);
  app.synth();
  return stack;
}

/** Writes the baseline of what is declared. */
function accept(declare: (stack: Stack) => void, day = '2026-11-21'): void {
  process.env[UPDATE] = '1';
  jest.useFakeTimers({ now: new Date(`${day}T12:00:00Z`) });
  synthesize(declare);
  delete process.env[UPDATE];
}

const READER = (stack: Stack) => podIdentity(stack, { access: [S3Access.readPrefix(bucketOf(stack), 'invoices/')] });
const WRITER = (stack: Stack) => podIdentity(stack, { access: [S3Access.readPrefix(bucketOf(stack), 'invoices/'), S3Access.writePrefix(bucketAgain(stack), 'invoices/')] });
const bucketAgain = (stack: Stack) => stack.node.findChild('Bucket') as s3.IBucket;
const NOBODY = () => undefined;

test('without a file synth stops, and says how to write it', () => {
  expect(() => synthesize(READER)).toThrow(`there is no baseline yet: write it by ${UPDATE}=1 npx cdk synth, review it and commit it, got: ${JSON.stringify(file)} (InvalidBaseline)`);
  expect(fs.existsSync(file)).toBe(false);
});

test('an app that is as its baseline changes nothing, and its file stays as it is', () => {
  accept(READER);
  const before = fs.readFileSync(file, 'utf8');
  synthesize(READER);

  expect(changed()).toEqual([]);
  expect(read('changes.md')).toBe('# Changes of identities\n\nNo identity has changed.\n');
  expect(fs.readFileSync(file, 'utf8')).toBe(before);
});

test('a wider permission stops synth, and is written for a reviewer all the same', () => {
  accept(READER);
  const before = fs.readFileSync(file, 'utf8');

  expect(() => synthesize(WRITER)).toThrow(new RegExp(`Wider permission: ${ID}: may now do s3:(PutObject|AbortMultipartUpload) on arn:aws:s3:::company/invoices/.*, which it could not. `
    + `If that is meant, write .* anew by ${UPDATE}=1 npx cdk synth, and have its change reviewed \\(BaselineChanged\\)`));
  expect(changed()).toEqual([expect.objectContaining({ identity: ID, kind: 'wider-permission', widens: true, certain: true, request: expect.objectContaining({ context: {} }) })]);
  expect(read('changes.md')).toContain('1 change, of which 1 widens what workloads may do in AWS.');
  expect(read('changes.md')).toContain(`| **widens** | Wider permission | \`${ID}\` | may now do s3:`);
  expect(fs.readFileSync(file, 'utf8')).toBe(before);
});

test('an update takes the change, and dates what has changed alone', () => {
  const OTHER = (stack: Stack) => irsa(stack, { serviceAccountName: 'other' }, 'Other');
  accept((stack) => { READER(stack); OTHER(stack); }, '2026-01-01');
  accept((stack) => { WRITER(stack); OTHER(stack); }, '2026-02-02');

  const { identities } = JSON.parse(fs.readFileSync(file, 'utf8'));
  expect(identities.map((each: any) => [each.serviceAccount, each.lastChanged])).toEqual([['invoice-exporter', '2026-02-02'], ['other', '2026-01-01']]);
  expect(() => synthesize((stack) => { WRITER(stack); OTHER(stack); })).not.toThrow();
});

test('the inventory tells when an identity has changed', () => {
  accept(READER, '2026-03-03');
  const { app, stack } = stackFixture();
  new IdentityInventory(app, 'Inventory', { directory: path.join(directory, 'inventory'), baseline: file });
  READER(stack);
  irsa(stack, { serviceAccountName: 'other' }, 'Other');
  app.synth();

  expect(JSON.parse(fs.readFileSync(path.join(directory, 'inventory', 'inventory.json'), 'utf8')).identities.map((each: any) => each.lastChanged)).toEqual(['2026-03-03', undefined]);
  const without = stackFixture();
  new IdentityInventory(without.app, 'Inventory', { directory: path.join(directory, 'none'), baseline: path.join(directory, 'missing.json') });
  expect(() => without.app.synth()).not.toThrow();
});

test('a new identity stops synth', () => {
  accept(NOBODY);

  expect(() => synthesize(READER)).toThrow(`New identity: ${ID}: the identity of finance-platform is new, and becomes the role arn:aws:iam::`);
});

test('what narrows, who answers for it and what is gone are warnings to acknowledge', () => {
  accept((stack) => { WRITER(stack); irsa(stack, { serviceAccountName: 'gone' }, 'Gone'); });
  const stack = synthesize((each) => podIdentity(each, { owner: 'others', access: [S3Access.readPrefix(bucketOf(each), 'invoices/')] }));

  expect(changed().map(({ kind }: any) => kind)).toEqual(['narrower-permission', 'owner-changed', 'removed-identity']);
  expect(changed()[1].message).toBe('the owner was finance-platform, and is others');
  expect(stack.node.root.node.findChild('Baseline').node.metadata.map(({ data }) => data).join('\n')).toMatch(/Owner changed: .*: the owner was finance-platform, and is others/);
});

test('what is strict stops for every change', () => {
  accept(WRITER);

  expect(() => synthesize(READER, { strict: true })).toThrow('Narrower permission: ');
});

test('a change of mechanism, of stage and of role is told', () => {
  const migrating = (stage: MigrationStage, roleName: string) => (stack: Stack) => new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, stage, roleName });
  accept(migrating(MigrationStage.DUAL_TRUST, 'a'));
  synthesize(migrating(MigrationStage.CUTOVER, 'b'));

  expect(changed().map(({ kind, message }: any) => [kind, message])).toEqual([
    ['mechanism-changed', 'the mechanism was irsa, and is pod-identity'],
    ['stage-changed', 'the stage of the migration was dual-trust, and is cutover'],
    ['role-changed', expect.stringMatching(/^the role was .*role\/a, and is .*role\/b$/)],
  ]);
});

test('a trust that admits more stops synth', () => {
  const migrating = (stage: MigrationStage) => (stack: Stack) => new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, stage });
  accept(migrating(MigrationStage.IRSA));

  expect(() => synthesize(migrating(MigrationStage.DUAL_TRUST))).toThrow('Wider trust: ');
});

test.each([
  ['no JSON', '{', 'the file must be a baseline of version 1 as this library writes it'],
  ['another version', '{"version":2,"identities":[]}', 'the file must be a baseline of version 1'],
  ['no identities', '{"version":1,"identities":[{"id":"x"}]}', 'the file must be a baseline of version 1'],
  ['null', '{"version":1,"identities":[null]}', 'the file must be a baseline of version 1'],
])('a file that holds %s stops synth', (_, content, message) => {
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, content);

  expect(() => synthesize(READER)).toThrow(`the app can't be compared with its baseline: ${message}`);
});

test('a directory that holds other files stops synth', () => {
  fs.mkdirSync(path.join(directory, 'changes'));
  fs.writeFileSync(path.join(directory, 'changes', 'mine'), '');

  expect(() => synthesize(READER)).toThrow('holds what was not written here: mine');
});

test('the path of the file must be known', () => {
  expect(errorOf(() => new IdentityBaseline(new App(), 'Baseline', { file: '' }))).toMatchObject({
    code: 'InvalidBaseline', message: '[Baseline] file must be a path that is known at synth, got: "" (InvalidBaseline)',
  });
});

test('by default what has changed is written into the cloud assembly, also of stages', () => {
  accept((stack) => READER(stack));
  const app = new App();
  new IdentityBaseline(app, 'Baseline', { file });
  READER(new Stack(new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-central-1' } }), 'Stack'));

  expect(() => app.synth()).not.toThrow();
  expect(fs.readdirSync(path.join(app.outdir, 'identity-baseline')).sort()).toEqual(['.cdk-eks-workload-identity.json', 'changes.json', 'changes.md', 'changes.sarif']);
});

test('the SARIF is valid, and places each change at the file', () => {
  accept(NOBODY);
  expect(() => synthesize(READER, { file })).toThrow();
  const log = JSON.parse(read('changes.sarif'));
  const schema = JSON.parse(fs.readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, logger: false, unicodeRegExp: false }).compile(schema);

  expect(validate(log) ? [] : validate.errors).toEqual([]);
  expect(log.runs[0].results).toEqual([expect.objectContaining({ ruleId: 'new-identity', ruleIndex: 0, level: 'error' })]);
});

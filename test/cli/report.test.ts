import * as fs from 'node:fs';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { directoryOf, run } from './command';
import {
  Access, Forbidden, IdentityInventory, IdentityReport, IdentityRunbooks, MigratingWorkload, MigrationStage, RoleSharing, SharedRole, TargetRole,
} from '../../src';
import { ReportDocument } from '../../src/governance/report/report-data';
import { ACCOUNT, clusterFixture, IDENTITY, podIdentity, REGION, stackFixture } from '../fixtures';

const PATTERN = { access: [Access.fromStatements('wide', new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['arn:aws:s3:::company/*'] }))] };
const NARROW = { access: [Access.fromStatements('one', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::company/a'] }))] };

/** A synthesized app, and a directory for its report. */
function synthesized(declare: (app: App, stack: Stack) => void, { inventory = true, runbooks = true } = {}): { assembly: string; out: string } {
  const directory = directoryOf();
  const assembly = `${directory}/cdk.out`;
  const { app, stack } = stackFixture({}, { outdir: assembly });
  if (inventory) { new IdentityInventory(app, 'Inventory'); }
  if (runbooks) { new IdentityRunbooks(app, 'Runbooks'); }
  declare(app, stack);
  app.synth();
  return { assembly, out: `${directory}/out/report` };
}

const documentIn = (file: string): ReportDocument => JSON.parse(/id="data">([^<]*)</.exec(fs.readFileSync(file, 'utf8'))![1]);

/** What the report of an assembly shows. */
function reported({ assembly, out }: { assembly: string; out: string }): ReportDocument {
  run(['report', assembly, '--out', out]);
  return documentIn(`${out}/report.html`);
}

test('it writes the page and the diagrams into a directory of their own, and exits with 0 without a risk', () => {
  const { assembly, out } = synthesized((_, stack) => podIdentity(stack, NARROW));

  expect(run(['report', assembly, '--out', out])).toEqual({
    code: 0, err: '', out: `1 identity, 0 risks, 0 accepted.\nWritten: ${out}/report.html\nWritten: ${out}/report.md\n`,
  });
  expect(fs.readdirSync(out).sort()).toEqual(['.cdk-eks-workload-identity.json', 'report.html', 'report.md']);
});

test('it writes byte by byte what IdentityReport writes at synth', () => {
  const { assembly, out } = synthesized((app, stack) => {
    const cluster = clusterFixture(stack);
    const sharedRole = new SharedRole(stack, 'Shared', { owner: IDENTITY.owner, sharing: RoleSharing.SESSION_TAGS, ...PATTERN });
    const target = new TargetRole(new Stack(app, 'Other', { env: { account: '444455556666', region: REGION } }), 'Target', { roleName: 'target' });
    podIdentity(stack, { cluster, sharedRole, serviceAccountName: 'one' }, 'One');
    podIdentity(stack, { cluster, sharedRole, serviceAccountName: 'two' }, 'Two');
    podIdentity(stack, { cluster, target, serviceAccountName: 'behind', ...PATTERN }, 'Behind');
    podIdentity(stack, { cluster, serviceAccountName: 'proved', ...NARROW, mustNot: [Forbidden.actions('s3:Put*')] }, 'Proved');
    new MigratingWorkload(stack, 'Migrating', { cluster, ...IDENTITY, serviceAccountName: 'moves', stage: MigrationStage.CUTOVER });
    new IdentityReport(app, 'Report');
  });
  const bytesOf = (directory: string) => ['report.html', 'report.md'].map((file) => fs.readFileSync(`${directory}/${file}`, 'utf8'));
  run(['report', assembly, '--out', out]);

  expect(bytesOf(out)).toEqual(bytesOf(`${assembly}/identity-report`));
  expect(documentIn(`${out}/report.html`).identities.map(({ name, risks }) => [name, risks.length])).toEqual([['behind', 1], ['moves', 0], ['one', 1], ['proved', 0], ['two', 1]]);
});

test('what is found is a risk of those who have the role, also in stages and nested stacks, and exits with 1', () => {
  const shown = synthesized((app, stack) => {
    const cluster = clusterFixture(stack);
    const sharedRole = new SharedRole(new NestedStack(stack, 'Nested'), 'Shared', { owner: IDENTITY.owner, sharing: RoleSharing.SESSION_TAGS, ...PATTERN });
    podIdentity(stack, { cluster, sharedRole, serviceAccountName: 'nested' }, 'InNested');
    podIdentity(new Stack(new Stage(app, 'Prod', { env: { account: ACCOUNT, region: REGION } }), 'Stack'), PATTERN);
  });
  const { identities, elsewhere } = reported(shown);

  expect(identities.map(({ name, risks }) => [name, risks.map(({ text }) => text.split(':')[0])])).toEqual([
    ['invoice-exporter', [expect.stringMatching(/^Prod\/Stack\/Exporter\/Role/)]], ['nested', [expect.stringMatching(/^Stack\/Nested\/Shared\/Role/)]],
  ]);
  expect(elsewhere).toEqual([]);
  expect(run(['report', shown.assembly, '--out', shown.out]).code).toBe(1);
});

test('what is acknowledged is accepted with its reason, and no reason to exit with 1', () => {
  const shown = synthesized((_, stack) => {
    Validations.of(podIdentity(stack, PATTERN)).acknowledge({ id: 'cdk-eks-workload-identity::WildcardActions[s3:Get*]', reason: 'until the audit' });
  });

  expect(reported(shown).identities[0].risks).toEqual([expect.objectContaining({ kind: 'accepted', text: expect.stringMatching(/Accepted: until the audit$/) })]);
  expect(run(['report', shown.assembly, '--out', shown.out])).toMatchObject({ code: 0, out: expect.stringContaining('1 identity, 0 risks, 1 accepted.\n') });
});

test('proofs are shown as the inventory has them', () => {
  const shown = synthesized((_, stack) => podIdentity(stack, { ...NARROW, mustNot: [Forbidden.actions('s3:Put*')] }));

  expect(reported(shown).identities[0].proofs).toEqual([expect.objectContaining({ verdict: 'PROVED' })]);
});

test('--json tells the files, and the risks of each identity', () => {
  const { assembly, out } = synthesized((_, stack) => {
    podIdentity(stack, PATTERN);
    new iam.Role(stack, 'ByHand', { assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com')) });
  });
  const { code, out: json } = run(['report', assembly, '--out', `${out}.md`, '--json']);

  expect(JSON.parse(json)).toEqual({
    version: 1,
    files: [`${out}.md`],
    identities: [{ cluster: 'production', serviceAccount: 'finance-prod/invoice-exporter', owner: 'finance-platform', risks: [expect.objectContaining({ kind: 'finding' })] }],
    elsewhere: expect.arrayContaining([expect.objectContaining({ text: expect.stringContaining('Stack/ByHand/Resource: ') })]),
  });
  expect(code).toBe(1);
});

test.each([['html', '<!doctype html>\n'], ['md', '# Who reaches what\n']])('--out with a file *.%s writes that one alone, and again over itself', (ending, beginning) => {
  const { assembly, out } = synthesized((_, stack) => podIdentity(stack, NARROW));
  const file = `${out}/identities.${ending}`;
  const args = ['report', assembly, '--out', file];

  expect(run(args)).toEqual(run(args));
  expect(run(args)).toMatchObject({ code: 0, out: expect.stringContaining(`Written: ${file}\n`) });
  expect(fs.readdirSync(out)).toEqual([`identities.${ending}`]);
  expect(fs.readFileSync(file, 'utf8').startsWith(beginning)).toBe(true);
});

test.each([
  ['mine.html', '<!doctype html>\n<title>Mine</title>', 'mine.html', /mine\.html is there and is no report; nothing is written, so that nothing is lost: name another file, or move it away\n$/],
  ['mine.md', '# Notes\n', 'mine.md', /mine\.md is there and is no report/],
  ['dir/notes.txt', 'mine', 'dir', /dir holds what was not written here: notes\.txt; nothing is written, so that nothing is lost: name a directory of its own, or move these files away\n$/],
  ['mine', 'mine', 'mine', /mine is a file: --out takes a directory, or a file \*\.html or \*\.md\n$/],
  ['dir.html/notes.txt', 'mine', 'dir.html', /dir\.html is no file\n$/],
])('what others have put into %s is never replaced', (name, content, out, message) => {
  const { assembly } = synthesized((_, stack) => podIdentity(stack, NARROW));
  const directory = directoryOf({ [name]: content });

  expect(run(['report', assembly, '--out', `${directory}/${out}`])).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
  expect(fs.readFileSync(`${directory}/${name}`, 'utf8')).toBe(content);
  expect(fs.readdirSync(directory)).toHaveLength(1);
});

test('without --out it writes to identity-report, where it is started', () => {
  const { assembly } = synthesized((_, stack) => podIdentity(stack, NARROW));
  const before = process.cwd();
  process.chdir(directoryOf());
  try {
    expect(run(['report', assembly]).out).toContain('Written: identity-report/report.html\n');
    expect(fs.existsSync('identity-report/report.md')).toBe(true);
  } finally {
    process.chdir(before);
  }
});

describe('runbooks', () => {
  const runbookIn = ({ identities: [{ runbook }], lines }: ReportDocument) => runbook.map((line) => lines[line]).join('\n');

  test('are those that the assembly holds', () => {
    const shown = synthesized((_, stack) => new MigratingWorkload(stack, 'W', { cluster: clusterFixture(stack), ...IDENTITY, stage: MigrationStage.CUTOVER }));

    expect(runbookIn(reported(shown))).toContain('From stage cutover back to dual-trust');
  });

  test('that are not there are missed in a line', () => {
    const shown = synthesized((_, stack) => podIdentity(stack), { runbooks: false });

    expect(runbookIn(reported(shown))).toBe('No runbook is recorded: add `new IdentityRunbooks(app, \'Runbooks\')` to the app, and synthesize it anew.\n');
  });

  test('of stages are found, each for its own identity, where all have the same names', () => {
    const shown = synthesized((app) => {
      for (const name of ['Dev', 'Prod']) {
        const stage = new Stage(app, name);
        podIdentity(new Stack(stage, 'Stack'));
        new IdentityRunbooks(stage, 'Runbooks');
      }
    }, { runbooks: false });
    const { identities, lines } = reported(shown);

    expect(identities.map(({ runbook }) => runbook.map((line) => lines[line]).filter((line) => line.startsWith('- Declared at')))).toEqual([
      ['- Declared at: `Dev/Stack/Exporter`'], ['- Declared at: `Prod/Stack/Exporter`'],
    ]);
  });
});

test.each<[string, (assembly: string) => void, RegExp]>([
  ['has no inventory', (assembly) => fs.rmSync(`${assembly}/identity-inventory`, { recursive: true }), /the cloud assembly has no inventory: add new IdentityInventory\(app, 'Inventory'\) to the app/],
  ['has no manifest', (assembly) => fs.rmSync(`${assembly}/manifest.json`), /cdk\.out is no cloud assembly: give the directory that cdk synth writes, mostly cdk\.out\n$/],
  ['has an inventory by somebody else', (assembly) => fs.writeFileSync(`${assembly}/identity-inventory/inventory.json`, '{"version":1,"identities":[{}]}'),
    /inventory\.json must be an inventory of version 1 as IdentityInventory writes it\n$/],
])('an assembly that %s is refused, and nothing is written', (_, spoil, message) => {
  const { assembly, out } = synthesized((__, stack) => podIdentity(stack, NARROW));
  spoil(assembly);

  expect(run(['report', assembly, '--out', out])).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
  expect(fs.existsSync(out)).toBe(false);
});

test('a template that can\'t be checked is told, and exits with 2, though the report is written', () => {
  const { assembly, out } = synthesized((app, stack) => {
    podIdentity(stack, NARROW);
    new Stack(app, 'Broken');
  });
  fs.writeFileSync(`${assembly}/Broken.template.json`, '{"Resources":{"A":"b"}}');
  const { code, err } = run(['report', assembly, '--out', out]);

  expect(err).toContain('Broken.template.json is no CloudFormation template: the resource A must be an object with a Type');
  expect(code).toBe(2);
  expect(fs.existsSync(`${out}/report.html`)).toBe(true);
});

test('a template is no cloud assembly', () => {
  const { assembly } = synthesized((_, stack) => podIdentity(stack, NARROW));

  expect(run(['report', `${assembly}/Stack.template.json`]).err).toContain('Stack.template.json is no cloud assembly');
});

test('progress is shown on a terminal alone', () => {
  const { assembly, out } = synthesized((_, stack) => podIdentity(stack, NARROW));

  expect(run(['report', assembly, '--out', out], true).err).toMatch(/^\rreading the assembly\rrunning the checks *\rwriting the report *\r +\r$/);
  expect(run(['report', assembly, '--out', out]).err).toBe('');
});

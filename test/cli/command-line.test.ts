import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { directoryOf, run } from './command';
import { runCommand, VERBS } from '../../src/cli/command-line';
import { LOCKED } from '../guardrails/sources';
import { byHand, inline } from '../testing/peers';

const ROOT = path.join(__dirname, '../..');
const COMMAND = 'cdk-eks-workload-identity';

test('without a verb the verbs are shown, and it exits with 2', () => {
  const { code, err, out } = run([]);

  VERBS.forEach(({ name }) => expect(err).toContain(`  ${name} `));
  expect([code, out]).toEqual([2, '']);
});

test.each(['--help', '-h'])('%s shows the verbs, and exits with 0', (flag) => {
  expect(run([flag])).toEqual({ code: 0, out: run([]).err, err: '' });
});

test.each(VERBS.map((verb) => [verb.name, verb] as const))('%s --help tells its arguments, options and exit codes', (name, verb) => {
  const { code, out, err } = run([...name.split(' '), '--help']);

  expect(out).toContain(`Usage: ${COMMAND} ${name} ${verb.arguments}\n`);
  expect(out).toContain('  --json');
  expect(out).toContain(`Exit codes:\n  0  ${verb.exits[0]}\n  1  ${verb.exits[1]}\n  2  wrong usage, or an input that can't be read\n`);
  expect([code, err]).toEqual([0, '']);
});

test.each([
  [['audti'], 'there is no verb "audti"; allowed: audit, diff, can, claims validate, report; did you mean "audit"?'],
  [['x'.repeat(5000)], 'allowed: audit'],
  [['claims'], 'there is no verb "claims"; allowed: audit, diff, can, claims validate, report'],
  [['audit'], 'wrong arguments: use cdk-eks-workload-identity audit <cdk.out | template | manifest | directory>..., or see cdk-eks-workload-identity audit --help'],
  [['audit', '--jsn', '.'], 'Unknown option \'--jsn\''],
  [['diff', 'a'], 'wrong arguments'],
  [['diff', 'a', 'b', 'c'], 'wrong arguments'],
])('wrong usage is told: %#', (args, message) => {
  const { code, out, err } = run(args);

  expect(err).toContain(message);
  expect([code, out]).toEqual([2, '']);
});

const DEEP = '[';

test.each<[string, Record<string, string>, string]>([
  ['an empty directory', {}, 'there is no CloudFormation template and no Kubernetes manifest in'],
  ['a directory of other files', { 'a.txt': 'a', '.hidden/b.yaml': 'kind: A', 'c.json': '[1, "a", null]' }, 'there is no CloudFormation template'],
  ['broken JSON', { 'a.json': '{"Resources":' }, 'a.json is not JSON: '],
  ['broken YAML', { 'a.yaml': 'a: [' }, 'a.yaml can\'t be read: '],
  ['YAML that nests too deep', { 'a.yaml': DEEP.repeat(50_000) }, 'a.yaml can\'t be read: '],
  ['aliases that explode', { 'a.yaml': bomb() }, 'Excessive alias count'],
  ['an alias of itself', { 'a.yaml': 'a: &a [*a]' }, 'a.yaml can\'t be read: '],
  ['YAML of 10 MB', { 'a.yaml': `a: ${'x'.repeat(10_000_001)}` }, 'and 10000000 of YAML are read at most: split it'],
  ['bytes that are no UTF-8', { 'a.yaml': 'latin1' }, 'can\'t be read: The encoded data was not valid'],
  ['a broken assembly', { 'manifest.json': '{"version":"36.0.0","artifacts":{"S":{"type":"aws:cloudformation:stack"}}}' }, 'is no cloud assembly that can be read: '],
  ['resources that are a list', { 'a.json': '{"Resources":[1]}' }, 'there is no CloudFormation template'],
  ['a resource that is a text', { 'a.json': '{"Resources":{"A":"b"}}' }, 'a.json is no CloudFormation template: the resource A must be an object with a Type'],
  ['outputs that are a text', { 'a.json': '{"Resources":{},"Outputs":"b"}' }, 'Resources and Outputs must be objects'],
  ['an output that is a text', { 'a.json': '{"Resources":{},"Outputs":{"A":"b"}}' }, 'each output must be an object'],
])('%s is told in a line, without a stack trace', (_, files, message) => {
  const directory = directoryOf(files);
  if (files['a.yaml'] === 'latin1') { fs.writeFileSync(`${directory}/a.yaml`, Buffer.from([0x61, 0xff])); }
  const { code, err, out } = run(['audit', directory]);

  expect(err).toContain(message);
  expect(err).not.toMatch(/^ +at /m);
  expect([code, out]).toEqual([2, '']);
});

function bomb(): string {
  const lists = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index, all) => `${name}: &${name} [${Array(10).fill(index === 0 ? 'x' : `*${all[index - 1]}`).join(', ')}]`);
  return lists.join('\n');
}

test('a file that is too large or no file is refused unread', () => {
  const directory = directoryOf();
  fs.closeSync(fs.openSync(`${directory}/a.json`, 'w'));
  fs.truncateSync(`${directory}/a.json`, 50_000_001);

  expect(run(['audit', `${directory}/a.json`]).err).toContain('has 50000001 bytes, and 50000000 are read at most: split it');
  expect(run(['audit', '/dev/null']).err).toContain('/dev/null is no file');
  expect(run(['audit', `${directory}/${'x/'.repeat(3)}`]).err).toContain('there is no file or directory');
});

test('folders that nest too deep are refused', () => {
  const directory = directoryOf({ [`${'d/'.repeat(40)}a.yaml`]: 'kind: A' });

  expect(run(['audit', directory]).err).toContain('is nested deeper than 32 folders: give the one that is meant');
});

test('a directory of more files than an app has is refused', () => {
  const directory = directoryOf(Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`${index}.json`, ''])));

  expect(run(['audit', directory])).toEqual({ code: 2, out: '', err: `${COMMAND}: ${directory} has more than 20000 files: give the folder that is meant\n` });
});

test('what can be read is audited, and what can\'t be is told', () => {
  const directory = directoryOf({ 'a.json': JSON.stringify(byHand(LOCKED)), 'b.yaml': 'a: [', 'c.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: { a: b } }\nspec: 5' });
  const { code, err, out } = run(['audit', directory]);

  expect(out).toContain('1 identity\n\n  finance-prod/invoice-exporter  pod-identity in production\n');
  expect(err).toContain('b.yaml can\'t be read: ');
  expect(code).toBe(2);
});

test('an audit that finds nothing to mend exits with 0', () => {
  const tagged = byHand(LOCKED, { role: { ...inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::company/in/*' }), Tags: [{ Key: 'platform.identity/owner', Value: 'finance' }] } });
  const { code, out } = run(['audit', directoryOf({ 'a.json': JSON.stringify(tagged) })]);

  expect(out).toContain('\n0 findings\n');
  expect(code).toBe(0);
});

test('a template in YAML is read with its short functions, and a list of Kubernetes object by object', () => {
  const directory = directoryOf({
    'shop.yaml': `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: { Effect: Allow, Principal: { Service: pods.eks.amazonaws.com }, Action: [sts:AssumeRole, sts:TagSession] }
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: { ClusterName: production, Namespace: shop, ServiceAccount: web, RoleArn: !GetAtt Role.Arn }
`,
    'list.yaml': `apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ServiceAccount, metadata: { name: old, namespace: shop, annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/old' } } }
`,
  });
  const { identities } = JSON.parse(run(['audit', directory, '--json']).out);

  expect(identities.map(({ serviceAccount, role, roleArn }: any) => [serviceAccount, role ?? roleArn])).toEqual([
    ['shop/old', 'arn:aws:iam::111122223333:role/old'], ['shop/web', 'Role'],
  ]);
});

test('what a terminal would act on is left out of the output', () => {
  const hostile = byHand(LOCKED, { association: { Namespace: 'a\u001b[2Jb\u202ec' } });

  expect(run(['audit', directoryOf({ 'a.json': JSON.stringify(hostile) })]).out).toContain('a[2Jbc/invoice-exporter');
});

test('progress is shown on a terminal alone, and goes in the end', () => {
  const directory = directoryOf({ 'a.json': JSON.stringify(byHand(LOCKED)) });

  expect(run(['audit', directory]).err).toBe('');
  expect(run(['audit', directory], true).err).toMatch(/^\rreading 0 of 1 files\rlooking for identities.*\r +\r$/s);
});

test('an error of any kind is told by its message', () => {
  let err = '';
  const code = runCommand(['audit', directoryOf({ 'a.json': JSON.stringify(byHand(LOCKED)) })], {
    out: () => { throw new Error('the pipe is closed'); }, err: (text) => { err += text; }, isTerminal: false,
  });

  expect([code, err]).toEqual([2, `${COMMAND}: the pipe is closed\n`]);
});

test('the package has the command, which runs in a process of its own', () => {
  const { bin } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const source = path.join(ROOT, bin[COMMAND].replace(/^(\.\/)?lib/, 'src').replace(/js$/, 'ts'));
  const directory = directoryOf({ 'a.json': JSON.stringify(byHand(LOCKED)) });
  const start = (...args: string[]) => spawnSync(process.execPath, [
    require.resolve('ts-node/dist/bin.js'), '--transpile-only', '-P', path.join(ROOT, 'examples/tsconfig.json'), source, ...args,
  ], { encoding: 'utf8' });
  const { status, stdout, stderr } = start('audit', directory, '--json');

  expect(fs.readFileSync(source, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(JSON.parse(stdout).identities).toHaveLength(1);
  expect(stderr).toBe('');
  expect(status).toBe(1);
  expect(start('nothing').status).toBe(2);
});

describe('in its own process the command', () => {
  const { argv, stdout, stderr } = process;
  let [out, err] = ['', ''];
  let whenGone: () => void;

  beforeAll(() => {
    process.argv = [argv[0], 'main.js', 'nothing'];
    jest.spyOn(stdout, 'write').mockImplementation((text) => { out += text; return true; });
    jest.spyOn(stderr, 'write').mockImplementation((text) => { err += text; return true; });
    jest.spyOn(stdout, 'on').mockImplementation((_, listener) => { whenGone = listener as () => void; return stdout; });
    jest.isolateModules(() => { jest.requireActual('../../src/cli/main'); });
    process.argv = ['node', 'main.js', '--help'];
    jest.isolateModules(() => { jest.requireActual('../../src/cli/main'); });
    jest.restoreAllMocks();
  });
  afterAll(() => {
    process.argv = argv;
    process.exitCode = 0;
  });

  test('writes results and problems to where each belongs', () => {
    expect(err).toContain(`${COMMAND}: there is no verb "nothing"`);
    expect(out).toMatch(/^Usage: /);
  });

  test('ends quietly once whoever reads has read enough', () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    whenGone();

    expect(exit).toHaveBeenCalledWith();
    exit.mockRestore();
  });
});

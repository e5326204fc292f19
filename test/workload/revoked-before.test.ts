import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityAssertions, RoleSharing, S3Access, SharedRole, TargetRole } from '../../src';
import { ACCOUNT, errorOf, inlineStatements, irsa, podIdentity, stackFixture } from '../fixtures';

const TIME = '2026-11-21T12:00:00Z';
const DENIAL = { Sid: 'RevokedBefore', Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': TIME } } };

test.each([podIdentity, irsa])('sessions from before that time are denied everything', (declare) => {
  const { stack, template } = stackFixture();
  declare(stack, { revokedBefore: TIME });

  expect(inlineStatements(template())).toEqual([DENIAL]);
});

test('later sessions may do what they could', () => {
  const { stack } = stackFixture();
  podIdentity(stack, { revokedBefore: TIME, access: [S3Access.readPrefix(s3.Bucket.fromBucketName(stack, 'B', 'company'), 'a/')] });
  const exporter = IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter');

  exporter.can('s3:GetObject', 'arn:aws:s3:::company/a/x', { context: { 'aws:TokenIssueTime': '2026-11-21T12:00:01Z' } });
  exporter.cannot('s3:GetObject', 'arn:aws:s3:::company/a/x', { context: { 'aws:TokenIssueTime': '2026-11-21T11:59:59Z' } });
});

test('a target role bears it, since its sessions do what is done', () => {
  const { app, stack } = stackFixture();
  const other = new Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-central-1' } });
  podIdentity(stack, { revokedBefore: TIME, target: new TargetRole(other, 'Target') });

  expect(JSON.stringify(app.synth().getStackByName('Other').template)).toContain('RevokedBefore');
  expect(JSON.stringify(app.synth().getStackByName('Stack').template)).not.toContain('RevokedBefore');
});

test('a time that is known at deploy time is taken as it is', () => {
  const { stack, template } = stackFixture();
  podIdentity(stack, { revokedBefore: new CfnParameter(stack, 'Time').valueAsString });

  expect(inlineStatements(template())[0].Condition).toEqual({ DateLessThan: { 'aws:TokenIssueTime': { Ref: 'Time' } } });
});

test.each(['', 'now', '2026-11-21', '2026-11-21T12:00:00', '2026-11-21T12:00:00+01:00', '2026-02-30T12:00:00Z', '2026-13-01T12:00:00Z', '2026-11-21 12:00:00Z'])('refuses %j', (time) => {
  expect(errorOf(() => podIdentity(stackFixture().stack, { revokedBefore: time }))).toMatchObject({
    code: 'InvalidRevocation',
    message: `[Stack/Exporter] revokedBefore must be a time of ISO 8601 in UTC such as "2026-11-21T12:00:00Z", got: ${JSON.stringify(time)} (InvalidRevocation)`,
  });
});

test('a role that takes no statement refuses it, with the statement to add by hand', () => {
  const { stack } = stackFixture();
  const role = iam.Role.fromRoleArn(stack, 'R', `arn:aws:iam::${ACCOUNT}:role/r`, { mutable: false });

  const { code, message } = errorOf(() => podIdentity(stack, { role, revokedBefore: TIME }));
  expect(code).toBe('ImmutableRole');
  expect(message).toContain(JSON.stringify(DENIAL));
});

test('a shared role refuses it, since it would revoke all of its workloads', () => {
  const { stack } = stackFixture();
  const sharedRole = new SharedRole(stack, 'Shared', { owner: 'platform', sharing: RoleSharing.SESSION_TAGS });

  expect(errorOf(() => podIdentity(stack, { sharedRole, revokedBefore: TIME }))).toMatchObject({
    code: 'InvalidRevocation', message: expect.stringContaining('revokedBefore would deny all workloads of the shared role: revoke the sessions of one by the commands of its runbook'),
  });
});

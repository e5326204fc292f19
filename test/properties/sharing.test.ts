import * as s3 from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { runs } from './policies';
import { Access, Forbidden, IdentityAssertions, PodIdentityWorkload, S3Access, SharedRole } from '../../src';
import { literal } from '../../src/policy/text';
import { podIdentityTags } from '../../src/trust/pod-identity-tags';
import { sharedTagTrust } from '../../src/trust/shared-trust';
import { Trust } from '../../src/trust/trust-policy';
import { JsonTemplate } from '../../src/workload/json-template';
import { clusterFixture, stackFixture } from '../fixtures';

const NAMES = ['tax', 'audit', 'books'];
const PREFIXES = ['a/', 'b/', 'c/'];
const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';

/** What a workload is given: prefixes to read, prefixes to write, and what it is denied. */
const given = fc.record({ read: fc.subarray(PREFIXES), write: fc.subarray(PREFIXES), denied: fc.subarray(PREFIXES, { maxLength: 1 }) });

test('a workload that shares a role by session policies has what it is given, and nothing of the others', () => {
  fc.assert(fc.property(fc.tuple(given, given, given), (all) => {
    const { stack } = stackFixture();
    const cluster = clusterFixture(stack);
    const sharedRole = new SharedRole(stack, 'Shared', { owner: 'finance-platform' });
    const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
    all.forEach(({ read, write, denied }, index) => {
      const reads = read.map((prefix) => S3Access.readPrefix(bucket, prefix));
      const access: Access[] = [...reads, ...write.map((prefix) => S3Access.writePrefix(bucket, prefix))];
      const mustNot = denied.map((prefix) => Forbidden.actions('s3:*').on(`${BUCKET_ARN}/${prefix}*`).enforced());
      new PodIdentityWorkload(stack, NAMES[index], { cluster, namespace: 'finance-prod', serviceAccountName: NAMES[index], owner: 'finance-platform', sharedRole, access, mustNot });
    });

    const identities = IdentityAssertions.fromStack(stack);
    all.forEach(({ read, write, denied }, index) => {
      const workload = identities.workload('finance-prod', NAMES[index]);
      for (const prefix of PREFIXES) {
        for (const [action, prefixes] of [['s3:GetObject', read], ['s3:PutObject', write]] as const) {
          const has = prefixes.includes(prefix) && !denied.includes(prefix);
          (has ? workload.can(action, `${BUCKET_ARN}/${prefix}1`) : workload.cannot(action, `${BUCKET_ARN}/${prefix}1`));
        }
      }
    });
  }), runs(15));
});

test('the trust of a role that is shared by session tags admits its workloads and nobody else', () => {
  const clusters = ['production', 'staging'].map((name) => `arn:aws:eks:eu-central-1:111122223333:cluster/${name}`);
  const everyone = clusters.flatMap((clusterArn) => ['finance', 'sales'].flatMap((namespace) => NAMES.map((serviceAccountName) => ({ clusterArn, namespace, serviceAccountName }))));

  fc.assert(fc.property(fc.shuffledSubarray(everyone, { minLength: 1 }), (members) => {
    const statements = sharedTagTrust(members, (value) => value);
    const template: JsonTemplate = new JsonTemplate({ name: '', json: {} }, () => [template]);
    const trust = new Trust(template, { version: '2012-10-17', statements: statements as any });

    for (const each of everyone) {
      const tags = Object.entries(podIdentityTags<unknown>({ ...each, clusterName: 'x' })).map(([key, value]) => [key, literal(typeof value === 'string' ? value : 'pod')]);
      expect(trust.admitsPod(Object.fromEntries(tags), {})).toBe(members.includes(each) ? 'yes' : 'no');
    }
    expect(sharedTagTrust([...members].reverse(), (value) => value)).toEqual(statements);
  }), runs(200));
});

import * as s3 from 'aws-cdk-lib/aws-s3';
import { arnOf, associationsOf, given, trustOf } from './several-clusters';
import { IdentityAssertions, PodIdentityTrust, PodIdentityWorkload, RoleSharing, S3Access, SharedRole } from '../../src';
import { errorOf, podIdentity, stackFixture } from '../fixtures';

const NAMESPACE = 'finance-prod';
const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';

/** Two workloads that share a role, one of them in two clusters. */
function shared(sharing: RoleSharing, access: (bucket: s3.IBucket) => Partial<ConstructorParameters<typeof PodIdentityWorkload>[2]>) {
  const { stack, template } = stackFixture();
  const [blue, green] = ['blue', 'green'].map((name) => given(stack, name));
  const sharedRole = new SharedRole(stack, 'Readers', { owner: 'finance-platform', sharing });
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
  podIdentity(stack, { serviceAccountName: 'tax', cluster: blue, additionalClusters: [green], sharedRole, ...access(bucket) }, 'tax');
  podIdentity(stack, { serviceAccountName: 'audit', cluster: blue, sharedRole }, 'audit');
  return { stack, template: template() };
}

describe('a workload in several clusters that shares a role', () => {
  test('has the same session policy in each, and the trust lists all of the clusters', () => {
    const { template } = shared(RoleSharing.SESSION_POLICIES, (bucket) => ({ access: [S3Access.readPrefix(bucket, 'tax/')] }));
    const ofTax = Object.values(associationsOf(template)).filter(({ ServiceAccount }) => ServiceAccount === 'tax');

    expect(ofTax.map(({ ClusterName }) => ClusterName).sort()).toEqual(['blue', 'green']);
    expect(ofTax[1].Policy).toBe(ofTax[0].Policy);
    expect(ofTax.every(({ DisableSessionTags }) => DisableSessionTags === true)).toBe(true);
    expect(trustOf(template)[0].Condition.ArnEquals['aws:SourceArn']).toEqual([arnOf('blue'), arnOf('green')]);
  });

  test('is admitted by session tags in exactly its clusters', () => {
    const { stack } = shared(RoleSharing.SESSION_TAGS, () => ({}));
    const of = (serviceAccountName: string, cluster: string) => ({ clusterArn: arnOf(cluster), namespace: NAMESPACE, serviceAccountName });
    const identities = IdentityAssertions.fromStack(stack);

    identities.workload(NAMESPACE, 'tax').assumableBy(of('tax', 'blue')).assumableBy(of('tax', 'green')).notAssumableBy(of('audit', 'green'));
    identities.workload(NAMESPACE, 'audit').assumableBy(of('audit', 'blue')).notAssumableBy(of('tax', 'red'));
  });

  test('takes no trust of its own', () => {
    expect(errorOf(() => shared(RoleSharing.SESSION_TAGS, () => ({ trust: PodIdentityTrust.locked() }))).message).toBe(
      '[Stack/tax] trust can\'t be given with sharedRole: a role that is defined already has its own, so leave one of them out, got: ["sharedRole","trust"] (ConflictingOptions)');
  });
});

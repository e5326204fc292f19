import { Duration, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ApiObject } from 'cdk8s';
import * as fc from 'fast-check';
import { Forbidden, IrsaWorkloadProps, MigratingWorkload, MigrationStage, PodIdentityWorkloadProps, S3Access, TargetRole, Workload, WorkloadCluster } from '../../src';
import { chartFixture, clusterFixture, IDENTITY, irsa, podIdentity, stackFixture } from '../fixtures';
import { deployment, written } from '../manifests/pods';

function annotationOf(workload: Workload): string {
  const object = deployment(chartFixture().chart);
  workload.bindPods(object);
  return written(object).spec.template.metadata.annotations['platform.identity/restarted-for'];
}

const ofPodIdentity = (props: Partial<PodIdentityWorkloadProps> = {}) => annotationOf(podIdentity(stackFixture().stack, props));
const ofIrsa = (props: Partial<IrsaWorkloadProps> = {}) => annotationOf(irsa(stackFixture().stack, props));

function ofStage(stage: MigrationStage, props: Partial<IrsaWorkloadProps> = {}): string {
  const { stack } = stackFixture();
  return annotationOf(new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, ...props, stage }));
}

test('it is the same in each synth, whatever the workload may do and bears', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/).filter((name) => name !== 'constructor');
  fc.assert(fc.property(fc.array(word), word, fc.dictionary(word, word), fc.boolean(), (prefixes, owner, tags, grants) => {
    const { stack } = stackFixture();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const workload = podIdentity(stack, { owner, tags, labels: tags, annotations: tags, description: owner, access: prefixes.map((prefix) => S3Access.readPrefix(bucket, `${prefix}/`)) });
    workload.addMustNot(Forbidden.actions('s3:DeleteObject'));
    if (grants) { bucket.grantWrite(workload); }

    expect(annotationOf(workload)).toBe(ofPodIdentity());
  }), { numRuns: 15 });
});

test('it differs for each role and each path of it', () => {
  const name = fc.stringMatching(/^[a-z]{1,20}$/);
  fc.assert(fc.property(name, name, (one, other) => {
    for (const of of [ofPodIdentity, ofIrsa]) {
      expect(of({ roleName: one }) === of({ roleName: other })).toBe(one === other);
      expect(of({ roleName: 'x', path: `/${one}/` }) === of({ roleName: 'x', path: `/${other}/` })).toBe(one === other);
    }
  }), { numRuns: 10 });
  expect(new Set([ofPodIdentity(), ofPodIdentity({ roleName: 'x' }), ofIrsa(), ofIrsa({ roleName: 'x' })]).size).toBe(4);
});

test('it differs for a role that is named in a stack without an environment', () => {
  const of = (roleName?: string) => {
    const stack = new Stack();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcIssuer: 'oidc.eks.eu-central-1.amazonaws.com/id/A' });
    const { chart } = chartFixture();
    const object = deployment(chart);
    irsa(stack, { cluster, roleName }).bindPods(object);
    return (object.toJson() as any).spec.template.metadata.annotations['platform.identity/restarted-for'];
  };

  expect(of()).toBe(of());
  expect(new Set([of(), of('x'), of('y')]).size).toBe(3);
});

test('on the way from IRSA it changes with the cutover alone', () => {
  const [first, dual, cutover, removed, last] = Object.values(MigrationStage).map((stage) => ofStage(stage));

  expect([first, dual]).toEqual([ofIrsa(), ofIrsa()]);
  expect([cutover, removed, last]).toEqual([ofPodIdentity(), ofPodIdentity(), ofPodIdentity()]);
  expect(first).not.toBe(last);
});

test('an annotation that EKS heeds with both mechanisms changes it where it goes', () => {
  const props = { tokenExpiration: Duration.hours(1) };

  expect(ofStage(MigrationStage.CUTOVER, props)).not.toBe(ofStage(MigrationStage.ANNOTATION_REMOVED, props));
  expect(ofIrsa(props)).not.toBe(ofIrsa());
  expect(ofIrsa({ stsRegionalEndpoints: false })).not.toBe(ofIrsa());
  expect(ofIrsa({ stsRegionalEndpoints: true, tokenExpiration: Duration.days(1) })).toBe(ofIrsa());
});

test('it differs for another cluster, without session tags, and for each target', () => {
  const { app, stack } = stackFixture();
  const other = new Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-central-1' } });
  const target = (name: string) => ofPodIdentity({ roleName: 'x', target: TargetRole.fromRoleArn(other, name, `arn:aws:iam::444455556666:role/${name}`) });

  expect(new Set([
    ofPodIdentity({ roleName: 'x' }),
    ofPodIdentity({ roleName: 'x', cluster: WorkloadCluster.fromAttributes(stack, 'Second', { clusterName: 'second' }) }),
    ofPodIdentity({ roleName: 'x', sessionTags: false }),
    target('one'),
    target('two'),
  ]).size).toBe(5);
});

test.each<[string, any]>([
  ['a Job, whose template can\'t be changed', { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: { containers: [{ name: 'app' }] } } } }],
  ['a Pod, which nothing makes anew', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'app' }] } }],
])('it isn\'t on %s', (_, props) => {
  const object = new ApiObject(chartFixture().chart, 'Object', props);
  podIdentity(stackFixture().stack).bindPods(object);

  expect(JSON.stringify(object.toJson())).not.toContain('restarted-for');
});

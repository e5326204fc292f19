import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cdk8s from 'cdk8s';
import { ConformanceJob, ConformanceJobProps, Forbidden, S3Access, SqsAccess, TargetRole, WorkloadCluster } from '../../src';
import { ACCOUNT, irsa, podIdentity, REGION, stackFixture } from '../fixtures';

const job = (workload: ConformanceJobProps['workload'], props: Partial<ConformanceJobProps> = {}) => {
  const chart = new cdk8s.Chart(new cdk8s.App(), 'chart');
  const made = new ConformanceJob(chart, 'Conformance', { workload, ...props });
  const written = () => JSON.parse(JSON.stringify(chart.toJson()[0]));
  return { made, written, pod: () => written().spec.template.spec };
};

const bucketOf = (stack: any) => s3.Bucket.fromBucketName(stack, 'Bucket', 'company');
const named = { roleName: 'exporter' };

test.each([['Pod Identity', podIdentity], ['IRSA', irsa]])('it runs as the ServiceAccount, once, and only as the workload\'s role, with %s', (_, workloadOf: any) => {
  const { stack } = stackFixture();
  const { written, pod } = job(workloadOf(stack, { ...named, access: [S3Access.listPrefix(bucketOf(stack), 'invoices/')] }));

  expect(written()).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', metadata: { namespace: 'finance-prod' }, spec: { backoffLimit: 0 } });
  expect(pod()).toMatchObject({ serviceAccountName: 'invoice-exporter', restartPolicy: 'Never' });
  expect(pod().initContainers).toEqual([expect.objectContaining({ name: 'wait-for-identity' })]);
  expect(pod().containers[0].env).toEqual(expect.arrayContaining([{ name: 'AWS_EC2_METADATA_DISABLED', value: 'true' }, { name: 'AWS_REGION', value: 'eu-central-1' }]));
  expect(pod().containers[0].args).toEqual(['allowed', 's3:ListBucket', 'arn:aws:s3:::company', '9',
    's3api', 'list-objects-v2', '--bucket', 'company', '--max-keys', '1', '--no-paginate', '--prefix', 'invoices/']);
});

test('it asks for what is given and forbidden later, too, and tells what it doesn\'t ask', () => {
  const { stack } = stackFixture();
  const workload = podIdentity(stack, named);
  const { made, pod } = job(workload);
  workload.addAccess(S3Access.writePrefix(bucketOf(stack), 'invoices/'));
  workload.addMustNot(Forbidden.actions('s3:ListBucket'), Forbidden.actions('s3:DeleteObject*'));

  expect(pod().containers[0].args.slice(0, 3)).toEqual(['denied', 's3:ListBucket', 'arn:aws:s3:::company']);
  expect(made.notAsked).toEqual(['s3:AbortMultipartUpload', 's3:PutObject', 'not s3:DeleteObject*']);
});

test('it has AWS\'s own image unless another is given, and the annotations that are given', () => {
  const { stack } = stackFixture();
  const images = ({ containers, initContainers }: any) => [...containers, ...initContainers].map(({ image }) => image);
  const workload = podIdentity(stack, named);
  const { written, pod } = job(workload, { image: 'registry.example.com/aws-cli:2', annotations: { 'argocd.argoproj.io/hook': 'PostSync' } });

  expect(images(pod())).toEqual(['registry.example.com/aws-cli:2', 'registry.example.com/aws-cli:2']);
  expect(written().metadata.annotations).toEqual({ 'argocd.argoproj.io/hook': 'PostSync' });
  expect(images(job(workload).pod())).toEqual(Array(2).fill('public.ecr.aws/aws-cli/aws-cli:2.34.0'));
  expect(() => job(workload, { annotations: { '<<': 'a' } })).toThrow('a key of annotations must be a Kubernetes metadata key');
  expect(() => job(workload, { annotations: { [Aws.REGION]: 'a' } })).toThrow('(InvalidAnnotation)');
  expect(() => job(workload, { image: 'a b' })).toThrow('waitImage must be the reference of an image, as REPOSITORY:TAG or REPOSITORY@DIGEST, got: "a b" (InvalidImage)');
});

test('what is known at deploy time only resolves in a stack, and never reaches a file', () => {
  const { stack } = stackFixture();
  const cluster = new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_33, kubectlProviderOptions: undefined });
  const workload = podIdentity(stack, { ...named, cluster, access: [SqsAccess.consume(new sqs.Queue(stack, 'Queue'))] });
  const chart = new cdk8s.Chart(new cdk8s.App(), 'chart');
  new ConformanceJob(chart, 'Conformance', { workload });

  expect(() => cdk8s.Testing.synth(chart) && JSON.stringify(chart.toJson())).toThrow('is known when the stack is deployed, so it can\'t be written to a file');
  expect(JSON.stringify(stack.resolve(chart.toJson()))).toContain('"Fn::GetAtt":["Queue');
  Template.fromStack(stack);
});

test('in clusters of several regions there is one for each, which asks in the region of its cluster', () => {
  const app = new App();
  const [central, west] = [['Central', REGION], ['West', 'eu-west-1']].map(([id, region]) => new Stack(app, id, { env: { account: ACCOUNT, region } }));
  const [cluster, far] = [central, west].map((stack) => WorkloadCluster.fromAttributes(stack, 'Named', { clusterName: 'platform' }));
  const workload = podIdentity(central, { ...named, cluster, additionalClusters: [far] });

  expect(job(workload, { cluster: far }).pod().containers[0].env).toEqual(expect.arrayContaining([{ name: 'AWS_REGION', value: 'eu-west-1' }]));
  expect(() => job(workload)).toThrow('(UnknownCluster)');
});

test('it asks nothing of a workload whose target role is made elsewhere, since nothing is declared of that', () => {
  const { stack } = stackFixture();
  const { made, pod } = job(podIdentity(stack, { ...named, target: TargetRole.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/exporter') }));

  expect(pod().containers[0].args).toEqual([]);
  expect(made.notAsked).toEqual([]);
});

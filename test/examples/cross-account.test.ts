import { Template } from 'aws-cdk-lib/assertions';
import { crossAccount } from '../../examples/cross-account/app';
import { IdentityAssertions } from '../../src';

const { app, platform, finance, charts, workloads } = crossAccount();
const assembly = app.synth();
const identities = IdentityAssertions.fromCloudAssembly(assembly.directory);
const OBJECT = 'arn:aws:s3:::company-invoices/finance-prod/1.pdf';
const CLUSTER = 'arn:aws:eks:eu-central-1:111122223333:cluster/production';
const serviceAccount = (serviceAccountName: string, clusterArn = CLUSTER) => ({ clusterArn, namespace: 'finance-prod', serviceAccountName });

test('neither stack refers to the other, so that each is synthesized and deployed by itself', () => {
  expect([platform.dependencies, finance.dependencies]).toEqual([[], []]);
  expect(assembly.stacks.map(({ id, environment }) => [id, environment.account])).toEqual([['finance', '444455556666'], ['platform', '111122223333']]);
  for (const stack of assembly.stacks) {
    expect(stack.dependencies.filter(({ id }) => !id.endsWith('.assets'))).toEqual([]);
    expect(JSON.stringify(stack.template)).not.toContain('Fn::ImportValue');
    expect(stack.template.Outputs).toBeUndefined();
  }
});

test.each([['invoice-exporter', 's3:PutObject', 's3:GetObject'], ['invoice-archiver', 's3:GetObject', 's3:PutObject']])('the target of %s has its access, and is assumed through its role alone', (name, can, cannot) => {
  identities.workload('finance-prod', name)
    .can(can, OBJECT)
    .cannot(can, OBJECT.replace('finance-prod', 'other'))
    .cannot(cannot, OBJECT)
    .assumableBy(serviceAccount(name))
    .notAssumableBy(serviceAccount('other'))
    .notAssumableBy(serviceAccount(name, `${CLUSTER}-2`));
});

test('the roles in the cluster\'s account may become their targets and do nothing else', () => {
  const statements = Object.values<any>(Template.fromStack(platform).findResources('AWS::IAM::Role'))
    .flatMap(({ Properties: { Policies } }) => Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement));

  expect(new Set(statements.flatMap(({ Action }) => Action))).toEqual(new Set(['sts:AssumeRole', 'sts:TagSession']));
  expect(statements.every(({ Resource }) => JSON.stringify(Resource).includes('444455556666'))).toBe(true);
});

test('what the workloads with a target must not do is proved on the target', () => {
  expect(workloads.flatMap((workload) => workload.proveMustNot()).map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED', 'PROVED']);
});

test('IRSA is federated in the other account, or chained into it', () => {
  identities.workload('finance-prod', 'ledger-reader').can('s3:GetObject', 'arn:aws:s3:::company-invoices/ledger/a').cannot('s3:GetObject', OBJECT).assumableBy(serviceAccount('ledger-reader'));
  identities.workload('finance-prod', 'invoice-auditor')
    .can('sts:AssumeRole', 'arn:aws:iam::444455556666:role/invoice-audit', { context: { 'sts:ExternalId': 'finance-prod/invoice-auditor' } })
    .cannot('sts:AssumeRole', 'arn:aws:iam::444455556666:role/invoice-audit')
    .assumableBy(serviceAccount('invoice-auditor'));
});

test('the ServiceAccounts of IRSA name their roles, each in its account', () => {
  const yaml = charts.synthYaml();

  expect(yaml).toContain('eks.amazonaws.com/role-arn: arn:aws:iam::444455556666:role/ledger-reader');
  expect(yaml).toContain('eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/invoice-auditor');
  expect(yaml.match(/role-arn/g)).toHaveLength(2);
});

import { Stack, App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Access, ClusterOidcProvider, TargetRole, WorkloadCluster } from '../../src';
import { ACCOUNT, irsa, ISSUER, podIdentity, REGION } from '../fixtures';

/*
 * Logical ids are a contract: another id replaces the resource in every stack that is deployed. Don't change one here
 * without a major version and a way for users to keep the old one.
 */

function idsOf(declare: (stack: Stack) => unknown): string[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
  declare(stack);
  return Object.keys(Template.fromStack(stack).toJSON().Resources);
}

test('of a Pod Identity workload', () => {
  expect(idsOf((stack) => podIdentity(stack))).toEqual(['ExporterRole9B408E7C', 'ExporterAssociation53DE6651']);
});

test('of a workload in several clusters', () => {
  const cluster = (stack: Stack, clusterName: string) => WorkloadCluster.fromAttributes(stack, clusterName, { clusterName });
  expect(idsOf((stack) => podIdentity(stack, { cluster: cluster(stack, 'a'), additionalClusters: [cluster(stack, 'b')] })))
    .toEqual(['ExporterRole9B408E7C', 'ExporterAssociation53DE6651', 'ExporterAssociationbE2C7247D']);
});

test('of a workload in a cluster of another region', () => {
  expect(idsOf((stack) => {
    const there = new Stack(stack.node.root as App, 'There', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'a' });
    podIdentity(there, { cluster: WorkloadCluster.fromAttributes(there, 'Cluster', { clusterName: 'b' }), additionalClusters: [cluster], roleName: 'exporter' });
  })).toEqual(['ClusterAssociationfinanceprodinvoiceexporter88531834']);
});

test('of an IRSA workload', () => {
  expect(idsOf((stack) => irsa(stack))).toEqual(['ExporterRole9B408E7C']);
});

test('of a workload with a target, and of the target', () => {
  expect(idsOf((stack) => podIdentity(stack, { target: new TargetRole(stack, 'Target') }))).toEqual(['TargetRole12E3474B', 'ExporterRole9B408E7C', 'ExporterAssociation53DE6651']);
});

test('of the provider of a cluster', () => {
  expect(idsOf((stack) => ClusterOidcProvider.forCluster(WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'c', oidcIssuer: ISSUER }))))
    .toEqual(['ClusterWorkloadIdentityOidcProvider23D78B74']);
});

test('of the policies over the inline limit', () => {
  expect(idsOf((stack) => {
    const workload = podIdentity(stack);
    for (let index = 0; index < 12; index += 1) {
      workload.addAccess(Access.fromStatements('much', new iam.PolicyStatement({ actions: [`s3:Get${index}`], resources: [`arn:aws:s3:::${'b'.repeat(900)}${index}`] })));
    }
  })).toEqual(['ExporterRole9B408E7C', 'ExporterRoleOverflow1C2F049C8', 'ExporterAssociation53DE6651']);
});

test('the name of the inline policy', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
  podIdentity(stack, { access: [Access.fromStatements('x', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }))] });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Policies: [{ PolicyName: 'Access' }] });
});

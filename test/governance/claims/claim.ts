import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { stringify } from 'yaml';
import { ClaimWorkloadsProps, IdentityClaims, IdentityClaimsOptions, WorkloadCluster } from '../../../src';
import { ACCOUNT, errorOf, PROVIDER_ARN, REGION } from '../../fixtures';

export type Json = Record<string, unknown>;

/** A claim as a document, with what is given over the least that it needs. */
export function claim(spec: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'platform.mycompany.io/v1alpha1',
    kind: 'AwsWorkloadIdentityClaim',
    metadata: { name: 'invoice-exporter', namespace: 'finance-prod', ...metadata },
    spec: { environment: 'prod', owner: 'finance-platform', ...spec },
  };
}

export function load(documents: Json | readonly Json[], options?: IdentityClaimsOptions): IdentityClaims {
  return IdentityClaims.fromText('claims.yaml', [documents].flat().map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n'), options);
}

/** The problems of a text, one a line. */
export function problemsOf(call: () => unknown): string[] {
  return errorOf(call).message.split('\n').slice(1, -1).map((line) => line.trim());
}

/** The workloads of claims in a stack of their cluster. */
export function placed(claims: IdentityClaims, props: Partial<ClaimWorkloadsProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN });
  const workloads = claims.addWorkloads(stack, { cluster, environment: 'prod', ...props });
  return { app, stack, cluster, workloads, template: () => Template.fromStack(stack) };
}

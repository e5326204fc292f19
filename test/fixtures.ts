import { App, AppProps, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as cdk8s from 'cdk8s';
import { Construct } from 'constructs';
import { IrsaWorkload, IrsaWorkloadProps, PodIdentityWorkload, PodIdentityWorkloadProps, WorkloadCluster } from '../src';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
export const CLUSTER_ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/production`;

/** A stack with a known account and region, in an app of its own. */
export function stackFixture(props: StackProps = {}, appProps: AppProps = {}): { app: App; stack: Stack; template: () => Template } {
  const app = new App(appProps);
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION }, ...props });
  return { app, stack, template: () => Template.fromStack(stack) };
}

/** A cluster that is made elsewhere, with an OIDC provider that exists. */
export function clusterFixture(scope: Construct, id = 'Cluster'): WorkloadCluster {
  return WorkloadCluster.fromAttributes(scope, id, { clusterName: 'production', oidcProviderArn: PROVIDER_ARN });
}

/** What both workload classes need, without the cluster. */
export const IDENTITY = { namespace: 'finance-prod', serviceAccountName: 'invoice-exporter', owner: 'finance-platform' };

/** A Pod Identity workload with minimal props, and what is given over them. */
export function podIdentity(scope: Construct, props: Partial<PodIdentityWorkloadProps> = {}, id = 'Exporter'): PodIdentityWorkload {
  return new PodIdentityWorkload(scope, id, { cluster: props.cluster ?? clusterOf(scope), ...IDENTITY, ...props });
}

/** An IRSA workload with minimal props, and what is given over them. */
export function irsa(scope: Construct, props: Partial<IrsaWorkloadProps> = {}, id = 'Exporter'): IrsaWorkload {
  return new IrsaWorkload(scope, id, { cluster: props.cluster ?? clusterOf(scope), ...IDENTITY, ...props });
}

function clusterOf(scope: Construct): WorkloadCluster {
  return (scope.node.tryFindChild('Cluster') as WorkloadCluster | undefined) ?? clusterFixture(scope);
}

/** The statements of the inline policy of the only role of a template. */
export function inlineStatements(template: Template): Record<string, unknown>[] {
  const { Policies = [] } = onlyRole(template);
  return Policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
}

/** The trust policy of the only role of a template. */
export function trustOf(template: Template): any {
  return onlyRole(template).AssumeRolePolicyDocument;
}

function onlyRole(template: Template): any {
  const roles = Object.values(template.findResources('AWS::IAM::Role'));
  expect(roles).toHaveLength(1);
  return roles[0].Properties;
}

/** An L1 cluster of the app, whose issuer is known at deploy time only. */
export function cfnCluster(scope: Construct, id = 'Cluster'): eks.CfnCluster {
  return new eks.CfnCluster(scope, id, { roleArn: `arn:aws:iam::${ACCOUNT}:role/cluster`, resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] } });
}

/** A chart in a cdk8s app of its own. */
export function chartFixture(): { charts: cdk8s.App; chart: cdk8s.Chart } {
  const charts = new cdk8s.App();
  return { charts, chart: new cdk8s.Chart(charts, 'chart') };
}

/** The error that a call throws. */
export function errorOf(call: () => unknown): Error & { code?: string } {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** The template holds no Lambda function, custom resource or nested stack. */
export function expectNoMachinery(template: Template): void {
  for (const type of ['AWS::Lambda::Function', 'AWS::CloudFormation::CustomResource', 'AWS::CloudFormation::Stack']) {
    template.resourceCountIs(type, 0);
  }
  const types = Object.values(template.toJSON().Resources ?? {}).map((resource: any) => resource.Type);
  expect(types.filter((type) => type.startsWith('Custom::'))).toEqual([]);
}

/** The warnings of this library in a stack, whatever a version of the CDK writes before their ids. */
export function warned(stack: Stack): { at: string; text: string }[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('::cdk-eks-workload-identity:'))
    .map(({ id, entry }) => ({ at: id, text: String(entry.data).replace('[ack: Annotation::', '[ack: annotation::') }));
}

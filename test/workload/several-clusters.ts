import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { WorkloadCluster, WorkloadClusterAttributes } from '../../src';
import { ACCOUNT, IDENTITY, REGION } from '../fixtures';

export const WEST = 'eu-west-1';
export const arnOf = (name: string, region = REGION, partition = 'aws') => `arn:${partition}:eks:${region}:${ACCOUNT}:cluster/${name}`;
export const issuerOf = (name: string) => `oidc.eks.${REGION}.amazonaws.com/id/${name.toUpperCase()}`;
export const providerOf = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:oidc-provider/${issuerOf(name)}`;

/** The service account in a cluster. */
export const of = (clusterArn: string) => ({ clusterArn, namespace: IDENTITY.namespace, serviceAccountName: IDENTITY.serviceAccountName });

/** A cluster that is made elsewhere, with the provider of its issuer. */
export const given = (scope: Stack, name: string, more: Partial<WorkloadClusterAttributes> = {}) =>
  WorkloadCluster.fromAttributes(scope, `C-${name}`, { clusterName: name, oidcProviderArn: providerOf(name), ...more });

export const resourcesOf = (template: Template): Record<string, any> => template.toJSON().Resources ?? {};
const roleOf = (template: Template): any => Object.values(resourcesOf(template)).find(({ Type }) => Type === 'AWS::IAM::Role').Properties;
export const tagsOfRole = (template: Template): any[] => roleOf(template).Tags;
export const trustOf = (template: Template): any[] => roleOf(template).AssumeRolePolicyDocument.Statement;
export const associationsOf = (template: Template) => Object.fromEntries(Object.entries(resourcesOf(template))
  .filter(([, { Type }]) => Type === 'AWS::EKS::PodIdentityAssociation').map(([id, { Properties }]) => [id, Properties]));

/** The ARNs of the clusters that the trust of Pod Identity lists. */
export const listedBy = (template: Template): any => trustOf(template)[0].Condition.StringEquals['aws:RequestTag/eks-cluster-arn'];

import { CfnResource, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { cfnClusterOf } from './app-resources';
import { Compute } from './compute';

/** The types of nodes that an L2 cluster makes below itself. */
const NODE_TYPES = ['AWS::EKS::Nodegroup', 'AWS::AutoScaling::AutoScalingGroup'];

/** What a `FargateCluster` of either EKS module has beyond other clusters. */
interface FargateCluster extends eks.IClusterRef {
  readonly defaultProfile?: { readonly fargateProfileArn?: string };
}

/** Whether Auto Mode is on, as far as the app says so by a literal. */
export function autoModeOf(cluster: eks.IClusterRef): boolean | undefined {
  const l1 = cfnClusterOf(cluster);
  const enabled = l1?.computeConfig && Stack.of(l1).resolve(l1.computeConfig)?.enabled;
  return typeof enabled === 'boolean' ? enabled : undefined;
}

/** All that pods run on, as far as the app tells it: of most clusters it doesn't, since nodes may come from anywhere. */
export function computeOf(cluster: eks.IClusterRef): Compute[] | undefined {
  if (isLocalCluster(cluster)) { return [Compute.OUTPOSTS]; }
  return isFargateCluster(cluster) && !hasNodes(cluster) ? [Compute.FARGATE] : undefined;
}

/** True for a cluster of the app whose control plane is on an Outpost too. */
export function isLocalCluster(cluster: eks.IClusterRef): boolean {
  return cfnClusterOf(cluster)?.outpostConfig !== undefined;
}

function isFargateCluster(cluster: FargateCluster): boolean {
  return cluster.defaultProfile?.fargateProfileArn !== undefined;
}

function hasNodes(cluster: eks.IClusterRef): boolean {
  return cluster.node.findAll().some((construct) => CfnResource.isCfnResource(construct) && NODE_TYPES.includes(construct.cfnResourceType));
}

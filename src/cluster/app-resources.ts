import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { knownToDiffer } from '../private/arns';
import { isToken, tokenIdentity } from '../private/tokens';

/** All resources of the app of some types. */
export function resourcesOfTypes(scope: IConstruct, types: readonly string[]): CfnResource[] {
  return scope.node.root.node.findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct) && types.includes(construct.cfnResourceType));
}

/** A property of a resource by its name in a template: of an L1, or of one without a class of its own. */
export function propertyOf(resource: CfnResource, name: string): unknown {
  const { _cfnProperties: raw } = resource as unknown as { _cfnProperties?: Record<string, unknown> };
  const ofClass = (resource as unknown as Record<string, unknown>)[name.charAt(0).toLowerCase() + name.slice(1)];
  return ofClass ?? raw?.[name];
}

/** The L1 of a cluster that the app defines by one. */
export function cfnClusterOf(cluster: eks.IClusterRef): eks.CfnCluster | undefined {
  return [cluster, cluster.node.defaultChild].find((construct): construct is eks.CfnCluster =>
    construct !== undefined && CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::EKS::Cluster');
}

/** Whether the name that a resource gives as its cluster's is known to be that of a cluster. */
export function isOfCluster(resource: CfnResource, clusterName: unknown, cluster: eks.IClusterRef): boolean {
  if (typeof clusterName !== 'string') { return false; }
  const names = [cluster.clusterRef.clusterName, cfnClusterOf(cluster)?.name].filter((name) => name !== undefined);
  return names.some((name) => tokenIdentity(name) === tokenIdentity(clusterName)) && (isToken(clusterName) || inEnvironmentOf(resource, cluster));
}

/** A name means the same cluster in one account and region; where these are known at deploy time only, in one stage. */
function inEnvironmentOf(resource: CfnResource, cluster: eks.IClusterRef): boolean {
  const { account, region } = Stack.of(resource);
  const { env } = cluster;
  const known = ![account, region, env.account, env.region].some(isToken);
  return !knownToDiffer(account, env.account) && !knownToDiffer(region, env.region) && (known || Stage.of(resource) === Stage.of(cluster));
}

import { Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct, IConstruct } from 'constructs';
import { ClusterFacts } from '../cluster/cluster-facts';
import { literalClusterName } from '../cluster/literal-cluster-name';
import { WorkloadCluster } from '../cluster/workload-cluster';
import { knownToDiffer } from '../private/arns';
import { compare } from '../private/compare';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { isToken, tokenIdentity } from '../private/tokens';

/** A cluster that a workload is in. */
export interface BoundCluster {
  readonly cluster: eks.IClusterRef;
  readonly facts: ClusterFacts;
  /** The ARN as the workload's template names it: a literal for a cluster of another region, if its name is known at synth. */
  readonly clusterArn: string;
  /** The name in the same way. */
  readonly clusterName: string;
  /** Tells it from the other clusters of the workload, and orders them: the same whichever order they are given in. */
  readonly key: string;
  /** Tells it from those of the same account and region. */
  readonly id: string;
  /** The account, region and partition of the workload, as far as they are known at synth. */
  readonly home: Home;
  /** Whether it is known to be of another region than the workload. */
  readonly isFar: boolean;
  /** What messages about it begin with, if the workload is in several. */
  readonly where: string;
}

/** Where a workload is. */
export type Home = Pick<ClusterFacts, 'account' | 'region' | 'partition'>;

/** Which clusters a workload is in. */
export interface ClustersOfWorkload {
  readonly cluster: eks.IClusterRef;
  readonly additionalClusters?: eks.IClusterRef[];
}

/** The clusters of a workload: `cluster`, and then the others in an order that doesn't hang on the list. */
export function boundClusters(workload: Construct, { cluster, additionalClusters = [] }: ClustersOfWorkload): BoundCluster[] {
  const empty = additionalClusters.findIndex((each) => each === undefined || each === null);
  if (empty >= 0) {
    refuse(workload, 'InvalidCluster', `additionalClusters[${empty}] must be a cluster: leave the entry out if there is none, ${got(additionalClusters[empty])}`);
  }
  const facts = WorkloadCluster.of(cluster);
  const home = homeOf(workload, facts);
  const isOneOfSeveral = additionalClusters.length > 0;
  const first = bind(cluster, facts, home, isOneOfSeveral);
  const others = sorted(additionalClusters.map((each) => bind(each, WorkloadCluster.of(each), home, isOneOfSeveral)));
  if (isOneOfSeveral) { requireDistinct(workload, [first, ...others]); }
  others.forEach((each) => requirePartition(workload, each));
  return [first, ...others];
}

/** The ARNs of all of these clusters, in one order whichever of them is the first. */
export function arnsOf(clusters: readonly BoundCluster[]): string[] {
  return sorted(clusters).map(({ clusterArn }) => clusterArn);
}

/** What is of clusters, in one order whichever of them is the first. */
export function sorted<T extends { readonly key: string }>(ofClusters: readonly T[]): T[] {
  return [...ofClusters].sort((a, b) => compare(a.key, b.key));
}

/** The environment of the stack; what isn't known of it is that of the first cluster, which is in the same one. */
function homeOf(workload: Construct, first: ClusterFacts): Home {
  const stack = Stack.of(workload);
  const [account, region, partition] = [[stack.account, first.account], [stack.region, first.region], [partitionOf(stack), first.partition]]
    .map(([ofStack, ofFirst]) => isToken(ofStack) ? ofFirst : ofStack);
  return { account, region, partition };
}

function bind(cluster: eks.IClusterRef, facts: ClusterFacts, home: Home, isOneOfSeveral: boolean): BoundCluster {
  const name = literalClusterName(cluster);
  const isFar = knownToDiffer(home.region, facts.region);
  const literals = isFar && name !== undefined
    ? { clusterName: name, clusterArn: `arn:${facts.partition}:eks:${facts.region}:${facts.account}:cluster/${name}` }
    : { clusterName: facts.clusterName, clusterArn: facts.clusterArn };
  const id = name ?? pathInStage(cluster);
  const key = [facts.region, facts.account].map((part) => isToken(part) ? '' : part).concat(id).join('/');
  return { cluster, facts, ...literals, key, id, home, isFar, where: isOneOfSeveral ? `in the cluster [${cluster.node.path}] ` : '' };
}

/** Where a construct is in its stage: names what has no name at synth, the same wherever the app has the stage. */
export function pathInStage(construct: IConstruct): string {
  const stage = Stage.of(construct)!.node.path;
  return construct.node.path.slice(stage === '' ? 0 : stage.length + 1);
}

function requireDistinct(workload: Construct, clusters: readonly BoundCluster[]): void {
  const known = new Map<string, BoundCluster>();
  for (const each of clusters) {
    const names = [each.key, tokenIdentity(each.facts.clusterArn)];
    const other = names.map((name) => known.get(name)).find((found) => found !== undefined);
    if (other !== undefined) {
      refuse(workload, 'DuplicateCluster', `cluster and additionalClusters give one cluster twice, as [${other.cluster.node.path}] and as [${each.cluster.node.path}]: give each once, ${got(each.id)}`);
    }
    names.forEach((name) => known.set(name, each));
  }
}

function requirePartition(workload: Construct, { cluster, facts, clusterArn, home: { partition } }: BoundCluster): void {
  if (knownToDiffer(partition, facts.partition)) {
    refuse(workload, 'WrongPartition', `the workload is in partition ${partition}, and the cluster [${cluster.node.path}] of additionalClusters in ${facts.partition}: no role is of two partitions, `
      + `so declare a workload of its own for it in a stack of that partition, ${got(clusterArn)}`);
  }
}

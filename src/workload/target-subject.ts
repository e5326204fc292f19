import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { BoundCluster } from './bound-clusters';
import { BoundRole } from './bound-role';
import { literalClusterName } from '../cluster/literal-cluster-name';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { isToken } from '../private/tokens';
import { podIdentityTags } from '../trust/pod-identity-tags';
import { TargetSubject } from '../trust/target-trust';

/** A workload as the template of another account has to name it. */
export interface BoundWorkload {
  readonly clusters: readonly BoundCluster[];
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly role: BoundRole;
  readonly sessionTags: boolean;
}

/** What the trust of a target role says of a workload, for each of its clusters: literals alone, so that no stack refers to another. */
export function targetSubjects(scope: IConstruct, { clusters, namespace, serviceAccountName, role, sessionTags }: BoundWorkload): TargetSubject[] {
  for (const [prop, value] of Object.entries({ namespace, serviceAccountName })) {
    if (isToken(value)) { refuse(scope, 'DeployTimeValue', `${prop} must be a literal where a target is, since the target's trust holds it, ${got(value)}`); }
  }
  const ofWorkload = { namespace, serviceAccountName, roleArn: role.literalArn!, sessionTags };
  return clusters.map((each) => ({ ...ofWorkload, clusterArn: literalArnOf(scope, each) }));
}

function literalArnOf(scope: IConstruct, { cluster, where, isFar, facts }: BoundCluster): string {
  const clusterName = literalClusterName(cluster);
  if (clusterName === undefined) {
    refuse(scope, 'DeployTimeValue', `${where}the target's trust names the cluster, and its name is known at deploy time only: give the cluster a name of your choice, `
      + `${got(cluster.clusterRef.clusterName)}`);
  }
  // The stack is in the cluster's account, and in its region unless that is known to be another one.
  const stack = Stack.of(scope);
  return `arn:${partitionOf(stack)}:eks:${isFar ? facts.region : stack.region}:${stack.account}:cluster/${clusterName}`;
}

/** The session tags of a workload's pods, by what the trust of its target says of it. */
export function tagsOfSubject({ clusterArn, ...names }: TargetSubject): Record<string, unknown> {
  return podIdentityTags<unknown>({ ...names, clusterArn, clusterName: clusterArn.slice(clusterArn.indexOf('/') + 1) });
}

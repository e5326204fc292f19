import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { BoundRole } from './bound-role';
import { literalClusterName } from '../cluster/literal-cluster-name';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { isToken } from '../private/tokens';
import { podIdentityTags } from '../trust/pod-identity-tags';
import { TargetSubject } from '../trust/target-trust';

/** A workload as the template of another account has to name it. */
export interface BoundWorkload {
  readonly cluster: eks.IClusterRef;
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly role: BoundRole;
  readonly sessionTags: boolean;
}

/** What the trust of a target role says of a workload: literals alone, so that no stack refers to another. */
export function targetSubject(scope: IConstruct, { cluster, namespace, serviceAccountName, role, sessionTags }: BoundWorkload): TargetSubject {
  for (const [prop, value] of Object.entries({ namespace, serviceAccountName })) {
    if (isToken(value)) { refuse(scope, 'DeployTimeValue', `${prop} must be a literal where a target is, since the target's trust holds it, ${got(value)}`); }
  }
  const clusterName = literalClusterName(cluster);
  if (clusterName === undefined) {
    refuse(scope, 'DeployTimeValue', 'the target\'s trust names the cluster, and its name is known at deploy time only: give the cluster a name of your choice, '
      + `${got(cluster.clusterRef.clusterName)}`);
  }
  // The stack is in the cluster's account and region.
  const stack = Stack.of(scope);
  const clusterArn = `arn:${partitionOf(stack)}:eks:${stack.region}:${stack.account}:cluster/${clusterName}`;
  return { clusterArn, namespace, serviceAccountName, roleArn: role.literalArn!, sessionTags };
}

/** The session tags of a workload's pods, by what the trust of its target says of it. */
export function tagsOfSubject({ clusterArn, ...names }: TargetSubject): Record<string, unknown> {
  return podIdentityTags<unknown>({ ...names, clusterArn, clusterName: clusterArn.slice(clusterArn.indexOf('/') + 1) });
}

import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { BoundRole } from './bound-role';
import { writeAsRead } from './written-as-read';
import { ClusterFacts } from '../cluster/cluster-facts';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';

/** What an association binds. */
export interface WorkloadAssociationProps {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly role: BoundRole;
  readonly tags: Readonly<Record<string, string>>;
  /** The role that the pods become from the first one. */
  readonly targetRoleArn?: string;
  /** Absent for sessions with tags. */
  readonly disableSessionTags?: true;
  /** The session policy, as JSON. */
  readonly policy?: string;
}

/** The association between a service account and a role, made once the role has all its permissions. */
export class WorkloadAssociation extends eks.CfnPodIdentityAssociation {
  constructor(scope: Construct, id: string, props: WorkloadAssociationProps) {
    const { clusterName, namespace, serviceAccountName, role, tags, targetRoleArn, disableSessionTags, policy } = props;
    super(scope, id, {
      clusterName,
      namespace,
      serviceAccount: serviceAccountName,
      roleArn: role.roleArn,
      targetRoleArn,
      disableSessionTags,
      policy,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
    writeAsRead(this);
    role.precede(this);
  }
}

/** Refuses another environment than the cluster's: EKS takes an association, and the role in it, from the cluster's own account and region alone. */
export function requireStackOfCluster(workload: Construct, cluster: ClusterFacts): void {
  const { account, region } = Stack.of(workload);
  const partition = partitionOf(Stack.of(workload));
  if (knownToDiffer(partition, cluster.partition)) {
    refuse(workload, 'WrongPartition', `the stack is in partition ${partition}, and the cluster in ${cluster.partition}: its ARN would never match, so correct the cluster's region or partition, `
      + got(cluster.clusterArn));
  }
  if (knownToDiffer(account, cluster.account)) {
    refuse(workload, 'WrongAccount', `the stack is in account ${account}, and the cluster in ${cluster.account}: Pod Identity takes the role and the association `
      + `in the cluster's account alone, so declare the workload in a stack of that account, ${got(account)}`);
  }
  if (knownToDiffer(region, cluster.region)) {
    refuse(workload, 'WrongRegion', `the stack is in region ${region}, and the cluster in ${cluster.region}: the association is made in the cluster's region, `
      + `so declare the workload in a stack of that region, ${got(region)}`);
  }
}

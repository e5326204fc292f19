import { Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BoundCluster, pathInStage } from './bound-clusters';
import { BoundRole } from './bound-role';
import { requireStackOfCluster, WorkloadAssociation, WorkloadAssociationProps } from './workload-association';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** The id of the association in a workload's first cluster: it never changes. */
const ASSOCIATION_ID = 'Association';

/** Refuses clusters in which no association with the role of the workload can be made. */
export function requireAssociable(workload: Construct, [first, ...others]: readonly BoundCluster[], role: BoundRole): void {
  requireStackOfCluster(workload, first.facts);
  for (const each of others) {
    requireSameAccount(workload, each);
    if (each.isFar) { requireReachable(workload, each, role); }
  }
}

/**
 * Makes the association in each cluster: in the stack of the workload, or where the region is another one in the stack that
 * the cluster is declared in. Ids hang on the cluster, so that adding or removing one changes no other.
 */
export function associate(workload: Construct, [first, ...others]: readonly BoundCluster[], props: Omit<WorkloadAssociationProps, 'clusterName'>): WorkloadAssociation[] {
  return [
    new WorkloadAssociation(workload, ASSOCIATION_ID, { ...props, clusterName: first.clusterName }),
    ...others.map((each) => each.isFar ? associateFar(workload, each, props) : new WorkloadAssociation(workload, `${ASSOCIATION_ID}-${each.id}`, { ...props, clusterName: each.clusterName })),
  ];
}

/** It names the role by its ARN as a literal, so the stack waits for that of the role. */
function associateFar(workload: Construct, { cluster, clusterName }: BoundCluster, props: Omit<WorkloadAssociationProps, 'clusterName'>): WorkloadAssociation {
  const { namespace, serviceAccountName, role } = props;
  const who = isToken(`${namespace}.${serviceAccountName}`) ? pathInStage(workload) : `${namespace}.${serviceAccountName}`;
  const association = new WorkloadAssociation(cluster as unknown as Construct, `${ASSOCIATION_ID}-${who}`, { ...props, clusterName });
  association.stack.addDependency(role.stack);
  return association;
}

function requireSameAccount(workload: Construct, { cluster, facts, home: { account } }: BoundCluster): void {
  if (knownToDiffer(account, facts.account)) {
    refuse(workload, 'WrongAccount', `the workload is in account ${account}, and the cluster [${cluster.node.path}] of additionalClusters in ${facts.account}: Pod Identity takes the role and the `
      + `association in the cluster's account alone, so declare a workload of its own for it in a stack of that account, ${got(facts.account)}`);
  }
}

/** Refuses a cluster of another region unless its stack can hold the association, and each stack can name what is in the other by a literal. */
function requireReachable(workload: Construct, { cluster, facts, clusterArn, home }: BoundCluster, role: BoundRole): void {
  const ofCluster = Stack.of(cluster);
  const what = `the cluster [${cluster.node.path}] of additionalClusters is in region ${facts.region}, and the workload in ${home.region}`;
  if (ofCluster.region !== facts.region || knownToDiffer(ofCluster.account, facts.account)) {
    refuse(workload, 'WrongRegion', `${what}: its association is made in the stack that the cluster is declared in, so declare it, by WorkloadCluster.fromAttributes if it is made elsewhere, `
      + `in a stack of account ${facts.account} and region ${facts.region}, ${got(`${ofCluster.account}/${ofCluster.region}`)}`);
  }
  if (Stage.of(cluster) !== Stage.of(workload)) {
    refuse(workload, 'WrongStage', `${what}: its association is made in the stack that the cluster is declared in, which is in another stage of the app, and stages are deployed apart: `
      + `declare the cluster in a stack of this stage, ${got(ofCluster.node.path)}`);
  }
  if (isToken(clusterArn)) {
    refuse(workload, 'DeployTimeValue', `${what}: the trust of the role names it, and its name is known at deploy time only, so give the cluster a name of your choice, ${got(facts.clusterName)}`);
  }
  if (role.literalArn === undefined) {
    refuse(workload, 'InvalidRoleName', `${what}: the association there names the role by its ARN, so give the workload a roleName, and its stack an env with account and region, ${got(undefined)}`);
  }
}

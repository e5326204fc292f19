import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { BoundRole } from './bound-role';
import { cfnAddonOf, namespaceOf, otherClusterOf } from '../cluster/addon';
import { knownToDiffer } from '../private/arns';
import { compare } from '../private/compare';
import { finding, got, refuse } from '../private/errors';
import { tokenIdentity } from '../private/tokens';

/** What an add-on binds, and where. */
export interface BoundByAddon {
  readonly addon: eks.IAddonRef;
  readonly cluster: eks.IClusterRef;
  readonly namespace: string;
  readonly serviceAccountName: string;
}

const HAS_ROLE = 'the add-on has a serviceAccountRoleArn already, and takes one role by it: leave it out, so that the role of the workload is the only one';

type Association = eks.CfnAddon.PodIdentityAssociationProperty;

/** The L1 of an add-on that can bind the service account: one of this stack, of this cluster, in this namespace. */
export function requireAddon(workload: IConstruct, { addon, cluster, namespace }: BoundByAddon): eks.CfnAddon {
  const resource = cfnAddonOf(addon);
  if (resource === undefined) {
    refuse(workload, 'ForeignAddon', 'the add-on is made elsewhere, so that it can\'t be given a role here: give the CfnAddon or Addon of this app, or declare a PodIdentityWorkload for its '
      + `service account, whose association is made beside the add-on, ${got(addon.node.path)}`);
  }
  if (Stack.of(resource) !== Stack.of(workload)) {
    refuse(workload, 'WrongStack', 'the add-on is in another stack: it names the role, and the role\'s trust the cluster, so that the stacks could need each other. '
      + `Declare the workload in the stack of the add-on, ${got(Stack.of(resource).node.path)}`);
  }
  const other = otherClusterOf(resource, cluster);
  if (other !== undefined) {
    refuse(workload, 'InvalidClusterName', `the add-on is of another cluster than the workload, whose trust would not admit its pods: give the cluster of the add-on, ${got(other)}`);
  }
  const ofAddon = namespaceOf(resource);
  if (knownToDiffer(ofAddon, namespace)) {
    refuse(workload, 'InvalidNamespace', `namespace must be that of the add-on's namespaceConfig, "${ofAddon}", since its pods run there, ${got(namespace)}`);
  }
  return resource;
}

/** Has the add-on make the association between its service account and the role, once the role has all its permissions. */
export function associateByAddon(workload: IConstruct, addon: eks.CfnAddon, serviceAccountName: string, role: BoundRole): void {
  refuseRoleOfAddon(workload, addon);
  const given = addon.podIdentityAssociations ?? [];
  if (!Array.isArray(given)) {
    refuse(workload, 'ConflictingOptions', 'podIdentityAssociations of the add-on is a value that is known at deploy time only, to which none can be added: '
      + `give it as a list, ${got(addon.node.path)}`);
  }
  if (given.some((each) => bindsSame(each as Association, serviceAccountName))) {
    refuse(workload, 'ConflictingOptions', `the add-on has an association for the service account already, and EKS takes one: leave it out of podIdentityAssociations, ${got(serviceAccountName)}`);
  }
  const association: Association = { serviceAccount: serviceAccountName, roleArn: role.roleArn };
  addon.podIdentityAssociations = [...given as Association[], association].sort((a, b) => compare(identityOf(a), identityOf(b)));
  role.precede(addon);
  workload.node.addValidation({
    validate: () => [
      ...[addon.podIdentityAssociations].flat().includes(association) ? [] : [lost('podIdentityAssociations')],
      ...addon.serviceAccountRoleArn === undefined ? [] : [finding('ConflictingOptions', HAS_ROLE)],
    ],
  });
}

/** Has the add-on annotate its service account with the role, once the role has all its permissions. */
export function annotateByAddon(workload: IConstruct, addon: eks.CfnAddon, role: BoundRole): void {
  refuseRoleOfAddon(workload, addon);
  if (addon.podIdentityAssociations !== undefined) {
    refuse(workload, 'ConflictingOptions', 'the add-on has podIdentityAssociations, with which EKS ignores serviceAccountRoleArn wherever the agent runs: use one mechanism, '
      + `by leaving them out or by mechanism: IdentityMechanism.POD_IDENTITY, ${got(addon.node.path)}`);
  }
  addon.serviceAccountRoleArn = role.roleArn;
  role.precede(addon);
  workload.node.addValidation({ validate: () => addon.serviceAccountRoleArn === role.roleArn ? [] : [lost('serviceAccountRoleArn')] });
}

function refuseRoleOfAddon(workload: IConstruct, addon: eks.CfnAddon): void {
  if (addon.serviceAccountRoleArn !== undefined) { refuse(workload, 'ConflictingOptions', `${HAS_ROLE}, ${got(addon.node.path)}`); }
}

function lost(property: string): string {
  return finding('ConflictingOptions', `${property} of the add-on was set after the workload was declared, and has its role no more: set it before, or leave it out`);
}

function bindsSame(association: Association, serviceAccountName: string): boolean {
  return identityOf(association) === tokenIdentity(serviceAccountName);
}

/** What an association is for; of one that is known at deploy time only, nothing. */
function identityOf({ serviceAccount }: Partial<Association>): string {
  return serviceAccount === undefined ? '' : tokenIdentity(serviceAccount);
}

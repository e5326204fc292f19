import { IdentityMechanism } from '../../workload/identity-mechanism';
import { MigrationPlan } from '../../workload/migration-plan';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { showRecorded } from '../inventory/recorded-value';

/** What a runbook is made of. */
export interface RunbookFacts {
  readonly identity: InventoryIdentity;
  /** The other identities that have the role which bears the access. */
  readonly others: readonly InventoryIdentity[];
  /** The way of a workload that migrates. */
  readonly plan?: MigrationPlan;
}

/** Whether pods that start now get the role by EKS Pod Identity. */
export function isPodIdentity({ identity }: RunbookFacts): boolean {
  return identity.mechanism === IdentityMechanism.POD_IDENTITY;
}

/** The role that bears the access. */
export function bearerOf({ role, targetRole }: InventoryIdentity): string {
  return targetRole ?? role;
}

/** The name of a role, which is the end of its ARN. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The region of the cluster as its ARN tells it; a word to replace where it is known at deploy time only. */
export function clusterRegion({ clusterArn }: InventoryIdentity): string {
  const region = showRecorded(clusterArn).split(':')[3] ?? '';
  return /^[a-z0-9-]+$/.test(region) ? region : 'REGION';
}

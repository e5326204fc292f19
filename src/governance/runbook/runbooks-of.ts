import { IConstruct } from 'constructs';
import { bearerOf } from './facts';
import { runbook } from './runbook';
import { MigratingWorkload } from '../../workload/migrating-workload';
import { MigrationPlan } from '../../workload/migration-plan';
import { workloadsOf } from '../../workload/workloads-of';
import { InventoryIdentity } from '../inventory/inventory-identity';

/** The runbooks of the identities in a scope, in their order. */
export function runbooksOf(scope: IConstruct, identities: readonly InventoryIdentity[]): string[] {
  const plans = new Map(workloadsOf(scope).filter((workload) => 'stage' in workload)
    .map((workload) => [workload.node.path, MigrationPlan.of(workload as MigratingWorkload)]));
  const sharing = groupByRole(identities);
  return identities.map((identity) => {
    const others = sharing.get(bearerOf(identity))!.filter(({ workload }) => workload !== identity.workload);
    return runbook({ identity, others, plan: plans.get(identity.workload) });
  });
}

function groupByRole(identities: readonly InventoryIdentity[]): Map<string, InventoryIdentity[]> {
  const groups = new Map<string, InventoryIdentity[]>();
  for (const identity of identities) {
    const role = bearerOf(identity);
    groups.set(role, [...groups.get(role) ?? [], identity]);
  }
  return groups;
}

import { createHash } from 'node:crypto';
import { attachCustomSynthesis } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { bearerOf } from './facts';
import { runbook } from './runbook';
import { MigratingWorkload } from '../../workload/migrating-workload';
import { MigrationPlan } from '../../workload/migration-plan';
import { STACKS } from '../../workload/synthesized-stacks';
import { workloadsOf } from '../../workload/workloads-of';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { readIdentities } from '../inventory/read-identities';
import { claimDirectory, claimInAssembly, findingsOf } from '../own-directory';

/** The directory in the cloud assembly. */
const DIRECTORY = 'identity-runbooks';

/** What runbooks are declared with. */
export interface IdentityRunbooksProps {
  /**
   * The directory to write, relative to where `cdk synth` runs: one that holds nothing else. It is made if it isn't there.
   *
   * @default - `identity-runbooks` in the cloud assembly, mostly `cdk.out/identity-runbooks`
   */
  readonly directory?: string;
}

/**
 * A runbook for each identity of the workloads in its scope, written at synth as `CLUSTER/NAMESPACE/SERVICE_ACCOUNT.md`: what it
 * is for, how to verify it, what to do when it fails, who did what by CloudTrail, rolling back, revoking its sessions now, what
 * the application should do while credentials fail, and a security review in which is ticked what the declaration proves.
 *
 * Commands and queries are filled in. What is known at deploy time only stands in them as `${…}`, within quotes. It needs no
 * access to AWS, and the same app writes the same bytes.
 *
 * @example
 * new IdentityRunbooks(app, 'Runbooks', { directory: 'runbooks' });
 */
export class IdentityRunbooks extends Construct {
  /**
   * @throws if `directory` is empty, a token, or written by another construct of the app; at synth, if it holds other files
   */
  constructor(scope: Construct, id: string, props: IdentityRunbooksProps = {}) {
    super(scope, id);
    const { directory } = props;
    if (directory === undefined) {
      const inAssembly = claimInAssembly(this, DIRECTORY);
      attachCustomSynthesis(this, { onSynthesize: ({ outdir }) => inAssembly(outdir).write(this.files()) });
    } else {
      const own = claimDirectory(this, directory);
      this.node.addValidation({ validate: () => findingsOf(own, directory) });
      attachCustomSynthesis(this, { onSynthesize: () => own.write(this.files()) });
    }
  }

  private files(): Record<string, string> {
    const identities = readIdentities(this.node.scope!, (workload) => STACKS.get(workload));
    const plans = new Map(workloadsOf(this.node.scope!).filter((workload) => 'stage' in workload)
      .map((workload) => [workload.node.path, MigrationPlan.of(workload as MigratingWorkload)]));
    const sharing = groupByRole(identities);
    const files = filesOf(identities);
    return Object.fromEntries(identities.map((identity) => {
      const others = sharing.get(bearerOf(identity))!.filter(({ workload }) => workload !== identity.workload);
      return [files.get(identity)!, runbook({ identity, others, plan: plans.get(identity.workload) })];
    }));
  }
}

function groupByRole(identities: readonly InventoryIdentity[]): Map<string, InventoryIdentity[]> {
  const groups = new Map<string, InventoryIdentity[]>();
  for (const identity of identities) {
    const role = bearerOf(identity);
    groups.set(role, [...groups.get(role) ?? [], identity]);
  }
  return groups;
}

/** The files of identities: by their names, and where those are no names of files or another has the same, by the id too. */
function filesOf(identities: readonly InventoryIdentity[]): Map<InventoryIdentity, string> {
  const count = new Map<string, number>();
  const keyOf = (identity: InventoryIdentity) => namesOf(identity).join('/').toLowerCase();
  for (const identity of identities) { count.set(keyOf(identity), (count.get(keyOf(identity)) ?? 0) + 1); }
  return new Map(identities.map((identity) => {
    const names = namesOf(identity);
    const isOwn = count.get(keyOf(identity)) === 1 && names.every((name) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name));
    const suffix = isOwn ? '' : `-${createHash('sha256').update(identity.id).digest('hex').slice(0, 8)}`;
    return [identity, `${names.map((name) => name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\./, '_').slice(0, 200)).join('/')}${suffix}.md`];
  }));
}

function namesOf({ cluster, namespace, serviceAccount }: InventoryIdentity): string[] {
  return [cluster, namespace, serviceAccount];
}

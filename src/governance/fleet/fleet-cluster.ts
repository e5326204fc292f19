import { WorkloadClusterAttributes } from '../../cluster/workload-cluster';
import { IdentityMechanism } from '../../workload/identity-mechanism';

/** A cluster of a fleet: what is known of it, with `account` and `region`, and how the claims for it are spread over stacks. */
export interface FleetCluster extends WorkloadClusterAttributes {
  /** The environment that claims of the cluster name. */
  readonly environment: string;

  /**
   * How pods become their roles where a claim doesn't say it. IRSA needs `oidcProviderArn`.
   *
   * @default IdentityMechanism.POD_IDENTITY
   */
  readonly mechanism?: IdentityMechanism;

  /**
   * Over how many stacks the workloads are spread, 1 to 500. A stack without workloads is not made.
   *
   * Choose it once: another number moves nearly all workloads to other stacks, which deletes their roles there and makes
   * them anew. A stack takes 450 resources, so about 225 workloads by Pod Identity.
   *
   * @default 32 - room for the 5,000 associations that EKS takes for a cluster
   */
  readonly shards?: number;

  /**
   * Workloads that stand in another stack than their names say, by `NAMESPACE/SERVICE_ACCOUNT`: the number of the stack,
   * which may be beyond `shards`. It is how a stack that is full gives room without that any other workload moves. Keep a
   * pin as long as its workload is there.
   *
   * @default - none
   */
  readonly pinned?: { [identity: string]: number };
}

import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IdentityMechanism } from '../../workload/identity-mechanism';

/** The cluster that claims are for. */
export interface ClaimWorkloadsProps {
  /** The cluster; its name, account and region are known at synth. */
  readonly cluster: eks.IClusterRef;

  /** The environment that claims of the cluster name. */
  readonly environment: string;

  /**
   * How pods become their roles where a claim doesn't say it.
   *
   * @default IdentityMechanism.POD_IDENTITY
   */
  readonly mechanism?: IdentityMechanism;

  /**
   * The stacks in which target roles are made, by the account that claims name as `target.account`.
   *
   * @default - no claim may name one
   */
  readonly targetStacks?: { [account: string]: Stack };
}

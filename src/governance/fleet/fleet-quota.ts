/** A quota of AWS, and what a fleet uses of it. */
export interface FleetQuota {
  /** What is limited. */
  readonly quota: string;

  /** The account, the cluster, the stack or the role of which it is. */
  readonly where: string;

  /** How much the fleet uses; what others use isn't known here. */
  readonly used: number;

  /** How much there is by default. */
  readonly limit: number;

  /** To how much it can be raised. */
  readonly highest: number;
}

import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Access } from '../access/access';
import { Forbidden } from '../access/forbidden';
import { Compute } from '../cluster/compute';
import { IdentityMechanism } from '../workload/identity-mechanism';

/** What every controller can be declared with. */
export interface ControllerProps {
  /**
   * The version of the controller, such as `1.14.1`, with or without `v`: not that of its chart.
   *
   * The permissions are those that this version needs. One that is newer than what this library knows is a warning
   * (`cdk-eks-workload-identity:ControllerVersion[…]`).
   *
   * @default - the newest that this library knows, see docs/controllers.md
   */
  readonly version?: string;

  /**
   * The namespace that the controller runs in.
   *
   * @default - the one that it is documented with, see docs/controllers.md
   */
  readonly namespace?: string;

  /**
   * The name of its ServiceAccount.
   *
   * @default - the one that it is documented with, see docs/controllers.md
   */
  readonly serviceAccountName?: string;
}

/** What the identity of a controller is declared with, by either mechanism. */
export interface ControllerIdentityProps {
  /** The cluster that the controller runs in. */
  readonly cluster: eks.IClusterRef;

  /** Who answers for the controller, for example a team: a Kubernetes label value of at most 63 characters. */
  readonly owner: string;

  /**
   * The key of the label and tag that name the owner.
   *
   * @default 'platform.identity/owner'
   */
  readonly ownerLabel?: string;

  /**
   * What the controller may do besides what it needs anyway.
   *
   * @default - nothing
   */
  readonly access?: Access[];

  /**
   * What the controller must not do: proved at synth.
   *
   * @default - nothing is proved
   */
  readonly mustNot?: Forbidden[];

  /**
   * Where its pods run, if not on all that the cluster has.
   *
   * @default - anywhere in the cluster
   */
  readonly compute?: Compute[];

  /**
   * The name of the role.
   *
   * @default - CloudFormation names it
   */
  readonly roleName?: string;

  /**
   * The path of the role.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The most that the role may ever do.
   *
   * @default - none, or the one that the controller was declared with
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Further tags of the role and the association.
   *
   * @default - the owner alone
   */
  readonly tags?: Record<string, string>;
}

/** What the identity of a controller that is an EKS add-on is declared with. */
export interface ControllerAddonProps extends ControllerIdentityProps {
  /** The add-on, in the stack of the workload: a `CfnAddon`, or the `Addon` of either EKS module. */
  readonly addon: eks.IAddonRef;

  /**
   * How its pods become the role.
   *
   * @default IdentityMechanism.POD_IDENTITY
   */
  readonly mechanism?: IdentityMechanism;
}

/** How the Helm values of a controller are written. */
export interface ControllerHelmOptions {
  /**
   * Whether the chart makes the ServiceAccount; if it doesn't, `workload.addServiceAccount` does.
   *
   * @default true
   */
  readonly createServiceAccount?: boolean;
}

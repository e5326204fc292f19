import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RoleOptions } from './role-options';
import { Sdk } from './sdk';
import { Access } from '../access/access';
import { Forbidden } from '../access/forbidden';
import { Compute } from '../cluster/compute';

/** What every workload identity is declared with. */
export interface WorkloadProps extends RoleOptions {
  /**
   * The cluster that the pods run in: of aws-eks, aws-eks-v2, a `CfnCluster`, an imported one, or
   * `WorkloadCluster.fromAttributes(...)`. It may be in another stack.
   */
  readonly cluster: eks.IClusterRef;

  /**
   * Further clusters that the same workload runs in, with the same namespace and service account.
   *
   * There is one role for all, and its trust lists exactly these clusters; by Pod Identity an association in each, and by
   * IRSA a statement of the trust for the issuer of each. Their order changes nothing. To be bound by Pod Identity they are
   * in the account of `cluster`. One of another region has a name of your choice and is declared in a stack of that region,
   * which gets its association and is deployed after the workload's; the workload then needs a `roleName`, and its stack
   * an `env`. Give the ServiceAccount to a chart of each cluster by `addServiceAccount`.
   *
   * @default - `cluster` alone
   */
  readonly additionalClusters?: eks.IClusterRef[];

  /** The exact Kubernetes namespace of the pods: a DNS label of at most 63 characters. */
  readonly namespace: string;

  /** The exact name of the ServiceAccount of the pods: a DNS subdomain of at most 253 characters, not `default`. */
  readonly serviceAccountName: string;

  /**
   * Who answers for the identity, for example a team: a Kubernetes label value of at most 63 characters.
   *
   * It is a label of the ServiceAccount, and a tag of the role and the association.
   */
  readonly owner: string;

  /**
   * The key of the label and tag that name the owner.
   *
   * @default 'platform.identity/owner'
   */
  readonly ownerLabel?: string;

  /**
   * Where the pods run, if not on all that the cluster has.
   *
   * By Pod Identity they get credentials on EC2 Linux nodes, and on hybrid nodes with the agent for them. Say it where
   * the cluster has other compute too, and warnings about that (`cdk-eks-workload-identity:MixedCompute[…]`) go.
   *
   * @default - anywhere in the cluster
   */
  readonly compute?: Compute[];

  /**
   * The AWS SDKs that the containers use, each in the lowest version: compared with the minimum version of the mechanism.
   *
   * @default - nothing is compared
   */
  readonly sdk?: Sdk[];

  /**
   * What the workload may do.
   *
   * @default - nothing, until `addAccess` or a grant gives something
   */
  readonly access?: Access[];

  /**
   * What the workload must not do: proved at synth, see `Forbidden`.
   *
   * Synth stops if the role allows any of it, and shows the request. What can't be decided, since it hangs on values
   * that are known at deploy time only or on policies whose content is not known, is a warning
   * (`cdk-eks-workload-identity:MustNotUndecided[WHAT]`, `…:UnknownPolicy[ARN]`), which
   * `Validations.of(workload).acknowledge(...)` acknowledges.
   *
   * @default - nothing is proved, until `addMustNot` forbids something
   */
  readonly mustNot?: Forbidden[];

  /**
   * Sessions from before this time may do nothing any more: a time of ISO 8601 in UTC such as `2026-11-21T12:00:00Z`.
   *
   * To revoke credentials that have leaked, give the time by which the leak is closed, deploy, and restart the pods, which
   * have the same sessions as before. It adds a statement to the role that bears the access, which denies `*` on `*` where
   * `aws:TokenIssueTime` is earlier (`DateLessThan`). It may stay: it does nothing to later sessions. A time to come denies
   * new sessions too, until then. A role that takes no statement refuses it, and so does one that is shared.
   *
   * @default - no session is revoked
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
   */
  readonly revokedBefore?: string;

  /**
   * Whether what can't be decided of `mustNot` stops synth, rather than being a warning.
   *
   * @default false
   */
  readonly strict?: boolean;

  /**
   * The role of the pods, if it is there already: made in the app, or imported. Then the workload makes none.
   *
   * What the workload is given, by `access` or by grants, stands in a policy of the workload's stack that is attached to
   * the role. A role that takes no policy (`mutable: false`, `withoutPolicyUpdates`, of `customizeRoles`) refuses it with
   * the statements to add by hand. Its trust is the caller's, and must hold `requiredTrust`: if the app knows that trust and it
   * doesn't admit the workload, synth stops and shows the statement to add; if it admits more, there is a warning
   * (`cdk-eks-workload-identity:WideTrust[ROLE]`), and one (`…:UnknownTrust[ROLE]`) if the app doesn't know it.
   *
   * It must be in the stack's account, and `roleName`, `path`, `description`, `maxSessionDuration`,
   * `permissionsBoundary` and `target` can't be given with it.
   *
   * @default - the workload makes a role of its own
   */
  readonly role?: iam.IRole;

  /**
   * The name of the role: at most 64 letters, digits and `+=,.@_-`, unique in the account.
   *
   * @default - CloudFormation names it
   */
  readonly roleName?: string;

  /**
   * Further labels of the ServiceAccount.
   *
   * @default - the owner and the mechanism alone
   */
  readonly labels?: Record<string, string>;

  /**
   * Further annotations of the ServiceAccount; none that begins with `eks.amazonaws.com/`.
   *
   * @default - those that the mechanism needs
   */
  readonly annotations?: Record<string, string>;

  /**
   * Further tags of the role and the association.
   *
   * @default - the owner alone
   */
  readonly tags?: Record<string, string>;
}

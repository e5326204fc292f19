import { InventoryStatement, InventoryTrustStatement } from './inventory-statement';
import { IdentityMechanism } from '../../workload/identity-mechanism';
import { MigrationStage } from '../../workload/migration-stage';
import { MustNotProof } from '../../workload/must-not-proof';

/**
 * One identity: a service account of a cluster, and what it may do in AWS. A workload in several clusters has one for each.
 *
 * It is plain data, and the JSON of an inventory holds it as it is. A value that is known at deploy time only stands in
 * angle brackets: what is known of it, the type of its resource, and where it comes from, parted by bars, such as
 * `arn:aws:s3:::<name|AWS::S3::Bucket|Storage.Bucket83908E77>/invoices/*`. A bracket that is literal stands as `<lt>`.
 */
export interface InventoryIdentity {
  /** What names it in every synth: the ARN of the cluster, the namespace and the service account; before a slash the stage, where the ARN is known at deploy time only. */
  readonly id: string;

  /** The name of the cluster. */
  readonly cluster: string;

  /** The ARN of the cluster. */
  readonly clusterArn: string;

  /** The Kubernetes namespace. */
  readonly namespace: string;

  /** The name of the ServiceAccount. */
  readonly serviceAccount: string;

  /** How pods that start now become the role. */
  readonly mechanism: IdentityMechanism;

  /**
   * Where the workload is on its way from IRSA to EKS Pod Identity.
   *
   * @default - it is on no way
   */
  readonly stage?: MigrationStage;

  /** Who answers for it. */
  readonly owner: string;

  /** The path of the workload in the app. */
  readonly workload: string;

  /** The account of the role. */
  readonly account: string;

  /** The region of the workload's stack. */
  readonly region: string;

  /** The ARN of the role that the pods become. */
  readonly role: string;

  /**
   * The ARN of the role that they become from it, and that bears the access.
   *
   * @default - the role bears the access itself
   */
  readonly targetRole?: string;

  /**
   * The ARN of the permissions boundary of the role that bears the access.
   *
   * @default - it has none, or is made elsewhere
   */
  readonly permissionsBoundary?: string;

  /** What the policies of the role that bears the access say. */
  readonly permissions: InventoryStatement[];

  /**
   * What its permissions boundary says: nothing else is allowed.
   *
   * @default - it has none
   */
  readonly boundary?: InventoryStatement[];

  /**
   * What the session policy of the association says: nothing else is allowed.
   *
   * @default - there is none
   */
  readonly sessionPolicy?: InventoryStatement[];

  /** The policies of which the app doesn't know what they say. What they allow is in none of the lists. */
  readonly unknownPolicies: InventoryUnknownPolicy[];

  /** The tags that policies know by `aws:PrincipalTag`, the role's and those of the session, for each kind of session. */
  readonly principalTags: Record<string, string>[];

  /**
   * Who may become the role.
   *
   * @default - the role is made elsewhere, or its trust policy can't be read
   */
  readonly trust?: InventoryTrustStatement[];

  /**
   * Who may become the target role.
   *
   * @default - there is none, it is made elsewhere, or its trust policy can't be read
   */
  readonly targetTrust?: InventoryTrustStatement[];

  /** What it must not do, and what came out of the proofs. */
  readonly mustNot: MustNotProof[];

  /**
   * The day on which a change of it was last taken into the baseline, such as `2026-11-21`.
   *
   * @default - no baseline is given, or it doesn't know the identity
   */
  readonly lastChanged?: string;
}

/** A policy of which the app doesn't know what it says. */
export interface InventoryUnknownPolicy {
  /** The policy. */
  readonly name: string;

  /** What it is of the role: `identity`, `boundary` or `session`. */
  readonly kind: string;
}

/** What an inventory holds. */
export interface InventoryDocument {
  /** The version of the format: `1`. A new version may change what is there; what is only added changes none. */
  readonly version: number;

  /** The identities, ordered by cluster, namespace and service account. */
  readonly identities: InventoryIdentity[];
}

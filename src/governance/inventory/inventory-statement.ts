import { AccessLevel } from '../../access/access-level';

/**
 * A condition of a statement.
 *
 * A value that is known at deploy time only stands in angle brackets, as in all of a record: see `InventoryIdentity`.
 */
export interface InventoryCondition {
  /** The operator as it is written, such as `StringEquals`. */
  readonly operator: string;

  /** The condition key. */
  readonly key: string;

  /** The values, of which one must match. */
  readonly values: string[];
}

/**
 * What a policy says of actions of one access level on resources: a statement, or the part of one that is of that level.
 */
export interface InventoryStatement {
  /** `Allow` or `Deny`. */
  readonly effect: string;

  /** The level of the actions; not known for actions that no builder of this library gives, for patterns, and for `notActions`. */
  readonly level: AccessLevel;

  /**
   * The actions, in which `*` and `?` are wildcards.
   *
   * @default - it says `notActions`
   */
  readonly actions?: string[];

  /**
   * The actions that it leaves out, being about all others.
   *
   * @default - it says `actions`
   */
  readonly notActions?: string[];

  /**
   * The resources, in which `*` and `?` are wildcards, and `${…}` a variable of IAM.
   *
   * @default - it says `notResources`
   */
  readonly resources?: string[];

  /**
   * The resources that it leaves out, being about all others.
   *
   * @default - it says `resources`
   */
  readonly notResources?: string[];

  /** All of these must hold; none if there are none. */
  readonly conditions: InventoryCondition[];

  /** Where it stands: the policy, and its Sid or its number. */
  readonly source: string;
}

/** What a trust policy says of who may become the role. */
export interface InventoryTrustStatement {
  /** `Allow` or `Deny`. */
  readonly effect: string;

  /** The principals: their kind and, behind a blank, who they are, such as `Service pods.eks.amazonaws.com`; `*` for everyone, `?` where that can't be read. */
  readonly principals: string[];

  /**
   * The actions by which the role is assumed.
   *
   * @default - it says `notActions`
   */
  readonly actions?: string[];

  /**
   * The actions that it leaves out, being about all others.
   *
   * @default - it says `actions`
   */
  readonly notActions?: string[];

  /** All of these must hold; none if there are none. */
  readonly conditions: InventoryCondition[];
}

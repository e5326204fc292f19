/** What a change of an identity is. */
export enum BaselineChangeKind {
  /** The identity is not in the baseline. */
  NEW_IDENTITY = 'new-identity',
  /** A request is allowed that was not. */
  WIDER_PERMISSION = 'wider-permission',
  /** Somebody may become the role, or its target role, who couldn't. */
  WIDER_TRUST = 'wider-trust',
  /** A request is not allowed any more. */
  NARROWER_PERMISSION = 'narrower-permission',
  /** Somebody may not become the role, or its target role, any more. */
  NARROWER_TRUST = 'narrower-trust',
  /** Pods become the role in another way. */
  MECHANISM_CHANGED = 'mechanism-changed',
  /** The workload is at another stage of its migration. */
  STAGE_CHANGED = 'stage-changed',
  /** Somebody else answers for it. */
  OWNER_CHANGED = 'owner-changed',
  /** It has another role or target role. */
  ROLE_CHANGED = 'role-changed',
  /** The identity is in the baseline, and not in the app. */
  REMOVED_IDENTITY = 'removed-identity',
}

/** A request, in the notation of `InventoryIdentity`. */
export interface BaselineRequest {
  /** The action. */
  readonly action: string;

  /** The resource; of a request to become a role the principal. */
  readonly resource: string;

  /** The condition keys that the request has. */
  readonly context: Record<string, string[]>;
}

/** A change of an identity since the baseline. */
export interface BaselineChange {
  /** The id of the identity, as in `InventoryIdentity`. */
  readonly identity: string;

  /** What has changed. */
  readonly kind: BaselineChangeKind;

  /** Whether the app can do more by it, or it isn't known that it can't. */
  readonly widens: boolean;

  /** False iff it can't be decided whether it is such a change: what is widened then counts as wider. */
  readonly certain: boolean;

  /** The change in words. */
  readonly message: string;

  /**
   * A request that is allowed on one side alone, and that the policy engine was asked about on both.
   *
   * @default - the change is none of permissions or trust, or can't be decided
   */
  readonly request?: BaselineRequest;
}

/**
 * What an add-on does where the cluster has other values than its own: when it takes over what runs already, or what
 * was changed by hand.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html
 */
export enum ResolveConflicts {
  /** It changes nothing, and fails where it would have to. */
  NONE = 'NONE',
  /** It writes its own values. */
  OVERWRITE = 'OVERWRITE',
  /** It keeps the values of the cluster. */
  PRESERVE = 'PRESERVE',
}

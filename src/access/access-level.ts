/**
 * What kind of thing an action does, as AWS classifies its actions.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export enum AccessLevel {
  /** Lists resources; sees no content. */
  LIST = 'list',
  /** Reads content. */
  READ = 'read',
  /** Makes, changes or deletes resources or their content; AWS counts most cryptographic operations of KMS here. */
  WRITE = 'write',
  /** Changes tags alone. */
  TAGGING = 'tagging',
  /** Gives or changes permissions. */
  PERMISSIONS_MANAGEMENT = 'permissions-management',
  /** Not known: the action is of no builder of this library, or a pattern. */
  UNKNOWN = 'unknown',
}

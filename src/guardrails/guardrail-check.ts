/** The checks of `IdentityGuardrails`; the values are stable, and stand in the ids by which findings are acknowledged. */
export enum GuardrailCheck {
  /** A role that EKS Pod Identity may assume for pods that its trust policy doesn't tie to a cluster, a namespace and a service account. */
  OPEN_POD_IDENTITY_TRUST = 'OpenPodIdentityTrust',
  /** A trust policy that takes tokens of a cluster whatever audience they are for. */
  IRSA_WITHOUT_AUDIENCE = 'IrsaWithoutAudience',
  /** A trust policy that admits service accounts by a pattern, or any. */
  WILDCARD_SUBJECT = 'WildcardSubject',
  /** A role of several service accounts that is not declared as shared. */
  SHARED_ROLE = 'SharedRole',
  /** A ServiceAccount with the annotation of IRSA that has an association too, for a role that doesn't take its tokens. */
  ANNOTATION_BESIDE_ASSOCIATION = 'AnnotationBesideAssociation',
  /** An identity of the service account `default`. */
  DEFAULT_SERVICE_ACCOUNT = 'DefaultServiceAccount',
  /** Two associations for one service account of a cluster. */
  DUPLICATE_ASSOCIATION = 'DuplicateAssociation',
  /** A role of nodes that allows more than nodes need. */
  NODE_ROLE_PERMISSIONS = 'NodeRolePermissions',
  /** A workload that may give itself any permission. */
  ADMIN_POLICY = 'AdminPolicy',
  /** A workload that is allowed actions by a pattern. */
  WILDCARD_ACTIONS = 'WildcardActions',
  /** A workload that may read or change resources that nothing names. */
  ANY_RESOURCE = 'AnyResource',
  /** A workload that may pass any role to a service. */
  PASS_ANY_ROLE = 'PassAnyRole',
  /** A policy of a workload whose content the templates don't tell. */
  UNREADABLE_POLICY = 'UnreadablePolicy',
  /** A role of a workload without a permissions boundary; it runs if `requireBoundary` is set. */
  MISSING_BOUNDARY = 'MissingBoundary',
  /** A role of a workload that doesn't tell who answers for it. */
  MISSING_OWNER = 'MissingOwner',
}

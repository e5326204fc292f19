/** How workloads that share a role are kept apart. */
export enum RoleSharing {
  /**
   * Each workload has its own `access`: the role has what all of them have, and the association of each a session policy
   * (at most 2,048 characters) that leaves it its own. EKS then doesn't tag sessions.
   */
  SESSION_POLICIES = 'session-policies',

  /**
   * All workloads have the access of the role, which tells them apart by `SessionTag`: EKS tags each session with the
   * cluster, namespace and service account of its pod, and the trust of the role names exactly the workloads.
   */
  SESSION_TAGS = 'session-tags',
}

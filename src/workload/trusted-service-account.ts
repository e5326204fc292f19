/** A service account that may become a role, by its exact names. */
export interface TrustedServiceAccount {
  /** The exact Kubernetes namespace: a DNS label of at most 63 characters. */
  readonly namespace: string;

  /** The exact name of the ServiceAccount: a DNS subdomain of at most 253 characters, not `default`. */
  readonly serviceAccountName: string;
}

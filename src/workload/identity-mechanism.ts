/**
 * How a pod's service account becomes an IAM role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html
 */
export enum IdentityMechanism {
  /** EKS Pod Identity: an association in the EKS API, session tags, the agent on the node. */
  POD_IDENTITY = 'pod-identity',
  /** IAM roles for service accounts: an annotation on the ServiceAccount, the cluster's OIDC provider. */
  IRSA = 'irsa',
}

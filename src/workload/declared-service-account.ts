/** The annotation by which the Pod Identity Webhook finds the role of a ServiceAccount. */
export const ROLE_ARN_ANNOTATION = 'eks.amazonaws.com/role-arn';

/** What a workload declares of a service account, for policies over the objects of its cluster. */
export interface DeclaredServiceAccount {
  /** The path of the workload. */
  readonly path: string;
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** The key of the label that names the owner. */
  readonly ownerLabel: string;
  /** What the annotation of IRSA says, a literal wherever it is known at synth; none if the service account bears no such annotation. */
  readonly roleArn?: string;
}

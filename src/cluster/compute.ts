/**
 * Where pods run, as far as it matters for how they get their identity.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-restrictions
 */
export enum Compute {
  /** Linux on Amazon EC2: node groups, self-managed nodes, Karpenter and Auto Mode. Pod Identity and IRSA work here. */
  EC2_LINUX = 'ec2-linux',
  /** AWS Fargate: IRSA works here, Pod Identity doesn't. */
  FARGATE = 'fargate',
  /** Windows on Amazon EC2: IRSA works here, Pod Identity doesn't. */
  WINDOWS = 'windows',
  /** AWS Outposts: Pod Identity doesn't work here, and IRSA doesn't on local clusters. */
  OUTPOSTS = 'outposts',
  /** EKS Hybrid Nodes: Pod Identity works here only with the agent's DaemonSet for hybrid nodes. */
  HYBRID = 'hybrid',
  /** EKS Anywhere: Pod Identity doesn't work here. */
  EKS_ANYWHERE = 'eks-anywhere',
}

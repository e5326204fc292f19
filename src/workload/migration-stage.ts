/**
 * The stages of a workload's way from IRSA to EKS Pod Identity, in their order; each is a step forward or back from its
 * neighbours.
 */
export enum MigrationStage {
  /** As `IrsaWorkload`. */
  IRSA = 'irsa',
  /** The role trusts both mechanisms; pods use IRSA. */
  DUAL_TRUST = 'dual-trust',
  /** The association is there: pods that start use Pod Identity, since it wins over the annotation. */
  CUTOVER = 'cutover',
  /** The ServiceAccount bears no annotation of IRSA any more. */
  ANNOTATION_REMOVED = 'annotation-removed',
  /** As `PodIdentityWorkload`. */
  POD_IDENTITY = 'pod-identity',
}

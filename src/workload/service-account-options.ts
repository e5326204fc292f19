/** How the ServiceAccount of a workload is written. */
export interface ServiceAccountOptions {
  /**
   * The id of the object in the chart.
   *
   * @default - the workload's id and `ServiceAccount`
   */
  readonly id?: string;

  /**
   * Whether pods get a token for the Kubernetes API, unless they say otherwise themselves.
   *
   * The token for AWS is another one, which EKS adds in either case: only what calls the Kubernetes API needs this.
   *
   * @default false
   */
  readonly automountServiceAccountToken?: boolean;
}

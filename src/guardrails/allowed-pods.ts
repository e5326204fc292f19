import { Workload } from '../workload/workload';

/** The only pods that may use the service account of a workload: give labels, images or both, and then both hold. */
export interface AllowedPods {
  /** The workload whose service account it is. */
  readonly workload: Workload;

  /**
   * Labels that such a pod bears, all of them.
   *
   * Whoever may create pods chooses their labels: they keep out what uses the service account by mistake.
   *
   * @default - any labels
   */
  readonly labels?: Record<string, string>;

  /**
   * Images, at least one of which each container of such a pod runs: a repository, for all its tags and digests, or an
   * image with its tag or digest, for example `111122223333.dkr.ecr.eu-central-1.amazonaws.com/invoice-exporter`.
   *
   * Init containers and injected sidecars count as well, the one of `waitForIdentity` too; for debug containers see
   * `noDebugPods`.
   *
   * @default - any images
   */
  readonly images?: string[];
}

import * as eks from 'aws-cdk-lib/aws-eks';

/** How pods are bound to a workload. */
export interface BindPodsOptions {
  /**
   * The cluster that the object is applied in, of those of the workload: with clusters of several regions there is an object for each,
   * since pods get the region of their cluster.
   *
   * @default - all clusters of the workload, if they are in one region
   */
  readonly cluster?: eks.IClusterRef;

  /**
   * The fields that lead to the pod template, with dots between them, for a kind that isn't known: `spec.template`.
   *
   * @default - where the kind has it: Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob,
   * Rollout of Argo and Service of Knative are known
   */
  readonly podTemplatePath?: string;

  /**
   * The containers that don't use the identity, by name: EKS gives them none (annotation
   * `eks.amazonaws.com/skip-containers`), and their own credentials are not looked for.
   *
   * @default - all containers use it, but those that the pod's own annotation names
   */
  readonly skipContainers?: string[];

  /**
   * The containers that may ask the metadata service of the node, by name. Without their identity, they have the node's role.
   *
   * @default - none: all have `AWS_EC2_METADATA_DISABLED=true`
   */
  readonly instanceMetadata?: string[];

  /**
   * Whether an init container, before all others, lets the pod start only once it is in a session of exactly the workload's
   * role, or of its `target`.
   *
   * It asks STS for the caller (`sts:GetCallerIdentity`, which needs no permission) up to 12 times in a minute, and says in its
   * log what it expected and got. Another identity than the expected one fails at once.
   *
   * @default false
   */
  readonly waitForIdentity?: boolean;

  /**
   * The image of that container: it has `/bin/sh` and the AWS CLI, in a version that supports the mechanism.
   *
   * @default 'public.ecr.aws/aws-cli/aws-cli:2.34.0', AWS's own
   */
  readonly waitImage?: string;

  /**
   * Whether the manifest mounts the token of IRSA and sets its variables, for clusters where the webhook of EKS doesn't, such
   * as EKS Anywhere without it. Only for IRSA.
   *
   * @default false, since EKS does it
   */
  readonly projectToken?: boolean;
}

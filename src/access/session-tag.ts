import { PRINCIPAL_TAGS } from './principal-tags';

/**
 * The tags by which a policy names the pod that asks: each stands for its value in the session of the pod.
 *
 * Put one into a prefix, a leading key, a parameter path, or the value of a resource tag, and one access serves every
 * workload alike: "the folder of the namespace", "the items of the service account". In the policy it becomes a variable
 * such as `${aws:PrincipalTag/kubernetes-namespace}`.
 *
 * EKS Pod Identity sets these tags on every session. Where sessions bear none, as under IRSA, the role of the workload
 * bears the ones that its access names, so that the same declaration means the same; what differs from pod to pod,
 * `POD_NAME` and `POD_UID`, is refused there. A policy that names a tag which the principal doesn't bear allows nothing.
 *
 * Namespaces and service accounts have the same names in many clusters: where a resource is shared by several clusters,
 * name the cluster as well.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 * @example
 * declare const bucket: s3.Bucket;
 * S3Access.readPrefix(bucket, `${SessionTag.CLUSTER_NAME}/${SessionTag.NAMESPACE}/`);
 */
export abstract class SessionTag {
  /** The ARN of the cluster: `${aws:PrincipalTag/eks-cluster-arn}`. */
  public static readonly CLUSTER_ARN = PRINCIPAL_TAGS.get('eks-cluster-arn')!;

  /** The name of the cluster: `${aws:PrincipalTag/eks-cluster-name}`. */
  public static readonly CLUSTER_NAME = PRINCIPAL_TAGS.get('eks-cluster-name')!;

  /** The namespace of the pod: `${aws:PrincipalTag/kubernetes-namespace}`. */
  public static readonly NAMESPACE = PRINCIPAL_TAGS.get('kubernetes-namespace')!;

  /** The service account of the pod: `${aws:PrincipalTag/kubernetes-service-account}`. */
  public static readonly SERVICE_ACCOUNT = PRINCIPAL_TAGS.get('kubernetes-service-account')!;

  /** The name of the pod, with Pod Identity alone: `${aws:PrincipalTag/kubernetes-pod-name}`. */
  public static readonly POD_NAME = PRINCIPAL_TAGS.get('kubernetes-pod-name')!;

  /** The uid of the pod, with Pod Identity alone: `${aws:PrincipalTag/kubernetes-pod-uid}`. */
  public static readonly POD_UID = PRINCIPAL_TAGS.get('kubernetes-pod-uid')!;
}

import { PolicyValue } from '../policy/statement';

/** What EKS tells of a pod when it assumes the role of a Pod Identity association. */
export interface PodFacts<V> {
  readonly clusterArn: V;
  readonly clusterName: V;
  readonly namespace: V;
  readonly serviceAccountName: V;
}

/**
 * The session tags that EKS Pod Identity sets; of the pod's own name and uid only that they are there.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentityTags<V>({ clusterArn, clusterName, namespace, serviceAccountName }: PodFacts<V>): Record<string, V | PolicyValue> {
  return {
    'eks-cluster-arn': clusterArn,
    'eks-cluster-name': clusterName,
    'kubernetes-namespace': namespace,
    'kubernetes-service-account': serviceAccountName,
    'kubernetes-pod-name': { Ref: 'kubernetes-pod-name' },
    'kubernetes-pod-uid': { Ref: 'kubernetes-pod-uid' },
  };
}

import { compared, comparedWithAny, TrustStatementJson } from './trust-document';

/** The service that assumes the roles of pods. */
export const POD_IDENTITY_SERVICE = 'pods.eks.amazonaws.com';

/** Who may become the role through EKS Pod Identity: one service account of one namespace of exactly these clusters. */
export interface PodIdentitySubject {
  readonly clusterArns: readonly string[];
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/**
 * The statement by which EKS Pod Identity may assume a role.
 *
 * EKS sends the identity of the pod as session tags; the conditions compare them as request tags, so that neither
 * another cluster of the account nor another service account can be bound to the role, whoever may pass it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podIdentityTrust(subject: PodIdentitySubject): TrustStatementJson {
  return {
    Effect: 'Allow',
    Principal: { Service: POD_IDENTITY_SERVICE },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': comparedWithAny(subject.clusterArns),
        'aws:RequestTag/kubernetes-namespace': compared(subject.namespace),
        'aws:RequestTag/kubernetes-service-account': compared(subject.serviceAccountName),
      },
    },
  };
}

/**
 * The statement by which EKS Pod Identity may assume a role where it doesn't tag sessions: there are no request tags to
 * compare then, so the clusters and their account are compared, as the source of the request. Of these clusters any service
 * account can be bound to the role, by whoever may pass it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function podIdentitySourceTrust(clusters: { readonly clusterArns: readonly string[]; readonly account: string }): TrustStatementJson {
  return {
    Effect: 'Allow',
    Principal: { Service: POD_IDENTITY_SERVICE },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      ArnEquals: { 'aws:SourceArn': comparedWithAny(clusters.clusterArns) },
      StringEquals: { 'aws:SourceAccount': clusters.account },
    },
  };
}

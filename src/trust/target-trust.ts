import { compared, TrustStatementJson } from './trust-document';
import { arnParts } from '../private/arns';

/** Who may become a target role: the pods of one service account, through the role that they become first. All literals. */
export interface TargetSubject {
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** The role that the pods become first. */
  readonly roleArn: string;
  /** Whether EKS Pod Identity tags the sessions. */
  readonly sessionTags: boolean;
}

/**
 * The statements by which a service account may become a target role: by its session tags, or where there are none by
 * the external id that EKS then sends.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html
 */
export function targetTrust(subject: TargetSubject): TrustStatementJson[] {
  const { partition, account } = arnParts(subject.roleArn)!;
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  const ArnEquals = { 'aws:PrincipalARN': compared(subject.roleArn) };
  if (!subject.sessionTags) {
    const StringEquals = { 'sts:ExternalId': compared(externalId(subject)) };
    return [
      { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: { StringEquals, ArnEquals } },
      { Effect: 'Allow', Principal, Action: 'sts:TagSession', Condition: { ArnEquals } },
    ];
  }
  const StringEquals = {
    'aws:RequestTag/eks-cluster-arn': compared(subject.clusterArn),
    'aws:RequestTag/kubernetes-namespace': compared(subject.namespace),
    'aws:RequestTag/kubernetes-service-account': compared(subject.serviceAccountName),
  };
  return [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals, ArnEquals } }];
}

/** The external id with which EKS assumes a target role: `REGION/ACCOUNT/CLUSTER/NAMESPACE/SERVICE_ACCOUNT`. */
function externalId({ clusterArn, namespace, serviceAccountName }: TargetSubject): string {
  const { region, account, resource } = arnParts(clusterArn)!;
  return [region, account, resource.replace(/^cluster\//, ''), namespace, serviceAccountName].join('/');
}

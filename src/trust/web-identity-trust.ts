import { compared, TrustStatementJson } from './trust-document';

/** What the subject of a service account's token begins with. */
export const SUBJECT_PREFIX = 'system:serviceaccount:';

/** Who may become the role through a cluster's OIDC provider: one service account of one namespace, by tokens for one audience. */
export interface WebIdentitySubject {
  readonly providerArn: string;
  /** The issuer without `https://`, as in the provider's ARN. */
  readonly issuer: string;
  readonly audience: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/**
 * The statement by which a cluster's OIDC provider may assume a role: exact subject, exact audience.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function webIdentityTrust(subject: WebIdentitySubject): TrustStatementJson {
  return {
    Effect: 'Allow',
    Principal: { Federated: subject.providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${subject.issuer}:aud`]: compared(subject.audience),
        [`${subject.issuer}:sub`]: compared(`${SUBJECT_PREFIX}${subject.namespace}:${subject.serviceAccountName}`),
      },
    },
  };
}

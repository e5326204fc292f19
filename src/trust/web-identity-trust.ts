import { Stack } from 'aws-cdk-lib';
import { isToken } from '../private/tokens';

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
 * The trust policy of an IRSA role: exact subject, exact audience.
 *
 * The issuer is part of the condition keys, and the key of a CloudFormation object can't be an intrinsic. So a
 * document with a token issuer is given as one JSON string with tokens in it, which becomes an `Fn::Join` that IAM
 * reads as a document, with no custom resource; one with a literal issuer is given as an object.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function webIdentityTrust(stack: Stack, subject: WebIdentitySubject): unknown {
  const document = {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: subject.providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${subject.issuer}:aud`]: subject.audience,
          [`${subject.issuer}:sub`]: `${SUBJECT_PREFIX}${subject.namespace}:${subject.serviceAccountName}`,
        },
      },
    }],
  };
  return isToken(subject.issuer) ? stack.toJsonString(document) : document;
}

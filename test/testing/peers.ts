import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { ISSUER, PROVIDER_ARN } from '../fixtures';

/** A service account of `cluster.addServiceAccount`, in an imported cluster of aws-eks. */
export function peerServiceAccount(stack: Stack, identityType: eks.IdentityType): eks.ServiceAccount {
  const cluster = eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'production',
    openIdConnectProvider: eks.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', PROVIDER_ARN),
    kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', {
      functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl',
      kubectlRoleArn: 'arn:aws:iam::111122223333:role/kubectl',
      handlerRole: undefined as never,
    }),
  });
  return cluster.addServiceAccount('Exporter', { namespace: 'finance-prod', name: 'invoice-exporter', identityType });
}

/** What a template by hand has beyond the least. */
interface Parts {
  readonly role?: object;
  readonly association?: object;
  readonly resources?: object;
}

/** A template of a role and what binds it, as people write them by hand. */
export function byHand(trust: object, { role = {}, association = {}, resources = {} }: Parts = {}): Record<string, any> {
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: trust }, ...role } },
      Association: {
        Type: 'AWS::EKS::PodIdentityAssociation',
        Properties: { ClusterName: 'production', Namespace: 'finance-prod', ServiceAccount: 'invoice-exporter', RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...association },
      },
      ...resources,
    },
  };
}

/** A statement by which EKS Pod Identity may assume a role. */
export const TRUST_PODS = { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] };

/** A statement by which the tokens of a service account may assume a role. */
export function trustToken(subject: string, operator = 'StringEquals'): object {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER_ARN },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' }, [operator]: { [`${ISSUER}:sub`]: subject, ...(operator === 'StringEquals' && { [`${ISSUER}:aud`]: 'sts.amazonaws.com' }) } },
  };
}

/** An inline policy of a role of these statements. */
export function inline(...Statement: object[]): { Policies: object[] } {
  return { Policies: [{ PolicyName: 'Access', PolicyDocument: { Version: '2012-10-17', Statement } }] };
}

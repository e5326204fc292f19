import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as eksV1 from 'aws-cdk-lib/aws-eks';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';

/** The facts of the cluster that every workload runs in. */
export const CLUSTER = {
  name: 'production',
  arn: 'arn:aws:eks:eu-central-1:111122223333:cluster/production',
  issuer: 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
  providerArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
};

/** The namespace of every workload. */
export const NAMESPACE = 'finance-prod';

/** Who answers for every workload. */
export const OWNER = 'finance-platform';

/** The part of the bucket that every workload reads. */
export const PREFIX = 'invoices/';

const KUBECTL_FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl';
const KUBECTL_ROLE_ARN = 'arn:aws:iam::111122223333:role/kubectl';

/**
 * What every approach finds: a bucket with its key, a queue, a table and the cluster.
 *
 * The cluster is imported, once with each EKS module, together with its OIDC provider and the function behind its
 * kubectl custom resources. So it adds nothing to the template, and no approach is charged for that function.
 */
export class BenchStack extends Stack {
  public readonly key = new kms.Key(this, 'Key');
  public readonly bucket = new s3.Bucket(this, 'Bucket', { encryption: s3.BucketEncryption.KMS, encryptionKey: this.key });
  public readonly queue = new sqs.Queue(this, 'Queue');
  public readonly table = new dynamodb.Table(this, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  public readonly cluster: eks.ICluster;
  public readonly clusterV1: eksV1.ICluster;

  constructor(app: App, id = 'Footprint') {
    super(app, id, { env: { account: '111122223333', region: 'eu-central-1' } });
    const openIdConnectProvider = iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(this, 'OidcProvider', CLUSTER.providerArn);
    this.cluster = eks.Cluster.fromClusterAttributes(this, 'Cluster', {
      clusterName: CLUSTER.name,
      openIdConnectProvider,
      kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(this, 'Kubectl', { serviceToken: KUBECTL_FUNCTION_ARN }),
    });
    this.clusterV1 = eksV1.Cluster.fromClusterAttributes(this, 'ClusterV1', {
      clusterName: CLUSTER.name,
      openIdConnectProvider,
      kubectlProvider: eksV1.KubectlProvider.fromKubectlProviderAttributes(this, 'KubectlV1', {
        functionArn: KUBECTL_FUNCTION_ARN,
        kubectlRoleArn: KUBECTL_ROLE_ARN,
        handlerRole: iam.Role.fromRoleArn(this, 'KubectlRole', KUBECTL_ROLE_ARN),
      }),
    });
  }
}

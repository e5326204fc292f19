import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BenchStack, CLUSTER, NAMESPACE, OWNER } from './bench-stack';

/** What a platform team would ask of each workload. */
export interface HandWrittenProps {
  readonly serviceAccountName: string;
  readonly statements: object[];
}

/** Pod Identity, written by hand: a role, and the association of the service account with it. */
export class HandWrittenPodIdentity extends Construct {
  constructor(scope: Construct, id: string, { serviceAccountName, statements }: HandWrittenProps) {
    super(scope, id);
    const tags = [{ key: 'platform.identity/owner', value: OWNER }];
    const role = new iam.CfnRole(this, 'Role', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: {
              'aws:RequestTag/eks-cluster-arn': CLUSTER.arn,
              'aws:RequestTag/kubernetes-namespace': NAMESPACE,
              'aws:RequestTag/kubernetes-service-account': serviceAccountName,
            },
          },
        }],
      },
      policies: [{ policyName: 'Access', policyDocument: { Version: '2012-10-17', Statement: statements } }],
      tags,
    });
    new eks.CfnPodIdentityAssociation(this, 'Association', {
      clusterName: CLUSTER.name,
      namespace: NAMESPACE,
      serviceAccount: serviceAccountName,
      roleArn: role.attrArn,
      tags,
    });
  }
}

/** IRSA, written by hand: a role that trusts the OIDC provider of the cluster. */
export class HandWrittenIrsa extends Construct {
  constructor(scope: Construct, id: string, { serviceAccountName, statements }: HandWrittenProps) {
    super(scope, id);
    new iam.CfnRole(this, 'Role', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Federated: CLUSTER.providerArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${CLUSTER.issuer}:aud`]: 'sts.amazonaws.com',
              [`${CLUSTER.issuer}:sub`]: `system:serviceaccount:${NAMESPACE}:${serviceAccountName}`,
            },
          },
        }],
      },
      policies: [{ policyName: 'Access', policyDocument: { Version: '2012-10-17', Statement: statements } }],
      tags: [{ key: 'platform.identity/owner', value: OWNER }],
    });
  }
}

/** The permissions of the workload, as an engineer would write them. */
export function handWrittenStatements({ bucket, key, queue, table }: BenchStack, prefix: string): object[] {
  return [
    {
      Sid: 'DynamoDbRead',
      Effect: 'Allow',
      Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      Resource: table.tableArn,
    },
    {
      Sid: 'KmsViaS3',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: key.keyArn,
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, `${bucket.bucketArn}/*`] },
      },
    },
    {
      Sid: 'S3ReadPrefix',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${bucket.bucketArn}/${prefix}*`,
    },
    {
      Sid: 'S3ListPrefix',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket.bucketArn,
      Condition: { StringLike: { 's3:prefix': `${prefix}*` } },
    },
    {
      Sid: 'SqsProduce',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: queue.queueArn,
    },
  ];
}

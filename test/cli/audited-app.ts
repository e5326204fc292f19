import { App, Aws, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ACCOUNT, REGION } from '../fixtures';
import { LOCKED, lockedBy } from '../guardrails/sources';
import { inline, TRUST_PODS, trustToken } from '../testing/peers';

const LAYER = 'arn:aws:lambda:eu-central-1:111122223333:layer:kubectl:1';

const KEYED = { keySchema: [{ attributeName: 'id', keyType: 'HASH' }], attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }] };

/** The stack of what people make today: service accounts of aws-eks by both mechanisms, and roles by hand. */
export function auditedStack(outdir?: string): Stack {
  const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new Stack(app, 'Shop', { env: { account: ACCOUNT, region: REGION } });
  const cluster = new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_33, kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', LAYER) });
  const bucket = new s3.Bucket(stack, 'Bucket');
  const queue = new sqs.Queue(stack, 'Queue');
  const topic = new sns.Topic(stack, 'Topic');
  for (const [id, identityType] of [['Tokens', eks.IdentityType.IRSA], ['Pods', eks.IdentityType.POD_IDENTITY]] as const) {
    const account = cluster.addServiceAccount(id, { namespace: 'shop', name: id.toLowerCase(), identityType });
    bucket.grantRead(account, 'in/*');
    queue.grantConsumeMessages(account);
    topic.grantPublish(account);
  }
  role(stack, 'Tagged', LOCKED, inline(
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket.bucketArn, Condition: { StringLike: { 's3:prefix': 'in/*' } } },
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: `${bucket.bucketArn}/in/\${aws:PrincipalTag/team}/*` },
    { Effect: 'Deny', NotAction: 's3:*', Resource: `arn:${Aws.PARTITION}:s3:::it's \`a\` "\\" name/*`, Condition: { Bool: { 'aws:SecureTransport': false } } },
  ), { Tags: [{ Key: 'team', Value: 'orders' }, { Key: 'platform.identity/owner', Value: 'orders-team' }], PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` });
  associate(stack, 'TaggedAssociation', 'finance-prod', 'invoice-exporter', 'Tagged');
  role(stack, 'Data', lockedBy({ StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop', 'aws:RequestTag/kubernetes-service-account': 'data' } }), inline(
    { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'], Resource: new dynamodb.CfnTable(stack, 'Table', KEYED).attrArn },
    { Effect: 'Allow', Action: ['dynamodb:*Item', 'dynamodb:Query'], Resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders` },
    { Effect: 'Allow', Action: 'kinesis:*', Resource: new kinesis.CfnStream(stack, 'Stream').attrArn },
    { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Resource: new secretsmanager.CfnSecret(stack, 'Secret').ref },
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:db-AbCdEf` },
    { Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/db`, `arn:${Aws.PARTITION}:ssm:${REGION}:${Aws.ACCOUNT_ID}:parameter/flag`] },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: `arn:aws:kms:${REGION}:${ACCOUNT}:key/0123`,
      Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
    },
  ));
  associate(stack, 'DataAssociation', 'shop', 'data', 'Data');
  role(stack, 'Open', TRUST_PODS, inline({ Effect: 'Allow', Action: '*', Resource: '*' }));
  associate(stack, 'OpenAssociation', 'shop', 'open', 'Open');
  role(stack, 'ByHand', trustToken('system:serviceaccount:shop:by-hand'), inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::company/*' }),
    { RoleName: 'by-hand', ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'] });
  role(stack, 'Anybody', trustToken('system:serviceaccount:shop:*', 'StringLike'), {});
  role(stack, 'Driver', { ...TRUST_PODS, Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'kube-system' } } },
    inline({ Effect: 'Allow', Action: ['ec2:CreateSnapshot'], Resource: 'arn:aws:ec2:*::snapshot/*' }));
  new eks.CfnAddon(stack, 'Addon', {
    clusterName: 'production',
    addonName: 'aws-ebs-csi-driver',
    podIdentityAssociations: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: arnOf(stack, 'Driver') }],
  });
  return stack;
}

function role(stack: Stack, id: string, trust: object, ...more: object[]): void {
  const found = new iam.CfnRole(stack, id, { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } });
  for (const properties of more) {
    Object.entries(properties).forEach(([name, value]) => found.addPropertyOverride(name, stack.resolve(value)));
  }
}

function associate(stack: Stack, id: string, namespace: string, serviceAccount: string, roleId: string): void {
  new eks.CfnPodIdentityAssociation(stack, id, { clusterName: 'production', namespace, serviceAccount, roleArn: arnOf(stack, roleId) });
}

function arnOf(stack: Stack, roleId: string): string {
  return (stack.node.findChild(roleId) as iam.CfnRole).attrArn;
}

/** What `helm template` renders. */
export const HELM = `---
# Source: shop/templates/serviceaccount.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: by-hand
  namespace: shop
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::${ACCOUNT}:role/by-hand
---
# Source: shop/templates/other.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: other
  labels: &labels { app: other }
  annotations:
    <<: *labels
    eks.amazonaws.com/role-arn: "arn:aws:iam::${ACCOUNT}:role/elsewhere"
---
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: other
spec:
  template:
    spec:
      serviceAccountName: other
      containers:
        - name: app
          image: app
          env:
            - name: AWS_ACCESS_KEY_ID
              valueFrom: { secretKeyRef: { name: keys, key: id } }
`;

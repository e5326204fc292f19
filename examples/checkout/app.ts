import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cdk8s from 'cdk8s';
import { Construct } from 'constructs';
import {
  AdmissionAction, AdmissionPolicies, CloudWatchAccess, DynamoDbAccess, EventBridgeAccess, Forbidden, GitOpsTree, IrsaWorkload, KinesisAccess,
  LambdaAccess, PodIdentityWorkload, RdsAccess, S3Access, Sdk, SecretsManagerAccess, SessionTag, SnsAccess, SqsAccess, SsmAccess, Workload,
  WorkloadCluster, XRayAccess,
} from '../../src';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const imageOf = (name: string) => `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${name}`;
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** The checkout of a shop: what takes orders, and what writes the receipts for them. */
export interface Checkout {
  readonly app: App;
  readonly stack: Stack;
  readonly charts: cdk8s.App;
  /** What runs: a Deployment for each workload. */
  readonly pods: cdk8s.Chart;
  /** The directory of ServiceAccounts that synth writes for GitOps. */
  readonly gitops: string;
  /** What the cluster admits in the namespace of the shop. */
  readonly admission: cdk8s.Chart;
  readonly workloads: readonly Workload[];
}

/** What the platform has for all of its shops, each of which lives in a namespace: made elsewhere, and shared. */
class Platform extends Construct {
  public readonly cluster = WorkloadCluster.fromAttributes(this, 'Cluster', {
    clusterName: 'production',
    oidcProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
  });

  private readonly key = kms.Key.fromKeyArn(this, 'Key', arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'));
  public readonly carts = dynamodb.Table.fromTableAttributes(this, 'Carts', { tableArn: arn('dynamodb', 'table/carts'), encryptionKey: this.key });
  public readonly receipts = s3.Bucket.fromBucketAttributes(this, 'Receipts', { bucketArn: 'arn:aws:s3:::company-receipts', encryptionKey: this.key });
  public readonly orders = sqs.Queue.fromQueueAttributes(this, 'Orders', { queueArn: arn('sqs', 'orders'), keyArn: this.key.keyArn });
  public readonly bus = events.EventBus.fromEventBusArn(this, 'Bus', arn('events', 'event-bus/shops'));
  public readonly news = sns.Topic.fromTopicArn(this, 'News', arn('sns', 'receipts'));
  public readonly audit = kinesis.Stream.fromStreamArn(this, 'Audit', arn('kinesis', 'stream/audit'));
  public readonly payment = secretsmanager.Secret.fromSecretCompleteArn(this, 'Payment', arn('secretsmanager', 'secret:shops/payment-a1B2c3'));
  public readonly database = rds.DatabaseCluster.fromDatabaseClusterAttributes(this, 'Database', {
    clusterIdentifier: 'orders', clusterResourceIdentifier: 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  });

  /** The version of the renderer that is released. */
  public readonly renderer = lambda.Function.fromFunctionAttributes(this, 'Renderer', { functionArn: arn('lambda', 'function:render-receipt'), sameEnvironment: true });
}

/** One app with both workloads. What they share is parted by the namespace that they run in, whichever mechanism binds them. */
export function checkout(outdir?: string): Checkout {
  const app = new App({ outdir: outdir && `${outdir}/checkout` });
  const charts = new cdk8s.App({ outdir: outdir && `${outdir}/checkout/manifests` });
  const stack = new Stack(app, 'checkout', { env: { account: ACCOUNT, region: REGION } });
  const platform = new Platform(stack, 'Platform');
  const workloads = [takesOrders(stack, platform), writesReceipts(stack, platform)];

  const gitops = path.join(app.outdir, 'gitops');
  new GitOpsTree(app, 'GitOps', { directory: gitops });
  return { app, stack, charts, pods: runs(charts, workloads), gitops, admission: admits(charts, app, workloads[1]), workloads };
}

/** The Deployment of each workload; the receipt writer waits until it has its identity. */
function runs(charts: cdk8s.App, [api, receiptWriter]: readonly Workload[]): cdk8s.Chart {
  const chart = new cdk8s.Chart(charts, 'pods');
  api.bindPods(deployment(chart, api));
  receiptWriter.bindPods(deployment(chart, receiptWriter), { waitForIdentity: true });
  return chart;
}

/** What the teams have written before, and that knows nothing of AWS. */
function deployment(chart: cdk8s.Chart, { serviceAccountName: name }: Workload): cdk8s.ApiObject {
  const labels = { 'app.kubernetes.io/name': name };
  return new cdk8s.ApiObject(chart, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: `${imageOf(name)}:1.0.0` }] } },
    },
  });
}

/** Refuses in the namespace what would get around the identities; the receipt writer's is for its own pods alone. */
function admits(charts: cdk8s.App, app: App, receiptWriter: Workload): cdk8s.Chart {
  const chart = new cdk8s.Chart(charts, 'admission');
  new AdmissionPolicies(chart, 'AdmissionPolicies', {
    workloadsOf: [app],
    namespaces: ['shop-prod'],
    action: AdmissionAction.ENFORCE,
    usedBy: [{
      workload: receiptWriter,
      labels: { 'app.kubernetes.io/name': 'receipt-writer' },
      images: [imageOf('receipt-writer'), 'public.ecr.aws/aws-cli/aws-cli'], // the second waits for the identity
    }],
  });
  return chart;
}

/** Reads and writes the carts of its shop, takes payments, and tells of orders. */
function takesOrders(stack: Stack, { cluster, carts, payment, database, orders, bus }: Platform): Workload {
  const ofShop = { leadingKeyPrefixes: [`${SessionTag.NAMESPACE}#`] };
  return new PodIdentityWorkload(stack, 'CheckoutApi', {
    cluster,
    namespace: 'shop-prod',
    serviceAccountName: 'checkout-api',
    owner: 'checkout-team',
    sdk: [Sdk.java2('2.29.1')],
    access: [
      DynamoDbAccess.read(carts, ofShop),
      DynamoDbAccess.write(carts, ofShop),
      SecretsManagerAccess.read(payment),
      SsmAccess.readPath(stack, `/shops/${SessionTag.NAMESPACE}`),
      RdsAccess.connect(database, 'checkout_api'),
      SqsAccess.produce(orders),
      EventBridgeAccess.putEvents(bus, { sources: ['shop.checkout'], detailTypes: ['OrderPlaced', 'OrderCancelled'] }),
      CloudWatchAccess.putMetrics('Shop/Checkout'),
      XRayAccess.writeTraces(),
    ],
    mustNot: [
      Forbidden.actions('dynamodb:DeleteItem', 'dynamodb:BatchWriteItem', 'dynamodb:Scan'),
      Forbidden.actions('dynamodb:*').when({ 'dynamodb:LeadingKeys': 'other-shop#1' }),
      Forbidden.actions('ssm:*').outside(arn('ssm', 'parameter/shops/shop-prod'), arn('ssm', 'parameter/shops/shop-prod/*')),
      Forbidden.actions('secretsmanager:*').outside(payment.secretArn),
      Forbidden.actions('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue'),
      Forbidden.actions('kms:*').when({ 'kms:ViaService': `s3.${REGION}.amazonaws.com` }),
    ],
  });
}

/** Takes orders from the queue, has their receipts rendered, keeps them, and tells of them. */
function writesReceipts(stack: Stack, { cluster, orders, receipts, renderer, news, audit }: Platform): Workload {
  return new IrsaWorkload(stack, 'ReceiptWriter', {
    cluster,
    namespace: 'shop-prod',
    serviceAccountName: 'receipt-writer',
    owner: 'checkout-team',
    roleName: 'receipt-writer',
    access: [
      SqsAccess.consume(orders),
      LambdaAccess.invoke(renderer, { qualifier: 'live' }),
      S3Access.writePrefix(receipts, `${SessionTag.NAMESPACE}/receipts/`),
      SnsAccess.publish(news),
      KinesisAccess.produce(audit),
    ],
    mustNot: [
      Forbidden.actions('s3:*').outside(receipts.arnForObjects('shop-prod/receipts/*')),
      Forbidden.actions('s3:GetObject*', 's3:DeleteObject*', 's3:List*'),
      Forbidden.actions('lambda:*').outside(`${renderer.functionArn}:live`),
      Forbidden.actions('sqs:SendMessage'),
      Forbidden.actions('kinesis:Get*', 'sns:Subscribe'),
    ],
  });
}

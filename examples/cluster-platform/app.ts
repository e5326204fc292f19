import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  AwsLoadBalancerController, CertManager, Controller, ControllerIdentityProps, EbsCsiDriver, ExternalDns, ExternalSecrets, FluentBit, Forbidden,
  IdentityMechanism, Karpenter, KarpenterInterruptionQueue, KarpenterNodeRole, Keda, PodIdentityAgent, Velero, VpcCni, Workload,
} from '../../src';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const CLUSTER = 'production';
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** A cluster with what every workload on it counts on. */
export interface ClusterPlatform {
  readonly app: App;
  readonly stack: Stack;
  readonly workloads: readonly Workload[];
}

/** What other teams made, and the controllers work on. */
class Account extends Construct {
  public readonly vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: [`${REGION}a`, `${REGION}b`],
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  });

  public readonly zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' });
  public readonly volumeKey = kms.Key.fromKeyArn(this, 'VolumeKey', arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'));
  public readonly backups = s3.Bucket.fromBucketName(this, 'Backups', 'company-backups');
  public readonly registryToken = secretsmanager.Secret.fromSecretCompleteArn(this, 'RegistryToken', arn('secretsmanager', 'secret:platform/registry-a1B2c3'));
  public readonly orders = sqs.Queue.fromQueueArn(this, 'Orders', arn('sqs', 'orders'));
}

/** One stack: the cluster, its nodes, and ten controllers, two of them as EKS add-ons. */
export function clusterPlatform(outdir?: string): ClusterPlatform {
  const app = new App({ outdir: outdir && `${outdir}/cluster-platform` });
  const stack = new Stack(app, 'cluster-platform', { env: { account: ACCOUNT, region: REGION } });
  const account = new Account(stack, 'Account');
  const nodes = new KarpenterNodeRole(stack, 'Nodes', { cniPolicy: false });
  const cluster = new eks.Cluster(stack, 'Cluster', {
    clusterName: CLUSTER,
    version: eks.KubernetesVersion.V1_34,
    vpc: account.vpc,
    vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
    defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
    defaultCapacity: 0,
  });
  // Where the controllers themselves run; Karpenter launches the rest, with the same role.
  cluster.addNodegroupCapacity('System', { nodeRole: nodes.role });
  PodIdentityAgent.ensure(cluster);
  return { app, stack, workloads: [...addons(stack, cluster, account), ...charts(stack, cluster, account, nodes)] };
}

/** No controller may change what anybody may do, nor become someone else. */
function identityOf(cluster: eks.ICluster): ControllerIdentityProps {
  return {
    cluster,
    owner: 'platform',
    mustNot: [
      Forbidden.actions('iam:Put*', 'iam:Attach*', 'iam:Create*Policy*', 'iam:UpdateAssumeRolePolicy', 'iam:CreateUser', 'iam:CreateRole', 'iam:CreateAccessKey'),
      Forbidden.actions('sts:AssumeRole'),
    ],
  };
}

/** The controllers that EKS installs. The network comes first, before any agent of Pod Identity, so it is bound by IRSA. */
function addons(stack: Stack, cluster: eks.Cluster, { vpc, volumeKey }: Account): Workload[] {
  const identity = identityOf(cluster);
  const network = new eks.Addon(stack, 'VpcCniAddon', { cluster, addonName: 'vpc-cni', configurationValues: { env: { CLUSTER_NAME: CLUSTER } } });
  const volumes = new eks.Addon(stack, 'EbsCsiDriverAddon', {
    cluster, addonName: 'aws-ebs-csi-driver', configurationValues: { controller: { k8sTagClusterId: CLUSTER } },
  });
  return [
    new VpcCni({ vpc }).addonIdentity(stack, 'VpcCni', { ...identity, addon: network, mechanism: IdentityMechanism.IRSA }),
    new EbsCsiDriver({ encryptionKeys: [volumeKey] }).addonIdentity(stack, 'EbsCsiDriver', { ...identity, addon: volumes }),
  ];
}

/** The controllers that charts install; the values for each chart are an output of the stack. */
function charts(stack: Stack, cluster: eks.Cluster, { vpc, zone, backups, registryToken, orders }: Account, nodes: KarpenterNodeRole): Workload[] {
  const podLogs = new logs.LogGroup(stack, 'PodLogs', { logGroupName: `/eks/${CLUSTER}/pods`, retention: logs.RetentionDays.ONE_MONTH });
  const interruptions = new KarpenterInterruptionQueue(stack, 'Interruptions');
  const controllers: Record<string, Controller> = {
    LoadBalancers: new AwsLoadBalancerController({ vpc, waf: false, shield: false }),
    ExternalDns: new ExternalDns({ hostedZones: [zone], domains: ['shop.example.com'] }),
    CertManager: new CertManager({ hostedZones: [zone] }),
    ExternalSecrets: new ExternalSecrets({ secrets: [registryToken] }),
    Karpenter: new Karpenter({ nodeRole: nodes.role, interruptionQueue: interruptions.queue }),
    FluentBit: new FluentBit({ logGroups: [podLogs] }),
    Velero: new Velero({ bucket: backups, prefix: `${CLUSTER}/` }),
    Keda: new Keda({ queues: [orders] }),
  };
  return Object.entries(controllers).map(([id, controller]) => {
    const workload = controller.podIdentity(stack, id, identityOf(cluster));
    new CfnOutput(stack, `${id}Values`, { value: stack.toJsonString(controller.helmValues(workload)) });
    return workload;
  });
}

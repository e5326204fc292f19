import { Stack } from 'aws-cdk-lib';
import * as acmpca from 'aws-cdk-lib/aws-acmpca';
import * as aps from 'aws-cdk-lib/aws-aps';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import {
  AckController, AdotCollector, ArgoCd, ArgoCdComponent, AwsLoadBalancerController, CertManager, CloudWatchAgent, ClusterAutoscaler, Controller,
  CrossplaneProvider, EbsCsiDriver, EfsCsiDriver, ExternalDns, ExternalSecrets, FluentBit, FsxLustreCsiDriver, GatewayApiController, Karpenter, Keda,
  ManagedPrometheus, MountpointS3CsiDriver, NodeTerminationHandler, PrivateCaIssuer, S3Access, SecretsStoreCsiDriver, Velero, VpcCni,
} from '../../src';
import { ACCOUNT, REGION } from '../fixtures';

export const arnOf = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
export const VPC_ID = 'vpc-0123456789abcdef0';
export const KEY_ARN = arnOf('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
export const BUCKET_ARN = 'arn:aws:s3:::company-data';
export const ZONE_ARN = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';
export const QUEUE_ARN = arnOf('sqs', 'interruptions');
export const SECRET_ARN = arnOf('secretsmanager', 'secret:shop/payment-a1B2c3');
export const LOG_GROUP_ARN = arnOf('logs', 'log-group:/platform/pods');
export const FILE_SYSTEM_ARN = arnOf('elasticfilesystem', 'file-system/fs-0123456789abcdef0');
export const WORKSPACE_ARN = arnOf('aps', 'workspace/ws-01234567-89ab-cdef-0123-456789abcdef');
export const AUTHORITY_ARN = arnOf('acm-pca', 'certificate-authority/01234567-89ab-cdef-0123-456789abcdef');
export const STREAM_ARN = arnOf('kinesis', 'stream/clicks');
export const NODE_ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/nodes`;
export const TARGET_ROLE_ARN = 'arn:aws:iam::444455556666:role/deployer';

/** What controllers are scoped to, made elsewhere. */
export function scopesIn(stack: Stack) {
  return {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: VPC_ID, availabilityZones: [`${REGION}a`] }),
    key: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    bucket: s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN),
    zone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z0123456789ABCDEFGHIJ'),
    queue: sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: QUEUE_ARN, keyArn: KEY_ARN }),
    plainQueue: sqs.Queue.fromQueueArn(stack, 'PlainQueue', QUEUE_ARN),
    secret: secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', SECRET_ARN),
    parameter: ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/shop/payment' }),
    logGroup: logs.LogGroup.fromLogGroupArn(stack, 'LogGroup', LOG_GROUP_ARN),
    fileSystem: efs.FileSystem.fromFileSystemAttributes(stack, 'FileSystem', {
      fileSystemArn: FILE_SYSTEM_ARN, securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0'),
    }),
    workspace: importedWorkspace(stack),
    authority: acmpca.CertificateAuthority.fromCertificateAuthorityArn(stack, 'Authority', AUTHORITY_ARN),
    stream: kinesis.Stream.fromStreamArn(stack, 'Stream', STREAM_ARN),
    nodeRole: iam.Role.fromRoleArn(stack, 'NodeRole', NODE_ROLE_ARN),
    targetRole: iam.Role.fromRoleArn(stack, 'TargetRole', TARGET_ROLE_ARN),
    boundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`),
  };
}

/** A workspace that is made elsewhere, which the CDK has no import for. */
function importedWorkspace(stack: Stack): aps.IWorkspaceRef {
  return Object.assign(new Construct(stack, 'Workspace'), { workspaceRef: { workspaceArn: WORKSPACE_ARN }, env: { account: ACCOUNT, region: REGION } });
}

/** Every controller with its defaults first, and with every option that changes what it may do; keys are what was given. */
export function controllersIn(stack: Stack): Record<string, Controller> {
  return { ...clusterControllers(scopesIn(stack)), ...dataControllers(scopesIn(new Stack(stack, 'Data', { env: { account: ACCOUNT, region: REGION } }))) };
}

type Scopes = ReturnType<typeof scopesIn>;

function clusterControllers({ vpc, key, zone, queue, fileSystem, nodeRole, targetRole, authority, bucket }: Scopes): Record<string, Controller> {
  return {
    'AwsLoadBalancerController': new AwsLoadBalancerController({ vpc }),
    'AwsLoadBalancerController, cognito': new AwsLoadBalancerController({ vpc, cognito: true }),
    'AwsLoadBalancerController, no waf and shield': new AwsLoadBalancerController({ vpc, waf: false, shield: false }),
    'ExternalDns': new ExternalDns({ hostedZones: [zone] }),
    'ExternalDns, domains': new ExternalDns({ hostedZones: [zone], domains: ['shop.example.com'], zoneTags: true }),
    'ExternalDns, all': ExternalDns.ofAllHostedZones('every team has its own zone'),
    'CertManager': new CertManager({ hostedZones: [zone] }),
    'CertManager, all': CertManager.ofAllHostedZones('every team has its own zone', { lookUpZones: true }),
    'EbsCsiDriver': new EbsCsiDriver({ encryptionKeys: [key] }),
    'EbsCsiDriver, any cluster': new EbsCsiDriver({ anyCluster: true }),
    'EfsCsiDriver': new EfsCsiDriver({ fileSystems: [fileSystem] }),
    'FsxLustreCsiDriver': new FsxLustreCsiDriver(),
    'FsxLustreCsiDriver, linked': new FsxLustreCsiDriver({ dataRepositories: [bucket] }),
    'ClusterAutoscaler': new ClusterAutoscaler(),
    'Karpenter': new Karpenter({ nodeRole, interruptionQueue: queue }),
    'Karpenter, zonal shift': new Karpenter({ nodeRole, zonalShift: true, isolatedVpc: true }),
    'NodeTerminationHandler': new NodeTerminationHandler({ queue }),
    'VpcCni': new VpcCni({ vpc }),
    'VpcCni, IPv6': new VpcCni({ vpc, ipv6: true }),
    'PrivateCaIssuer': new PrivateCaIssuer({ certificateAuthorities: [authority] }),
    'GatewayApiController': new GatewayApiController({ vpc }),
    'ArgoCd': new ArgoCd({ targetRoles: [targetRole] }),
    'ArgoCd, server': new ArgoCd({ targetRoles: [targetRole], component: ArgoCdComponent.SERVER }),
  };
}

function dataControllers(scopes: Scopes): Record<string, Controller> {
  const { bucket, secret, parameter, logGroup, workspace, queue, stream, targetRole, boundary } = scopes;
  const bounded = { permissionsBoundary: boundary, roles: [targetRole] };
  return {
    'ExternalSecrets': new ExternalSecrets({ secrets: [secret], parameters: [parameter] }),
    'ExternalSecrets, tagged': new ExternalSecrets({ taggedSecrets: { reason: 'teams make their own', resourceTags: { team: 'shop' } }, findSecrets: true }),
    'SecretsStoreCsiDriver': new SecretsStoreCsiDriver({ namespace: 'shop-prod', serviceAccountName: 'checkout', secrets: [secret], parameters: [parameter] }),
    'MountpointS3CsiDriver': new MountpointS3CsiDriver({ mounts: [{ bucket, prefix: 'models/' }, { bucket, prefix: 'scratch/', write: true, delete: true }] }),
    'MountpointS3CsiDriver, whole': new MountpointS3CsiDriver({ mounts: [{ bucket }] }),
    'CloudWatchAgent': new CloudWatchAgent(),
    'CloudWatchAgent, metrics': new CloudWatchAgent({ metricNamespaces: ['Shop'], traces: false }),
    'FluentBit': new FluentBit({ logGroups: [logGroup] }),
    'FluentBit, groups': new FluentBit({ logGroups: [logGroup], createGroups: true }),
    'AdotCollector': new AdotCollector({ workspaces: [workspace], traces: true, logGroups: [logGroup] }),
    'AdotCollector, metrics': new AdotCollector({ workspaces: [workspace] }),
    'AdotCollector, logs': new AdotCollector({ logGroups: [logGroup] }),
    'AdotCollector, traces': new AdotCollector({ traces: true }),
    'ManagedPrometheus': new ManagedPrometheus({ workspaces: [workspace] }),
    'ManagedPrometheus, query': new ManagedPrometheus({ workspaces: [workspace], query: true }),
    'Velero': new Velero({ bucket, prefix: 'production/', volumeSnapshots: true }),
    'Velero, whole': new Velero({ bucket }),
    'Keda': new Keda({ queues: [queue], streams: [stream], metrics: true, roles: [targetRole] }),
    'Keda, roles': new Keda({ roles: [targetRole] }),
    'Keda, queues': new Keda({ queues: [queue] }),
    'AckController': new AckController({ ...bounded, service: 's3', access: [S3Access.readPrefix(bucket, 'ack/')] }),
    'CrossplaneProvider': new CrossplaneProvider({
      ...bounded, serviceAccountName: 'provider-aws-s3', access: [S3Access.listPrefix(bucket, 'crossplane/')],
    }),
  };
}

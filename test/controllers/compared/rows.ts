import { Counts } from './counts';
import {
  AwsLoadBalancerController, CertManager, CloudWatchAgent, ClusterAutoscaler, Controller, EbsCsiDriver, EfsCsiDriver, ExternalDns, ExternalSecrets,
  FsxLustreCsiDriver, GatewayApiController, ManagedPrometheus, MountpointS3CsiDriver, NodeTerminationHandler, PrivateCaIssuer, Velero, VpcCni,
} from '../../../src';
import { scopesIn } from '../catalogue';

/*
 * The presets of others, in numbers: counted as `countsOf` does, from their sources at these commits, with the same things to work on
 * as ours have.
 */

/** Where a preset is from. */
export interface Origin {
  readonly name: string;
  readonly url: string;
}

export const TERRAFORM: Origin = {
  name: 'terraform-aws-eks-pod-identity',
  url: 'https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/tree/2cbd87e243fcbf74385331dcf983e273eeb7aa36',
};
export const EKSCTL: Origin = {
  name: 'eksctl',
  url: 'https://github.com/eksctl-io/eksctl/blob/99984adb6164ece593c0728523b7f497ea61d60e/pkg/cfn/builder/statement.go',
};

/** A preset of ours beside one of another. */
export interface Row {
  readonly ours: (scopes: ReturnType<typeof scopesIn>) => Controller;
  readonly origin: Origin;
  /** The name of the other preset. */
  readonly preset: string;
  readonly theirs: Counts;
  /** Why the numbers are not the same; absent where they are. */
  readonly why?: string;
}

const preset = (origin: Origin, name: string, [actions, anywhere, openWrites]: [number, number, number], ours: Row['ours'], why?: string): Row =>
  ({ origin, preset: name, theirs: { actions, anywhere, openWrites }, ours, why });

const loadBalancers: Row['ours'] = ({ vpc }) => new AwsLoadBalancerController({ vpc, cognito: true });
const certificates: Row['ours'] = ({ zone }) => new CertManager({ hostedZones: [zone], lookUpZones: true });
const dns: Row['ours'] = ({ zone }) => new ExternalDns({ hostedZones: [zone] });
const fileSystems: Row['ours'] = ({ fileSystem }) => new EfsCsiDriver({ fileSystems: [fileSystem] });

const LOAD_BALANCERS = 'without pools of Outposts; on the types of resources that each action has; rules of security groups in the VPC alone';
const RECORDS = 'records are listed in the zones alone; tags of zones are an option';
const CHALLENGES = 'records are listed in the zones alone, and changed if they are TXT records of a challenge';
const OWN_GROUPS = 'sizes are changed of groups that bear the tag of the cluster; tags are not described';
const NODE_GROUPS = 'node groups are those of the cluster; tags are not described';

export const ROWS: readonly Row[] = [
  preset(TERRAFORM, 'aws_lb_controller', [81, 75, 23], loadBalancers, `${LOAD_BALANCERS}; web ACLs are associated by their ARN and not listed`),
  preset(EKSCTL, 'awsLoadBalancerController', [80, 74, 23], loadBalancers, LOAD_BALANCERS),
  preset(TERRAFORM, 'external_dns', [5, 4, 1], dns, RECORDS),
  preset(EKSCTL, 'externalDNS', [4, 3, 1], dns, RECORDS),
  preset(TERRAFORM, 'cert_manager', [4, 1, 1], certificates, 'records are changed if they are TXT records of a challenge'),
  preset(EKSCTL, 'certManager', [4, 2, 1], certificates, CHALLENGES),
  preset(TERRAFORM, 'aws_ebs_csi', [32, 16, 16], ({ key }) => new EbsCsiDriver({ encryptionKeys: [key] }),
    'volumes, snapshots and instances must bear the tag of the cluster; keys are used through EC2, by the operations that encrypted volumes need'),
  preset(EKSCTL, 'ebsCSIController', [20, 8, 8], () => new EbsCsiDriver(),
    'theirs is `AmazonEBSCSIDriverPolicy` of 2026-05-13; ours asks for the tag of the cluster, and tags are not described'),
  preset(TERRAFORM, 'aws_efs_csi', [7, 7, 0], fileSystems, 'file systems are named; what mounts and other accounts\' roles ask for is theirs'),
  preset(EKSCTL, 'efsCSIController', [5, 5, 0], fileSystems, 'file systems are named'),
  preset(TERRAFORM, 'aws_fsx_lustre_csi', [9, 7, 7], ({ bucket }) => new FsxLustreCsiDriver({ dataRepositories: [bucket] }),
    'file systems must bear the tag of the driver; buckets are named'),
  preset(TERRAFORM, 'mountpoint_s3_csi', [5, 0, 3], ({ bucket }) => new MountpointS3CsiDriver({ mounts: [{ bucket, write: true, delete: true }] })),
  preset(TERRAFORM, 'external_secrets', [11, 3, 1], ({ secret, parameter }) => new ExternalSecrets({ secrets: [secret], parameters: [parameter], findSecrets: true }),
    'keys that are known alone; not what pushes secrets, lists versions or reads paths'),
  preset(TERRAFORM, 'cluster_autoscaler', [12, 12, 0], () => new ClusterAutoscaler(), NODE_GROUPS),
  preset(EKSCTL, 'autoScaler', [12, 12, 2], () => new ClusterAutoscaler(), OWN_GROUPS),
  preset(TERRAFORM, 'aws_node_termination_handler', [6, 4, 2], ({ plainQueue }) => new NodeTerminationHandler({ queue: plainQueue }), 'lifecycle actions are completed of groups that bear the tag'),
  preset(TERRAFORM, 'aws_vpc_cni', [14, 13, 8], ({ vpc }) => new VpcCni({ vpc }), 'interfaces must bear the tag of the cluster and be in its VPC'),
  preset(TERRAFORM, 'aws_cloudwatch_observability', [15, 14, 7], () => new CloudWatchAgent(),
    'theirs are `CloudWatchAgentServerPolicy` and `AWSXrayWriteOnlyAccess`; ours writes to the log groups of the cluster and sets no retention'),
  preset(TERRAFORM, 'amazon_managed_service_prometheus', [5, 0, 1], ({ workspace }) => new ManagedPrometheus({ workspaces: [workspace], query: true })),
  preset(TERRAFORM, 'velero', [13, 6, 8], ({ bucket }) => new Velero({ bucket, volumeSnapshots: true }),
    'snapshots are tagged when they are made and deleted if they are Velero\'s; objects are not tagged'),
  preset(TERRAFORM, 'aws_privateca_issuer', [3, 0, 1], ({ authority }) => new PrivateCaIssuer({ certificateAuthorities: [authority] })),
  preset(TERRAFORM, 'aws_gateway_controller', [92, 91, 51], ({ vpc }) => new GatewayApiController({ vpc }),
    'theirs has `vpc-lattice:*` and the delivery of access logs; ours names what the controller calls, on what bears its tag'),
];

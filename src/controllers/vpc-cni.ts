import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { equals } from './tag-conditions';
import { vpcArnOf } from './vpc-arn';
import { Access } from '../access/access';
import { Statement } from '../policy/statement';
import { Workload } from '../workload/workload';

/** What the Amazon VPC CNI is declared with. */
export interface VpcCniProps extends ControllerProps {
  /** The VPC of the cluster: network interfaces are made in its subnets, with its security groups. */
  readonly vpc: ec2.IVPCRef;

  /**
   * Whether pods get IPv6 addresses, so that none but addresses are assigned.
   *
   * @default false - pods get IPv4 addresses
   */
  readonly ipv6?: boolean;
}

const TAG = 'cluster.k8s.amazonaws.com/name';

const FACTS: ControllerFacts = {
  name: 'VpcCni',
  namespace: 'kube-system',
  serviceAccountName: 'aws-node',
  oldest: '1.12.0',
  newest: '1.23.0',
  sources: [{ url: 'https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.0/docs/iam-policy.md', date: '2026-07-31' }],
  serviceAccountValues: ['serviceAccount'],
  addonName: 'vpc-cni',
  scope: 'network interfaces of the cluster, by the tag `cluster.k8s.amazonaws.com/name`, in its VPC',
  open: { CniDescribe: 'AWS lets nobody limit what is described to some resources: it tells of network interfaces of the whole account and region' },
  leftOut: { 'ec2:AssignIpv6Addresses': 'only with `ipv6`, which leaves out all else that changes network interfaces' },
  mechanisms: 'both; Pod Identity needs the endpoint `eks-auth` where nodes reach no internet, else they stay NotReady',
};

/**
 * The Amazon VPC CNI, which gives pods addresses of the VPC: the documented policy that is scoped to a cluster.
 *
 * Network interfaces that it changes must bear the tag `cluster.k8s.amazonaws.com/name` with the name of this cluster, which
 * `aws-node` sets when its environment has `CLUSTER_NAME` (see `helmValues`, and for the add-on `env.CLUSTER_NAME` in its
 * configuration); instances `kubernetes.io/cluster/NAME` = `owned`. So the name must be known at synth.
 *
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md
 * @example
 * declare const cluster: eks.Cluster;
 * declare const vpc: ec2.Vpc;
 * new VpcCni({ vpc }).podIdentity(this, 'VpcCni', { cluster, owner: 'platform' });
 */
export class VpcCni extends Controller {
  constructor(private readonly props: VpcCniProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { vpc, ipv6 } = this.props;
    const interfaces = [scope.arn('ec2', 'network-interface/*')];
    return [Access._of('gives pods addresses',
      ...scope.allowInRegion('CniDescribe', ['Instances', 'Tags', 'NetworkInterfaces', 'Subnets', 'SecurityGroups', 'InstanceTypes'].map((what) => `ec2:Describe${what}`)),
      ...scope.allow('CniTag', ['ec2:CreateTags'], interfaces),
      ...ipv6 ? scope.allow('CniAssignIpv6', ['ec2:AssignIpv6Addresses'], interfaces) : ipv4Statements(scope, interfaces, vpcArnOf(scope, vpc)))];
  }

  /** @internal */
  protected override _helmValues(workload: Workload): Record<string, any> {
    return { env: { CLUSTER_NAME: workload.cluster.clusterRef.clusterName } };
  }
}

function ipv4Statements(scope: PolicyScope, interfaces: string[], vpcArn: string): Statement[] {
  const onInstances = ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface', 'ec2:ModifyNetworkInterfaceAttribute'];
  const ofVpc = { ArnEquals: { 'ec2:Vpc': [vpcArn] } };
  const [subnets, groups] = [scope.arn('ec2', 'subnet/*'), scope.arn('ec2', 'security-group/*')];
  return [
    ...scope.allow('CniCreate', ['ec2:CreateNetworkInterface'], interfaces, equals(`aws:RequestTag/${TAG}`, scope.clusterName)),
    ...scope.allow('CniCreateIn', ['ec2:CreateNetworkInterface'], [subnets, groups], ofVpc),
    ...scope.allow('CniManage', [...onInstances, 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'], interfaces,
      equals(`aws:ResourceTag/${TAG}`, scope.clusterName)),
    ...scope.allow('CniInstances', onInstances, [scope.arn('ec2', 'instance/*')], equals(`aws:ResourceTag/kubernetes.io/cluster/${scope.clusterNameInKey()}`, 'owned')),
    ...scope.allow('CniGroups', ['ec2:ModifyNetworkInterfaceAttribute'], [groups], ofVpc),
  ];
}

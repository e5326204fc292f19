import * as iam from 'aws-cdk-lib/aws-iam';
import { PolicyScope } from './policy-scope';
import { equals } from './tag-conditions';
import { ArnForm, exactArn } from '../access/exact-arn';
import { Conditions, Statement } from '../policy/statement';

const ROLE: ArnForm = { service: 'iam', resource: /^role\/.+$/, shown: 'iam::ACCOUNT:role/NAME' };
const NODE_POOL = 'karpenter.sh/nodepool';
const NODE_CLASS = 'karpenter.k8s.aws/ec2nodeclass';
const REGION = 'topology.kubernetes.io/region';
const CLUSTER = 'eks:eks-cluster-name';

type TagSource = 'RequestTag' | 'ResourceTag';

/** Nodes and what they are made with. */
export function nodeStatements(scope: PolicyScope): Statement[] {
  const own = (source: TagSource) => [owned(scope, source), like(source, NODE_POOL)];
  const made = [...own('RequestTag'), equals(`aws:RequestTag/${CLUSTER}`, scope.clusterName)];
  const ec2 = (...types: string[]) => types.map((type) => scope.arn('ec2', `${type}/*`));
  const [image, snapshot] = [scope.regionArn('ec2', 'image/*'), scope.regionArn('ec2', 'snapshot/*')];
  const making = ec2('fleet', 'instance', 'volume', 'network-interface', 'launch-template', 'spot-instances-request');
  return [
    ...scope.allow('KarpenterRunFrom', ['ec2:RunInstances'], [image, snapshot, ...ec2('security-group', 'subnet', 'capacity-reservation', 'placement-group')]),
    ...scope.allow('KarpenterFleetFrom', ['ec2:CreateFleet'], [image, ...ec2('subnet', 'capacity-reservation', 'placement-group')]),
    ...scope.allow('KarpenterLaunchByTemplate', ['ec2:RunInstances', 'ec2:CreateFleet'], ec2('launch-template'), ...own('ResourceTag')),
    ...scope.allow('KarpenterRun', ['ec2:RunInstances'], ec2('instance', 'volume', 'network-interface', 'launch-template', 'spot-instances-request'), ...made),
    ...scope.allow('KarpenterFleet', ['ec2:CreateFleet'], ec2('fleet', 'instance', 'volume', 'launch-template'), ...made),
    ...scope.allow('KarpenterTemplate', ['ec2:CreateLaunchTemplate'], ec2('launch-template'), ...made),
    ...scope.allow('KarpenterTagNew', ['ec2:CreateTags'], making, ...made, equals('ec2:CreateAction', 'RunInstances', 'CreateFleet', 'CreateLaunchTemplate')),
    ...scope.allow('KarpenterTag', ['ec2:CreateTags'], ec2('instance'), ...own('ResourceTag'), {
      'StringEqualsIfExists': { [`aws:RequestTag/${CLUSTER}`]: [scope.clusterName] },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [CLUSTER, 'karpenter.sh/nodeclaim', 'Name'] },
      'Null': { 'aws:TagKeys': ['false'] },
    }),
    ...scope.allow('KarpenterEndInstance', ['ec2:TerminateInstances'], ec2('instance'), ...own('ResourceTag')),
    ...scope.allow('KarpenterEndTemplate', ['ec2:DeleteLaunchTemplate'], ec2('launch-template'), ...own('ResourceTag')),
  ];
}

/** Instance profiles, by which EC2 gives the role to nodes. */
export function profileStatements(scope: PolicyScope, nodeRole: iam.IRoleRef): Statement[] {
  const profiles = [scope.accountArn('iam', 'instance-profile/*')];
  const own = (source: TagSource) => [owned(scope, source), equals(`aws:${source}/${REGION}`, scope.region), like(source, NODE_CLASS)];
  const made = [...own('RequestTag'), equals(`aws:RequestTag/${CLUSTER}`, scope.clusterName)];
  return [
    ...scope.allow('KarpenterPassRole', ['iam:PassRole'], [exactArn(nodeRole, nodeRole.roleRef.roleArn, ROLE)],
      equals('iam:PassedToService', 'ec2.amazonaws.com', 'ec2.amazonaws.com.cn')),
    ...scope.allow('KarpenterProfileNew', ['iam:CreateInstanceProfile'], profiles, ...made),
    ...scope.allow('KarpenterProfileTag', ['iam:TagInstanceProfile'], profiles, ...own('ResourceTag'), ...made),
    ...scope.allow('KarpenterProfile', ['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'], profiles, ...own('ResourceTag')),
  ];
}

/** What not every cluster has. */
interface Discovery {
  readonly zonalShift: boolean;
  readonly isolatedVpc: boolean;
}

/** What is looked up: of the region alone. */
export function discoveryStatements(scope: PolicyScope, { zonalShift, isolatedVpc }: Discovery): Statement[] {
  const described = ['CapacityReservations', 'Images', 'Instances', 'InstanceStatus', 'InstanceTypeOfferings', 'InstanceTypes', 'LaunchTemplates', 'PlacementGroups',
    'SecurityGroups', 'SpotPriceHistory', 'Subnets'];
  return [
    ...scope.allowInRegion('KarpenterDescribe', described.map((what) => `ec2:Describe${what}`)),
    ...scope.allow('KarpenterCluster', ['eks:DescribeCluster'], [scope.clusterArn]),
    ...scope.allow('KarpenterImages', ['ssm:GetParameter'], [scope.regionArn('ssm', 'parameter/aws/service/*')]),
    ...scope.allow('KarpenterProfiles', ['iam:ListInstanceProfiles'], ['*']),
    ...scope.allow('KarpenterProfileRead', ['iam:GetInstanceProfile'], [scope.accountArn('iam', 'instance-profile/*')]),
    ...isolatedVpc ? [] : scope.allow('KarpenterPricing', ['pricing:GetProducts'], ['*']),
    ...zonalShift ? scope.allow('KarpenterZonalShift', ['arc-zonal-shift:GetManagedResource'], ['*'], equals('arc-zonal-shift:ResourceIdentifier', scope.clusterArn)) : [],
  ];
}

function owned(scope: PolicyScope, source: TagSource): Conditions {
  return equals(`aws:${source}/kubernetes.io/cluster/${scope.clusterNameInKey()}`, 'owned');
}

function like(source: TagSource, key: string): Conditions {
  return { StringLike: { [`aws:${source}/${key}`]: ['*'] } };
}

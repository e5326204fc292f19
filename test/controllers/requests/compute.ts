import { ec2, OTHER_ACCOUNT, Requests } from './request';
import { ACCOUNT, CLUSTER_ARN, REGION } from '../../fixtures';
import { arnOf, BUCKET_ARN, NODE_ROLE_ARN, QUEUE_ARN, STREAM_ARN, TARGET_ROLE_ARN } from '../catalogue';

const GROUP = arnOf('autoscaling', 'autoScalingGroup:01234567:autoScalingGroupName/nodes');
const SCALED = 'aws:ResourceTag/k8s.io/cluster-autoscaler/production';
const MADE = {
  'aws:RequestTag/kubernetes.io/cluster/production': 'owned', 'aws:RequestTag/eks:eks-cluster-name': 'production', 'aws:RequestTag/karpenter.sh/nodepool': 'default',
};
const OWN = { 'aws:ResourceTag/kubernetes.io/cluster/production': 'owned', 'aws:ResourceTag/karpenter.sh/nodepool': 'default' };
const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/production_1`;
const OWN_PROFILE = {
  'aws:ResourceTag/kubernetes.io/cluster/production': 'owned',
  'aws:ResourceTag/topology.kubernetes.io/region': REGION,
  'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': 'default',
};
const ADMIN_ARN = `arn:aws:iam::${ACCOUNT}:role/admin`;

export const COMPUTE: Readonly<Record<string, Requests>> = {
  'ClusterAutoscaler': {
    can: [
      ['autoscaling:SetDesiredCapacity', GROUP, { [SCALED]: 'owned' }],
      ['autoscaling:TerminateInstanceInAutoScalingGroup', GROUP, { [SCALED]: 'owned' }],
      ['eks:DescribeNodegroup', arnOf('eks', 'nodegroup/production/main/0123')],
    ],
    cannot: [
      ['autoscaling:SetDesiredCapacity', GROUP],
      ['autoscaling:SetDesiredCapacity', GROUP, { 'aws:ResourceTag/k8s.io/cluster-autoscaler/staging': 'owned' }],
      ['eks:DescribeNodegroup', arnOf('eks', 'nodegroup/staging/main/0123')],
      ['autoscaling:DeleteAutoScalingGroup', GROUP, { [SCALED]: 'owned' }],
    ],
  },
  'Karpenter': {
    can: [
      ['ec2:RunInstances', ec2('instance/i-1'), MADE],
      ['ec2:CreateFleet', ec2('fleet/fleet-1'), MADE],
      ['ec2:TerminateInstances', ec2('instance/i-1'), OWN],
      ['iam:PassRole', NODE_ROLE_ARN, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
      ['iam:AddRoleToInstanceProfile', PROFILE, OWN_PROFILE],
      ['sqs:ReceiveMessage', QUEUE_ARN],
      ['ec2:DescribeInstances', '*', { 'aws:RequestedRegion': REGION }],
    ],
    cannot: [
      ['iam:PassRole', ADMIN_ARN, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
      ['iam:PassRole', NODE_ROLE_ARN, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
      ['ec2:TerminateInstances', ec2('instance/i-1')],
      ['ec2:TerminateInstances', ec2('instance/i-1'), { ...OWN, 'aws:ResourceTag/kubernetes.io/cluster/production': 'shared' }],
      ['ec2:RunInstances', ec2('instance/i-1')],
      ['ec2:CreateTags', ec2('instance/i-1'), { ...OWN, 'aws:TagKeys': ['kubernetes.io/cluster/staging'] }],
      ['iam:AddRoleToInstanceProfile', PROFILE],
      ['ec2:DescribeInstances', '*', { 'aws:RequestedRegion': 'us-east-1' }],
      ['sqs:SendMessage', QUEUE_ARN],
      ['arc-zonal-shift:GetManagedResource', CLUSTER_ARN, { 'arc-zonal-shift:ResourceIdentifier': CLUSTER_ARN }],
    ],
  },
  'Karpenter, zonal shift': {
    can: [['arc-zonal-shift:GetManagedResource', CLUSTER_ARN, { 'arc-zonal-shift:ResourceIdentifier': CLUSTER_ARN }]],
    cannot: [['pricing:GetProducts', '*'], ['sqs:ReceiveMessage', QUEUE_ARN], ['arc-zonal-shift:StartZonalShift', CLUSTER_ARN]],
  },
  'NodeTerminationHandler': {
    can: [
      ['sqs:ReceiveMessage', QUEUE_ARN],
      ['sqs:DeleteMessage', QUEUE_ARN],
      ['autoscaling:CompleteLifecycleAction', GROUP, { 'aws:ResourceTag/aws-node-termination-handler/managed': '' }],
    ],
    cannot: [['autoscaling:CompleteLifecycleAction', GROUP], ['sqs:ReceiveMessage', arnOf('sqs', 'orders')], ['ec2:TerminateInstances', ec2('instance/i-1')],
      ['sqs:PurgeQueue', QUEUE_ARN]],
  },
  'Keda': {
    can: [['sqs:GetQueueAttributes', QUEUE_ARN], ['kinesis:DescribeStreamSummary', STREAM_ARN], ['cloudwatch:GetMetricData', '*'], ['sts:AssumeRole', TARGET_ROLE_ARN]],
    cannot: [['sqs:ReceiveMessage', QUEUE_ARN], ['sqs:GetQueueAttributes', arnOf('sqs', 'orders')], ['kinesis:GetRecords', STREAM_ARN], ['sts:AssumeRole', ADMIN_ARN]],
  },
  'Keda, queues': {
    can: [['sqs:GetQueueAttributes', QUEUE_ARN]],
    cannot: [['cloudwatch:GetMetricData', '*'], ['sts:AssumeRole', TARGET_ROLE_ARN]],
  },
  'ArgoCd': {
    can: [['sts:AssumeRole', TARGET_ROLE_ARN], ['sts:TagSession', TARGET_ROLE_ARN]],
    cannot: [['sts:AssumeRole', ADMIN_ARN], ['sts:AssumeRole', `arn:aws:iam::${OTHER_ACCOUNT}:role/deployer`], ['eks:DescribeCluster', CLUSTER_ARN]],
  },
  'ArgoCd, server': {
    can: [['sts:AssumeRole', TARGET_ROLE_ARN]],
    cannot: [['sts:AssumeRole', ADMIN_ARN]],
  },
};

/** Their role has a boundary, which the test takes to allow everything. */
export const BOUNDED: Readonly<Record<string, Requests>> = {
  AckController: {
    can: [['s3:GetObject', `${BUCKET_ARN}/ack/x`], ['sts:AssumeRole', TARGET_ROLE_ARN], ['sts:TagSession', TARGET_ROLE_ARN]],
    cannot: [['s3:PutObject', `${BUCKET_ARN}/ack/x`], ['sts:AssumeRole', ADMIN_ARN], ['iam:CreateRole', ADMIN_ARN], ['s3:GetObject', `${BUCKET_ARN}/x`]],
  },
  CrossplaneProvider: {
    can: [['sts:AssumeRole', TARGET_ROLE_ARN], ['sts:TagSession', TARGET_ROLE_ARN], ['s3:ListBucket', BUCKET_ARN, { 's3:prefix': 'crossplane/' }]],
    cannot: [['sts:AssumeRole', ADMIN_ARN], ['iam:PassRole', ADMIN_ARN], ['s3:CreateBucket', BUCKET_ARN]],
  },
};

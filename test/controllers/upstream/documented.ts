import { StatementJson } from '../../../src/policy/statement';

/*
 * What the documents of the controllers allow, as an own list of facts: their actions, resources and conditions, united
 * and sorted in the canonical form. Where each is documented, and of which day, stand with the presets as `sources`;
 * `npm run controllers:verify -- FOLDER` compares with the documents themselves, as they are published.
 */

/** A statement; actions as `service:Name,Name`, one service after the other. */
function allow(actions: string, resources: string[], conditions?: Record<string, Record<string, string[]>>): StatementJson {
  const named = actions.split(' ').flatMap((ofService) => {
    const [service, names] = ofService.split(':');
    return names.split(',').map((name) => `${service}:${name}`);
  });
  return { Effect: 'Allow', Action: named, Resource: resources, ...conditions && { Condition: conditions } };
}

/** By the controller. Where a document is of several, or leaves something open, what stands for it in the catalogue is in its place. */
export const DOCUMENTED: Readonly<Record<string, readonly StatementJson[]>> = {
  AdotCollector: [
    allow('aps:RemoteWrite cloudwatch:PutMetricData ec2:DescribeTags,DescribeVolumes logs:CreateLogGroup,CreateLogStream,DescribeLogGroups,DescribeLogStreams,PutLogEvents,PutRetentionPolicy xray:GetSamplingRules,GetSamplingStatisticSummaries,GetSamplingTargets,PutTelemetryRecords,PutTraceSegments', ['*']),
    allow('ssm:GetParameter', ['arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*']),
  ],
  AwsLoadBalancerController: [
    allow('acm:DescribeCertificate,ListCertificates cognito-idp:DescribeUserPoolClient ec2:AuthorizeSecurityGroupIngress,CreateSecurityGroup,DescribeAccountAttributes,DescribeAddresses,DescribeAvailabilityZones,DescribeCoipPools,DescribeInstances,DescribeInternetGateways,DescribeIpamPools,DescribeNetworkInterfaces,DescribeRouteTables,DescribeSecurityGroups,DescribeSubnets,DescribeTags,DescribeVpcPeeringConnections,DescribeVpcs,GetCoipPoolUsage,GetSecurityGroupsForVpc,RevokeSecurityGroupIngress elasticloadbalancing:AddListenerCertificates,CreateListener,CreateRule,DeleteListener,DeleteRule,DescribeCapacityReservation,DescribeListenerAttributes,DescribeListenerCertificates,DescribeListeners,DescribeLoadBalancerAttributes,DescribeLoadBalancers,DescribeRules,DescribeSSLPolicies,DescribeTags,DescribeTargetGroupAttributes,DescribeTargetGroups,DescribeTargetHealth,DescribeTrustStores,ModifyListener,ModifyRule,RemoveListenerCertificates,SetRulePriorities,SetWebAcl iam:GetServerCertificate,ListServerCertificates shield:CreateProtection,DeleteProtection,DescribeProtection,GetSubscriptionState waf-regional:AssociateWebACL,DisassociateWebACL,GetWebACL,GetWebACLForResource wafv2:AssociateWebACL,DisassociateWebACL,GetWebACL,GetWebACLForResource', ['*']),
    allow('ec2:AuthorizeSecurityGroupIngress,DeleteSecurityGroup,RevokeSecurityGroupIngress elasticloadbalancing:DeleteLoadBalancer,DeleteTargetGroup,ModifyCapacityReservation,ModifyIpPools,ModifyListenerAttributes,ModifyLoadBalancerAttributes,ModifyTargetGroup,ModifyTargetGroupAttributes,SetIpAddressType,SetSecurityGroups,SetSubnets', ['*'], { Null: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': ['false'] } }),
    allow('ec2:CreateTags,DeleteTags', ['arn:aws:ec2:*:*:security-group/*'], { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': ['true'], 'aws:ResourceTag/elbv2.k8s.aws/cluster': ['false'] } }),
    allow('ec2:CreateTags', ['arn:aws:ec2:*:*:security-group/*'], { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': ['false'] }, StringEquals: { 'ec2:CreateAction': ['CreateSecurityGroup'] } }),
    allow('elasticloadbalancing:AddTags,RemoveTags', ['arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*', 'arn:aws:elasticloadbalancing:*:*:listener-rule/net/*/*/*', 'arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*', 'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*']),
    allow('elasticloadbalancing:AddTags,RemoveTags', ['arn:aws:elasticloadbalancing:*:*:loadbalancer/app/*/*', 'arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*', 'arn:aws:elasticloadbalancing:*:*:targetgroup/*/*'], { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': ['true'], 'aws:ResourceTag/elbv2.k8s.aws/cluster': ['false'] } }),
    allow('elasticloadbalancing:AddTags', ['arn:aws:elasticloadbalancing:*:*:loadbalancer/app/*/*', 'arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*', 'arn:aws:elasticloadbalancing:*:*:targetgroup/*/*'], { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': ['false'] }, StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateLoadBalancer', 'CreateTargetGroup'] } }),
    allow('elasticloadbalancing:CreateLoadBalancer,CreateTargetGroup', ['*'], { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': ['false'] } }),
    allow('elasticloadbalancing:DeregisterTargets,RegisterTargets', ['arn:aws:elasticloadbalancing:*:*:targetgroup/*/*']),
    allow('iam:CreateServiceLinkedRole', ['*'], { StringEquals: { 'iam:AWSServiceName': ['elasticloadbalancing.amazonaws.com'] } }),
  ],
  CertManager: [
    allow('route53:ChangeResourceRecordSets,ListResourceRecordSets', ['arn:aws:route53:::hostedzone/*'], { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } }),
    allow('route53:GetChange', ['arn:aws:route53:::change/*']),
    allow('route53:ListHostedZonesByName', ['*']),
  ],
  CloudWatchAgent: [
    allow('cloudwatch:PutMetricData ec2:DescribeTags,DescribeVolumes logs:CreateLogGroup,CreateLogStream,DescribeLogGroups,DescribeLogStreams,PutLogEvents,PutRetentionPolicy xray:GetSamplingRules,GetSamplingStatisticSummaries,GetSamplingTargets,PutTelemetryRecords,PutTraceSegments', ['*']),
    allow('ssm:GetParameter', ['arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*']),
  ],
  ClusterAutoscaler: [
    allow('autoscaling:DescribeAutoScalingGroups,DescribeAutoScalingInstances,DescribeLaunchConfigurations,DescribeScalingActivities,SetDesiredCapacity,TerminateInstanceInAutoScalingGroup ec2:DescribeImages,DescribeInstanceTypes,DescribeLaunchTemplateVersions,GetInstanceTypesFromInstanceRequirements eks:DescribeNodegroup', ['*']),
  ],
  EbsCsiDriver: [
    allow('ec2:AttachVolume,CreateSnapshot,DeleteVolume,DetachVolume,ModifyVolume', ['arn:aws:ec2:*:*:volume/*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': ['true'] } }),
    allow('ec2:AttachVolume,CreateSnapshot,DeleteVolume,DetachVolume,ModifyVolume', ['arn:aws:ec2:*:*:volume/*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:AttachVolume,DeleteVolume,DetachVolume,ModifyVolume', ['arn:aws:ec2:*:*:volume/*'], { StringLike: { 'ec2:ResourceTag/kubernetes.io/created-for/pvc/name': ['*'] } }),
    allow('ec2:AttachVolume,DetachVolume', ['arn:aws:ec2:*:*:instance/*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:AttachVolume,DetachVolume', ['arn:aws:ec2:*:*:instance/*'], { StringEquals: { 'ec2:ResourceTag/eks:cluster-name': ['production'] } }),
    allow('ec2:AttachVolume,DetachVolume', ['arn:aws:ec2:*:*:instance/*']),
    allow('ec2:CopyVolumes,CreateVolume', ['arn:aws:ec2:*:*:volume/*'], { StringEquals: { 'aws:RequestTag/ebs.csi.aws.com/cluster': ['true'] } }),
    allow('ec2:CopyVolumes,CreateVolume', ['arn:aws:ec2:*:*:volume/*'], { StringEquals: { 'aws:RequestTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:CopyVolumes', ['arn:aws:ec2:*:*:volume/vol-*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': ['true'] } }),
    allow('ec2:CopyVolumes', ['arn:aws:ec2:*:*:volume/vol-*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:CopyVolumes', ['arn:aws:ec2:*:*:volume/vol-*'], { StringLike: { 'ec2:ResourceTag/kubernetes.io/created-for/pvc/name': ['*'] } }),
    allow('ec2:CreateSnapshot', ['arn:aws:ec2:*:*:snapshot/*'], { StringEquals: { 'aws:RequestTag/ebs.csi.aws.com/cluster': ['true'] } }),
    allow('ec2:CreateSnapshot', ['arn:aws:ec2:*:*:snapshot/*'], { StringEquals: { 'aws:RequestTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:CreateTags,DeleteTags', ['arn:aws:ec2:*:*:volume/*'], { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['ebs.csi.aws.com/cluster', 'ebs.csi.aws.com/cluster-name', 'kubernetes.io/created-for/pvc/name'] }, 'Null': { 'aws:TagKeys': ['false'] }, 'StringEquals': { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': ['true'] } }),
    allow('ec2:CreateTags,DeleteTags', ['arn:aws:ec2:*:*:volume/*'], { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['ebs.csi.aws.com/cluster', 'ebs.csi.aws.com/cluster-name', 'kubernetes.io/created-for/pvc/name'] }, 'Null': { 'aws:TagKeys': ['false'] }, 'StringEquals': { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:CreateTags', ['arn:aws:ec2:*:*:snapshot/*', 'arn:aws:ec2:*:*:volume/*'], { StringEquals: { 'ec2:CreateAction': ['CopyVolumes', 'CreateSnapshot', 'CreateVolume'] } }),
    allow('ec2:CreateVolume,DeleteSnapshot,EnableFastSnapshotRestores,LockSnapshot', ['arn:aws:ec2:*:*:snapshot/*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': ['true'] } }),
    allow('ec2:CreateVolume,DeleteSnapshot,EnableFastSnapshotRestores,LockSnapshot', ['arn:aws:ec2:*:*:snapshot/*'], { StringEquals: { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': ['production'] } }),
    allow('ec2:DescribeAvailabilityZones,DescribeInstanceTypes,DescribeInstances,DescribeSnapshots,DescribeVolumeStatus,DescribeVolumes,DescribeVolumesModifications', ['*']),
    allow('kms:CreateGrant,Decrypt,GenerateDataKeyWithoutPlaintext', ['arn:aws:kms:*:*:key/*']),
  ],
  EfsCsiDriver: [
    allow('ec2:DescribeAvailabilityZones elasticfilesystem:DescribeAccessPoints,DescribeFileSystems,DescribeMountTargets s3files:ListAccessPoints,ListFileSystems', ['*']),
    allow('elasticfilesystem:CreateAccessPoint s3files:CreateAccessPoint', ['*'], { StringLike: { 'aws:RequestTag/efs.csi.aws.com/cluster': ['true'] } }),
    allow('elasticfilesystem:DeleteAccessPoint s3files:DeleteAccessPoint', ['*'], { StringEquals: { 'aws:ResourceTag/efs.csi.aws.com/cluster': ['true'] } }),
    allow('elasticfilesystem:TagResource s3files:TagResource', ['*'], { StringLike: { 'aws:ResourceTag/efs.csi.aws.com/cluster': ['true'] } }),
  ],
  ExternalDns: [
    allow('route53:ChangeResourceRecordSets,ListResourceRecordSets,ListTagsForResources', ['arn:aws:route53:::hostedzone/*']),
    allow('route53:ListHostedZones', ['*']),
  ],
  ExternalSecrets: [
    allow('secretsmanager:BatchGetSecretValue,ListSecrets', ['*']),
    allow('secretsmanager:DescribeSecret,GetResourcePolicy,GetSecretValue,ListSecretVersionIds', ['arn:aws:secretsmanager:*:*:secret:*']),
    allow('ssm:GetParameter*', ['arn:aws:ssm:*:*:parameter/*']),
  ],
  FluentBit: [
    allow('logs:CreateLogGroup,CreateLogStream,PutLogEvents,PutRetentionPolicy', ['*']),
  ],
  FsxLustreCsiDriver: [
    allow('fsx:CreateFileSystem,DeleteFileSystem,DescribeFileSystems,TagResource,UpdateFileSystem s3:ListBucket', ['*']),
    allow('iam:AttachRolePolicy,CreateServiceLinkedRole,PutRolePolicy', ['arn:aws:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*']),
    allow('iam:CreateServiceLinkedRole', ['*'], { StringLike: { 'iam:AWSServiceName': ['fsx.amazonaws.com'] } }),
  ],
  GatewayApiController: [
    allow('acm:ListCertificates ec2:DescribeSecurityGroups,DescribeSubnets,DescribeTags,DescribeVpcs firehose:TagDeliveryStream logs:CreateLogDelivery,DeleteLogDelivery,DescribeLogGroups,DescribeResourcePolicies,GetLogDelivery,ListLogDeliveries,PutResourcePolicy,UpdateLogDelivery s3:GetBucketPolicy,PutBucketPolicy tag:GetResources,TagResources,UntagResources vpc-lattice:*', ['*']),
    allow('iam:CreateServiceLinkedRole', ['arn:aws:iam::*:role/aws-service-role/delivery.logs.amazonaws.com/AWSServiceRoleForLogDelivery'], { StringLike: { 'iam:AWSServiceName': ['delivery.logs.amazonaws.com'] } }),
    allow('iam:CreateServiceLinkedRole', ['arn:aws:iam::*:role/aws-service-role/vpc-lattice.amazonaws.com/AWSServiceRoleForVpcLattice'], { StringLike: { 'iam:AWSServiceName': ['vpc-lattice.amazonaws.com'] } }),
  ],
  Karpenter: [
    allow('arc-zonal-shift:GetManagedResource', ['*'], { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': ['arn:aws:eks:eu-central-1:111122223333:cluster/production'] } }),
    allow('ec2:CreateFleet,CreateLaunchTemplate,RunInstances', ['arn:aws:ec2:eu-central-1:*:fleet/*', 'arn:aws:ec2:eu-central-1:*:instance/*', 'arn:aws:ec2:eu-central-1:*:launch-template/*', 'arn:aws:ec2:eu-central-1:*:network-interface/*', 'arn:aws:ec2:eu-central-1:*:spot-instances-request/*', 'arn:aws:ec2:eu-central-1:*:volume/*'], { StringEquals: { 'aws:RequestTag/eks:eks-cluster-name': ['production'], 'aws:RequestTag/kubernetes.io/cluster/production': ['owned'] }, StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': ['*'] } }),
    allow('ec2:CreateFleet,RunInstances', ['arn:aws:ec2:eu-central-1:*:capacity-reservation/*', 'arn:aws:ec2:eu-central-1:*:placement-group/*', 'arn:aws:ec2:eu-central-1:*:security-group/*', 'arn:aws:ec2:eu-central-1:*:subnet/*', 'arn:aws:ec2:eu-central-1::image/*', 'arn:aws:ec2:eu-central-1::snapshot/*']),
    allow('ec2:CreateFleet,RunInstances', ['arn:aws:ec2:eu-central-1:*:launch-template/*'], { StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/production': ['owned'] }, StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': ['*'] } }),
    allow('ec2:CreateTags', ['arn:aws:ec2:eu-central-1:*:fleet/*', 'arn:aws:ec2:eu-central-1:*:instance/*', 'arn:aws:ec2:eu-central-1:*:launch-template/*', 'arn:aws:ec2:eu-central-1:*:network-interface/*', 'arn:aws:ec2:eu-central-1:*:spot-instances-request/*', 'arn:aws:ec2:eu-central-1:*:volume/*'], { StringEquals: { 'aws:RequestTag/eks:eks-cluster-name': ['production'], 'aws:RequestTag/kubernetes.io/cluster/production': ['owned'], 'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'] }, StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': ['*'] } }),
    allow('ec2:CreateTags', ['arn:aws:ec2:eu-central-1:*:instance/*'], { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Name', 'eks:eks-cluster-name', 'karpenter.sh/nodeclaim'] }, 'StringEquals': { 'aws:ResourceTag/kubernetes.io/cluster/production': ['owned'] }, 'StringEqualsIfExists': { 'aws:RequestTag/eks:eks-cluster-name': ['production'] }, 'StringLike': { 'aws:ResourceTag/karpenter.sh/nodepool': ['*'] } }),
    allow('ec2:DeleteLaunchTemplate,TerminateInstances', ['arn:aws:ec2:eu-central-1:*:instance/*', 'arn:aws:ec2:eu-central-1:*:launch-template/*'], { StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/production': ['owned'] }, StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': ['*'] } }),
    allow('ec2:DescribeCapacityReservations,DescribeImages,DescribeInstanceStatus,DescribeInstanceTypeOfferings,DescribeInstanceTypes,DescribeInstances,DescribeLaunchTemplates,DescribePlacementGroups,DescribeSecurityGroups,DescribeSpotPriceHistory,DescribeSubnets', ['*'], { StringEquals: { 'aws:RequestedRegion': ['eu-central-1'] } }),
    allow('eks:DescribeCluster', ['arn:aws:eks:eu-central-1:111122223333:cluster/production']),
    allow('iam:AddRoleToInstanceProfile,DeleteInstanceProfile,RemoveRoleFromInstanceProfile', ['arn:aws:iam::111122223333:instance-profile/*'], { StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/production': ['owned'], 'aws:ResourceTag/topology.kubernetes.io/region': ['eu-central-1'] }, StringLike: { 'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': ['*'] } }),
    allow('iam:CreateInstanceProfile', ['arn:aws:iam::111122223333:instance-profile/*'], { StringEquals: { 'aws:RequestTag/eks:eks-cluster-name': ['production'], 'aws:RequestTag/kubernetes.io/cluster/production': ['owned'], 'aws:RequestTag/topology.kubernetes.io/region': ['eu-central-1'] }, StringLike: { 'aws:RequestTag/karpenter.k8s.aws/ec2nodeclass': ['*'] } }),
    allow('iam:GetInstanceProfile', ['arn:aws:iam::111122223333:instance-profile/*']),
    allow('iam:ListInstanceProfiles pricing:GetProducts', ['*']),
    allow('iam:PassRole', ['arn:aws:iam::111122223333:role/nodes'], { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } }),
    allow('iam:TagInstanceProfile', ['arn:aws:iam::111122223333:instance-profile/*'], { StringEquals: { 'aws:RequestTag/eks:eks-cluster-name': ['production'], 'aws:RequestTag/kubernetes.io/cluster/production': ['owned'], 'aws:RequestTag/topology.kubernetes.io/region': ['eu-central-1'], 'aws:ResourceTag/kubernetes.io/cluster/production': ['owned'], 'aws:ResourceTag/topology.kubernetes.io/region': ['eu-central-1'] }, StringLike: { 'aws:RequestTag/karpenter.k8s.aws/ec2nodeclass': ['*'], 'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': ['*'] } }),
    allow('sqs:DeleteMessage,GetQueueUrl,ReceiveMessage', ['arn:aws:sqs:eu-central-1:111122223333:interruptions']),
    allow('ssm:GetParameter', ['arn:aws:ssm:eu-central-1::parameter/aws/service/*']),
  ],
  Keda: [
    allow('cloudwatch:GetMetricData kinesis:DescribeStreamSummary sqs:GetQueueAttributes sts:AssumeRole,TagSession', ['*']),
  ],
  ManagedPrometheus: [
    allow('aps:GetLabels,GetMetricMetadata,GetSeries,QueryMetrics,RemoteWrite', ['*']),
  ],
  MountpointS3CsiDriver: [
    allow('s3:AbortMultipartUpload,DeleteObject,GetObject,PutObject', ['arn:aws:s3:::company-data/*']),
    allow('s3:ListBucket', ['arn:aws:s3:::company-data']),
  ],
  NodeTerminationHandler: [
    allow('autoscaling:CompleteLifecycleAction,DescribeAutoScalingInstances,DescribeTags ec2:DescribeInstances sqs:DeleteMessage,ReceiveMessage', ['*']),
  ],
  PrivateCaIssuer: [
    allow('acm-pca:DescribeCertificateAuthority,GetCertificate,IssueCertificate', ['arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/*']),
  ],
  SecretsStoreCsiDriver: [
    allow('secretsmanager:DescribeSecret,GetSecretValue', ['arn:*:secretsmanager:*:*:secret:*']),
    allow('ssm:GetParameters', ['*']),
  ],
  Velero: [
    allow('ec2:CreateSnapshot,CreateTags,CreateVolume,DeleteSnapshot,DescribeSnapshots,DescribeVolumes', ['*']),
    allow('s3:AbortMultipartUpload,DeleteObject,GetObject,ListMultipartUploadParts,PutObject,PutObjectTagging', ['arn:aws:s3:::company-data/*']),
    allow('s3:ListBucket', ['arn:aws:s3:::company-data']),
  ],
  VpcCni: [
    allow('ec2:AssignIpv6Addresses,AssignPrivateIpAddresses,AttachNetworkInterface,CreateNetworkInterface,DeleteNetworkInterface,DescribeInstanceTypes,DescribeInstances,DescribeNetworkInterfaces,DescribeSecurityGroups,DescribeSubnets,DescribeTags,DetachNetworkInterface,ModifyNetworkInterfaceAttribute,UnassignPrivateIpAddresses', ['*']),
    allow('ec2:CreateTags', ['arn:aws:ec2:*:*:network-interface/*']),
  ],
};

import { ec2, OTHER_ACCOUNT, Request, Requests } from './request';
import { ACCOUNT, REGION } from '../../fixtures';
import { arnOf, AUTHORITY_ARN, VPC_ID, ZONE_ARN } from '../catalogue';

const OWN = { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'production' };
const OTHERS = { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'staging' };
const ALB = arnOf('elasticloadbalancing', 'loadbalancer/app/web/0123456789abcdef');
const GROUP = ec2('security-group/sg-1');
const OTHER_ZONE = 'arn:aws:route53:::hostedzone/ZOTHER';
const MANAGED = `${ACCOUNT}/production/${VPC_ID}`;
const LATTICE = arnOf('vpc-lattice', 'service/svc-1');

const records = (names: string[], types: string[], actions = ['UPSERT']) => ({
  'route53:ChangeResourceRecordSetsNormalizedRecordNames': names,
  'route53:ChangeResourceRecordSetsRecordTypes': types,
  'route53:ChangeResourceRecordSetsActions': actions,
});
const change = (zone: string, ...of: Parameters<typeof records>): Request => ['route53:ChangeResourceRecordSets', zone, records(...of)];

export const NETWORK: Readonly<Record<string, Requests>> = {
  'AwsLoadBalancerController': {
    can: [
      ['elasticloadbalancing:CreateLoadBalancer', ALB, { 'aws:RequestTag/elbv2.k8s.aws/cluster': 'production' }],
      ['elasticloadbalancing:DeleteLoadBalancer', ALB, OWN],
      ['elasticloadbalancing:RegisterTargets', arnOf('elasticloadbalancing', 'targetgroup/web/0123456789abcdef')],
      ['ec2:AuthorizeSecurityGroupIngress', GROUP, { 'ec2:Vpc': ec2(`vpc/${VPC_ID}`) }],
      ['ec2:CreateTags', GROUP, { 'ec2:CreateAction': 'CreateSecurityGroup', 'aws:RequestTag/elbv2.k8s.aws/cluster': 'production' }],
    ],
    cannot: [
      ['elasticloadbalancing:DeleteLoadBalancer', ALB, OTHERS],
      ['elasticloadbalancing:DeleteLoadBalancer', ALB],
      ['ec2:AuthorizeSecurityGroupIngress', GROUP, { 'ec2:Vpc': ec2('vpc/vpc-other') }],
      ['ec2:DeleteSecurityGroup', GROUP, OTHERS],
      ['ec2:CreateTags', GROUP, { ...OTHERS, 'aws:RequestTag/elbv2.k8s.aws/cluster': 'production' }],
      ['iam:CreateServiceLinkedRole', `arn:aws:iam::${ACCOUNT}:role/aws-service-role/spot.amazonaws.com/x`, { 'iam:AWSServiceName': 'spot.amazonaws.com' }],
      ['cognito-idp:DescribeUserPoolClient', arnOf('cognito-idp', 'userpool/pool')],
    ],
  },
  'AwsLoadBalancerController, no waf and shield': {
    can: [['elasticloadbalancing:DeleteLoadBalancer', ALB, OWN]],
    cannot: [
      ['wafv2:AssociateWebACL', ALB],
      ['shield:CreateProtection', '*'],
      ['elasticloadbalancing:SetWebAcl', '*', { 'aws:RequestedRegion': REGION }],
    ],
  },
  'ExternalDns': {
    can: [change(ZONE_ARN, ['shop.example.com'], ['A']), ['route53:ListResourceRecordSets', ZONE_ARN], ['route53:ListHostedZones', '*']],
    cannot: [change(OTHER_ZONE, ['shop.example.com'], ['A']), ['route53:DeleteHostedZone', ZONE_ARN], ['route53:CreateHostedZone', '*'], ['route53:ListTagsForResources', ZONE_ARN]],
  },
  'ExternalDns, domains': {
    can: [
      change(ZONE_ARN, ['shop.example.com'], ['A']),
      change(ZONE_ARN, ['www.shop.example.com', 'cname-shop.example.com'], ['CNAME', 'TXT']),
      ['route53:ListTagsForResources', ZONE_ARN],
    ],
    cannot: [
      change(ZONE_ARN, ['example.com'], ['MX']),
      change(ZONE_ARN, ['shop.example.com', 'pay.example.com'], ['A']),
      change(ZONE_ARN, ['evilshop.example.com'], ['A']),
      ['route53:ChangeResourceRecordSets', ZONE_ARN],
    ],
  },
  'CertManager': {
    can: [change(ZONE_ARN, ['_acme-challenge.shop.example.com'], ['TXT']), ['route53:GetChange', 'arn:aws:route53:::change/C1'], ['route53:ListResourceRecordSets', ZONE_ARN]],
    cannot: [
      change(ZONE_ARN, ['_acme-challenge.shop.example.com'], ['CNAME']),
      change(ZONE_ARN, ['shop.example.com'], ['TXT']),
      change(OTHER_ZONE, ['_acme-challenge.shop.example.com'], ['TXT']),
      ['route53:ListHostedZonesByName', '*'],
    ],
  },
  'CertManager, all': {
    can: [change(OTHER_ZONE, ['_acme-challenge.shop.example.com'], ['TXT']), ['route53:ListHostedZonesByName', '*']],
    cannot: [change(OTHER_ZONE, ['shop.example.com'], ['A'])],
  },
  'VpcCni': {
    can: [
      ['ec2:CreateNetworkInterface', ec2('network-interface/eni-1'), { 'aws:RequestTag/cluster.k8s.amazonaws.com/name': 'production' }],
      ['ec2:CreateNetworkInterface', ec2('subnet/subnet-1'), { 'ec2:Vpc': ec2(`vpc/${VPC_ID}`) }],
      ['ec2:DeleteNetworkInterface', ec2('network-interface/eni-1'), { 'aws:ResourceTag/cluster.k8s.amazonaws.com/name': 'production' }],
      ['ec2:AttachNetworkInterface', ec2('instance/i-1'), { 'aws:ResourceTag/kubernetes.io/cluster/production': 'owned' }],
    ],
    cannot: [
      ['ec2:DeleteNetworkInterface', ec2('network-interface/eni-1')],
      ['ec2:DeleteNetworkInterface', ec2('network-interface/eni-1'), { 'aws:ResourceTag/cluster.k8s.amazonaws.com/name': 'staging' }],
      ['ec2:CreateNetworkInterface', ec2('subnet/subnet-1'), { 'ec2:Vpc': ec2('vpc/vpc-other') }],
      ['ec2:AssignIpv6Addresses', ec2('network-interface/eni-1')],
      ['ec2:CreateTags', ec2('instance/i-1')],
    ],
  },
  'VpcCni, IPv6': {
    can: [['ec2:AssignIpv6Addresses', ec2('network-interface/eni-1')]],
    cannot: [['ec2:DeleteNetworkInterface', ec2('network-interface/eni-1'), { 'aws:ResourceTag/cluster.k8s.amazonaws.com/name': 'production' }]],
  },
  'PrivateCaIssuer': {
    can: [['acm-pca:IssueCertificate', AUTHORITY_ARN], ['acm-pca:GetCertificate', AUTHORITY_ARN], ['acm-pca:DescribeCertificateAuthority', AUTHORITY_ARN]],
    cannot: [
      ['acm-pca:IssueCertificate', arnOf('acm-pca', 'certificate-authority/other')],
      ['acm-pca:RevokeCertificate', AUTHORITY_ARN],
      ['acm-pca:DeleteCertificateAuthority', AUTHORITY_ARN],
    ],
  },
  'GatewayApiController': {
    can: [
      ['vpc-lattice:CreateService', LATTICE, { 'aws:RequestTag/application-networking.k8s.aws/ManagedBy': MANAGED }],
      ['vpc-lattice:DeleteService', LATTICE, { 'aws:ResourceTag/application-networking.k8s.aws/ManagedBy': MANAGED }],
      ['vpc-lattice:CreateServiceNetworkVpcAssociation', arnOf('vpc-lattice', 'servicenetwork/sn-1'),
        { 'aws:RequestTag/application-networking.k8s.aws/ManagedBy': MANAGED, 'vpc-lattice:VpcId': VPC_ID }],
    ],
    cannot: [
      ['vpc-lattice:DeleteService', LATTICE, { 'aws:ResourceTag/application-networking.k8s.aws/ManagedBy': `${ACCOUNT}/staging/${VPC_ID}` }],
      ['vpc-lattice:CreateServiceNetworkVpcAssociation', arnOf('vpc-lattice', 'servicenetwork/sn-1'),
        { 'aws:RequestTag/application-networking.k8s.aws/ManagedBy': MANAGED, 'vpc-lattice:VpcId': 'vpc-other' }],
      ['s3:PutBucketPolicy', 'arn:aws:s3:::company-data'],
      ['logs:PutResourcePolicy', '*'],
      ['vpc-lattice:DeleteService', `arn:aws:vpc-lattice:${REGION}:${OTHER_ACCOUNT}:service/svc-1`, { 'aws:ResourceTag/application-networking.k8s.aws/ManagedBy': MANAGED }],
    ],
  },
};

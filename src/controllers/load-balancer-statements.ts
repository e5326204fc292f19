import { PolicyScope } from './policy-scope';
import { absent, equals } from './tag-conditions';
import { Statement } from '../policy/statement';

const CLUSTER = 'elbv2.k8s.aws/cluster';
const REQUEST_TAG = `aws:RequestTag/${CLUSTER}`;
const RESOURCE_TAG = `aws:ResourceTag/${CLUSTER}`;

/** Features of load balancers that not every cluster uses. */
interface Protection {
  readonly waf: boolean;
  readonly shield: boolean;
  readonly cognito: boolean;
}

const elb = (...names: string[]) => names.map((name) => `elasticloadbalancing:${name}`);
const ec2 = (...names: string[]) => names.map((name) => `ec2:${name}`);

/** What any load balancer needs. */
export function loadBalancerStatements(scope: PolicyScope, vpcArn: string): Statement[] {
  return [...describing(scope, vpcArn), ...securityGroups(scope, vpcArn), ...loadBalancers(scope), ...tagging(scope), ...listeners(scope)];
}

function describing(scope: PolicyScope, vpcArn: string): Statement[] {
  const service = 'elasticloadbalancing.amazonaws.com';
  return [
    ...scope.allowInRegion('LoadBalancerDescribe', [
      ...ec2('DescribeAccountAttributes', 'DescribeAddresses', 'DescribeAvailabilityZones', 'DescribeInternetGateways', 'DescribeVpcs', 'DescribeVpcPeeringConnections',
        'DescribeSubnets', 'DescribeSecurityGroups', 'DescribeInstances', 'DescribeNetworkInterfaces', 'DescribeTags', 'DescribeIpamPools', 'DescribeRouteTables'),
      ...elb('DescribeLoadBalancers', 'DescribeLoadBalancerAttributes', 'DescribeListeners', 'DescribeListenerCertificates', 'DescribeSSLPolicies', 'DescribeRules',
        'DescribeTargetGroups', 'DescribeTargetGroupAttributes', 'DescribeTargetHealth', 'DescribeTags', 'DescribeTrustStores', 'DescribeListenerAttributes',
        'DescribeCapacityReservation'),
      'acm:ListCertificates',
    ]),
    ...scope.allow('LoadBalancerListServerCertificates', ['iam:ListServerCertificates'], ['*']),
    ...scope.allow('LoadBalancerVpcGroups', ['ec2:GetSecurityGroupsForVpc'], [vpcArn]),
    ...scope.allow('LoadBalancerCertificates', ['acm:DescribeCertificate'], [scope.arn('acm', 'certificate/*')]),
    ...scope.allow('LoadBalancerServerCertificates', ['iam:GetServerCertificate'], [scope.accountArn('iam', 'server-certificate/*')]),
    ...scope.allow('LoadBalancerServiceRole', ['iam:CreateServiceLinkedRole'], [scope.accountArn('iam', `role/aws-service-role/${service}/*`)], equals('iam:AWSServiceName', service)),
  ];
}

function securityGroups(scope: PolicyScope, vpcArn: string): Statement[] {
  const groups = [scope.arn('ec2', 'security-group/*')];
  return [
    ...scope.allow('SecurityGroupRules', ec2('AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'), groups, { ArnEquals: { 'ec2:Vpc': [vpcArn] } }),
    ...scope.allow('SecurityGroupCreate', ec2('CreateSecurityGroup'), [...groups, vpcArn]),
    ...scope.allow('SecurityGroupTagNew', ec2('CreateTags'), groups, equals('ec2:CreateAction', 'CreateSecurityGroup'), equals(REQUEST_TAG, scope.clusterName)),
    ...scope.allow('SecurityGroupTag', ec2('CreateTags', 'DeleteTags'), groups, absent(REQUEST_TAG), equals(RESOURCE_TAG, scope.clusterName)),
    ...scope.allow('SecurityGroupDelete', ec2('DeleteSecurityGroup'), groups, equals(RESOURCE_TAG, scope.clusterName)),
  ];
}

function loadBalancers(scope: PolicyScope): Statement[] {
  const [targets, balancers] = [targetGroups(scope), balancersOf(scope)];
  return [
    ...scope.allow('LoadBalancerCreate', elb('CreateLoadBalancer'), balancers, equals(REQUEST_TAG, scope.clusterName)),
    ...scope.allow('TargetGroupCreate', elb('CreateTargetGroup'), targets, equals(REQUEST_TAG, scope.clusterName)),
    ...scope.allow('LoadBalancerManage', elb('ModifyLoadBalancerAttributes', 'SetIpAddressType', 'SetSecurityGroups', 'SetSubnets', 'DeleteLoadBalancer', 'ModifyCapacityReservation'),
      balancers, equals(RESOURCE_TAG, scope.clusterName)),
    ...scope.allow('LoadBalancerIpPools', elb('ModifyIpPools'), [scope.arn('elasticloadbalancing', 'loadbalancer/app/*/*')], equals(RESOURCE_TAG, scope.clusterName)),
    ...scope.allow('TargetGroupManage', elb('ModifyTargetGroup', 'ModifyTargetGroupAttributes', 'DeleteTargetGroup'), targets, equals(RESOURCE_TAG, scope.clusterName)),
    ...scope.allow('TargetGroupTargets', elb('RegisterTargets', 'DeregisterTargets'), targets),
  ];
}

function tagging(scope: PolicyScope): Statement[] {
  const tagged = [...targetGroups(scope), ...balancersOf(scope)];
  return [
    ...scope.allow('LoadBalancerTagNew', elb('AddTags'), tagged,
      equals('elasticloadbalancing:CreateAction', 'CreateTargetGroup', 'CreateLoadBalancer'), equals(REQUEST_TAG, scope.clusterName)),
    ...scope.allow('LoadBalancerTag', elb('AddTags', 'RemoveTags'), tagged, absent(REQUEST_TAG), equals(RESOURCE_TAG, scope.clusterName)),
    ...scope.allow('ListenerTag', elb('AddTags', 'RemoveTags'), [...listenersOf(scope), ...rulesOf(scope)]),
  ];
}

function listeners(scope: PolicyScope): Statement[] {
  return [
    ...scope.allow('ListenerCreate', elb('CreateListener'), balancersOf(scope)),
    ...scope.allow('ListenerManage', elb('DeleteListener', 'CreateRule', 'ModifyListener', 'AddListenerCertificates', 'RemoveListenerCertificates'), listenersOf(scope)),
    ...scope.allow('ListenerAttributes', elb('ModifyListenerAttributes'), listenersOf(scope), equals(RESOURCE_TAG, scope.clusterName)),
    ...scope.allow('ListenerRules', elb('DeleteRule', 'ModifyRule', 'SetRulePriorities'), rulesOf(scope)),
  ];
}

/** What web application firewalls, protection from denial of service, and signing in need. */
export function protectionStatements(scope: PolicyScope, { waf, shield, cognito }: Protection): Statement[] {
  const balancers = [scope.arn('elasticloadbalancing', 'loadbalancer/app/*/*')];
  const [acls, classicAcls] = [scope.arn('wafv2', 'regional/webacl/*/*'), scope.arn('waf-regional', 'webacl/*')];
  const protections = [scope.accountArn('shield', 'protection/*')];
  return [
    ...waf ? [
      ...scope.allow('WafAssociate', ['wafv2:GetWebACLForResource', 'wafv2:AssociateWebACL'], [acls, ...balancers]),
      ...scope.allow('WafGet', ['wafv2:GetWebACL'], [acls]),
      ...scope.allow('WafDisassociate', ['wafv2:DisassociateWebACL', 'waf-regional:GetWebACLForResource', 'waf-regional:DisassociateWebACL'], balancers),
      ...scope.allow('WafClassicAssociate', ['waf-regional:AssociateWebACL'], [classicAcls, ...balancers]),
      ...scope.allow('WafClassicGet', ['waf-regional:GetWebACL'], [classicAcls]),
      ...scope.allowInRegion('LoadBalancerSetWebAcl', elb('SetWebAcl')),
    ] : [],
    ...shield ? [
      ...scope.allow('ShieldProtect', ['shield:GetSubscriptionState', 'shield:CreateProtection'], ['*']),
      ...scope.allow('ShieldManage', ['shield:DescribeProtection', 'shield:DeleteProtection'], protections),
    ] : [],
    ...cognito ? scope.allow('CognitoDescribe', ['cognito-idp:DescribeUserPoolClient'], [scope.arn('cognito-idp', 'userpool/*')]) : [],
  ];
}

const targetGroups = (scope: PolicyScope) => [scope.arn('elasticloadbalancing', 'targetgroup/*/*')];
const balancersOf = (scope: PolicyScope) => ofBothKinds(scope, 'loadbalancer/', '/*/*');
const listenersOf = (scope: PolicyScope) => ofBothKinds(scope, 'listener/', '/*/*/*');
const rulesOf = (scope: PolicyScope) => ofBothKinds(scope, 'listener-rule/', '/*/*/*/*');

/** Of application and of network load balancers. */
function ofBothKinds(scope: PolicyScope, type: string, rest: string): string[] {
  return ['app', 'net'].map((kind) => scope.arn('elasticloadbalancing', `${type}${kind}${rest}`));
}

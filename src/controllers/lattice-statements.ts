import { PolicyScope } from './policy-scope';
import { equals } from './tag-conditions';
import { Conditions, Statement } from '../policy/statement';

const MANAGED_BY = 'application-networking.k8s.aws/ManagedBy';
const SERVICE_ROLE = 'vpc-lattice.amazonaws.com';

const lattice = (...names: string[]) => names.map((name) => `vpc-lattice:${name}`);

/** The types of resources that the controller makes, as they stand in ARNs. */
const TYPES = {
  service: 'service/*',
  network: 'servicenetwork/*',
  serviceAssociation: 'servicenetworkserviceassociation/*',
  vpcAssociation: 'servicenetworkvpcassociation/*',
  listener: 'service/*/listener/*',
  rule: 'service/*/listener/*/rule/*',
  targetGroup: 'targetgroup/*',
};

type Type = keyof typeof TYPES;
const ALL_TYPES = Object.keys(TYPES) as Type[];

/** What the controller calls: makes with its tag, and changes what bears it. */
export function latticeStatements(scope: PolicyScope, vpcId: string): Statement[] {
  const managedBy = `${scope.account}/${scope.clusterName}/${vpcId}`;
  return [
    ...reading(scope),
    ...creating(scope, equals(`aws:RequestTag/${MANAGED_BY}`, managedBy), vpcId),
    ...changing(scope, equals(`aws:ResourceTag/${MANAGED_BY}`, managedBy)),
    ...scope.allow('LatticeServiceRole', ['iam:CreateServiceLinkedRole'],
      [scope.accountArn('iam', `role/aws-service-role/${SERVICE_ROLE}/AWSServiceRoleForVpcLattice`)], equals('iam:AWSServiceName', SERVICE_ROLE)),
  ];
}

function reading(scope: PolicyScope): Statement[] {
  const get = (sid: string, name: string, type: Type) => scope.allow(sid, lattice(name), arns(scope, type));
  return [
    ...scope.allowInRegion('LatticeList', [
      ...lattice('ListServices', 'ListServiceNetworks', 'ListTargetGroups', 'ListListeners', 'ListRules', 'ListServiceNetworkVpcAssociations',
        'ListServiceNetworkServiceAssociations', 'ListTagsForResource'),
      'ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeTags', 'ec2:DescribeSecurityGroups', 'tag:GetResources', 'acm:ListCertificates',
    ]),
    ...scope.allowInRegion('LatticeTagging', ['tag:TagResources', 'tag:UntagResources']),
    ...scope.allow('LatticeTargets', lattice('GetTargetGroup', 'ListTargets'), arns(scope, 'targetGroup')),
    ...get('LatticeGetService', 'GetService', 'service'),
    ...get('LatticeGetNetwork', 'GetServiceNetwork', 'network'),
    ...get('LatticeGetListener', 'GetListener', 'listener'),
    ...get('LatticeGetRule', 'GetRule', 'rule'),
    ...get('LatticeGetVpcAssociation', 'GetServiceNetworkVpcAssociation', 'vpcAssociation'),
    ...get('LatticeGetServiceAssociation', 'GetServiceNetworkServiceAssociation', 'serviceAssociation'),
  ];
}

function creating(scope: PolicyScope, tagged: Conditions, vpcId: string): Statement[] {
  const create = (sid: string, name: string, types: Type[], ...conditions: Conditions[]) =>
    scope.allow(sid, lattice(name), arns(scope, ...types), tagged, ...conditions);
  return [
    ...create('LatticeCreateService', 'CreateService', ['service']),
    ...create('LatticeCreateNetwork', 'CreateServiceNetwork', ['network']),
    ...create('LatticeCreateListener', 'CreateListener', ['listener']),
    ...create('LatticeCreateRule', 'CreateRule', ['rule']),
    ...create('LatticeCreateTargetGroup', 'CreateTargetGroup', ['targetGroup']),
    ...create('LatticeAssociateVpc', 'CreateServiceNetworkVpcAssociation', ['network', 'vpcAssociation'], equals('vpc-lattice:VpcId', vpcId)),
    ...create('LatticeAssociateService', 'CreateServiceNetworkServiceAssociation', ['network', 'service', 'serviceAssociation']),
    ...create('LatticeTagNew', 'TagResource', ALL_TYPES),
  ];
}

function changing(scope: PolicyScope, owned: Conditions): Statement[] {
  const change = (sid: string, names: string[], type: Type) => scope.allow(sid, lattice(...names), arns(scope, type), owned);
  return [
    ...change('LatticeService', ['UpdateService', 'DeleteService'], 'service'),
    ...change('LatticeNetwork', ['UpdateServiceNetwork', 'DeleteServiceNetwork'], 'network'),
    ...scope.allow('LatticeAuthPolicy', lattice('PutAuthPolicy', 'DeleteAuthPolicy'), arns(scope, 'service', 'network'), owned),
    ...change('LatticeListener', ['UpdateListener', 'DeleteListener'], 'listener'),
    ...change('LatticeRule', ['UpdateRule', 'DeleteRule'], 'rule'),
    ...change('LatticeTargetGroup', ['UpdateTargetGroup', 'DeleteTargetGroup', 'RegisterTargets', 'DeregisterTargets'], 'targetGroup'),
    ...change('LatticeVpcAssociation', ['UpdateServiceNetworkVpcAssociation', 'DeleteServiceNetworkVpcAssociation'], 'vpcAssociation'),
    ...change('LatticeServiceAssociation', ['DeleteServiceNetworkServiceAssociation'], 'serviceAssociation'),
    ...scope.allow('LatticeTag', lattice('TagResource', 'UntagResource'), arns(scope, ...ALL_TYPES), owned),
  ];
}

function arns(scope: PolicyScope, ...types: Type[]): string[] {
  return types.map((type) => scope.arn('vpc-lattice', TYPES[type]));
}

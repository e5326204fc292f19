import { PlacedResource } from '../../policy/role';
import { keyOf } from '../../policy/template';
import { JsonTemplate } from '../../workload/json-template';
import { roleOf, RolesByArn } from '../association';
import { Check } from '../check';
import { CheckedApp } from '../checked-app';
import { CheckedRole, OF_AWS } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';

/** The policies of AWS's own that nodes need. */
const OF_NODES = [
  'AmazonEKSWorkerNodePolicy', 'AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryReadOnly', 'AmazonEC2ContainerRegistryPullOnly',
  'AmazonSSMManagedInstanceCore', 'AmazonSSMPatchAssociation',
];

/** By these a role is known as that of nodes, if EC2 may assume it. */
const MARKS = ['AmazonEKSWorkerNodePolicy', 'AmazonEKSWorkerNodeMinimalPolicy'];

/** The actions of the node itself: of its kubelet, its network plugin, its agents, and of pulling images. */
const ACTIONS_OF_NODES = new RegExp(`^(?:${[
  'ec2:Describe\\w*', 'ec2:(Assign|Unassign)(PrivateIpAddresses|Ipv6Addresses)', 'ec2:(Create|Delete|Attach|Detach)NetworkInterface', 'ec2:ModifyNetworkInterfaceAttribute', 'ec2:CreateTags',
  'eks:DescribeCluster', 'eks-auth:AssumeRoleForPodIdentity', 'ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability',
  'ssm:UpdateInstanceInformation', 'ssmmessages:\\w+', 'ec2messages:\\w+',
].join('|')})$`, 'i');

export const NODE_ROLE_PERMISSIONS: Check = {
  id: GuardrailCheck.NODE_ROLE_PERMISSIONS,
  title: 'A role of nodes that allows more than nodes need',
  why: 'Every pod that reaches the instance metadata has it, and every pod whose own identity fails falls back to it without a word.',
  fix: 'Move the permission to the workload that needs it, by an identity of its own; the VPC CNI as well can have one.',
  run: (app) => nodeRoles(app).flatMap((role) => surplus(role).map((subject) => ({ at: role.placed, subject, message: `the nodes have ${subject}` }))),
};

/** The roles that node groups, Auto Mode or access entries name as those of nodes, and those that look like one. */
function nodeRoles(app: CheckedApp): CheckedRole[] {
  const named = new Set(app.templates.flatMap((template) => namedIn(template, app.rolesByArn)));
  return app.roles.filter((role) => named.has(role.placed) || (isOfInstances(role) && managedPolicies(role).some((name) => MARKS.includes(name))));
}

function namedIn(template: JsonTemplate, roles: RolesByArn): (PlacedResource | undefined)[] {
  const arns = template.ofTypes('AWS::EKS::Nodegroup', 'AWS::EKS::Cluster', 'AWS::EKS::AccessEntry').flatMap(({ resource: { Properties = {} } }) => [
    Properties.NodeRole, Properties.ComputeConfig?.NodeRoleArn, /^(EC2|HYBRID)/.test(String(Properties.Type)) ? Properties.PrincipalArn : undefined,
  ]);
  return arns.filter((arn) => arn !== undefined).map((arn) => roleOf(template, arn, roles)).filter((role) => role !== undefined);
}

function isOfInstances({ trust }: CheckedRole): boolean {
  return trust.statements.some(({ principals }) => principals.some(({ kind, text }) => kind === 'Service' && /^ec2\.amazonaws\.com/.test(text.join(''))));
}

/** The names of the managed policies of AWS's own that a role has. */
function managedPolicies({ placed: { template, resource } }: CheckedRole): string[] {
  return [resource.Properties?.ManagedPolicyArns ?? []].flat().map((arn) => keyOf(template, arn)).filter((arn) => arn.includes(OF_AWS))
    .map((arn) => arn.slice(arn.indexOf(OF_AWS) + OF_AWS.length));
}

/** What a role has beyond what nodes need, as people read it. */
function surplus(role: CheckedRole): string[] {
  const own = role.policies.identity.filter(({ effect, origin }) => effect === 'Allow' && !origin.includes(OF_AWS));
  const actions = own.flatMap(({ actions: { negated }, spelled }) => negated ? ['NotAction'] : spelled);
  return [...new Set([
    ...managedPolicies(role).filter((name) => !OF_NODES.includes(name)),
    ...actions.filter((action) => !ACTIONS_OF_NODES.test(action)),
    ...role.unknownPolicies,
  ])];
}

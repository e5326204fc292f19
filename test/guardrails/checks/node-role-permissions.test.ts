import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GuardrailCheck } from '../../../src';
import { podIdentity } from '../../fixtures';
import { inline } from '../../testing/peers';
import { describeCheck, eksApp, found, freshEksApp, ours } from '../sources';

const managed = (...names: string[]) => names.map((name) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]] }));
const NODE = managed('AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryReadOnly');
const ec2 = (properties: object, resources: object = {}, service = 'ec2.amazonaws.com') => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' } }, ...properties },
    },
    ...resources,
  },
});
const ROLE = { 'Fn::GetAtt': ['Role', 'Arn'] };
const nodegroup = { Nodes: { Type: 'AWS::EKS::Nodegroup', Properties: { NodeRole: ROLE } } };
const allow = (...Action: string[]) => inline({ Effect: 'Allow', Action, Resource: '*' });

/** Nodes of aws-eks, and a policy that somebody gives them. */
function withNodes(give: (nodes: eks.Nodegroup) => void) {
  const stack = freshEksApp(eks.IdentityType.POD_IDENTITY);
  const nodes = (stack.node.findChild('Cluster') as eks.Cluster).defaultNodegroup!;
  give(nodes);
  return stack;
}

describeCheck(GuardrailCheck.NODE_ROLE_PERMISSIONS, {
  refused: {
    'a grant to the nodes of aws-eks': [
      () => withNodes((nodes) => nodes.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }))),
      'Stack/Cluster/NodegroupDefaultCapacity/NodeGroupRole/Resource: the nodes have s3:GetObject',
    ],
    'a managed policy of an application': [() => ec2({ ManagedPolicyArns: [...NODE, ...managed('AmazonS3ReadOnlyAccess')] }), 'Role: the nodes have AmazonS3ReadOnlyAccess'],
    'an inline policy of an application': [
      () => ec2({ ManagedPolicyArns: NODE, ...allow('ecr:BatchGetImage', 'dynamodb:PutItem', 'route53:*') }), 'Role: the nodes have dynamodb:PutItem', 'Role: the nodes have route53:*',
    ],
    'the role of a node group, however it is made': [() => ec2(allow('sqs:SendMessage'), nodegroup), 'Role: the nodes have sqs:SendMessage'],
    'the role of Auto Mode': [
      () => ec2(allow('sqs:SendMessage'), { Cluster: { Type: 'AWS::EKS::Cluster', Properties: { ComputeConfig: { NodeRoleArn: ROLE } } } }), 'Role: the nodes have sqs:SendMessage',
    ],
    'the role of an access entry for nodes': [
      () => ec2(allow('sqs:SendMessage'), { Entry: { Type: 'AWS::EKS::AccessEntry', Properties: { Type: 'EC2_LINUX', PrincipalArn: ROLE } } }), 'Role: the nodes have sqs:SendMessage',
    ],
    'all actions but some': [() => ec2(inline({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), nodegroup), 'Role: the nodes have NotAction'],
    'a policy of which nothing is known': [
      () => ec2({ ManagedPolicyArns: [...NODE, { Ref: 'PolicyArn' }] }), 'Role: the nodes have the managed policy ${PolicyArn}',
    ],
  },
  clean: {
    'a cluster of aws-eks with nodes': () => eksApp(eks.IdentityType.POD_IDENTITY),
    'a workload': ours(podIdentity),
    'what AWS documents for nodes': () => ec2({ ManagedPolicyArns: [...NODE, ...managed('AmazonSSMManagedInstanceCore')], ...allow('ec2:DescribeInstances', 'ec2:AssignIpv6Addresses', 'eks-auth:AssumeRoleForPodIdentity') }),
    'denials': () => ec2({ ManagedPolicyArns: NODE, ...inline({ Effect: 'Deny', Action: 's3:*', Resource: '*' }) }),
    'instances that are no nodes': () => ec2({ ManagedPolicyArns: managed('AmazonS3ReadOnlyAccess') }),
    'a role of another service that has the policy': () => ec2({ ManagedPolicyArns: [...NODE, ...managed('AmazonS3ReadOnlyAccess')] }, {}, 'lambda.amazonaws.com'),
    'an access entry of people': () => ec2(allow('sqs:SendMessage'), { Entry: { Type: 'AWS::EKS::AccessEntry', Properties: { Type: 'STANDARD', PrincipalArn: ROLE } } }),
    'node groups that say nothing': () => ec2(allow('sqs:SendMessage'), { Nodes: { Type: 'AWS::EKS::Nodegroup' } }),
    'node groups with a role of elsewhere': () => ec2(allow('sqs:SendMessage'), { Nodes: { Type: 'AWS::EKS::Nodegroup', Properties: { NodeRole: { Ref: 'NodeRole' } } } }),
  },
});

test('a policy of nodes whose document is given is still known by its name', () => {
  const arn = 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy';
  const managedPolicies = { [arn]: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:Anything', Resource: '*' }] } };

  expect(found(GuardrailCheck.NODE_ROLE_PERMISSIONS, ec2({ ManagedPolicyArns: [arn] }), { managedPolicies })).toEqual([]);
});

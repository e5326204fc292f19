import { Template } from 'aws-cdk-lib/assertions';
import { clusterPlatform } from '../../examples/cluster-platform/app';
import { Forbidden, IdentityAssertions, IdentityGuardrails, IdentityMechanism } from '../../src';
import { ACCOUNT, CLUSTER_ARN, errorOf, expectNoMachinery, REGION } from '../fixtures';

const { app, stack, workloads } = clusterPlatform();
const assembly = app.synth();
const template = Template.fromStack(stack);
const identities = IdentityAssertions.fromStack(stack);
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** Of each controller, by its ServiceAccount, something that it must do, and something that it must never do. */
const REQUESTS: [string, string, [string, string, object?], [string, string, object?]][] = [
  ['kube-system', 'aws-node', ['ec2:CreateTags', arn('ec2', 'network-interface/eni-1')], ['ec2:DeleteNetworkInterface', arn('ec2', 'network-interface/eni-1')]],
  ['kube-system', 'ebs-csi-controller-sa', ['ec2:DeleteVolume', arn('ec2', 'volume/vol-1'), { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': 'production' }],
    ['ec2:DeleteVolume', arn('ec2', 'volume/vol-1'), { 'ec2:ResourceTag/ebs.csi.aws.com/cluster-name': 'staging' }]],
  ['kube-system', 'aws-load-balancer-controller', ['elasticloadbalancing:DescribeLoadBalancers', '*', { 'aws:RequestedRegion': REGION }], ['shield:CreateProtection', '*']],
  ['external-dns', 'external-dns', ['route53:ListResourceRecordSets', 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ'],
    ['route53:ListResourceRecordSets', 'arn:aws:route53:::hostedzone/ZOTHER']],
  ['cert-manager', 'cert-manager', ['route53:GetChange', 'arn:aws:route53:::change/C1'], ['route53:ListHostedZonesByName', '*']],
  ['external-secrets', 'external-secrets', ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:platform/registry-a1B2c3')],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:shop/payment-a1B2c3')]],
  ['kube-system', 'karpenter', ['eks:DescribeCluster', CLUSTER_ARN], ['ec2:TerminateInstances', arn('ec2', 'instance/i-1')]],
  ['amazon-cloudwatch', 'fluent-bit', ['logs:PutLogEvents', `${arn('logs', 'log-group:/eks/production/pods')}:log-stream:a`],
    ['logs:PutLogEvents', `${arn('logs', 'log-group:/eks/staging/pods')}:log-stream:a`]],
  ['velero', 'velero', ['s3:PutObject', 'arn:aws:s3:::company-backups/production/a'], ['s3:PutObject', 'arn:aws:s3:::company-backups/staging/a']],
  ['keda', 'keda-operator', ['sqs:GetQueueAttributes', arn('sqs', 'orders')], ['sqs:ReceiveMessage', arn('sqs', 'orders')]],
];

test('one stack has the cluster and ten controllers, by both mechanisms, without machinery', () => {
  expect(assembly.stacks).toHaveLength(1);
  expect(workloads.map(({ namespace, serviceAccountName }) => `${namespace}/${serviceAccountName}`)).toEqual(REQUESTS.map(([namespace, name]) => `${namespace}/${name}`));
  expect(new Set(workloads.map(({ mechanism }) => mechanism))).toEqual(new Set([IdentityMechanism.IRSA, IdentityMechanism.POD_IDENTITY]));
  template.resourceCountIs('AWS::EKS::PodIdentityAssociation', 8);
  template.resourceCountIs('AWS::EKS::Addon', 3);
  expectNoMachinery(template);
});

test('guardrails find nothing', () => {
  expect(IdentityGuardrails.checkCloudAssembly(assembly.directory)).toEqual({ findings: [], acknowledged: [] });
});

test('that no controller changes permissions or becomes another role is proved', () => {
  expect(workloads.flatMap((workload) => workload.proveMustNot()).map(({ verdict }) => verdict)).toEqual(workloads.flatMap(() => ['PROVED', 'PROVED']));
});

test('what a controller does is not proved away: one more that it must not stops synth', () => {
  const another = clusterPlatform();
  another.workloads[8].addMustNot(Forbidden.actions('s3:DeleteObject'));

  expect(errorOf(() => another.app.synth()).message).toContain('[cluster-platform/Velero] the workload must not do s3:DeleteObject');
});

test.each(REQUESTS)('%s/%s does what it must, and no more', (namespace, serviceAccountName, [can, on, context = {}], [cannot, off, without = {}]) => {
  identities.workload(namespace, serviceAccountName)
    .can(can, on, { context: context as Record<string, unknown> })
    .cannot(cannot, off, { context: without as Record<string, unknown> });
});

test('the values for the charts are outputs, and none has an annotation, since Pod Identity needs none', () => {
  const values = template.findOutputs('*');

  expect(Object.keys(values)).toHaveLength(8);
  expect(values.KedaValues.Value).toBe('{"serviceAccount":{"operator":{"create":true,"name":"keda-operator"}}}');
  expect(JSON.stringify(values)).not.toContain('annotations');
});

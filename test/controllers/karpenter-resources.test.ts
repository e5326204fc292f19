import { Match, Template } from 'aws-cdk-lib/assertions';
import { scopesIn } from './catalogue';
import { KarpenterInterruptionQueue, KarpenterNodeRole } from '../../src';
import { ACCOUNT, errorOf, expectNoMachinery, stackFixture } from '../fixtures';

describe('the queue of interruptions', () => {
  test('keeps messages for five minutes, is encrypted, and hears of all that Karpenter documents', () => {
    const { stack, template } = stackFixture();
    new KarpenterInterruptionQueue(stack, 'Interruptions', { queueName: 'production' });

    template().hasResourceProperties('AWS::SQS::Queue', { QueueName: 'production', MessageRetentionPeriod: 300, SqsManagedSseEnabled: true });
    expect(Object.values(template().findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern['detail-type'][0]).sort()).toEqual([
      'AWS Health Event', 'EC2 Capacity Reservation Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation', 'EC2 Instance State-change Notification',
      'EC2 Spot Instance Interruption Warning',
    ]);
    expectNoMachinery(template());
  });

  test('takes messages of its rules alone, over TLS', () => {
    const { stack, template } = stackFixture();
    new KarpenterInterruptionQueue(stack, 'Interruptions');
    const [{ Properties: { PolicyDocument: { Statement } } }] = Object.values(template().findResources('AWS::SQS::QueuePolicy'));
    const [denials, allowed] = ['Deny', 'Allow'].map((effect) => Statement.filter(({ Effect }: any) => Effect === effect));

    expect(denials).toEqual([expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]);
    expect(allowed).toHaveLength(5);
    expect(allowed.filter(({ Principal, Condition }: any) => Principal.Service !== 'events.amazonaws.com' || !Condition.ArnEquals['aws:SourceArn'])).toEqual([]);
  });
});

describe('the role of nodes', () => {
  const policies = (template: Template) => JSON.stringify(Object.values(template.findResources('AWS::IAM::Role'))[0].Properties.ManagedPolicyArns).match(/Amazon\w+/g);

  test('is assumed by EC2, and has what nodes need', () => {
    const { stack, template } = stackFixture();
    new KarpenterNodeRole(stack, 'Nodes');

    template().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: Match.anyValue() } }] },
    });
    expect(policies(template())).toEqual(['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonEKS_CNI_Policy']);
  });

  test('can leave the VPC CNI its own identity, let people in, and have a name and a boundary', () => {
    const { stack, template } = stackFixture();
    new KarpenterNodeRole(stack, 'Nodes', { roleName: 'nodes', cniPolicy: false, sessionManager: true, permissionsBoundary: scopesIn(stack).boundary });

    expect(policies(template())).toEqual(['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonSSMManagedInstanceCore']);
    template().hasResourceProperties('AWS::IAM::Role', { RoleName: 'nodes', PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` });
  });

  test('can\'t have a name that IAM doesn\'t take', () => {
    expect(errorOf(() => new KarpenterNodeRole(stackFixture().stack, 'Nodes', { roleName: 'no des' })).message).toBe('[Stack/Nodes] roleName must be 1 to 64 letters, digits and + = , . @ _ - '
      + '(IAM role name, unique in the account), got: "no des" (InvalidRoleName)');
  });
});

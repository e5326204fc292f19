import { Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import { controllersIn } from './catalogue';
import { ClusterAutoscaler, EbsCsiDriver, IdentityAssertions, IdentityMechanism } from '../../src';
import { CLUSTER_ARN, clusterFixture, errorOf, expectNoMachinery, stackFixture } from '../fixtures';

const { POD_IDENTITY, IRSA } = IdentityMechanism;
const OWNED = { owner: 'platform' };
const addons = Object.entries(controllersIn(new Stack(undefined, 'Names'))).filter(([name, { addonName }]) => addonName !== undefined && !name.includes(','))
  .map(([name, { addonName }]): [string, string] => [name, addonName!]);

/** A cluster that is made elsewhere, and an add-on of it. */
function fixture(addonName: string) {
  const { stack, template } = stackFixture();
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  return { stack, template, cluster: clusterFixture(stack), addon: new eks.CfnAddon(stack, 'Addon', { addonName, clusterName: 'production' }) };
}

test('these controllers are EKS add-ons', () => {
  expect(Object.fromEntries(addons)).toEqual({
    AdotCollector: 'adot',
    CertManager: 'cert-manager',
    CloudWatchAgent: 'amazon-cloudwatch-observability',
    EbsCsiDriver: 'aws-ebs-csi-driver',
    EfsCsiDriver: 'aws-efs-csi-driver',
    ExternalDns: 'external-dns',
    FsxLustreCsiDriver: 'aws-fsx-csi-driver',
    MountpointS3CsiDriver: 'aws-mountpoint-s3-csi-driver',
    PrivateCaIssuer: 'aws-privateca-connector-for-kubernetes',
    VpcCni: 'vpc-cni',
  });
});

describe.each([POD_IDENTITY, IRSA])('by %s', (mechanism) => {
  test.each(addons)('%s as an add-on has its role by the add-on, with what it may do', (name, addonName) => {
    const { stack, template, cluster, addon } = fixture(addonName);
    const controller = controllersIn(stack)[name];
    const workload = controller.addonIdentity(stack, 'Identity', { cluster, ...OWNED, addon, mechanism });
    const roleArn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^IdentityRole'), 'Arn'] };
    const allowed = controller.access(stack, cluster).flatMap(({ statements }) => statements).flatMap(({ actions }) => actions);

    template().hasResourceProperties('AWS::EKS::Addon', mechanism === IRSA ? { ServiceAccountRoleArn: roleArn }
      : { PodIdentityAssociations: [{ ServiceAccount: controller.serviceAccountName, RoleArn: roleArn }] });
    template().resourceCountIs('AWS::EKS::PodIdentityAssociation', 0);
    template().resourceCountIs('AWS::IAM::Role', 1);
    expectNoMachinery(template());
    expect(workload.policyDocument.toJSON().Statement.flatMap(({ Action }: any) => Action)).toEqual(expect.arrayContaining([...new Set(allowed)]));
    const { namespace, serviceAccountName } = controller;
    IdentityAssertions.fromStack(stack).workload(namespace, serviceAccountName)
      .assumableBy({ clusterArn: CLUSTER_ARN, namespace, serviceAccountName });
  });
});

test('the role is the same as that of a chart, so that going from one to the other keeps it', () => {
  const roleOf = (declare: (given: ReturnType<typeof fixture>) => unknown) => {
    const given = fixture('aws-ebs-csi-driver');
    declare(given);
    return given.template().findResources('AWS::IAM::Role');
  };

  expect(roleOf(({ stack, cluster, addon }) => new EbsCsiDriver().addonIdentity(stack, 'Ebs', { cluster, ...OWNED, addon })))
    .toEqual(roleOf(({ stack, cluster }) => new EbsCsiDriver().podIdentity(stack, 'Ebs', { cluster, ...OWNED })));
});

test('an add-on whose name is known at deploy time is taken', () => {
  const { stack, cluster, addon } = fixture(Lazy.string({ produce: () => 'aws-ebs-csi-driver' }));

  expect(() => new EbsCsiDriver().addonIdentity(stack, 'Ebs', { cluster, ...OWNED, addon })).not.toThrow();
});

test('the version is warned of as elsewhere', () => {
  const { stack, cluster, addon } = fixture('aws-ebs-csi-driver');
  const workload = new EbsCsiDriver({ version: '1.99.0' }).addonIdentity(stack, 'Ebs', { cluster, ...OWNED, addon });

  expect(workload.node.metadata.map(({ data }) => String(data))).toEqual([expect.stringContaining('EbsCsiDriver 1.99.0 is newer than 1.64.0')]);
});

test('the add-on of another controller is refused', () => {
  const { stack, cluster, addon } = fixture('vpc-cni');

  expect(errorOf(() => new EbsCsiDriver().addonIdentity(stack, 'Ebs', { cluster, ...OWNED, addon })).message)
    .toBe('[Stack] the add-on of EbsCsiDriver is "aws-ebs-csi-driver", and its permissions are for no other: give that add-on, got: "vpc-cni" (WrongAddon)');
});

test('a controller that is no add-on is refused', () => {
  const { stack, cluster, addon } = fixture('cluster-autoscaler');

  expect(errorOf(() => new ClusterAutoscaler().addonIdentity(stack, 'Autoscaler', { cluster, ...OWNED, addon })).message)
    .toBe('[Stack] ClusterAutoscaler takes its identity from no EKS add-on: use podIdentity or irsa, got: "Stack/Addon" (WrongAddon)');
});

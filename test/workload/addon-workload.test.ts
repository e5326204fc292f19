import { App, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AddonWorkload, AddonWorkloadProps, AdmissionAction, AdmissionPolicies, Compute, IdentityAssertions, IdentityMechanism, PodIdentityAgent, S3Access,
  SessionTag, WorkloadCluster,
} from '../../src';
import { ACCOUNT, cfnCluster, chartFixture, CLUSTER_ARN, clusterFixture, errorOf, expectNoMachinery, ISSUER, podIdentity, PROVIDER_ARN, REGION, stackFixture, trustOf } from '../fixtures';
import { deployment } from '../manifests/pods';

const DRIVER = { namespace: 'kube-system', serviceAccountName: 'ebs-csi-controller-sa', owner: 'platform' };
const own = { clusterArn: CLUSTER_ARN, namespace: 'kube-system', serviceAccountName: 'ebs-csi-controller-sa' };
const IRSA = { mechanism: IdentityMechanism.IRSA };

/** A cluster that is made elsewhere, and an L1 of an add-on of it. */
function fixture(addonProps: Partial<eks.CfnAddonProps> = {}) {
  const { app, stack, template } = stackFixture();
  const cluster = clusterFixture(stack);
  const addon = new eks.CfnAddon(stack, 'Addon', { addonName: 'aws-ebs-csi-driver', clusterName: 'production', ...addonProps });
  const driver = (props: Partial<AddonWorkloadProps> = {}, id = 'Driver') => new AddonWorkload(stack, id, { cluster, addon, ...DRIVER, ...props });
  return { app, stack, template, cluster, addon, driver };
}

const bucketOf = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'company');

describe('with Pod Identity', () => {
  test('the add-on binds its service account to the role, and nothing else is there', () => {
    const { template, driver } = fixture();
    const workload = driver();

    template().hasResourceProperties('AWS::EKS::Addon', {
      PodIdentityAssociations: [{ ServiceAccount: 'ebs-csi-controller-sa', RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DriverRole'), 'Arn'] } }],
      ServiceAccountRoleArn: Match.absent(),
    });
    template().resourceCountIs('AWS::EKS::PodIdentityAssociation', 0);
    expect(Object.keys(template().toJSON().Resources)).toHaveLength(2);
    expectNoMachinery(template());
    expect([workload.mechanism, workload.addon.node.id]).toEqual(['pod-identity', 'Addon']);
  });

  test('the role, its logical id and its trust are those of a PodIdentityWorkload', () => {
    const roleOf = (declare: (stack: Stack) => unknown) => {
      const { stack, template } = stackFixture();
      declare(stack);
      return template().findResources('AWS::IAM::Role');
    };

    const ofAddon = roleOf((stack) => new AddonWorkload(stack, 'Driver', {
      cluster: clusterFixture(stack), addon: new eks.CfnAddon(stack, 'Addon', { addonName: 'a', clusterName: 'production' }), ...DRIVER,
    }));
    expect(ofAddon).toEqual(roleOf((stack) => podIdentity(stack, DRIVER, 'Driver')));
  });

  test('the pods can what is given, and no other service account becomes the role', () => {
    const { stack, driver } = fixture();
    driver({ access: [S3Access.readPrefix(bucketOf(stack), `${SessionTag.NAMESPACE}/`)] });

    IdentityAssertions.fromStack(stack).workload('kube-system', 'ebs-csi-controller-sa')
      .can('s3:GetObject', 'arn:aws:s3:::company/kube-system/a')
      .cannot('s3:GetObject', 'arn:aws:s3:::company/other/a')
      .assumableBy(own)
      .notAssumableBy({ ...own, serviceAccountName: 'other' })
      .notAssumableBy({ ...own, namespace: 'other' })
      .notAssumableBy({ ...own, clusterArn: `${CLUSTER_ARN}-2` });
  });

  test('the add-on waits for the policies of the role', () => {
    const { stack, template, driver } = fixture();
    driver().role.attachInlinePolicy(new iam.Policy(stack, 'Extra', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }));

    template().hasResource('AWS::EKS::Addon', { DependsOn: [Match.stringLikeRegexp('^Extra')] });
  });

  test('managed policies and grants go to the role', () => {
    const { stack, template, driver } = fixture();
    const workload = driver();
    workload.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEBSCSIDriverPolicy'));
    bucketOf(stack).grantRead(workload);

    template().hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy']] }],
      Policies: [Match.objectLike({ PolicyName: 'Access' })],
    });
  });

  test('several associations of one add-on stand in an order of their own, beside those that it had', () => {
    const associationsOf = (names: string[]) => {
      const { template, driver } = fixture({ podIdentityAssociations: [{ serviceAccount: 'm', roleArn: `arn:aws:iam::${ACCOUNT}:role/m` }] });
      names.forEach((serviceAccountName) => driver({ serviceAccountName }, serviceAccountName));
      const [addon] = Object.values<any>(template().findResources('AWS::EKS::Addon'));
      return addon.Properties.PodIdentityAssociations.map(({ ServiceAccount }: any) => ServiceAccount);
    };

    expect(associationsOf(['z', 'a'])).toEqual(['a', 'm', 'z']);
    expect(associationsOf(['a', 'z'])).toEqual(['a', 'm', 'z']);
  });

  test('an association that is known at deploy time only stays', () => {
    const late = Lazy.any({ produce: () => ({ serviceAccount: 'late', roleArn: 'arn' }) });
    const { template, driver } = fixture({ podIdentityAssociations: [late] });
    driver();

    template().hasResourceProperties('AWS::EKS::Addon', { PodIdentityAssociations: [{ ServiceAccount: 'late' }, { ServiceAccount: 'ebs-csi-controller-sa' }] });
  });

  test('of a cluster and names that are known at deploy time only, nothing is cyclic', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const cluster = cfnCluster(stack);
    const addon = new eks.CfnAddon(stack, 'Addon', { addonName: 'a', clusterName: cluster.ref });
    const serviceAccountName = new CfnParameter(stack, 'Name').valueAsString;
    new AddonWorkload(stack, 'Driver', { cluster, addon, ...DRIVER, serviceAccountName });

    Template.fromStack(stack).hasResourceProperties('AWS::EKS::Addon', { PodIdentityAssociations: [{ ServiceAccount: { Ref: 'Name' } }] });
  });

  test.each<[string, (stack: Stack) => { cluster: eks.IClusterRef; addon: eks.IAddonRef }]>([
    ['aws-eks', (stack) => {
      const cluster = eks.Cluster.fromClusterAttributes(stack, 'Imported', { clusterName: 'production' });
      return { cluster, addon: new eks.Addon(stack, 'L2', { cluster, addonName: 'aws-ebs-csi-driver' }) };
    }],
    ['aws-eks-v2', (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc');
      const cluster = new eksv2.Cluster(stack, 'Own', { vpc, version: eksv2.KubernetesVersion.V1_33, defaultCapacityType: eksv2.DefaultCapacityType.NODEGROUP, defaultCapacity: 0 });
      return { cluster, addon: new eksv2.Addon(stack, 'L2', { cluster, addonName: 'aws-ebs-csi-driver' }) };
    }],
  ])('the Addon of %s is one as well', (_, declare) => {
    const { stack, template } = stackFixture();
    new AddonWorkload(stack, 'Driver', { ...declare(stack), ...DRIVER });

    template().hasResourceProperties('AWS::EKS::Addon', { PodIdentityAssociations: [{ ServiceAccount: 'ebs-csi-controller-sa' }] });
  });

  test('is refused where the pods can\'t use it', () => {
    const { driver } = fixture();

    expect(errorOf(() => driver({ compute: [Compute.FARGATE] })).message).toContain('(UnsupportedCompute)');
  });

  test('needs the agent where the cluster is said to have none', () => {
    const { app, stack, addon, driver } = fixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Bare', { clusterName: 'production', podIdentityAgent: false });
    driver({ cluster });
    expect(() => app.synth()).toThrow('(MissingAgent)');
    PodIdentityAgent.ensure(cluster);

    expect(() => app.synth()).not.toThrow();
    expect(addon.addonName).toBe('aws-ebs-csi-driver');
  });

  test('is refused in another region than the cluster\'s', () => {
    const { stack, driver } = fixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Far', { clusterName: 'production', region: 'us-east-1' });

    expect(errorOf(() => driver({ cluster })).code).toBe('WrongRegion');
  });
});

describe('with IRSA', () => {
  test('the add-on annotates its service account with the role, and nothing else is there', () => {
    const { template, driver } = fixture();
    const workload = driver(IRSA);

    template().hasResourceProperties('AWS::EKS::Addon', {
      ServiceAccountRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DriverRole'), 'Arn'] }, PodIdentityAssociations: Match.absent(),
    });
    expect(Object.keys(template().toJSON().Resources)).toHaveLength(2);
    expect(trustOf(template()).Statement).toEqual([{
      Effect: 'Allow',
      Principal: { Federated: PROVIDER_ARN },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: 'system:serviceaccount:kube-system:ebs-csi-controller-sa' } },
    }]);
    expect(workload.mechanism).toBe('irsa');
  });

  test('the pods can what is given, with the tags of the role, and no other service account becomes it', () => {
    const { stack, driver } = fixture();
    driver({ ...IRSA, access: [S3Access.readPrefix(bucketOf(stack), `${SessionTag.NAMESPACE}/`)] });

    IdentityAssertions.fromStack(stack).workload('kube-system', 'ebs-csi-controller-sa')
      .can('s3:GetObject', 'arn:aws:s3:::company/kube-system/a')
      .cannot('s3:GetObject', 'arn:aws:s3:::company/other/a')
      .assumableBy(own)
      .notAssumableBy({ ...own, serviceAccountName: 'other' });
  });

  test('the add-on waits for the policies of the role', () => {
    const { stack, template, driver } = fixture();
    driver(IRSA).role.attachInlinePolicy(new iam.Policy(stack, 'Extra', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }));

    template().hasResource('AWS::EKS::Addon', { DependsOn: [Match.stringLikeRegexp('^Extra')] });
  });

  test('pods on Fargate are no matter', () => {
    const { driver } = fixture();

    expect(() => driver({ ...IRSA, compute: [Compute.FARGATE] })).not.toThrow();
  });
});

describe('an add-on is refused', () => {
  const refusals: [string, () => unknown, string][] = [
    ['that is made elsewhere', () => {
      const { stack, driver } = fixture();
      return driver({ addon: eks.Addon.fromAddonAttributes(stack, 'Imported', { addonName: 'aws-ebs-csi-driver', clusterName: 'production' }) });
    }, 'the add-on is made elsewhere, so that it can\'t be given a role here: give the CfnAddon or Addon of this app, or declare a PodIdentityWorkload for its service account, '
      + 'whose association is made beside the add-on, got: "Stack/Imported" (ForeignAddon)'],
    ['of another stack', () => {
      const { app, driver } = fixture();
      const other = new Stack(app, 'Other', { env: { account: ACCOUNT, region: REGION } });
      return driver({ addon: new eks.CfnAddon(other, 'Addon', { addonName: 'a', clusterName: 'production' }) });
    }, 'the add-on is in another stack: it names the role, and the role\'s trust the cluster, so that the stacks could need each other. Declare the workload in the stack of the add-on, '
      + 'got: "Other" (WrongStack)'],
    ['of another cluster', () => fixture({ clusterName: 'staging' }).driver(),
      'the add-on is of another cluster than the workload, whose trust would not admit its pods: give the cluster of the add-on, got: "staging" (InvalidClusterName)'],
    ['of another cluster of the app', () => {
      const { stack, driver } = fixture();
      const [one, other] = ['One', 'Other'].map((id) => cfnCluster(stack, id));
      return driver({ cluster: one, addon: new eks.CfnAddon(stack, 'OfOther', { addonName: 'a', clusterName: other.ref }) });
    }, 'the add-on is of another cluster than the workload, whose trust would not admit its pods: give the cluster of the add-on, got: "<Stack/Other.Ref>" (InvalidClusterName)'],
    ['of another namespace', () => fixture({ namespaceConfig: { namespace: 'storage' } }).driver(),
      'namespace must be that of the add-on\'s namespaceConfig, "storage", since its pods run there, got: "kube-system" (InvalidNamespace)'],
    ['with a role of its own', () => fixture({ serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/a' }).driver(),
      'the add-on has a serviceAccountRoleArn already, and takes one role by it: leave it out, so that the role of the workload is the only one, got: "Stack/Addon" (ConflictingOptions)'],
    ['with a role of its own, for IRSA', () => fixture({ serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/a' }).driver(IRSA),
      'the add-on has a serviceAccountRoleArn already, and takes one role by it: leave it out, so that the role of the workload is the only one, got: "Stack/Addon" (ConflictingOptions)'],
    ['with associations, for IRSA', () => fixture({ podIdentityAssociations: [{ serviceAccount: 'a', roleArn: 'b' }] }).driver(IRSA),
      'the add-on has podIdentityAssociations, with which EKS ignores serviceAccountRoleArn wherever the agent runs: use one mechanism, by leaving them out or by mechanism: '
      + 'IdentityMechanism.POD_IDENTITY, got: "Stack/Addon" (ConflictingOptions)'],
    ['with an association for the service account', () => fixture({ podIdentityAssociations: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: 'b' }] }).driver(),
      'the add-on has an association for the service account already, and EKS takes one: leave it out of podIdentityAssociations, got: "ebs-csi-controller-sa" (ConflictingOptions)'],
    ['whose associations are known at deploy time only', () => fixture({ podIdentityAssociations: Lazy.any({ produce: () => [] }) }).driver(),
      'podIdentityAssociations of the add-on is a value that is known at deploy time only, to which none can be added: give it as a list, got: "Stack/Addon" (ConflictingOptions)'],
  ];

  test.each(refusals)('%s', (_, declare, message) => {
    expect(errorOf(declare).message).toBe(`[Stack/Driver] ${message}`);
  });

  test('that has the same service account as another workload', () => {
    const { stack, cluster, driver } = fixture();
    podIdentity(stack, { cluster, ...DRIVER });

    expect(errorOf(() => driver()).code).toBe('DuplicateWorkload');
  });

  test('that loses its role afterwards', () => {
    const lose = (props: Partial<AddonWorkloadProps>, change: (addon: eks.CfnAddon) => void) => {
      const { app, addon, driver } = fixture();
      driver(props);
      change(addon);
      return errorOf(() => app.synth()).message;
    };
    const lost = (property: string) => `${property} of the add-on was set after the workload was declared, and has its role no more: set it before, or leave it out (ConflictingOptions)`;

    expect(lose({}, (addon) => { addon.podIdentityAssociations = []; })).toContain(`[Stack/Driver] ${lost('podIdentityAssociations')}`);
    expect(lose({}, (addon) => { addon.podIdentityAssociations = undefined; })).toContain(lost('podIdentityAssociations'));
    expect(lose({}, (addon) => { addon.serviceAccountRoleArn = 'arn:aws:iam::111122223333:role/a'; })).toContain(
      '[Stack/Driver] the add-on has a serviceAccountRoleArn already, and takes one role by it: leave it out, so that the role of the workload is the only one (ConflictingOptions)');
    expect(lose(IRSA, (addon) => { addon.serviceAccountRoleArn = 'arn:aws:iam::111122223333:role/a'; })).toContain(`[Stack/Driver] ${lost('serviceAccountRoleArn')}`);
  });

  test('not, where its cluster and namespace are known at deploy time only', () => {
    const namespaceConfig = Lazy.any({ produce: () => ({ namespace: 'storage' }) });

    expect(() => fixture({ clusterName: Fn.importValue('cluster'), namespaceConfig }).driver()).not.toThrow();
    expect(() => fixture({ namespaceConfig: { namespace: Fn.importValue('namespace') } }).driver()).not.toThrow();
    expect(() => fixture({ namespaceConfig: { namespace: 'kube-system' } }).driver()).not.toThrow();
  });
});

test('the ServiceAccount is the add-on\'s own, and so are its labels and annotations', () => {
  const { driver } = fixture();

  expect(errorOf(() => driver({ labels: { tier: 'a' } }, 'Labels')).message).toBe(
    '[Stack/Labels] labels would be those of the ServiceAccount, which the add-on makes itself: leave them out, got: {"tier":"a"} (OwnedByAddon)');
  expect(errorOf(() => fixture().driver({ annotations: { note: 'a' } })).message).toBe(
    '[Stack/Driver] annotations would be those of the ServiceAccount, which the add-on makes itself: leave them out, got: {"note":"a"} (OwnedByAddon)');
  expect(errorOf(() => fixture().driver({ additionalClusters: [] })).message).toBe(
    '[Stack/Driver] an add-on is of one cluster, so additionalClusters have none: leave them out, and declare the add-on and its workload in each, got: 0 (ConflictingOptions)');
  for (const props of [{}, IRSA]) {
    const { chart } = chartFixture();
    expect(errorOf(() => fixture().driver(props).bindPods(deployment(chart))).code).toBe('OwnedByAddon');
    expect(errorOf(() => fixture().driver(props).addServiceAccount(chart)).message).toBe(
      '[Stack/Driver] the add-on makes the ServiceAccount and its pods itself, and another one of this name would replace it: leave addServiceAccount and bindPods out, got: "ebs-csi-controller-sa" (OwnedByAddon)');
  }
});

test.each<[string, Partial<AddonWorkloadProps>, boolean]>([['Pod Identity', {}, false], ['IRSA', IRSA, true]])('admission policies know the ServiceAccount of an add-on by %s', (_, props, annotated) => {
  const { app, driver } = fixture();
  driver({ ...props, roleName: 'ebs-csi-driver' });
  const { chart, charts } = chartFixture();
  new AdmissionPolicies(chart, 'Policies', { workloadsOf: [app], namespaces: ['kube-system'], action: AdmissionAction.ENFORCE });

  const yaml = charts.synthYaml();
  expect(yaml).toContain('kube-system/ebs-csi-controller-sa');
  expect(yaml.includes(`arn:aws:iam::${ACCOUNT}:role/ebs-csi-driver`)).toBe(annotated);
});

describe('the assertions find an association of an add-on', () => {
  const trust = (namespace?: string) => ({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Federated: PROVIDER_ARN }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'tokens' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        ...(namespace !== undefined && { Condition: { StringEquals: { 'AWS:requesttag/kubernetes-namespace': namespace } } }),
      },
    ],
  });

  function byHand(AssumeRolePolicyDocument: object, addon: object = {}) {
    const Resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } },
      Addon: {
        Type: 'AWS::EKS::Addon',
        Properties: { AddonName: 'a', ClusterName: 'production', PodIdentityAssociations: [{ Ref: 'Late' }, { ServiceAccount: 'sa', RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }], ...addon },
      },
      Other: { Type: 'AWS::EKS::Addon', Properties: { AddonName: 'b', ClusterName: 'production' } },
      Bare: { Type: 'AWS::EKS::Addon' },
    };
    return IdentityAssertions.fromTemplate(Template.fromJSON({ Resources }), { account: ACCOUNT, region: REGION });
  }

  test('in the namespace that the trust of its role names', () => {
    const found = byHand(trust('kube-system'));

    found.workload('kube-system', 'sa').cannot('s3:GetObject', 'arn:aws:s3:::company/a').assumableBy({ clusterArn: CLUSTER_ARN, namespace: 'kube-system', serviceAccountName: 'sa' });
    expect(errorOf(() => found.workload('other', 'sa')).code).toBe('UnknownWorkload');
    expect(errorOf(() => found.workload('tokens', 'sa')).code).toBe('UnknownWorkload');
    expect(errorOf(() => found.workload('kube-system', 'other')).code).toBe('UnknownWorkload');
  });

  test('in the namespace that the add-on is told, whatever the trust says', () => {
    const found = byHand(trust(), { NamespaceConfig: { Namespace: 'storage' } });

    found.workload('storage', 'sa').assumableBy({ clusterArn: CLUSTER_ARN, namespace: 'storage', serviceAccountName: 'sa' });
    expect(errorOf(() => found.workload('kube-system', 'sa')).code).toBe('UnknownWorkload');
  });

  test('nowhere, where neither tells the namespace', () => {
    expect(errorOf(() => byHand(trust()).workload('kube-system', 'sa')).code).toBe('UnknownWorkload');
  });

  test('and tell of one whose role is made elsewhere', () => {
    const found = byHand(trust(), { NamespaceConfig: { Namespace: 'storage' }, PodIdentityAssociations: [{ ServiceAccount: 'sa', RoleArn: 'arn:aws:iam::111122223333:role/a' }] });

    expect(errorOf(() => found.workload('storage', 'sa')).message).toContain('the association Addon binds storage/sa to a role that no template has');
  });
});

test('a resource of another type is no add-on', () => {
  const { stack, driver } = fixture();
  const addon = new CfnResource(stack, 'Raw', { type: 'AWS::EKS::Cluster' }) as unknown as eks.IAddonRef;

  expect(errorOf(() => driver({ addon })).code).toBe('ForeignAddon');
});

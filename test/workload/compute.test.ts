import { App, CfnParameter, CfnResource, Fn, Lazy, Stack, Token, Validations } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Compute, MigratingWorkload, MigrationStage, PodIdentityAgent, WorkloadCluster, WorkloadClusterAttributes } from '../../src';
import { ACCOUNT, cfnCluster, errorOf, IDENTITY, irsa, podIdentity, PROVIDER_ARN, REGION, stackFixture, warned } from '../fixtures';

const { EC2_LINUX, FARGATE, WINDOWS, OUTPOSTS, HYBRID, EKS_ANYWHERE } = Compute;
const UNABLE = [FARGATE, WINDOWS, OUTPOSTS, HYBRID, EKS_ANYWHERE];

const given = (stack: Stack, more: Partial<WorkloadClusterAttributes> = {}) => WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN, ...more });
const kubectl = (stack: Stack) => lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion;
const fargate1 = (stack: Stack) => new eks.FargateCluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_34, kubectlLayer: kubectl(stack) });
const fargate2 = (stack: Stack) => new eksv2.FargateCluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34, kubectlProviderOptions: { kubectlLayer: kubectl(stack) } });
const localCluster = (stack: Stack) => new eks.CfnCluster(stack, 'Cluster', {
  roleArn: 'r', resourcesVpcConfig: { subnetIds: [] }, outpostConfig: { controlPlaneInstanceType: 'm5.large', outpostArns: ['arn:aws:outposts:eu-central-1:111122223333:outpost/op-1'] },
});
const migrating = (stack: Stack, cluster: eks.IClusterRef, stage: MigrationStage) => new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, cluster, stage });

function warnings(stack: Stack): string[] {
  (stack.node.root as App).synth();
  return warned(stack).map(({ text }) => text);
}

describe('the facts', () => {
  test('of a WorkloadCluster are as given, each compute once', () => {
    expect(WorkloadCluster.of(given(stackFixture().stack, { compute: [EC2_LINUX, FARGATE, FARGATE], autoMode: true, podIdentityAgent: true })))
      .toMatchObject({ compute: [EC2_LINUX, FARGATE], autoMode: true, podIdentityAgent: true });
    expect(WorkloadCluster.of(given(stackFixture().stack))).toMatchObject({ compute: undefined, autoMode: undefined, podIdentityAgent: undefined });
  });

  test.each<[Partial<WorkloadClusterAttributes>, string, string]>([
    [{ compute: [] }, 'EmptyList', 'compute must name where pods run, got: []; leave it out where that is not known'],
    [{ compute: [FARGATE], autoMode: true }, 'ConflictingOptions', 'EKS Auto Mode runs pods on EC2 Linux nodes, and compute has none of them: add Compute.EC2_LINUX, or correct autoMode, got: ["fargate"]'],
    [{ podIdentityAgent: false, autoMode: true }, 'ConflictingOptions',
      'the agent is built into EKS Auto Mode, and podIdentityAgent says that it isn\'t there: leave podIdentityAgent out, or correct autoMode, got: false'],
  ])('%j is refused', (attributes, code, message) => {
    expect(errorOf(() => given(stackFixture().stack, attributes))).toMatchObject({ code, message: `[Stack/Cluster] ${message} (${code})` });
  });

  test.each<[string, (stack: Stack) => eks.IClusterRef, object]>([
    ['a CfnCluster', cfnCluster, { autoMode: undefined, compute: undefined }],
    ['a CfnCluster with Auto Mode', (stack) => new eks.CfnCluster(stack, 'Cluster', { roleArn: 'r', resourcesVpcConfig: { subnetIds: [] }, computeConfig: { enabled: true } }), { autoMode: true }],
    ['a CfnCluster whose Auto Mode is a token', (stack) => new eks.CfnCluster(stack, 'Cluster', { roleArn: 'r', resourcesVpcConfig: { subnetIds: [] }, computeConfig: Token.asAny({ enabled: Fn.conditionEquals('a', 'b') }) }), { autoMode: undefined }],
    ['a CfnCluster whose Auto Mode is resolved at synth', (stack) => new eks.CfnCluster(stack, 'Cluster', { roleArn: 'r', resourcesVpcConfig: { subnetIds: [] }, computeConfig: Lazy.any({ produce: () => ({ enabled: false }) }) }), { autoMode: false }],
    ['a local cluster', localCluster, { compute: [OUTPOSTS] }],
    ['a cluster of aws-eks-v2', (stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 }), { autoMode: true, compute: undefined }],
    ['a FargateCluster of aws-eks', fargate1, { autoMode: undefined, compute: [FARGATE] }],
    ['a FargateCluster of aws-eks-v2', fargate2, { autoMode: false, compute: [FARGATE] }],
    ['a FargateCluster with nodes', (stack) => {
      const cluster = fargate2(stack);
      cluster.addNodegroupCapacity('nodes');
      return cluster;
    }, { compute: undefined }],
    ['an import', (stack) => eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production' }), { autoMode: undefined, compute: undefined }],
  ])('of %s are what the app knows', (_, make, facts) => {
    expect(WorkloadCluster.of(make(stackFixture().stack))).toMatchObject(facts);
  });
});

describe('where nothing of a cluster can do Pod Identity', () => {
  const CHANGE: Record<string, string> = {
    [FARGATE]: 'on Fargate declare an IrsaWorkload, or run the pods on EC2 Linux nodes',
    [WINDOWS]: 'on Windows nodes declare an IrsaWorkload',
    [OUTPOSTS]: 'on Outposts declare an IrsaWorkload, unless the cluster is a local one, where IRSA isn\'t available either',
    [HYBRID]: 'on hybrid nodes the agent needs its DaemonSet for them, so call PodIdentityAgent.ensure(cluster, { configuration: { daemonsets: { hybrid: { create: true } } } }) '
      + 'before the workload is declared, or say podIdentityAgent: true if it runs there already; or declare an IrsaWorkload',
    [EKS_ANYWHERE]: 'on EKS Anywhere declare an IrsaWorkload with the issuer of that cluster',
  };
  const refused = (compute: Compute[]) => `[Stack/Exporter] the pods run on ${compute.join(', ')}, where EKS Pod Identity can't give them credentials: `
    + `${compute.map((each) => CHANGE[each]).join('; ')}, got: ${JSON.stringify(compute)} (UnsupportedCompute)`;

  test.each([...UNABLE.map((compute) => [compute]), [FARGATE, WINDOWS]].map((compute): [Compute[]] => [compute]))('a workload is refused on %j', (compute) => {
    const { stack } = stackFixture();
    const cluster = given(stack, { compute });

    expect(errorOf(() => podIdentity(stack, { cluster }))).toMatchObject({ code: 'UnsupportedCompute', message: refused(compute) });
  });

  test('a workload that says so is refused on any cluster', () => {
    for (const make of [given, cfnCluster]) {
      const { stack } = stackFixture();
      const cluster = make(stack);

      expect(errorOf(() => podIdentity(stack, { cluster, compute: [FARGATE, FARGATE] })).message).toBe(refused([FARGATE]));
    }
  });

  test('a local cluster is refused, unless the workload says otherwise', () => {
    const { stack } = stackFixture();
    const cluster = localCluster(stack);

    expect(errorOf(() => podIdentity(stack, { cluster })).message).toBe(refused([OUTPOSTS]));
    expect(() => podIdentity(stack, { cluster, compute: [EC2_LINUX], serviceAccountName: 'other' }, 'Other')).not.toThrow();
  });

  test('a migrating workload is refused from the stage on that makes the association', () => {
    const declare = (stage: MigrationStage) => {
      const { stack } = stackFixture();
      return migrating(stack, given(stack, { compute: [FARGATE] }), stage);
    };

    expect(() => [MigrationStage.IRSA, MigrationStage.DUAL_TRUST].map(declare)).not.toThrow();
    for (const stage of [MigrationStage.CUTOVER, MigrationStage.ANNOTATION_REMOVED, MigrationStage.POD_IDENTITY]) {
      expect(errorOf(() => declare(stage)).message).toBe(refused([FARGATE]));
    }
  });

  test.each<[string, (stack: Stack) => eks.IClusterRef]>([
    ['an agent that runs there', (stack) => given(stack, { compute: [HYBRID], podIdentityAgent: true })],
    ['the agent\'s DaemonSet', (stack) => {
      const cluster = given(stack, { compute: [HYBRID] });
      PodIdentityAgent.ensure(cluster, { configuration: { daemonsets: { hybrid: { create: true } } } });
      return cluster;
    }],
    ['the agent\'s DaemonSet for Bottlerocket', (stack) => {
      const cluster = given(stack, { compute: [HYBRID, EC2_LINUX] });
      PodIdentityAgent.ensure(cluster, { configuration: { daemonsets: { 'hybrid-bottlerocket': { create: true } } } });
      return cluster;
    }],
  ])('hybrid nodes are taken with %s', (_, make) => {
    const { stack } = stackFixture();
    podIdentity(stack, { cluster: make(stack) });

    expect(warnings(stack)).toEqual([]);
  });

  test('hybrid nodes are refused with an agent that isn\'t for them', () => {
    const { stack } = stackFixture();
    const cluster = given(stack, { compute: [HYBRID] });
    PodIdentityAgent.ensure(cluster, { configuration: { daemonsets: { hybrid: { create: false } } } });

    expect(errorOf(() => podIdentity(stack, { cluster })).code).toBe('UnsupportedCompute');
  });
});

describe('where a part of a cluster can\'t', () => {
  const MIXED = 'the cluster has pods run on ec2-linux, fargate, windows, and on fargate, windows EKS Pod Identity can\'t give them credentials: say by compute of the workload that its pods run elsewhere, '
    + 'or acknowledge this; on Fargate declare an IrsaWorkload, or run the pods on EC2 Linux nodes; on Windows nodes declare an IrsaWorkload';
  const mixed = (stack: Stack) => given(stack, { compute: [EC2_LINUX, FARGATE, WINDOWS] });

  test('there is a warning', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { cluster: mixed(stack) });

    expect(warnings(stack)).toEqual([expect.stringContaining(MIXED)]);
  });

  test('it is acknowledged at the workload', () => {
    const { stack } = stackFixture();
    const workload = podIdentity(stack, { cluster: mixed(stack) });
    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:MixedCompute[fargate,-windows]', reason: 'a node selector keeps them on Linux' });

    expect(warnings(stack)).toEqual([]);
  });

  test('there is none for a workload that says where it runs', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { cluster: mixed(stack), compute: [EC2_LINUX] });

    expect(warnings(stack)).toEqual([]);
  });

  test('a workload that says it runs on both has it too', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { cluster: mixed(stack), compute: [EC2_LINUX, FARGATE] });

    expect(warnings(stack)).toEqual([expect.stringContaining('the workload has pods run on ec2-linux, fargate, and on fargate EKS Pod Identity can\'t give them credentials')]);
  });

  test('a migrating workload has it from the cutover on', () => {
    const found = [MigrationStage.DUAL_TRUST, MigrationStage.CUTOVER].map((stage) => {
      const { stack } = stackFixture();
      migrating(stack, mixed(stack), stage);
      return warnings(stack).length;
    });

    expect(found).toEqual([0, 1]);
  });
});

test('what a workload says must be of the cluster\'s', () => {
  const { stack } = stackFixture();
  const cluster = given(stack, { compute: [EC2_LINUX, FARGATE] });

  for (const declare of [podIdentity, irsa]) {
    expect(errorOf(() => declare(stack, { cluster, compute: [WINDOWS, HYBRID] }, declare.name))).toMatchObject({
      code: 'InvalidCompute',
      message: `[Stack/${declare.name}] the cluster is given with compute ec2-linux, fargate, and the workload runs on windows, hybrid: correct one of them, got: ["windows","hybrid"] (InvalidCompute)`,
    });
  }
  expect(errorOf(() => podIdentity(stack, { cluster, compute: [] })).message).toBe(
    '[Stack/Exporter] compute must name where the pods run, got: []; leave it out if they may run on all that the cluster has (EmptyList)');
});

test('where nothing is known there is no finding, and the template is the same', () => {
  const templateOf = (compute?: Compute[]) => {
    const { stack, template } = stackFixture();
    podIdentity(stack, { cluster: given(stack, compute && { compute, podIdentityAgent: true }), compute });
    expect(warnings(stack)).toEqual([]);
    return JSON.stringify(template().toJSON());
  };

  expect(templateOf()).toBe(templateOf([EC2_LINUX]));
});

describe('IRSA', () => {
  test.each([[[FARGATE]], [[WINDOWS]], [[HYBRID]], [[EKS_ANYWHERE]], [[EC2_LINUX, FARGATE, WINDOWS, OUTPOSTS]]])('has no finding on %j', (compute) => {
    const { stack } = stackFixture();
    irsa(stack, { cluster: given(stack, { compute }) });

    expect(warnings(stack)).toEqual([]);
  });

  test('has none on a FargateCluster and with profiles that take its pods', () => {
    const { stack } = stackFixture();
    const cluster = fargate2(stack);
    cluster.addFargateProfile('all', { selectors: [{ namespace: '*' }] });
    irsa(stack, { cluster });

    expect(warnings(stack).filter((text) => text.includes('Fargate'))).toEqual([]);
  });

  test('is refused on a local cluster, whatever the workload says of its pods', () => {
    for (const declare of [
      (stack: Stack) => irsa(stack, { cluster: localCluster(stack), compute: [EC2_LINUX] }),
      (stack: Stack) => migrating(stack, localCluster(stack), MigrationStage.IRSA),
    ]) {
      expect(errorOf(() => declare(stackFixture().stack))).toMatchObject({
        code: 'UnsupportedCompute',
        message: '[Stack/Exporter] this is a local cluster on AWS Outposts, where neither IRSA nor EKS Pod Identity is available: '
          + 'declare the workload in a cluster whose control plane is in the Region, got: "outposts" (UnsupportedCompute)',
      });
    }
  });

  test('is a warning on Outposts, where the cluster may be a local one', () => {
    const { stack } = stackFixture();
    const workload = irsa(stack, { cluster: given(stack, { compute: [OUTPOSTS] }) });

    expect(warnings(stack)).toEqual([expect.stringContaining(
      'the pods run on AWS Outposts, and IRSA isn\'t available on local clusters there: acknowledge this if the control plane of the cluster is in the Region')]);
    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:LocalCluster[outposts]', reason: 'an extended cluster' });

    expect(warnings(stack)).toEqual([]);
  });
});

describe('Fargate profiles', () => {
  const profile = (stack: Stack, selectors: unknown, clusterName = 'production', id = 'Profile') =>
    new eks.CfnFargateProfile(stack, id, { clusterName, podExecutionRoleArn: 'r', selectors: selectors as eks.CfnFargateProfile.SelectorProperty[] });
  const LABELS = [{ key: 'runs-on', value: 'fargate' }];

  test.each(['finance-prod', '*', 'finance-*', '*-prod', 'finance?prod', '*n*d*', '????????????', '**'])('one that selects "%s" fails at synth', (namespace) => {
    const { app, stack } = stackFixture();
    podIdentity(stack);
    profile(stack, [{ namespace: 'other' }, { namespace, labels: LABELS }, { namespace }]);

    expect(() => app.synth()).toThrow(`[Stack/Exporter] the Fargate profile Stack/Profile selects all pods of the namespace by "${namespace}", and on Fargate EKS Pod Identity can't give them credentials: `
      + 'declare an IrsaWorkload, or narrow the profile, got: "finance-prod" (UnsupportedCompute)');
  });

  test.each(['finance', 'finance-pro?d', 'Finance-prod', 'finance-prod?', '*x*', '?', 'finance.prod', ''])('one that selects "%s" is no concern', (namespace) => {
    const { stack } = stackFixture();
    podIdentity(stack);
    profile(stack, [{ namespace }]);

    expect(warnings(stack)).toEqual([]);
  });

  test('wildcards are matched in short time', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { namespace: 'a'.repeat(63) });
    profile(stack, [{ namespace: '*a'.repeat(200) + 'b' }]);

    expect(warnings(stack)).toEqual([]);
  });

  test('one that selects by labels is a warning, unless the workload says where it runs', () => {
    const placed = (compute?: Compute[]) => {
      const { stack } = stackFixture();
      podIdentity(stack, { compute });
      profile(stack, [{ namespace: 'finance-*', labels: LABELS }]);
      return warnings(stack);
    };

    expect(placed()).toEqual([expect.stringContaining('the Fargate profile Stack/Profile selects the pods with its labels of the namespace by "finance-*", and on Fargate EKS Pod Identity can\'t give them credentials: '
      + 'say by compute of the workload that its pods run elsewhere, acknowledge this if they don\'t have these labels, or declare an IrsaWorkload')]);
    expect(placed([EC2_LINUX])).toEqual([]);
    expect(placed([EC2_LINUX, FARGATE])).toHaveLength(2);
  });

  test('the warning is acknowledged at the workload', () => {
    const { stack } = stackFixture();
    const workload = podIdentity(stack);
    profile(stack, [{ namespace: '*', labels: LABELS }]);
    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:FargateProfile[Stack/Profile]', reason: 'these pods have no such label' });

    expect(warnings(stack)).toEqual([]);
  });

  test('one that selects all fails whatever the workload says', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { compute: [EC2_LINUX] });
    profile(stack, [{ namespace: '*' }]);

    expect(() => app.synth()).toThrow(/\(UnsupportedCompute\)/);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['of another cluster', (stack) => profile(stack, [{ namespace: '*' }], 'other')],
    ['whose selector is known at deploy time only', (stack) => profile(stack, [{ namespace: new CfnParameter(stack, 'P').valueAsString }])],
    ['whose selectors are', (stack) => profile(stack, Fn.getAtt('Somewhere', 'Selectors'))],
    ['without selectors', (stack) => new CfnResource(stack, 'Profile', { type: 'AWS::EKS::FargateProfile', properties: { ClusterName: 'production' } })],
  ])('one %s is no concern', (_, make) => {
    const { stack } = stackFixture();
    podIdentity(stack);
    make(stack);

    expect(warnings(stack)).toEqual([]);
  });

  test('a namespace that is a token is in all of them alone', () => {
    const declare = (namespace: string) => {
      const { app, stack } = stackFixture();
      podIdentity(stack, { namespace: new CfnParameter(stack, 'Namespace').valueAsString });
      profile(stack, [{ namespace }]);
      return () => app.synth();
    };

    expect(declare('finance-*')).not.toThrow();
    expect(declare('*')).toThrow(/selects all pods of the namespace by "\*"/);
  });

  test('a resource without a class is read in the words of a template', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack);
    new CfnResource(stack, 'Profile', { type: 'AWS::EKS::FargateProfile', properties: { ClusterName: 'production', Selectors: [{ Namespace: '*', Labels: [] }] } });

    expect(() => app.synth()).toThrow(/selects all pods/);
  });

  const cluster1 = (stack: Stack) => new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_34, kubectlLayer: kubectl(stack), defaultCapacity: 0 });
  const cluster2 = (stack: Stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 });

  test.each<[string, (stack: Stack) => eks.Cluster | eksv2.Cluster]>([
    ['aws-eks', cluster1], ['aws-eks-v2', cluster2], ['a FargateCluster of aws-eks', fargate1], ['a FargateCluster of aws-eks-v2', fargate2],
  ])('those of %s are read', (_, make) => {
    const synth = (selector: eks.Selector) => {
      const { app, stack } = stackFixture();
      const cluster = make(stack);
      podIdentity(stack, { cluster, compute: [EC2_LINUX] });
      cluster.addFargateProfile('more', { selectors: [selector] });
      return () => app.synth();
    };

    expect(synth({ namespace: 'finance-*' })).toThrow(/\[Stack\/Exporter\] the Fargate profile Stack\/Cluster\/fargate-profile-more\/Resource(\/Default)? selects all pods of the namespace by "finance-\*"/);
    expect(synth({ namespace: 'finance-*', labels: { app: 'x' } })).not.toThrow();
    expect(synth({ namespace: 'other' })).not.toThrow();
  });
});

describe.each([['aws-eks', fargate1], ['aws-eks-v2', fargate2]])('a FargateCluster of %s', (_, make) => {
  const FAILS = 'the pods run on fargate, where EKS Pod Identity can\'t give them credentials: on Fargate declare an IrsaWorkload, or run the pods on EC2 Linux nodes, got: ["fargate"]. '
    + 'The app has no nodes for this FargateCluster: if pods run on nodes from elsewhere, say compute: [Compute.EC2_LINUX] (UnsupportedCompute)';

  test('fails at synth', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { cluster: make(stack) });

    expect(() => app.synth()).toThrow(`[Stack/Exporter] ${FAILS}`);
  });

  test('is taken with nodes, whichever is declared first', () => {
    const { app, stack } = stackFixture();
    const cluster = make(stack);
    podIdentity(stack, { cluster });
    cluster.addNodegroupCapacity('nodes');

    expect(() => app.synth()).not.toThrow();
  });

  test('is taken by a workload that says it runs elsewhere', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { cluster: make(stack), compute: [EC2_LINUX] });

    expect(() => app.synth()).not.toThrow();
  });

  test('tells of a namespace that its profiles take, once', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { cluster: make(stack), namespace: 'kube-system' });

    expect(errorOf(() => app.synth()).message.match(/UnsupportedCompute/g)).toHaveLength(1);
  });
});

describe('podIdentityAgent: false', () => {
  test('fails at synth without an agent in the app', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { cluster: given(stack, { podIdentityAgent: false }) });

    expect(() => app.synth()).toThrow('[Stack/Exporter] the cluster is given with podIdentityAgent: false, and the app has no add-on "eks-pod-identity-agent" for it, without which pods get no credentials: '
      + 'call PodIdentityAgent.ensure(cluster), or correct podIdentityAgent, got: false (MissingAgent)');
  });

  test('is taken with one, whichever is declared first', () => {
    const { app, stack } = stackFixture();
    const cluster = given(stack, { podIdentityAgent: false });
    podIdentity(stack, { cluster });
    PodIdentityAgent.ensure(cluster);

    expect(() => app.synth()).not.toThrow();
  });

  test('is no concern of IRSA', () => {
    const { app, stack } = stackFixture();
    irsa(stack, { cluster: given(stack, { podIdentityAgent: false }) });

    expect(() => app.synth()).not.toThrow();
  });
});

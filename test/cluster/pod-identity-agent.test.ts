import { App, Aspects, CfnParameter, CfnResource, Fn, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { PodIdentityAgent, PodIdentityAgentOptions, ResolveConflicts, WorkloadCluster, WorkloadClusterAttributes } from '../../src';
import { ACCOUNT, cfnCluster, errorOf, expectNoMachinery, REGION, stackFixture } from '../fixtures';

const NAME = 'eks-pod-identity-agent';
const ADDON = 'AWS::EKS::Addon';

const given = (stack: Stack, more: Partial<WorkloadClusterAttributes> = {}, id = 'Cluster') => WorkloadCluster.fromAttributes(stack, id, { clusterName: 'production', ...more });
const version1 = (stack: Stack) => new eks.Cluster(stack, 'Cluster', {
  version: eks.KubernetesVersion.V1_34,
  kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion,
});
const version2 = (stack: Stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34, defaultCapacityType: eksv2.DefaultCapacityType.NODEGROUP });

const CLUSTERS: [string, (stack: Stack) => eks.IClusterRef][] = [
  ['a CfnCluster', cfnCluster],
  ['a cluster of aws-eks', version1],
  ['a cluster of aws-eks-v2', version2],
  ['an import of aws-eks', (stack) => eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production' })],
  ['an import of aws-eks-v2', (stack) => eksv2.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'production' })],
  ['a WorkloadCluster', given],
];

describe.each(CLUSTERS)('on %s', (_, make) => {
  test('it is one add-on, the same object for every call', () => {
    const { stack, template } = stackFixture();
    const cluster = make(stack);
    const agent = PodIdentityAgent.ensure(cluster);

    expect(PodIdentityAgent.ensure(cluster)).toBe(agent);
    expect(PodIdentityAgent.ensure(cluster, {})).toBe(agent);
    expect(agent.addon?.addonName).toBe(NAME);
    expect(Object.values(template().findResources(ADDON))).toEqual([
      { Type: ADDON, Properties: { AddonName: NAME, ClusterName: stack.resolve(cluster.clusterRef.clusterName) } },
    ]);
  });

  test('one that the app has already is taken, an L1 by the same name', () => {
    const { stack, template } = stackFixture();
    const cluster = make(stack);
    new eks.CfnAddon(stack, 'Agent', { addonName: NAME, clusterName: cluster.clusterRef.clusterName });
    new eks.CfnAddon(stack, 'Other', { addonName: 'coredns', clusterName: cluster.clusterRef.clusterName });

    expect(PodIdentityAgent.ensure(cluster).addon).toBeUndefined();
    expect(PodIdentityAgent.ensure(cluster)).toBe(PodIdentityAgent.ensure(cluster));
    template().resourceCountIs(ADDON, 2);
  });
});

test('it has no Lambda function and no custom resource, and its logical id is stable', () => {
  const { stack, template } = stackFixture();
  PodIdentityAgent.ensure(cfnCluster(stack));

  expectNoMachinery(template());
  expect(Object.keys(template().findResources(ADDON))).toEqual(['ClusterWorkloadIdentityPodIdentityAgent66C8B06D']);
});

test('an L2 cluster and its L1, and two references to one cluster, have one', () => {
  const { stack, template } = stackFixture();
  const cluster = version2(stack);
  const agent = PodIdentityAgent.ensure(cluster);

  expect(PodIdentityAgent.ensure(cluster.node.defaultChild as eks.CfnCluster)).toBe(agent);
  expect(PodIdentityAgent.ensure(given(stack, {}, 'A'))).toBe(PodIdentityAgent.ensure(given(stack, {}, 'B')));
  template().resourceCountIs(ADDON, 2);
});

test('it is in the cluster\'s stack, whoever asks', () => {
  const { app, stack, template } = stackFixture();
  const cluster = cfnCluster(stack);
  const apps = new Stack(app, 'Apps', { env: { account: ACCOUNT, region: REGION } });
  new eks.CfnAddon(apps, 'CoreDns', { addonName: 'coredns', clusterName: cluster.ref });
  PodIdentityAgent.ensure(cluster);

  template().resourceCountIs(ADDON, 1);
});

describe('what is there already', () => {
  const l2s: [string, (stack: Stack) => eks.IClusterRef][] = [
    ['an Addon of aws-eks', (stack) => {
      const cluster = version1(stack);
      new eks.Addon(stack, 'Addon', { cluster, addonName: NAME });
      return cluster;
    }],
    ['an Addon of aws-eks-v2', (stack) => {
      const cluster = version2(stack);
      new eksv2.Addon(stack, 'Addon', { cluster, addonName: NAME });
      return cluster;
    }],
    ['what the getter of aws-eks made', (stack) => {
      const cluster = version1(stack);
      void cluster.eksPodIdentityAgent;
      return cluster;
    }],
    ['what the getter of aws-eks-v2 made', (stack) => {
      const cluster = version2(stack);
      void cluster.eksPodIdentityAgent;
      return cluster;
    }],
    ['a resource without a class', (stack) => {
      new CfnResource(stack, 'Addon', { type: ADDON, properties: { AddonName: NAME, ClusterName: 'production' } });
      return given(stack);
    }],
    ['one by the literal name of an L1', (stack) => {
      const cluster = new eks.CfnCluster(stack, 'Cluster', { name: 'production', roleArn: 'arn:aws:iam::111122223333:role/cluster', resourcesVpcConfig: { subnetIds: [] } });
      new eks.CfnAddon(stack, 'Addon', { addonName: NAME, clusterName: 'production' });
      return cluster;
    }],
    ['one in another stack of the environment', (stack) => {
      new eks.CfnAddon(new Stack(stack.node.scope!, 'Other', { env: stack }), 'Addon', { addonName: NAME, clusterName: 'production' });
      return given(stack);
    }],
  ];

  test.each(l2s)('%s is taken', (_, make) => {
    const { app, stack } = stackFixture();
    const cluster = make(stack);

    expect(PodIdentityAgent.ensure(cluster).addon).toBeUndefined();
    expect(() => app.synth()).not.toThrow();
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['of another cluster', (stack) => new eks.CfnAddon(stack, 'Addon', { addonName: NAME, clusterName: 'other' })],
    ['of a cluster that is known at deploy time only', (stack) => new eks.CfnAddon(stack, 'Addon', { addonName: NAME, clusterName: new CfnParameter(stack, 'P').valueAsString })],
    ['in another account', (stack) => new eks.CfnAddon(new Stack(stack.node.scope!, 'Other', { env: { account: '444455556666', region: REGION } }), 'Addon', { addonName: NAME, clusterName: 'production' })],
    ['in another region', (stack) => new eks.CfnAddon(new Stack(stack.node.scope!, 'Other', { env: { account: ACCOUNT, region: 'us-east-1' } }), 'Addon', { addonName: NAME, clusterName: 'production' })],
    ['in a stage that may be elsewhere', (stack) => new eks.CfnAddon(new Stack(new Stage(stack.node.scope!, 'Stage'), 'Other'), 'Addon', { addonName: NAME, clusterName: 'production' })],
    ['without a cluster', (stack) => new CfnResource(stack, 'Addon', { type: ADDON, properties: { AddonName: NAME } })],
    ['without properties', (stack) => new CfnResource(stack, 'Addon', { type: ADDON })],
  ])('one %s is no concern', (_, make) => {
    const { app, stack } = stackFixture();
    make(stack);

    expect(PodIdentityAgent.ensure(given(stack)).addon).toBeDefined();
    expect(() => app.synth()).not.toThrow();
  });

  const none: [string, (stack: Stack) => eks.IClusterRef, string][] = [
    ['Auto Mode of a WorkloadCluster', (stack) => given(stack, { autoMode: true }), 'the agent is built into EKS Auto Mode'],
    ['Auto Mode of an L1', (stack) => new eks.CfnCluster(stack, 'Cluster', { roleArn: 'r', resourcesVpcConfig: { subnetIds: [] }, computeConfig: { enabled: true } }), 'the agent is built into EKS Auto Mode'],
    ['Auto Mode of aws-eks-v2', (stack) => new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 }), 'the agent is built into EKS Auto Mode'],
    ['podIdentityAgent: true', (stack) => given(stack, { podIdentityAgent: true }), 'the cluster is given with podIdentityAgent: true'],
    ['an add-on', (stack) => {
      new eks.CfnAddon(stack, 'Addon', { addonName: NAME, clusterName: 'production' });
      return given(stack);
    }, 'the app has the add-on already, Stack/Addon'],
  ];

  test.each(none)('with %s there is none, and options are refused', (_, make, reason) => {
    const { stack } = stackFixture();
    const cluster = make(stack);
    const isAddon = (construct: IConstruct) => CfnResource.isCfnResource(construct) && construct.cfnResourceType === ADDON;
    const count = () => stack.node.findAll().filter(isAddon).length;
    const before = count();
    const { addon } = PodIdentityAgent.ensure(cluster, { addonVersion: undefined });

    expect(addon).toBeUndefined();
    expect(count()).toBe(before);
    expect(errorOf(() => PodIdentityAgent.ensure(cluster, { addonVersion: 'v1.3.10-eksbuild.2' }))).toMatchObject({
      code: 'ConflictingOptions',
      message: `[Stack/Cluster/WorkloadIdentityPodIdentityAgent] no add-on is made, since ${reason}, so options can't be applied: leave them out, got: {"addonVersion":"v1.3.10-eksbuild.2"} (ConflictingOptions)`,
    });
  });

  test.each([
    ['off', { enabled: false }],
    ['known at deploy time only', { enabled: Fn.conditionEquals('a', 'b') }],
    ['not given', undefined],
  ])('with Auto Mode that is %s there is one', (_, computeConfig) => {
    const { stack } = stackFixture();
    const cluster = new eks.CfnCluster(stack, 'Cluster', { roleArn: 'r', resourcesVpcConfig: { subnetIds: [] }, computeConfig });

    expect(PodIdentityAgent.ensure(cluster).addon).toBeDefined();
  });
});

describe('what is added later', () => {
  const duplicate = (first: string, second: string) => `a cluster has one add-on "${NAME}", and this app defines ${first} and ${second}. Keep one: call PodIdentityAgent.ensure after the other is made, `
    + 'or put this in its place; the getter eksPodIdentityAgent of an L2 cluster, and its addServiceAccount with IdentityType.POD_IDENTITY, make one too (DuplicateAgent)';

  test('an L1 fails at synth', () => {
    const { app, stack } = stackFixture();
    PodIdentityAgent.ensure(given(stack));
    new eks.CfnAddon(stack, 'Again', { addonName: NAME, clusterName: 'production' });

    expect(() => app.synth()).toThrow(`[Stack/Cluster/WorkloadIdentityPodIdentityAgent] ${duplicate('Stack/Cluster/WorkloadIdentityPodIdentityAgent/Resource', 'Stack/Again')}`);
  });

  test.each([['aws-eks', version1], ['aws-eks-v2', version2]])('what the getter of %s makes fails at synth', (_, make) => {
    const { app, stack } = stackFixture();
    const cluster = make(stack);
    PodIdentityAgent.ensure(cluster);
    void cluster.eksPodIdentityAgent;

    expect(() => app.synth()).toThrow(duplicate('Stack/Cluster/WorkloadIdentityPodIdentityAgent/Resource', 'Stack/Cluster/EksPodIdentityAgentAddon/Resource'));
  });

  test('what an aspect makes fails at synth, and each synth looks anew', () => {
    const { app, stack } = stackFixture();
    PodIdentityAgent.ensure(given(stack));
    app.synth();
    Aspects.of(stack).add({
      visit: (construct: IConstruct) => {
        if (construct === stack) { new eks.CfnAddon(stack, 'Again', { addonName: NAME, clusterName: 'production' }); }
      },
    });

    expect(() => app.synth({ force: true })).toThrow(/\(DuplicateAgent\)/);
  });
});

describe('its options', () => {
  const values = (options: PodIdentityAgentOptions) => {
    const { stack, template } = stackFixture();
    PodIdentityAgent.ensure(given(stack), options);
    return Object.values(template().findResources(ADDON))[0].Properties;
  };

  test('are properties of the add-on', () => {
    expect(values({ addonVersion: 'v1.3.10-eksbuild.2', resolveConflicts: ResolveConflicts.OVERWRITE, configuration: { agent: { priorityClassName: 'high' } } })).toEqual({
      AddonName: NAME,
      ClusterName: 'production',
      AddonVersion: 'v1.3.10-eksbuild.2',
      ResolveConflicts: 'OVERWRITE',
      ConfigurationValues: '{"agent":{"priorityClassName":"high"}}',
    });
  });

  test.each<[PodIdentityAgentOptions, string | undefined]>([
    [{ ipv6: true }, undefined],
    [{ ipv6: false }, '{"agent":{"additionalArgs":{"-b":"169.254.170.23"}}}'],
    [{ ipv6: false, configuration: { tolerations: [] } }, '{"tolerations":[],"agent":{"additionalArgs":{"-b":"169.254.170.23"}}}'],
    [{ ipv6: false, configuration: { agent: { x: 1, additionalArgs: { '-v': '2' } } } }, '{"agent":{"x":1,"additionalArgs":{"-v":"2","-b":"169.254.170.23"}}}'],
    [{ ipv6: false, configuration: { agent: { additionalArgs: { '-b': '169.254.170.23' } } } }, '{"agent":{"additionalArgs":{"-b":"169.254.170.23"}}}'],
  ])('%j comes to %s', (options, configuration) => {
    expect(values(options).ConfigurationValues).toBe(configuration);
  });

  test('may hold tokens', () => {
    const { stack, template } = stackFixture();
    const parameter = new CfnParameter(stack, 'Version').valueAsString;
    PodIdentityAgent.ensure(given(stack), { addonVersion: parameter, configuration: { priority: parameter, args: [Lazy.string({ produce: () => 'late' })] } });

    template().hasResourceProperties(ADDON, { AddonVersion: { Ref: 'Version' }, ConfigurationValues: { 'Fn::Join': ['', ['{"priority":"', { Ref: 'Version' }, '","args":["late"]}']] } });
  });

  test.each<[PodIdentityAgentOptions, string, string]>([
    [{ addonVersion: '1.3.10' }, 'InvalidAddonVersion', 'addonVersion must be a version that "aws eks describe-addon-versions --addon-name eks-pod-identity-agent" shows, such as "v1.3.10-eksbuild.2", got: "1.3.10"'],
    [{ ipv6: false, configuration: { agent: { additionalArgs: { '-b': '[fd00:ec2::23]' } } } }, 'ConflictingOptions',
      'ipv6: false has the agent listen on 169.254.170.23, and configuration names other addresses by "-b": leave one of them out, got: "[fd00:ec2::23]"'],
    [{ configuration: { agent: JSON.parse('{"__proto__":{}}') } }, 'InvalidConfiguration', 'configuration must not have the key "__proto__", which the CDK leaves out: leave it out yourself, '
      + 'got: {"agent":{"__proto__":{}}}'],
    [{ ipv6: false, configuration: { agent: 'x' } }, 'ConflictingOptions', 'ipv6: false adds to "agent" of configuration, which must be an object then: write -b there yourself and leave ipv6 out, got: "x"'],
    [{ ipv6: false, configuration: { agent: { additionalArgs: [] } } }, 'ConflictingOptions', 'ipv6: false adds to "additionalArgs" of configuration'],
    [{ ipv6: false, configuration: { agent: Lazy.any({ produce: () => ({}) }) } }, 'ConflictingOptions', 'ipv6: false adds to "agent" of configuration'],
  ])('%j is refused', (options, code, message) => {
    expect(errorOf(() => PodIdentityAgent.ensure(given(stackFixture().stack), options))).toMatchObject({
      code, message: expect.stringContaining(`[Stack/Cluster/WorkloadIdentityPodIdentityAgent] ${message}`),
    });
  });

  test('a later call may say the same or nothing, and nothing else', () => {
    const cluster = given(stackFixture().stack);
    const agent = PodIdentityAgent.ensure(cluster, { ipv6: false, configuration: { a: 1, b: [{ c: null }] } });

    expect(PodIdentityAgent.ensure(cluster)).toBe(agent);
    expect(PodIdentityAgent.ensure(cluster, { configuration: { b: [{ c: null }], a: 1 }, ipv6: false, addonVersion: undefined })).toBe(agent);
    expect(errorOf(() => PodIdentityAgent.ensure(cluster, { ipv6: false })).message).toMatch(
      /^\[Stack\/Cluster\/WorkloadIdentityPodIdentityAgent\] the agent of this cluster is installed already at test\/cluster\/pod-identity-agent\.test\.ts:\d+, with other options, \{"configuration":\{"a":1,"b":\[\{"c":null\}\]\},"ipv6":false\}: say them once, and call ensure without options elsewhere, got: \{"ipv6":false\} \(ConflictingOptions\)$/);
  });

  test('a later call from no code of a user tells no place', () => {
    const cluster = given(stackFixture().stack);
    jest.spyOn(jest.requireActual('../../src/private/call-site'), 'captureCallSite').mockReturnValueOnce(() => undefined);
    PodIdentityAgent.ensure(cluster);

    expect(errorOf(() => PodIdentityAgent.ensure(cluster, { ipv6: false })).message).toContain('the agent of this cluster is installed already, with other options, {}: ');
  });
});

test.each([
  [{ account: '444455556666' }, 'WrongAccount', '444455556666/eu-central-1'],
  [{ region: 'us-east-1' }, 'WrongRegion', '111122223333/us-east-1'],
])('a cluster with %j is not given one from this stack', (attributes, code, other) => {
  expect(errorOf(() => PodIdentityAgent.ensure(given(stackFixture().stack, attributes)))).toMatchObject({
    code,
    message: `[Stack/Cluster/WorkloadIdentityPodIdentityAgent] the stack of this cluster is in 111122223333/eu-central-1, and the cluster in ${other}: `
      + `an add-on is made in the cluster's own account and region, so refer to the cluster in a stack of these, got: "111122223333/eu-central-1" (${code})`,
  });
});

test('stages have agents of their own', () => {
  const app = new App();
  const stacks = ['Test', 'Prod'].map((id) => new Stack(new Stage(app, id), 'Stack'));
  const agents = stacks.map((stack) => PodIdentityAgent.ensure(given(stack)));

  app.synth();
  expect(agents[0]).not.toBe(agents[1]);
  stacks.forEach((stack) => Template.fromStack(stack).resourceCountIs(ADDON, 1));
});

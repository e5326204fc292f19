import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { arnOf, associationsOf, given, issuerOf, listedBy, of, providerOf, resourcesOf, tagsOfRole, trustOf, WEST } from './several-clusters';
import {
  ClusterOidcProvider, Compute, Forbidden, IdentityAssertions, IrsaWorkload, MigratingWorkload, MigrationStage, PodIdentityWorkload, ProofVerdict,
  S3Access, SessionTag, Workload, WorkloadCluster, WorkloadClusterAttributes,
} from '../../src';
import { ACCOUNT, cfnCluster, chartFixture, errorOf, expectNoMachinery, IDENTITY, irsa, podIdentity, REGION, stackFixture, warned } from '../fixtures';

const NAMES = ['blue', 'green', 'red'];

type Declare = (stack: Stack, clusters: { cluster: eks.IClusterRef; additionalClusters?: eks.IClusterRef[] }) => Workload;
const asPodIdentity: Declare = (stack, clusters) => podIdentity(stack, { ...clusters, roleName: 'exporter' });
const withoutTags: Declare = (stack, clusters) => podIdentity(stack, { ...clusters, roleName: 'exporter', sessionTags: false });
const asIrsa: Declare = (stack, clusters) => irsa(stack, { ...clusters, roleName: 'exporter' });
const inStage = (stage: MigrationStage): Declare => (stack, clusters) => new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, ...clusters, roleName: 'exporter', stage });
const MECHANISMS: [string, Declare][] = [
  ['Pod Identity', asPodIdentity], ['Pod Identity without session tags', withoutTags], ['IRSA', asIrsa],
  ...Object.values(MigrationStage).map((stage): [string, Declare] => [`migration stage ${stage}`, inStage(stage)]),
];

/** A workload in clusters of these names, the first of which is `cluster`. */
function declared(declare: Declare, names: readonly string[] = NAMES): { stack: Stack; workload: Workload; template: () => Template } {
  const { stack, template } = stackFixture();
  const clusters = Object.fromEntries([...NAMES, 'yellow'].map((name) => [name, given(stack, name)]));
  const [cluster, ...additionalClusters] = names.map((name) => clusters[name]);
  return { stack, template, workload: declare(stack, { cluster, additionalClusters }) };
}

describe.each(MECHANISMS)('by %s', (_, declare) => {
  test('each of the clusters may become the role, and no other one', () => {
    const { stack } = declared(declare);
    const workload = IdentityAssertions.fromStack(stack).workload(IDENTITY.namespace, IDENTITY.serviceAccountName);

    for (const name of NAMES) {
      const own = { ...of(arnOf(name)), oidcIssuer: issuerOf(name) };
      workload.assumableBy(own).notAssumableBy({ ...own, namespace: 'other', clusterArn: `${own.clusterArn}-2` });
    }
    workload.notAssumableBy({ ...of(arnOf('yellow')), oidcIssuer: issuerOf('yellow') });
  });

  test('the role is one, with no machinery beside it', () => {
    const { template, workload } = declared(declare);

    template().resourceCountIs('AWS::IAM::Role', 1);
    expectNoMachinery(template());
    expect(workload.cluster).toBe(workload.clusters[0]);
    expect(workload.clusters.map(({ clusterRef }) => clusterRef.clusterName)).toEqual(NAMES);
  });

  test('their order changes no byte, but for which is the first', () => {
    const text = (names: string[]) => JSON.stringify(declared(declare, names).template().toJSON());

    expect(text(['blue', 'red', 'yellow', 'green'])).toBe(text(['blue', 'green', 'red', 'yellow']));
    expect(JSON.stringify(trustOf(declared(declare, ['red', 'blue', 'green']).template()))).toBe(JSON.stringify(trustOf(declared(declare).template())));
  });

  test('one more or less changes the trust and the resources of its own alone', () => {
    const [less, more] = [NAMES, [NAMES[0], 'yellow', ...NAMES.slice(1)]].map((names) => resourcesOf(declared(declare, names).template()));
    const others = Object.entries(less).filter(([, { Type }]) => Type !== 'AWS::IAM::Role');
    const added = Object.keys(more).filter((id) => !(id in less));
    const rest = ({ Properties: { AssumeRolePolicyDocument: _document, ...properties } }: any) => properties;

    expect(Object.fromEntries(others.map(([id]) => [id, more[id]]))).toEqual(Object.fromEntries(others));
    const isAssociated = Object.values(less).some(({ Type }) => Type === 'AWS::EKS::PodIdentityAssociation');
    expect(added.map((id) => more[id].Properties.ClusterName)).toEqual(isAssociated ? ['yellow'] : []);
    const [roleId] = Object.keys(less).filter((id) => less[id].Type === 'AWS::IAM::Role');
    expect(rest(more[roleId])).toEqual(rest(less[roleId]));
    expect(more[roleId].Properties.AssumeRolePolicyDocument).not.toEqual(less[roleId].Properties.AssumeRolePolicyDocument);
  });

  test('an empty list is one cluster, byte for byte', () => {
    const { stack, template } = stackFixture();
    declare(stack, { cluster: given(stack, 'blue') });

    expect(JSON.stringify(resourcesOf(declared(declare, ['blue']).template()))).toBe(JSON.stringify(resourcesOf(template())));
  });

  test('the ServiceAccount is the same in a chart of each cluster', () => {
    const { workload } = declared(declare);
    const manifests = NAMES.map(() => {
      const { charts, chart } = chartFixture();
      workload.addServiceAccount(chart);
      return charts.synthYaml();
    });

    expect(new Set(manifests).size).toBe(1);
    expect(NAMES.some((name) => manifests[0].includes(name))).toBe(false);
  });

  test.each(NAMES)('the service account is not declared once more in the cluster %s', (name) => {
    const { stack } = declared(declare);

    expect(errorOf(() => podIdentity(stack, { cluster: stack.node.findChild(`C-${name}`) as WorkloadCluster }, 'Other')).code).toBe('DuplicateWorkload');
  });
});

describe('Pod Identity', () => {
  test('has an association in each cluster, and a trust that lists the clusters', () => {
    const { template, workload } = declared(asPodIdentity);
    const common = { Namespace: IDENTITY.namespace, ServiceAccount: IDENTITY.serviceAccountName, RoleArn: { 'Fn::GetAtt': ['ExporterRole9B408E7C', 'Arn'] } };

    expect(Object.values(associationsOf(template()))).toMatchObject(NAMES.map((ClusterName) => ({ ClusterName, ...common })));
    expect(trustOf(template())).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': NAMES.map((name) => arnOf(name)),
          'aws:RequestTag/kubernetes-namespace': IDENTITY.namespace,
          'aws:RequestTag/kubernetes-service-account': IDENTITY.serviceAccountName,
        },
      },
    }]);
    const { association, associations } = workload as PodIdentityWorkload;
    expect(association).toBe(associations[0]);
    expect(associations.map(({ clusterName }) => clusterName)).toEqual(NAMES);
  });

  test('without session tags lists the clusters as sources', () => {
    expect(trustOf(declared(withoutTags).template())[0].Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': NAMES.map((name) => arnOf(name)) },
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
    });
  });

  test('a statement that names the cluster is proved and asked for each cluster', () => {
    const declare = (forbidden: Forbidden) => declared((stack, clusters) => podIdentity(stack, {
      ...clusters, access: [S3Access.readPrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), `${SessionTag.CLUSTER_NAME}/`)], mustNot: [forbidden],
    }));
    const outside = (...names: string[]) => Forbidden.actions('s3:*').outside(...names.map((name) => `arn:aws:s3:::company/${name}/*`));

    expect(declare(outside(...NAMES)).workload.proveMustNot()[0].verdict).toBe(ProofVerdict.PROVED);
    for (const missing of NAMES) {
      expect(declare(outside(...NAMES.filter((name) => name !== missing))).workload.proveMustNot()[0]).toMatchObject({
        verdict: ProofVerdict.REFUTED, explanation: expect.stringContaining(`s3:GetObject on arn:aws:s3:::company/${missing}/`),
      });
    }
  });

  test('a role can\'t bear the tags of several clusters, where its sessions have none', () => {
    const access = (stack: Stack, tag: string) => [S3Access.readPrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), `${tag}/`)];
    const message = '[Stack/Exporter] the access names the tag eks-cluster-name, of which the role can bear one value, and those who become it without session tags, several workloads or one in several '
      + 'clusters, have several: bind them by EKS Pod Identity with session tags, or give each of them a role of its own (InvalidSessionTag)';

    for (const declare of [podIdentity, irsa]) {
      const untagged = { sessionTags: false };
      const naming = (tag: string) => declared((stack, clusters) => declare(stack, { ...clusters, ...untagged, access: access(stack, tag) }));
      expect(errorOf(() => naming(SessionTag.CLUSTER_NAME)).message).toBe(message);
      const { template } = naming(SessionTag.NAMESPACE);
      expect(tagsOfRole(template())).toContainEqual({ Key: 'kubernetes-namespace', Value: IDENTITY.namespace });
    }
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['eu-central-1', 'aws']])('in %s lists ARNs of the partition %s', (region, partition) => {
    const { stack, template } = stackFixture({ env: { account: ACCOUNT, region } });
    const cluster = (clusterName: string) => WorkloadCluster.fromAttributes(stack, clusterName, { clusterName });
    podIdentity(stack, { cluster: cluster('b'), additionalClusters: [cluster('a')] });

    expect(listedBy(template())).toEqual([arnOf('a', region, partition), arnOf('b', region, partition)]);
  });

  test('in stacks whose environment is known at deploy time only, is in all clusters of the stack', () => {
    const stack = new Stack(new App(), 'Stack');
    const cluster = (clusterName: string) => WorkloadCluster.fromAttributes(stack, clusterName, { clusterName });
    podIdentity(stack, { cluster: cluster('b'), additionalClusters: [cluster('c'), cluster('a')] });
    const template = Template.fromStack(stack);

    expect(Object.values(associationsOf(template)).map(({ ClusterName }) => ClusterName)).toEqual(['b', 'a', 'c']);
    expect(listedBy(template).map((arn: any) => arn['Fn::Join'][1].at(-1))).toEqual([':cluster/a', ':cluster/b', ':cluster/c']);
  });
});

test('another cluster takes the place of the first, and keeps the association that it has', () => {
  const before = declared(asPodIdentity, ['blue', 'green']);
  const after = declared(asPodIdentity, ['green']);
  const idOf = ({ stack, workload }: typeof before, index: number) => stack.resolve((workload as PodIdentityWorkload).associations[index].logicalId);
  (after.workload as PodIdentityWorkload).association.overrideLogicalId(idOf(before, 1));

  expect(associationsOf(after.template())).toEqual({ [idOf(before, 1)]: associationsOf(before.template())[idOf(before, 1)] });
});

describe('a cluster whose name is known at deploy time only', () => {
  const MAKE: [string, (stack: Stack, id: string) => eks.IClusterRef][] = [
    ['a CfnCluster', cfnCluster],
    ['a cluster of aws-eks', (stack, id) => {
      const own = new Stack(Stage.of(stack)!, `Stack${id}`, { env: { account: ACCOUNT, region: REGION } }); // it takes a stack of its own
      return new eks.Cluster(own, 'Cluster', {
        version: eks.KubernetesVersion.V1_34,
        kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(own, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion,
      });
    }],
    ['a cluster of aws-eks-v2', (stack, id) => new eksv2.Cluster(stack, id, { version: eksv2.KubernetesVersion.V1_34 })],
    ['a cluster of a parameter', (stack, id) => WorkloadCluster.fromAttributes(stack, id, { clusterName: new CfnParameter(stack, `Name${id}`).valueAsString, oidcIssuer: issuerOf(id) })],
  ];

  test.each(MAKE)('%s: ids and order hang on its place in the app', (_, make) => {
    const text = (order: string[], inStageOf = (app: App): App | Stage => app) => {
      const stack = new Stack(inStageOf(new App()), 'Stack', { env: { account: ACCOUNT, region: REGION } });
      const clusters = Object.fromEntries(['A', 'B', 'C'].map((id) => [id, make(stack, id)]));
      const additionalClusters = order.map((id) => clusters[id]);
      podIdentity(stack, { cluster: clusters.A, additionalClusters }, 'Exporter');
      irsa(stack, { cluster: clusters.A, additionalClusters, namespace: 'other' }, 'Other');
      const template = Template.fromStack(stack);
      expect(Object.keys(associationsOf(template))).toEqual(['ExporterAssociation53DE6651', expect.stringMatching(/^ExporterAssociationStackB/), expect.stringMatching(/^ExporterAssociationStackC/)]);
      return JSON.stringify(template.toJSON());
    };
    const inPipeline = (app: App) => new Stage(app, 'Prod');

    expect(text(['C', 'B'])).toBe(text(['B', 'C']));
    expect(Object.keys(JSON.parse(text(['B', 'C'], inPipeline)).Resources).filter((id) => /Exporter/.test(id))).toEqual(Object.keys(JSON.parse(text(['B', 'C'])).Resources).filter((id) => /Exporter/.test(id)));
  });

  test('may be in another stack of the same region', () => {
    const app = new App();
    const env = { account: ACCOUNT, region: REGION };
    const [platform, apps] = ['Platform', 'Apps'].map((id) => new Stack(app, id, { env }));
    podIdentity(apps, { cluster: cfnCluster(platform, 'A'), additionalClusters: [cfnCluster(platform, 'B')] });
    const template = Template.fromStack(apps);

    expect(Object.values(associationsOf(template)).map(({ ClusterName }) => ClusterName)).toEqual([
      { 'Fn::ImportValue': expect.stringContaining('RefA') }, { 'Fn::ImportValue': expect.stringContaining('RefB') },
    ]);
    expect(platform.dependencies).toEqual([]);
  });
});

describe('IRSA', () => {
  test('has a statement for the issuer of each cluster', () => {
    expect(trustOf(declared(asIrsa).template())).toEqual(NAMES.map((name) => ({
      Effect: 'Allow',
      Principal: { Federated: providerOf(name) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${issuerOf(name)}:aud`]: 'sts.amazonaws.com', [`${issuerOf(name)}:sub`]: 'system:serviceaccount:finance-prod:invoice-exporter' } },
    })));
  });

  test('admits the token of an issuer to none of the others\' statements', () => {
    const { stack } = declared(asIrsa, ['blue', 'green']);
    const workload = IdentityAssertions.fromStack(stack).workload(IDENTITY.namespace, IDENTITY.serviceAccountName);

    workload.assumableBy({ ...of(arnOf('blue')), oidcIssuer: issuerOf('blue') }).notAssumableBy({ ...of(arnOf('red')), oidcIssuer: issuerOf('red') })
      .notAssumableBy({ ...of(arnOf('green')), oidcIssuer: issuerOf('green'), audience: 'other' });
  });

  test('takes oidcProvider for the first cluster, and the audience for all', () => {
    const { stack, template } = stackFixture();
    const [cluster, other] = ['blue', 'green'].map((clusterName) => WorkloadCluster.fromAttributes(stack, clusterName, { clusterName, oidcIssuer: issuerOf(clusterName) }));
    const oidcProvider = ClusterOidcProvider.fromProviderArn(stack, 'Provider', providerOf('blue'));
    const workload = irsa(stack, { cluster, additionalClusters: [other], oidcProvider, audience: 'vault' });

    expect(workload.oidcProvider).toBe(oidcProvider);
    template().resourceCountIs('AWS::IAM::OIDCProvider', 1);
    template().hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${issuerOf('green')}`, ClientIdList: ['sts.amazonaws.com', 'vault'] });
    expect(JSON.stringify(template().toJSON()).match(/:aud/g)).toHaveLength(2);
  });

  test('is in clusters of other accounts and regions, by the providers that the account of the role has for them', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '444455556666', region: REGION } });
    const cluster = given(stack, 'blue', { account: ACCOUNT, oidcProviderArn: providerOf('blue', '444455556666') });
    irsa(stack, { cluster, additionalClusters: [given(stack, 'green', { account: '777788889999', region: WEST, oidcProviderArn: providerOf('green', '444455556666') })] });

    expect(trustOf(Template.fromStack(stack)).map(({ Principal }) => Principal.Federated)).toEqual([providerOf('blue', '444455556666'), providerOf('green', '444455556666')]);
  });

  test.each<[string, (stack: Stack, app: App) => eks.IClusterRef, string]>([
    ['the provider is in another account', (stack) => given(stack, 'green', { oidcProviderArn: providerOf('green', '444455556666') }),
      `[Stack/Exporter] in the cluster [Stack/C-green] the stack is in account ${ACCOUNT}, and the OIDC provider in 444455556666: a role trusts a provider of its own account alone, so give the cluster by `
      + 'WorkloadCluster.fromAttributes, with the ARN of the provider that the account of the role has for its issuer as oidcProviderArn, '
      + `got: "${providerOf('green', '444455556666')}" (WrongAccount)`],
    ['the provider is made in another region', (_, app) => cfnCluster(new Stack(app, 'West', { env: { account: ACCOUNT, region: WEST } })),
      `[Stack/Exporter] in the cluster [West/Cluster] the OIDC provider is made in a stack of region ${WEST}, and a stack of region ${REGION} can't refer to it, so give the cluster by `
      + 'WorkloadCluster.fromAttributes, with the ARN of the provider that the account of the role has for its issuer as oidcProviderArn, got: "West/Cluster/WorkloadIdentityOidcProvider" (DeployTimeValue)'],
    ['the issuer is that of the first', (stack) => given(stack, 'green', { oidcProviderArn: providerOf('blue') }),
      '[Stack/Exporter] the clusters [Stack/C-blue] and [Stack/C-green] are given with the same OIDC issuer, and each cluster has one of its own: correct oidcIssuer or oidcProviderArn of one of them, '
      + `got: "${issuerOf('blue')}" (InvalidIssuer)`],
    ['the issuer is not known', (stack) => WorkloadCluster.fromAttributes(stack, 'Green', { clusterName: 'green' }), '[Stack/Green] the OIDC issuer of this cluster is unknown'],
  ])('refuses a cluster where %s', (_, make, message) => {
    const { app, stack } = stackFixture();
    const cluster = given(stack, 'blue');

    expect(errorOf(() => irsa(stack, { cluster, additionalClusters: [make(stack, app)] })).message).toContain(message);
  });
});

describe('compute', () => {
  const { EC2_LINUX, FARGATE, OUTPOSTS } = Compute;
  const declare = (props: object, more: Partial<WorkloadClusterAttributes>, make: typeof podIdentity | typeof irsa = podIdentity) => {
    const fixture = stackFixture();
    make(fixture.stack, { cluster: given(fixture.stack, 'blue'), additionalClusters: [given(fixture.stack, 'green', more)], ...props });
    return fixture;
  };

  test('is refused where the pods of one cluster could get no credentials', () => {
    expect(errorOf(() => declare({}, { compute: [FARGATE] })).message).toBe('[Stack/Exporter] in the cluster [Stack/C-green] the pods run on fargate, where EKS Pod Identity can\'t give them credentials: '
      + 'on Fargate declare an IrsaWorkload, or run the pods on EC2 Linux nodes, got: ["fargate"] (UnsupportedCompute)');
    expect(errorOf(() => declare({ compute: [EC2_LINUX] }, { compute: [FARGATE] })).message).toContain('[Stack/Exporter] in the cluster [Stack/C-green] the cluster is given with compute fargate, and the workload runs on ec2-linux');
    expect(() => declare({}, { podIdentityAgent: false }).app.synth()).toThrow('in the cluster [Stack/C-green] the cluster is given with podIdentityAgent: false');
  });

  test('is warned of where it may be so', () => {
    const { app, stack } = declare({}, { compute: [FARGATE, EC2_LINUX] });
    app.synth();
    const { app: other, stack: irsaStack } = declare({}, { compute: [OUTPOSTS] }, irsa);
    other.synth();
    const texts = (of_: Stack) => warned(of_).map(({ text }) => text);

    expect(texts(stack)).toEqual([expect.stringContaining('in the cluster [Stack/C-green] the cluster has pods run on fargate, ec2-linux')]);
    expect(texts(irsaStack)).toEqual([expect.stringContaining('in the cluster [Stack/C-green] the pods run on AWS Outposts')]);
  });
});

describe('a list of clusters is refused', () => {
  test.each<[string, string, (stack: Stack) => eks.IClusterRef[], string]>([
    ['with an empty entry', 'InvalidCluster', (stack) => [given(stack, 'green'), undefined as unknown as eks.IClusterRef],
      'additionalClusters[1] must be a cluster: leave the entry out if there is none, got: undefined (InvalidCluster)'],
    ['with a null', 'InvalidCluster', () => [null as unknown as eks.IClusterRef], 'additionalClusters[0] must be a cluster: leave the entry out if there is none, got: null (InvalidCluster)'],
    ['with the first cluster', 'DuplicateCluster', (stack) => [stack.node.findChild('C-blue') as WorkloadCluster],
      'cluster and additionalClusters give one cluster twice, as [Stack/C-blue] and as [Stack/C-blue]: give each once, got: "blue" (DuplicateCluster)'],
    ['with a cluster twice', 'DuplicateCluster', (stack) => [given(stack, 'green'), WorkloadCluster.fromAttributes(stack, 'Again', { clusterName: 'green' })],
      'give one cluster twice, as [Stack/C-green] and as [Stack/Again]: give each once, got: "green" (DuplicateCluster)'],
    ['with an L2 and its L1', 'DuplicateCluster', (stack) => {
      const cluster = new eksv2.Cluster(stack, 'L2', { version: eksv2.KubernetesVersion.V1_34 });
      return [cluster, cluster.node.defaultChild as eks.CfnCluster];
    }, 'give one cluster twice, as [Stack/L2] and as [Stack/L2/Resource]: give each once, got: "Stack/L2/Resource" (DuplicateCluster)'],
    ['of another partition', 'WrongPartition', (stack) => [given(stack, 'green', { region: 'cn-north-1' })],
      `the workload is in partition aws, and the cluster [Stack/C-green] of additionalClusters in aws-cn: no role is of two partitions, so declare a workload of its own for it in a stack of that partition, got: "${arnOf('green', 'cn-north-1', 'aws-cn')}" (WrongPartition)`],
  ])('%s', (_, code, make, message) => {
    for (const declare of [podIdentity, irsa]) {
      const { stack } = stackFixture();
      const cluster = given(stack, 'blue');

      const error = errorOf(() => declare(stack, { cluster, additionalClusters: make(stack) }));
      expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    }
  });

  test('of another account, for Pod Identity', () => {
    const { stack } = stackFixture();
    const props = { ...IDENTITY, cluster: given(stack, 'blue'), additionalClusters: [given(stack, 'green', { account: '444455556666' })] };

    for (const declare of [() => new PodIdentityWorkload(stack, 'A', props), () => new MigratingWorkload(stack, 'B', { ...props, namespace: 'b', stage: MigrationStage.DUAL_TRUST })]) {
      expect(errorOf(declare)).toMatchObject({
        code: 'WrongAccount',
        message: expect.stringContaining(`the workload is in account ${ACCOUNT}, and the cluster [Stack/C-green] of additionalClusters in 444455556666: Pod Identity takes the role and the association in the cluster's account `
          + 'alone, so declare a workload of its own for it in a stack of that account, got: "444455556666" (WrongAccount)'),
      });
    }
    expect(() => new IrsaWorkload(stack, 'C', { ...props, namespace: 'c' })).not.toThrow();
  });
});

test('whatever the clusters and their order, the trust lists exactly them and each has one association', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_-]{0,20}$/), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(names, fc.nat(), (all, seed) => {
    const { stack, template } = stackFixture();
    const [cluster, ...additionalClusters] = all.map((clusterName) => WorkloadCluster.fromAttributes(stack, `C-${clusterName}`, { clusterName }));
    const turned = [...additionalClusters.slice(seed % all.length), ...additionalClusters.slice(0, seed % all.length)];
    podIdentity(stack, { cluster, additionalClusters: turned });

    const listed = [listedBy(template())].flat();
    expect(listed).toEqual(all.map((name) => arnOf(name)).sort());
    expect(Object.values(associationsOf(template())).map(({ ClusterName }) => ClusterName)).toEqual([all[0], ...all.slice(1).sort()]);
  }), { numRuns: 20 });
});

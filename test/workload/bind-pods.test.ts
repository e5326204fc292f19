import { App, Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiObject, Chart, JsonPatch, Lazy, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { BindPodsOptions, ClusterOidcProvider, MigratingWorkload, MigrationStage, Workload, WorkloadCluster } from '../../src';
import { ACCOUNT, chartFixture, clusterFixture, errorOf, IDENTITY, irsa, podIdentity, PROVIDER_ARN, REGION, stackFixture, warned } from '../fixtures';
import { deployment, podSpec, variables, withContainer, written } from '../manifests/pods';

const NO_PROXY = '169.254.170.23,[fd00:ec2::23]';

/** The messages with which the CDK refuses to synthesize. */
const synthError = (app: App): string => errorOf(() => app.synth()).message;

const warningsOf = (stack: Stack): string[] => warned(stack).map(({ text }) => text);

describe('bindPods', () => {
  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'])('sets service account, namespace, region and the end of the metadata service in a %s', (kind) => {
    const { chart, charts } = chartFixture();
    const object = new ApiObject(chart, 'Object', { apiVersion: 'apps/v1', kind, metadata: { name: 'exporter' }, spec: { template: { spec: { containers: [{ name: 'app' }] } } } });
    podIdentity(stackFixture().stack).bindPods(object);

    expect(charts.synthYaml()).toBe([
      'apiVersion: apps/v1',
      `kind: ${kind}`,
      'metadata:',
      '  name: exporter',
      '  namespace: finance-prod',
      'spec:',
      '  template:',
      '    metadata:',
      '      annotations:',
      `        platform.identity/restarted-for: ${written(object).spec.template.metadata.annotations['platform.identity/restarted-for']}`,
      '    spec:',
      '      containers:',
      '        - name: app',
      '          env:',
      '            - name: AWS_EC2_METADATA_DISABLED',
      '              value: "true"',
      '            - name: AWS_DEFAULT_REGION',
      '              value: eu-central-1',
      '            - name: AWS_REGION',
      '              value: eu-central-1',
      '      serviceAccountName: invoice-exporter',
      '',
    ].join('\n'));
  });

  const TEMPLATE = { spec: { containers: [{ name: 'app' }] } };

  test.each<[string, any, (json: any) => any]>([
    ['a Job', { apiVersion: 'batch/v1', kind: 'Job', spec: { template: TEMPLATE } }, ({ spec }) => spec.template],
    ['a CronJob', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: TEMPLATE } } } }, ({ spec }) => spec.jobTemplate.spec.template],
    ['a Pod', { apiVersion: 'v1', kind: 'Pod', ...TEMPLATE }, (json) => json],
    ['a ReplicationController', { apiVersion: 'v1', kind: 'ReplicationController', spec: { template: TEMPLATE } }, ({ spec }) => spec.template],
    ['a Rollout', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template: TEMPLATE } }, ({ spec }) => spec.template],
    ['a Service of Knative', { apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { template: TEMPLATE } }, ({ spec }) => spec.template],
  ])('knows where the pods of %s are', (_, props, templateOf) => {
    const object = new ApiObject(chartFixture().chart, 'Object', props);
    irsa(stackFixture().stack).bindPods(object);

    expect(templateOf(written(object)).spec).toMatchObject({ serviceAccountName: 'invoice-exporter', containers: [{ env: expect.arrayContaining([{ name: 'AWS_REGION', value: REGION }]) }] });
    expect(written(object).metadata.namespace).toBe('finance-prod');
  });

  test('takes the path to the template of any other kind, and keeps what is beside it', () => {
    const object = new ApiObject(chartFixture().chart, 'Object', { apiVersion: 'acme.io/v1', kind: 'Worker', spec: { size: 2, pods: { shape: TEMPLATE } } } as any);
    podIdentity(stackFixture().stack).bindPods(object, { podTemplatePath: 'spec.pods.shape' });

    expect(written(object).spec).toMatchObject({ size: 2, pods: { shape: { spec: { serviceAccountName: 'invoice-exporter' } } } });
  });

  test('sees what is set lazily and patched later, of a construct whose default child renders it, as in cdk8s-plus', () => {
    class PlusDeployment extends Construct {
      public readonly containers: object[] = [];
      constructor(scope: Construct, id: string) {
        super(scope, id);
        new ApiObject(this, 'Resource', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: Lazy.any({ produce: () => ({ containers: this.containers }) }) } } });
      }
    }
    const { chart } = chartFixture();
    const plus = new PlusDeployment(chart, 'Deployment');
    podIdentity(stackFixture().stack).bindPods(plus);
    plus.containers.push({ name: 'late' });
    const object = plus.node.defaultChild as ApiObject;
    object.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/-', { name: 'later' }));

    expect(podSpec(object).containers.map((container: any) => [container.name, variables(container).AWS_REGION])).toEqual([['late', REGION], ['later', REGION]]);
  });

  test('keeps what a pod says itself', () => {
    const object = withContainer(chartFixture().chart, { image: 'app:1', env: [{ name: 'MODE', value: 'fast' }] }, { serviceAccountName: 'invoice-exporter', priorityClassName: 'high', automountServiceAccountToken: false });
    irsa(stackFixture().stack).bindPods(object);

    expect(podSpec(object)).toMatchObject({
      serviceAccountName: 'invoice-exporter',
      priorityClassName: 'high',
      automountServiceAccountToken: false,
      containers: [{ image: 'app:1', env: [{ name: 'MODE', value: 'fast' }, { name: 'AWS_EC2_METADATA_DISABLED', value: 'true' }, {}, {}] }],
    });
  });

  test('leaves the metadata service to containers that are named', () => {
    const object = deployment(chartFixture().chart, { containers: [{ name: 'app' }, { name: 'agent' }], initContainers: [{ name: 'setup' }] });
    podIdentity(stackFixture().stack).bindPods(object, { instanceMetadata: ['agent'] });
    const { containers, initContainers } = podSpec(object);

    expect([...initContainers, ...containers].map((each) => variables(each).AWS_EC2_METADATA_DISABLED)).toEqual(['true', 'true', undefined]);
  });

  test('leaves containers without identity to themselves, those of the pod\'s own annotation too, but for the node\'s role', () => {
    const { chart } = chartFixture();
    const object = new ApiObject(chart, 'Object', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: {
        template: {
          metadata: { annotations: { 'eks.amazonaws.com/skip-containers': 'mesh', 'acme.io/x': 'y' } },
          spec: { containers: [{ name: 'app' }, { name: 'mesh' }, { name: 'minio', env: [{ name: 'AWS_ACCESS_KEY_ID', value: 'minio' }] }] },
        },
      },
    });
    podIdentity(stackFixture().stack).bindPods(object, { skipContainers: ['minio'] });
    const { metadata, spec } = written(object).spec.template;

    expect(metadata.annotations).toMatchObject({ 'eks.amazonaws.com/skip-containers': 'mesh,minio', 'acme.io/x': 'y' });
    expect(spec.containers.map(variables)).toEqual([
      { AWS_EC2_METADATA_DISABLED: 'true', AWS_DEFAULT_REGION: REGION, AWS_REGION: REGION },
      { AWS_EC2_METADATA_DISABLED: 'true' },
      { AWS_ACCESS_KEY_ID: 'minio', AWS_EC2_METADATA_DISABLED: 'true' },
    ]);
  });
});

describe('the region', () => {
  const source = { fieldRef: { fieldPath: 'metadata.labels[\'region\']' } };

  test.each<[string, object, object]>([
    ['one that is given stands for both', { env: [{ name: 'AWS_REGION', value: 'eu-west-1' }] }, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' }],
    ['one that is known at run time stands for both', { env: [{ name: 'AWS_DEFAULT_REGION', valueFrom: source }] }, { AWS_REGION: source, AWS_DEFAULT_REGION: source }],
    ['both that are given stay', { env: [{ name: 'AWS_REGION', value: 'a' }, { name: 'AWS_DEFAULT_REGION', value: 'b' }] }, { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }],
    ['that of a ConfigMap stays, which EKS would otherwise set over', { envFrom: [{ configMapRef: { name: 'settings' } }] }, { AWS_REGION: 'eu-south-1', AWS_DEFAULT_REGION: 'eu-south-1' }],
  ])('%s', (_, container: any, expected) => {
    const { chart } = chartFixture();
    new ApiObject(chart, 'Settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { AWS_REGION: 'eu-south-1' } });
    const object = withContainer(chart, container);
    podIdentity(stackFixture().stack).bindPods(object);

    expect(variables(podSpec(object).containers[0])).toMatchObject(expected);
  });

  test('is that of the cluster where it is not that of the stack', () => {
    const { stack } = stackFixture();
    const object = deployment(chartFixture().chart);
    irsa(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Far', { clusterName: 'far', region: 'ap-south-1', oidcIssuer: 'oidc.eks.ap-south-1.amazonaws.com/id/A' }) }).bindPods(object);

    expect(variables(podSpec(object).containers[0])).toMatchObject({ AWS_REGION: 'ap-south-1' });
  });

  test('fails when it is written to a file and known at deploy time only', () => {
    const stack = new Stack(new App(), 'Stack');
    const object = deployment(chartFixture().chart);
    podIdentity(stack).bindPods(object);

    expect(errorOf(() => Yaml.stringify(object.toJson())).message).toBe('[chart/Deployment] spec.template.spec.containers[0].env[1].value is known when the stack is deployed, so it can\'t be '
      + 'written to a file: give the stack an env with account and region, or set AWS_REGION in the containers, or deploy the chart with cluster.addCdk8sChart (DeployTimeValue)');
  });
});

describe('behind a proxy', () => {
  const proxied = (...env: object[]) => ({ env: [{ name: 'HTTPS_PROXY', value: 'http://proxy:3128' }, ...env] });

  test.each<[string, object, string | undefined, string | undefined]>([
    ['both spellings are made', proxied(), NO_PROXY, NO_PROXY],
    ['what is there is kept, in both', proxied({ name: 'no_proxy', value: '.svc,10.0.0.0/8' }), `.svc,10.0.0.0/8,${NO_PROXY}`, `.svc,10.0.0.0/8,${NO_PROXY}`],
    ['each keeps its own', proxied({ name: 'NO_PROXY', value: 'a' }, { name: 'no_proxy', value: 'b' }), `a,${NO_PROXY}`, `b,${NO_PROXY}`],
    ['an address that is there is not repeated', proxied({ name: 'NO_PROXY', value: 'x, 169.254.170.23' }), 'x, 169.254.170.23,[fd00:ec2::23]', 'x, 169.254.170.23,[fd00:ec2::23]'],
    ['all is passed by already', proxied({ name: 'NO_PROXY', value: '*' }), '*', '*'],
    ['in any spelling', { env: [{ name: 'all_proxy', value: 'socks5://p' }] }, NO_PROXY, NO_PROXY],
    ['of a ConfigMap', { envFrom: [{ configMapRef: { name: 'proxy' } }] }, `.corp,${NO_PROXY}`, `.corp,${NO_PROXY}`],
    ['of a Secret', { envFrom: [{ secretRef: { name: 'proxy' } }] }, NO_PROXY, NO_PROXY],
    ['of a key', { env: [{ name: 'HTTP_PROXY', valueFrom: { secretKeyRef: { name: 'proxy', key: 'url' } } }] }, NO_PROXY, NO_PROXY],
    ['with a list of a known key', proxied({ name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: 'proxy', key: 'NO_PROXY' } } }), `.corp,${NO_PROXY}`, `.corp,${NO_PROXY}`],
    ['that is empty, nothing is added', { env: [{ name: 'HTTP_PROXY', value: '' }] }, undefined, undefined],
    ['without one, nothing is added', {}, undefined, undefined],
  ])('%s', (_, container, upper, lower) => {
    const { chart } = chartFixture();
    new ApiObject(chart, 'ProxyMap', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'proxy' }, data: { HTTP_PROXY: 'http://p', NO_PROXY: '.corp' } });
    new ApiObject(chart, 'ProxySecret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'proxy' }, data: { HTTP_PROXY: Buffer.from('http://p').toString('base64') } });
    const object = deployment(chart, { containers: [{ name: 'app', ...container }], initContainers: [{ name: 'setup', ...container }] });
    irsa(stackFixture().stack).bindPods(object);
    const { containers, initContainers } = podSpec(object);

    for (const each of [containers[0], initContainers[0]]) {
      const { NO_PROXY: foundUpper, no_proxy: foundLower } = variables(each);
      expect([foundUpper, foundLower]).toEqual([upper, lower]);
      expect(new Set(each.env.map(({ name }: any) => name)).size).toBe(each.env.length);
    }
  });

  test('a list that is known at run time only is a warning', () => {
    const { stack } = stackFixture();
    const object = withContainer(chartFixture().chart, proxied({ name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: 'elsewhere', key: 'x' } } }));
    podIdentity(stack).bindPods(object);

    expect(variables(podSpec(object).containers[0]).no_proxy).toBeUndefined();
    expect(warningsOf(stack)).toEqual([expect.stringContaining('chart/Deployment: the container "app" has a proxy, and NO_PROXY from where its value is not known: see that it holds '
      + '169.254.170.23 and [fd00:ec2::23], and acknowledge this [ack: annotation::cdk-eks-workload-identity:UnknownNoProxy[chart/Deployment:app:NO_PROXY]]')]);
  });
});

describe('what can\'t work is an error, when the chart is written and when the app is synthesized', () => {
  const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

  test.each<[string, string, string, (chart: Chart) => ApiObject, BindPodsOptions?]>([
    ['another service account', 'OtherServiceAccount', 'the pods run as another service account than the workload\'s, "invoice-exporter": leave serviceAccountName out, or bind the pods to the '
      + 'workload of theirs, got: "default"', (chart) => deployment(chart, { serviceAccountName: 'default' })],
    ['another service account by the former field', 'OtherServiceAccount', 'the pods run as another service account than the workload\'s, "invoice-exporter": leave serviceAccountName out, or bind '
      + 'the pods to the workload of theirs, got: "x"', (chart) => deployment(chart, { serviceAccount: 'x' })],
    ['another namespace', 'OtherNamespace', 'the object is in another namespace than the workload, "finance-prod": declare it there, or leave the namespace out, got: "dev"',
      (chart) => deployment(chart, {}, { namespace: 'dev' })],
    ['static credentials', 'StaticCredentials', 'the container "app" has AWS_PROFILE (env): SDKs take the credentials of a named profile in place of the default chain: remove it, and the profile '
      + 'with it. If it authenticates otherwise for good, name it in skipContainers', (chart) => withContainer(chart, { env: [{ name: 'AWS_PROFILE', value: 'dev' }] })],
    ['a container that isn\'t there', 'UnknownContainer', 'skipContainers names a container that the pods don\'t have: name one of ["app"], got: "apq"', deployment, { skipContainers: ['apq'] }],
    ['another one that isn\'t there', 'UnknownContainer', 'instanceMetadata names a container that the pods don\'t have: name one of ["app"], got: "x"', deployment, { instanceMetadata: ['x'] }],
    ['a container with the name of ours', 'UnknownContainer', 'the pods have a container of the name that waitForIdentity gives its own: rename it, got: "wait-for-identity"',
      (chart) => deployment(chart, { initContainers: [{ name: 'wait-for-identity' }] }), { waitForIdentity: true }],
    ['no containers', 'NoPodTemplate', 'there is no pod template with containers at spec.template: give the object containers, or correct podTemplatePath, got: "spec.template"',
      (chart) => deployment(chart, { containers: [] })],
    ['a path to nothing', 'NoPodTemplate', 'there is no pod template with containers at spec.pods: give the object containers, or correct podTemplatePath, got: "spec.pods"', deployment,
      { podTemplatePath: 'spec.pods' }],
    ['no containers of a Pod', 'NoPodTemplate', 'there is no pod template with containers at spec: give the object containers, or correct podTemplatePath, got: ""',
      (chart) => new ApiObject(chart, 'Deployment', { apiVersion: 'v1', kind: 'Pod', spec: {} })],
    ['Windows nodes', 'UnsupportedCompute', 'the pods run on windows alone, where EKS Pod Identity can\'t give them credentials: declare an IrsaWorkload, or have them run on EC2 Linux nodes, '
      + 'got: "nodeSelector kubernetes.io/os: windows"', (chart) => deployment(chart, { nodeSelector: { 'kubernetes.io/os': 'windows' } })],
    ['pods of Windows', 'UnsupportedCompute', 'the pods run on windows alone, where EKS Pod Identity can\'t give them credentials: declare an IrsaWorkload, or have them run on EC2 Linux nodes, '
      + 'got: "os.name windows"', (chart) => deployment(chart, { os: { name: 'windows' } })],
    ['Fargate', 'UnsupportedCompute', 'the pods run on fargate alone, where EKS Pod Identity can\'t give them credentials: declare an IrsaWorkload, or have them run on EC2 Linux nodes, '
      + 'got: "nodeSelector eks.amazonaws.com/compute-type: fargate"', (chart) => deployment(chart, { nodeSelector: { 'eks.amazonaws.com/compute-type': 'fargate' } })],
    ['the scheduler of Fargate', 'UnsupportedCompute', 'the pods run on fargate alone, where EKS Pod Identity can\'t give them credentials: declare an IrsaWorkload, or have them run on EC2 Linux '
      + 'nodes, got: "schedulerName fargate-scheduler"', (chart) => deployment(chart, { schedulerName: 'fargate-scheduler' })],
  ])('%s', (_, code, message, make, options = {}) => {
    const { app, stack } = stackFixture();
    const { chart, charts } = chartFixture();
    const object = make(chart);
    podIdentity(stack).bindPods(object, options);

    expect(errorOf(() => charts.synthYaml())).toMatchObject({ code, message: `[chart/Deployment] ${message} (${code})` });
    expect(synthError(app)).toContain(`[Stack/Exporter] chart/Deployment: ${message} (${code})`);
  });

  test('all that is wrong is told at once', () => {
    const object = withContainer(chartFixture().chart, { env: [{ name: 'AWS_PROFILE', value: 'dev' }] }, { serviceAccountName: 'x' });
    irsa(stackFixture().stack).bindPods(object);

    expect(errorOf(() => object.toJson())).toMatchObject({ code: 'OtherServiceAccount', message: expect.stringMatching(/AWS_PROFILE .*\(StaticCredentials\); the pods run as .*\(OtherServiceAccount\)$/) });
  });

  test('with IRSA a token file that nothing mounts, and keys, but not Windows', () => {
    const object = withContainer(chartFixture().chart, { env: [{ name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: TOKEN_FILE }] }, { automountServiceAccountToken: false, nodeSelector: { 'kubernetes.io/os': 'windows' } });
    irsa(stackFixture().stack).bindPods(object);

    expect(errorOf(() => object.toJson()).message).toBe(`[chart/Deployment] the container "app" takes its token from where automountServiceAccountToken: false has nothing mounted: leave AWS_WEB_IDENTITY_TOKEN_FILE
 out, and EKS mounts the token of IRSA, which automountServiceAccountToken isn't about; where EKS doesn't, set projectToken, got: "${TOKEN_FILE}" (UnmountedToken); the container "app" has
 AWS_WEB_IDENTITY_TOKEN_FILE (env): EKS leaves a container alone that sets it, and SDKs take web identity before EKS Pod Identity: remove it, since EKS sets what the mechanism of the service account needs.
 If it authenticates otherwise for good, name it in skipContainers (StaticCredentials)`.replace(/\n/g, ''));
  });

  test.each<[string, object[], boolean]>([
    ['each term asks for it', [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }] }], true],
    ['a term takes others', [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }] }, { matchFields: [] }], false],
    ['Linux is taken too', [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows', 'linux'] }] }], false],
    ['it is what isn\'t wanted', [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'NotIn', values: ['windows'] }] }], false],
  ])('a required affinity to Windows nodes, if %s', (_, nodeSelectorTerms, refused) => {
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    const object = deployment(chartFixture().chart, { affinity: { nodeAffinity } });
    podIdentity(stackFixture().stack).bindPods(object);
    const write = () => object.toJson();

    if (refused) { expect(errorOf(write).message).toContain('got: "required nodeAffinity to kubernetes.io/os: windows" (UnsupportedCompute)'); } else { expect(write).not.toThrow(); }
  });

  test('the label that Fargate gives its pods', () => {
    const { chart } = chartFixture();
    const object = new ApiObject(chart, 'Object', {
      apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { metadata: { labels: { 'eks.amazonaws.com/fargate-profile': 'x' } }, spec: { containers: [{ name: 'app' }] } } },
    });
    podIdentity(stackFixture().stack).bindPods(object);

    expect(errorOf(() => object.toJson()).message).toContain('got: "the label eks.amazonaws.com/fargate-profile" (UnsupportedCompute)');
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['all labels of the selector', { tier: 'batch', team: 'x' }, true],
    ['another value of one', { tier: 'web', team: 'x' }, false],
    ['one of them alone', { tier: 'batch' }, false],
  ])('a Fargate profile of the app that selects pods by labels, if they have %s', (_, labels, refused) => {
    const { app, stack } = stackFixture();
    new eks.CfnFargateProfile(stack, 'Profile', {
      clusterName: 'production',
      podExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/pods`,
      selectors: [{ namespace: 'finance-*', labels: [{ key: 'tier', value: 'batch' }, { key: 'team', value: 'x' }] }],
    });
    const workload = podIdentity(stack);
    workload.bindPods(new ApiObject(chartFixture().chart, 'Object', {
      apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'app' }] } } },
    }));
    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:FargateProfile[Stack/Profile]', reason: 'these pods have other labels' });

    if (!refused) {
      expect(() => app.synth()).not.toThrow();
      return;
    }
    expect(synthError(app)).toContain('[Stack/Exporter] chart/Object: the Fargate profile Stack/Profile selects these pods of the namespace by their labels and "finance-*", and on Fargate EKS Pod Identity '
      + `can't give them credentials: declare an IrsaWorkload, or give them other labels, got: ${JSON.stringify({ team: 'x', tier: 'batch' })} (UnsupportedCompute)`);
  });
});

describe('what is risky is a warning at the workload', () => {
  test.each<[string, string, string, (chart: Chart) => ApiObject]>([
    ['hostNetwork', 'HostNetwork[chart/Deployment:exporter]', 'the pods have hostNetwork: true, so that they reach the metadata service of the node, and with it the node\'s role, whatever the hop limit is: '
      + 'leave hostNetwork out, or acknowledge this', (chart) => deployment(chart, { hostNetwork: true }, { name: 'exporter' })],
    ['a metadata service that is left on', 'InstanceMetadata[chart/Deployment:app]', 'the container "app" sets AWS_EC2_METADATA_DISABLED to other than "true", so that without its identity it takes the '
      + 'node\'s role: leave the variable out, or name the container in instanceMetadata', (chart) => withContainer(chart, { env: [{ name: 'AWS_EC2_METADATA_DISABLED', value: 'false' }] })],
    ['a folder that may hold keys', 'StaticCredentials[chart/Deployment:app:/root/.aws]', 'the container "app" has /root/.aws (volume "home"): it is where SDKs look for a credentials file, and if there is one, '
      + 'SDKs take a credentials file before the identity of the pod: remove it, and revoke the keys in the file once the pods run without them. If it authenticates otherwise for good, name it in skipContainers',
    (chart) => withContainer(chart, { volumeMounts: [{ name: 'home', mountPath: '/root/.aws' }] }, { volumes: [{ name: 'home', hostPath: { path: '/x' } }] })],
  ])('%s, which can be acknowledged', (_, id, message, make) => {
    const { app, stack } = stackFixture();
    const { chart, charts } = chartFixture();
    const workload = irsa(stack);
    workload.bindPods(make(chart));

    expect(() => charts.synthYaml()).not.toThrow();
    expect(warningsOf(stack)).toEqual([`chart/Deployment: ${message} [ack: annotation::cdk-eks-workload-identity:${id}]`]);
    Validations.of(workload).acknowledge({ id: `cdk-eks-workload-identity:${id}`, reason: 'known' });
    expect(() => app.synth()).not.toThrow();
  });

  test.each(['true', 'TRUE'])('a metadata service that is off already is none: %s', (value) => {
    const { stack } = stackFixture();
    irsa(stack).bindPods(withContainer(chartFixture().chart, { env: [{ name: 'AWS_EC2_METADATA_DISABLED', value }] }));

    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('fails at once', () => {
  test.each<[string, string, string, (chart: Chart, workload: Workload) => void]>([
    ['for a kind without pods', 'NoPodTemplate', '[chart/X] this kind isn\'t known to have a pod template, as Pod, ReplicationController, apps/Deployment, apps/StatefulSet, apps/DaemonSet, apps/ReplicaSet, '
      + 'batch/Job, batch/CronJob, argoproj.io/Rollout, serving.knative.dev/Service have: bind what runs the pods, or tell by podTemplatePath where the template is, got: "v1 Service" (NoPodTemplate)',
    (chart, workload) => workload.bindPods(new ApiObject(chart, 'X', { apiVersion: 'v1', kind: 'Service' }))],
    ['for what is no object of Kubernetes', 'NoPodTemplate', '[chart] bindPods takes a cdk8s ApiObject, or a construct whose default child is one as in cdk8s-plus, got: "Chart" (NoPodTemplate)',
      (chart, workload) => workload.bindPods(chart)],
    ['for a path that is none', 'InvalidPodTemplatePath', '[chart/Deployment] podTemplatePath must be the fields that lead to the pod template, with dots between them as "spec.template", got: "/spec/template" '
      + '(InvalidPodTemplatePath)', (chart, workload) => workload.bindPods(deployment(chart), { podTemplatePath: '/spec/template' })],
    ['for an image that nobody runs', 'ConflictingOptions', '[Stack/Exporter] waitImage is the image of the container that waitForIdentity adds: set waitForIdentity, or leave waitImage out, got: "x:1" '
      + '(ConflictingOptions)', (chart, workload) => workload.bindPods(deployment(chart), { waitImage: 'x:1' })],
    ['for what is no image', 'InvalidImage', '[Stack/Exporter] waitImage must be the reference of an image, as REPOSITORY:TAG or REPOSITORY@DIGEST, got: "x y" (InvalidImage)',
      (chart, workload) => workload.bindPods(deployment(chart), { waitForIdentity: true, waitImage: 'x y' })],
    ['for the token of the other mechanism', 'ConflictingOptions', '[Stack/Exporter] projectToken mounts the token of IRSA, and the pods of this workload get credentials by EKS Pod Identity, which EKS sets up: '
      + 'leave it out, got: true (ConflictingOptions)', (chart, workload) => workload.bindPods(deployment(chart), { projectToken: true })],
  ])('%s', (_, code, message, bind) => {
    expect(errorOf(() => bind(chartFixture().chart, podIdentity(stackFixture().stack)))).toMatchObject({ code, message });
  });

  test('for pods of another workload, and twice', () => {
    const { stack } = stackFixture();
    const object = deployment(chartFixture().chart);
    const [first, second] = [podIdentity(stack), irsa(stack, { serviceAccountName: 'other' }, 'Other')];
    first.bindPods(object);

    for (const [workload, path] of [[second, 'Stack/Other'], [first, 'Stack/Exporter']] as const) {
      expect(errorOf(() => workload.bindPods(object)).message).toBe('[chart/Deployment] the pods are bound to Stack/Exporter already, and a pod has one service account: bind them once, '
        + `got: "${path}" (AlreadyBound)`);
    }
  });
});

describe('the token of IRSA in the manifest', () => {
  test('is mounted with audience and lifetime of the workload, and its variables set', () => {
    const object = deployment(chartFixture().chart, {
      containers: [{ name: 'app', env: [{ name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'legacy' }] }, { name: 'mesh' }],
      initContainers: [{ name: 'setup', volumeMounts: [{ name: 'x', mountPath: '/x' }] }],
      volumes: [{ name: 'x', emptyDir: {} }],
    });
    irsa(stackFixture().stack, { roleName: 'exporter', path: '/apps/' }).bindPods(object, { projectToken: true, skipContainers: ['mesh'] });
    const { containers: [app, mesh], initContainers: [setup], volumes } = podSpec(object);
    const mount = { name: 'aws-iam-token', mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount', readOnly: true };
    const set = { AWS_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/apps/exporter`, AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' };

    expect(variables(app)).toMatchObject({ ...set, AWS_STS_REGIONAL_ENDPOINTS: 'legacy' });
    expect(variables(setup)).toMatchObject({ ...set, AWS_STS_REGIONAL_ENDPOINTS: 'regional' });
    expect(variables(mesh)).toEqual({ AWS_EC2_METADATA_DISABLED: 'true' });
    expect([app.volumeMounts, setup.volumeMounts, mesh.volumeMounts]).toEqual([[mount], [{ name: 'x', mountPath: '/x' }, mount], undefined]);
    expect(volumes).toEqual([{ name: 'x', emptyDir: {} }, { name: 'aws-iam-token', projected: { sources: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 86400, path: 'token' } }] } }]);
  });

  test('has the audience, lifetime and STS endpoint that the workload has', () => {
    const object = deployment(chartFixture().chart);
    const { stack } = stackFixture();
    const oidcProvider = ClusterOidcProvider.fromProviderArn(stack, 'Provider', PROVIDER_ARN);
    irsa(stack, { roleName: 'x', oidcProvider, audience: 'vault', tokenExpiration: Duration.hours(1), stsRegionalEndpoints: false }).bindPods(object, { projectToken: true });
    const { containers, volumes } = podSpec(object);

    expect(variables(containers[0])).not.toHaveProperty('AWS_STS_REGIONAL_ENDPOINTS');
    expect(volumes[0].projected.sources).toEqual([{ serviceAccountToken: { audience: 'vault', expirationSeconds: 3600, path: 'token' } }]);
  });

  test('fails when it is written to a file and the ARN of the role isn\'t known', () => {
    const object = deployment(chartFixture().chart);
    irsa(stackFixture().stack).bindPods(object, { projectToken: true });

    expect(errorOf(() => JSON.stringify(object.toJson())).message).toBe('[chart/Deployment] spec.template.spec.containers[0].env[0].value is known when the stack is deployed, so it can\'t be written to a file: '
      + 'set roleName on the workload and give its stack an env with account and region, or deploy the chart with cluster.addCdk8sChart (DeployTimeValue)');
  });
});

test('a token of the user\'s own never reaches a file', () => {
  const object = withContainer(chartFixture().chart, { env: [{ name: 'ACCOUNT', value: Aws.ACCOUNT_ID }] });
  podIdentity(stackFixture().stack).bindPods(object);

  expect(errorOf(() => JSON.stringify(object.toJson())).message).toContain('env[0].value is known when the stack is deployed, so it can\'t be written to a file: give a literal, or deploy the chart with');
});

test('a cluster of the app that applies the chart gets what is known at deploy time where it is deployed', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const kubectlLayer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:kubectl:1`) as lambda.LayerVersion;
  const cluster = new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_34, kubectlLayer });
  const { chart } = chartFixture();
  podIdentity(stack, { cluster }).bindPods(deployment(chart), { waitForIdentity: true });
  const manifest = cluster.addCdk8sChart('Chart', chart);
  const text = JSON.stringify(stack.resolve((manifest.node.findChild('Resource').node.defaultChild as any)._cfnProperties.Manifest));

  expect(text).toContain('{"Ref":"AWS::Region"}');
  expect(text).toMatch(/:assumed-role\/",\{"Ref":"ExporterRole[0-9A-F]{8}"\}/);
});

describe('of a migrating workload', () => {
  const migrating = (stage: MigrationStage) => {
    const { stack } = stackFixture();
    return new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, stage });
  };

  test.each([MigrationStage.IRSA, MigrationStage.DUAL_TRUST])('pods may run on Windows in stage %s, and mount their token', (stage) => {
    const object = deployment(chartFixture().chart, { nodeSelector: { 'kubernetes.io/os': 'windows' } });
    migrating(stage).bindPods(object, { projectToken: true });

    expect(JSON.stringify(object.toJson.bind(object)().spec.template.spec.volumes)).toContain('sts.amazonaws.com');
  });

  test.each([MigrationStage.CUTOVER, MigrationStage.ANNOTATION_REMOVED, MigrationStage.POD_IDENTITY])('pods get their credentials by the agent in stage %s', (stage) => {
    const object = deployment(chartFixture().chart, { nodeSelector: { 'kubernetes.io/os': 'windows' } });
    const workload = migrating(stage);
    workload.bindPods(object);

    expect(errorOf(() => object.toJson()).code).toBe('UnsupportedCompute');
    expect(errorOf(() => workload.bindPods(object, { projectToken: true })).code).toBe('ConflictingOptions');
  });

  test.each(Object.values(MigrationStage))('behind a proxy the agent is reachable in stage %s, so that the cutover needs no other manifest', (stage) => {
    const object = withContainer(chartFixture().chart, { env: [{ name: 'HTTP_PROXY', value: 'http://p' }] });
    migrating(stage).bindPods(object);

    expect(variables(podSpec(object).containers[0]).NO_PROXY).toBe(NO_PROXY);
  });
});

import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as cdk8s from 'cdk8s';
import { decide } from './decide';
import { NAMESPACE, podIn, serviceAccount } from './objects';
import { documentsOf, policiesOf } from './policies';
import { AdmissionAction, AdmissionEngine, AdmissionPolicies, AdmissionPoliciesProps, MigratingWorkload, MigrationStage, WorkloadCluster } from '../../../src';
import { chartFixture, errorOf, IDENTITY, irsa, podIdentity, PROVIDER_ARN, stackFixture } from '../../fixtures';

const { ENFORCE, OFF } = AdmissionAction;
const ROLE = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/exporter' };

/** Policies over the workloads of a stack, with nothing but what they need. */
function over(stack: Stack, props: Partial<AdmissionPoliciesProps> = {}): { charts: cdk8s.App; chart: cdk8s.Chart } {
  const { charts, chart } = chartFixture();
  new AdmissionPolicies(chart, 'Policies', { workloadsOf: [stack], namespaces: [NAMESPACE], action: ENFORCE, ...props });
  return { charts, chart };
}

function policy(charts: cdk8s.App, name: string): any {
  return documentsOf(charts).find(({ metadata }) => metadata.name === `workload-identity-${name}`);
}

describe('the declared identities', () => {
  test('are those of the app when the chart is written, whenever they were declared', () => {
    const { stack } = stackFixture();
    const { charts } = over(stack);
    expect(decide(policy(charts, 'no-debug-pods'), { object: podIn('Pod') })).toEqual([]);

    podIdentity(stack);

    expect(decide(policy(charts, 'no-debug-pods'), { object: podIn('Pod') })).toHaveLength(1);
  });

  test('are the same bytes whatever the order of declarations', () => {
    const names = ['a', 'b', 'c'];
    const declared = (order: string[]) => {
      const { stack } = stackFixture();
      order.forEach((name) => irsa(stack, { serviceAccountName: name, roleName: name }, name));
      return over(stack).charts.synthYaml();
    };

    expect(declared([...names].reverse())).toBe(declared(names));
  });

  test('are those of the given scopes, each once', () => {
    const { app, stack } = stackFixture();
    const other = new Stack(app, 'Other', { env: { account: stack.account, region: stack.region } });
    podIdentity(stack);
    podIdentity(other, { serviceAccountName: 'other' });
    const { charts } = over(stack, { workloadsOf: [stack, stack] });

    expect(decide(policy(charts, 'no-debug-pods'), { object: podIn('Pod') })).toHaveLength(1);
    expect(decide(policy(charts, 'no-debug-pods'), { object: podIn('Pod', { spec: { serviceAccountName: 'other' } }) })).toEqual([]);
  });

  test('are those of the given namespaces alone', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { namespace: 'elsewhere' });

    expect(JSON.stringify(documentsOf(over(stack).charts))).not.toContain('elsewhere');
  });

  test('are those of the given cluster, which may be named by what refers to the same', () => {
    const { app, stack } = stackFixture();
    const clusterOf = (id: string, clusterName: string) => WorkloadCluster.fromAttributes(stack, id, { clusterName, oidcProviderArn: PROVIDER_ARN });
    const [one, two] = [clusterOf('One', 'one'), clusterOf('Two', 'two')];
    irsa(stack, { cluster: one, roleName: 'exporter' }, 'ExporterOne');
    irsa(stack, { cluster: two, roleName: 'exporter-two' }, 'ExporterTwo');
    const { charts } = over(stack, { cluster: clusterOf('OneAgain', 'one') });
    const roles = policy(charts, 'declared-role-arns');

    expect(decide(roles, { object: serviceAccount('invoice-exporter', {}, ROLE) })).toEqual([]);
    expect(decide(roles, { object: serviceAccount('invoice-exporter', {}, { 'eks.amazonaws.com/role-arn': `${ROLE['eks.amazonaws.com/role-arn']}-two` }) })).toHaveLength(1);
    expect(errorOf(() => over(app.node.findChild('Stack') as Stack).charts.synthYaml()).message).toContain(
      '[chart/Policies] workloads of two clusters declare this service account, [Stack/ExporterOne] and [Stack/ExporterTwo]: name by cluster the one that this is for, '
      + 'got: "finance-prod/invoice-exporter" (DuplicateWorkload)');
  });

  test.each<[MigrationStage, number]>([
    [MigrationStage.CUTOVER, 0],
    [MigrationStage.ANNOTATION_REMOVED, 1],
  ])('of a migration in stage %s have the annotation as long as their ServiceAccount has it', (stage, refusals) => {
    const { stack } = stackFixture();
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN });
    new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, cluster, roleName: 'exporter', stage });

    expect(decide(policy(over(stack).charts, 'declared-role-arns'), { object: serviceAccount('invoice-exporter', {}, ROLE) })).toHaveLength(refusals);
  });
});

describe('the ARN of a role that is named when it is deployed', () => {
  test('resolves where the chart is deployed by the CDK', () => {
    const { stack } = stackFixture();
    const workload = irsa(stack);
    const { chart } = over(stack);
    const cluster = eks.Cluster.fromClusterAttributes(stack, 'Imported', {
      clusterName: 'production',
      kubectlRoleArn: 'arn:aws:iam::111122223333:role/kubectl',
      kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', 'arn:aws:lambda:eu-central-1:111122223333:layer:kubectl:1'),
    });
    cluster.addCdk8sChart('Policies', chart);

    const [{ Properties: { Manifest } }] = Object.values(Template.fromStack(stack).findResources('Custom::AWSCDK-EKS-KubernetesResource')) as any[];
    const parts: unknown[] = Manifest['Fn::Join'][1];
    const at = parts.findIndex((part) => JSON.stringify(part) === JSON.stringify(stack.resolve(workload.roleArn)));
    expect(String(parts[at - 1])).toMatch(/\{\\"finance-prod\/invoice-exporter\\": \\"$/);
    expect(String(parts[at + 1])).toMatch(/^\\"\}"/);
  });

  test('fails where the chart is written, and says what to do', () => {
    const { stack } = stackFixture();
    irsa(stack);

    expect(errorOf(() => over(stack).charts.synthYaml())).toMatchObject({
      code: 'DeployTimeValue',
      message: '[chart/Policies/DeclaredRoleArns] spec.variables[2].expression names what is known when the stack is deployed, so it can\'t be written to a file: where that is the ARN of a role, '
        + 'set roleName on the workload and give its stack an env with account and region; where it is a name, give a literal; or deploy the chart with cluster.addCdk8sChart (DeployTimeValue)',
    });
  });

  test('is not asked for by the other policies', () => {
    const { stack } = stackFixture();
    irsa(stack);

    expect(documentsOf(over(stack, { declaredRoleArns: OFF }).charts)).toHaveLength(10);
  });
});

test('a namespace that is a token is compared by what it stands for', () => {
  const { stack } = stackFixture();
  const namespace = new CfnParameter(stack, 'Namespace').valueAsString;
  const workload = podIdentity(stack, { namespace });

  expect(() => over(stack, { namespaces: [namespace], usedBy: [{ workload, labels: { app: 'x' } }] })).not.toThrow();
});

describe('images and labels', () => {
  const refusals = (usedBy: { labels?: Record<string, string>; images?: string[] }, pod: any) => {
    const { stack } = stackFixture();
    return decide(policy(over(stack, { usedBy: [{ workload: podIdentity(stack), ...usedBy }] }).charts, 'declared-pods'), { object: pod });
  };

  test('are told in the message', () => {
    expect(refusals({ labels: { app: 'x' }, images: ['r.example/a', 'r.example/b:1'] }, podIn('Pod'))).toEqual([
      'Pods of the service account finance-prod/invoice-exporter must have the label app=x: set it if they are its application\'s, and otherwise use another service account.',
      'Containers of the service account finance-prod/invoice-exporter must run one of the images r.example/a, r.example/b:1: use another service account for others.',
    ]);
  });

  test('may be labels alone, an empty one too, or images alone', () => {
    expect(refusals({ labels: { app: '' } }, podIn('Pod', { labels: { app: '' } }))).toEqual([]);
    expect(refusals({ labels: { app: '' } }, podIn('Pod'))).toHaveLength(1);
    expect(refusals({ images: ['registry.example/invoice-exporter'] }, podIn('Pod'))).toEqual([]);
  });
});

test.each<[string, Partial<AdmissionPoliciesProps>, string, string]>([
  ['no scope', { workloadsOf: [] }, 'EmptyList', 'workloadsOf must name where workloads are declared, for example the app, got: []'],
  ['no namespace', { namespaces: [] }, 'EmptyList', 'namespaces must name at least one, since nothing else is looked at, got: []'],
  ['a pattern for a namespace', { namespaces: ['a', 'finance-*'] }, 'InvalidNamespace',
    'namespaces[1] must be one exact Kubernetes namespace: 1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, no wildcard, got: "finance-*"'],
  ['a long name', { name: 'a'.repeat(41) }, 'InvalidPolicyName',
    `name must be 1 to 40 lower-case letters, digits and "-", beginning and ending with a letter or digit, since names in the cluster begin with it, got: "${'a'.repeat(41)}"`],
  ['a name in capitals', { name: 'Finance' }, 'InvalidPolicyName',
    'name must be 1 to 40 lower-case letters, digits and "-", beginning and ending with a letter or digit, since names in the cluster begin with it, got: "Finance"'],
  ['nothing that is on', { action: OFF }, 'EmptyList', 'every policy is off, so that none would be there: leave AdmissionPolicies out, or give an action of AdmissionAction.ENFORCE or AUDIT, got: "off"'],
  ['declaredPods without usedBy', { usedBy: undefined, declaredPods: ENFORCE }, 'ConflictingOptions',
    'declaredPods has nothing to decide by without usedBy: say there which pods may use the service accounts, or leave declaredPods out, got: "enforce"'],
  ['a usedBy without entries', { usedBy: [] }, 'EmptyList', 'usedBy must name a workload, got: []; leave it out if any pod may use the service accounts'],
])('%s is refused', (_, props, code, message) => {
  expect(errorOf(() => policiesOf(AdmissionEngine.KUBERNETES, props))).toMatchObject({ code, message: `[chart/Policies] ${message} (${code})` });
});

test.each<[string, (stack: Stack) => Partial<AdmissionPoliciesProps>, string, string]>([
  ['neither labels nor images', (stack) => ({ usedBy: [{ workload: podIdentity(stack) }] }), 'EmptyList', 'usedBy[0] must have labels or images, or any pod would do, got: {}'],
  ['empty labels and images', (stack) => ({ usedBy: [{ workload: podIdentity(stack), labels: {}, images: [] }] }), 'EmptyList', 'usedBy[0] must have labels or images, or any pod would do, got: {"labels":{},"images":[]}'],
  ['a workload twice', (stack) => {
    const workload = podIdentity(stack);
    return { usedBy: [{ workload, labels: { a: 'b' } }, { workload, labels: { a: 'c' } }] };
  }, 'ConflictingOptions', 'usedBy[1] names a workload that is named before: give one entry for each, got: "Stack/Exporter"'],
  ['a workload of another namespace', (stack) => ({ usedBy: [{ workload: podIdentity(stack, { namespace: 'elsewhere' }), labels: { a: 'b' } }] }), 'ConflictingOptions',
    'usedBy[0] names a workload that these policies are not about: add its namespace "elsewhere" to namespaces, name its cluster, or leave it out, got: "Stack/Exporter"'],
  ['a workload of another cluster', (stack) => ({
    cluster: WorkloadCluster.fromAttributes(stack, 'Other', { clusterName: 'other' }), usedBy: [{ workload: podIdentity(stack), labels: { a: 'b' } }],
  }), 'ConflictingOptions', 'usedBy[0] names a workload that these policies are not about: add its namespace "finance-prod" to namespaces, name its cluster, or leave it out, got: "Stack/Exporter"'],
  ['a key that is none', (stack) => ({ usedBy: [{ workload: podIdentity(stack), labels: { 'a"b': 'c' } }] }), 'InvalidLabel',
    'a key of usedBy[0].labels must be a Kubernetes metadata key: a name of 1 to 63 letters, digits, "-", "_" and ".", or a DNS subdomain, "/" and such a name, got: "a\\"b"'],
  ['a value that is none', (stack) => ({ usedBy: [{ workload: podIdentity(stack), labels: { a: '" || true || "' } }] }), 'InvalidLabel',
    'usedBy[0].labels["a"] must be a Kubernetes label value: 1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, got: "\\" || true || \\""'],
  ...['*', 'invoice-exporter', 'registry.example/a*', 'registry.example/{{a}}', 'registry.example/a b', 'registry.example/a:'].map((image): [string, (stack: Stack) => Partial<AdmissionPoliciesProps>, string, string] => [
    `the image ${image}`, (stack) => ({ usedBy: [{ workload: podIdentity(stack), images: [image] }] }), 'InvalidImage',
    `usedBy[0].images[0] must be an image as pods name it: its registry, "/", its repository, and perhaps ":" and a tag or "@" and a digest; no wildcard, got: ${JSON.stringify(image)}`,
  ]),
])('a usedBy with %s is refused', (_, props, code, message) => {
  const { stack } = stackFixture();
  expect(errorOf(() => over(stack, props(stack)))).toMatchObject({ code, message: `[chart/Policies] ${message} (${code})` });
});

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  Access, Forbidden, IdentityAssertions, IrsaWorkload, MigratingWorkload, MigratingWorkloadProps, MigrationPlan, MigrationStage, PodIdentityWorkload,
  S3Access, SessionTag, Workload, WorkloadCluster,
} from '../../src';
import { cfnCluster, chartFixture, CLUSTER_ARN, clusterFixture, errorOf, IDENTITY, ISSUER, PROVIDER_ARN, stackFixture } from '../fixtures';

const { IRSA, DUAL_TRUST, CUTOVER, ANNOTATION_REMOVED, POD_IDENTITY } = MigrationStage;
const STAGES = [IRSA, DUAL_TRUST, CUTOVER, ANNOTATION_REMOVED, POD_IDENTITY];
const PAIRS = STAGES.slice(1).map((stage, index): [MigrationStage, MigrationStage] => [STAGES[index], stage]);
const PODS = 'pods.eks.amazonaws.com';

type Declare = (stack: Stack, props: Omit<MigratingWorkloadProps, 'stage'>) => Workload;
const migrating = (stage: MigrationStage, more: Partial<MigratingWorkloadProps> = {}): Declare =>
  (stack, props) => new MigratingWorkload(stack, 'Exporter', { ...props, ...more, stage });

interface Outcome {
  readonly template: any;
  readonly role: any;
  readonly serviceAccount: any;
  readonly stack: Stack;
}

/** What a declaration comes to: the template, and the ServiceAccount. */
function outcome(declare: Declare, cluster: (stack: Stack) => eks.IClusterRef = clusterFixture): Outcome {
  const { stack } = stackFixture();
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::company');
  const workload = declare(stack, {
    ...IDENTITY,
    cluster: cluster(stack),
    access: [S3Access.readPrefix(bucket, `${SessionTag.NAMESPACE}/`)],
    roleName: 'exporter',
    mustNot: [Forbidden.actions('s3:*').outside(`arn:aws:s3:::company/${IDENTITY.namespace}/*`)],
  });
  const { chart } = chartFixture();
  workload.addServiceAccount(chart);
  const template = Template.fromStack(stack).toJSON();
  const [role] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  return { template, role, serviceAccount: chart.toJson()[0], stack };
}

const associations = ({ template }: { template: any }) => Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::EKS::PodIdentityAssociation');

describe('at the ends', () => {
  const asIrsa: Declare = (stack, props) => new IrsaWorkload(stack, 'Exporter', props);
  const asPodIdentity: Declare = (stack, props) => new PodIdentityWorkload(stack, 'Exporter', props);

  test.each<[MigrationStage, string, Declare, (stack: Stack) => eks.IClusterRef]>([
    [IRSA, 'IrsaWorkload', asIrsa, clusterFixture],
    [IRSA, 'IrsaWorkload with a cluster of the app', asIrsa, cfnCluster],
    [POD_IDENTITY, 'PodIdentityWorkload', asPodIdentity, clusterFixture],
    [POD_IDENTITY, 'PodIdentityWorkload with a cluster of the app', asPodIdentity, cfnCluster],
  ])('stage %s comes to what %s comes to, byte for byte', (stage, _, declare, cluster) => {
    const [mine, other] = [outcome(migrating(stage), cluster), outcome(declare, cluster)];

    expect(JSON.stringify(mine.template)).toBe(JSON.stringify(other.template));
    expect(JSON.stringify(mine.serviceAccount)).toBe(JSON.stringify(other.serviceAccount));
  });
});

test.each([
  [IRSA, [PROVIDER_ARN], 0, true, 'irsa'],
  [DUAL_TRUST, [PROVIDER_ARN, PODS], 0, true, 'irsa'],
  [CUTOVER, [PROVIDER_ARN, PODS], 1, true, 'pod-identity'],
  [ANNOTATION_REMOVED, [PROVIDER_ARN, PODS], 1, false, 'pod-identity'],
  [POD_IDENTITY, [PODS], 1, false, 'pod-identity'],
] as const)('in stage %s the role trusts %j, there are %i associations, and it is %s that the ServiceAccount is annotated', (stage, trusted, associated, annotated, mechanism) => {
  const found = outcome((stack, props) => {
    const workload = new MigratingWorkload(stack, 'Exporter', { ...props, stage });
    expect(workload).toMatchObject({ stage, mechanism });
    expect(workload.association === undefined).toBe(associated === 0);
    expect(workload.oidcProvider === undefined).toBe(stage === POD_IDENTITY);
    return workload;
  });

  expect(found.role.Properties.AssumeRolePolicyDocument.Statement.map(({ Principal }: any) => Object.values(Principal)[0])).toEqual(trusted);
  expect(associations(found)).toHaveLength(associated);
  expect('annotations' in found.serviceAccount.metadata).toBe(annotated);
  expect(found.serviceAccount.metadata.labels['platform.identity/mechanism']).toBe(annotated ? 'irsa' : 'pod-identity');
});

describe('between neighbours', () => {
  const CHANGES: Record<string, string[]> = {
    [DUAL_TRUST]: ['trust'], [CUTOVER]: ['association'], [ANNOTATION_REMOVED]: ['manifest'], [POD_IDENTITY]: ['trust', 'tags'],
  };

  test.each(PAIRS)('%s and %s differ in what the step is about, and in nothing else', (before, after) => {
    const [a, b] = [before, after].map((stage) => {
      const found = outcome(migrating(stage));
      const { AssumeRolePolicyDocument: trust, Tags: tags, ...rest } = found.role.Properties;
      return { trust, tags, role: rest, association: associations(found), manifest: found.serviceAccount };
    });
    const differing = (Object.keys(a) as (keyof typeof a)[]).filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));

    expect(differing).toEqual(CHANGES[after]);
  });

  test('the logical id of the role is the same in all stages', () => {
    const ids = STAGES.map((stage) => Object.entries<any>(outcome(migrating(stage)).template.Resources).find(([, { Type }]) => Type === 'AWS::IAM::Role')![0]);

    expect(new Set(ids).size).toBe(1);
  });

  /** Whether a pod that starts gets the role: by the association if there is one, else by the annotation. */
  const getsRole = (template: any, role: any, serviceAccount: any) => {
    const trusted = role.Properties.AssumeRolePolicyDocument.Statement.map(({ Principal }: any) => Object.values(Principal)[0]);
    if (associations({ template }).length > 0) { return trusted.includes(PODS); }
    return serviceAccount.metadata.annotations !== undefined && trusted.includes(PROVIDER_ARN);
  };

  test.each(PAIRS)('from %s to %s and back, pods get the role whichever of stack and manifest is deployed first', (before, after) => {
    const [a, b] = [outcome(migrating(before)), outcome(migrating(after))];

    for (const [{ template, role }, { serviceAccount }] of [[a, a], [a, b], [b, a], [b, b]]) {
      expect(getsRole(template, role, serviceAccount)).toBe(true);
    }
  });
});

test.each(STAGES)('in stage %s just the service account may become the role, with its permissions and no others', (stage) => {
  const { stack } = outcome(migrating(stage));
  const workload = IdentityAssertions.fromStack(stack).workload(IDENTITY.namespace, IDENTITY.serviceAccountName);
  const own = { clusterArn: CLUSTER_ARN, namespace: IDENTITY.namespace, serviceAccountName: IDENTITY.serviceAccountName };

  workload.assumableBy(own).notAssumableBy({ ...own, serviceAccountName: 'other' }).notAssumableBy({ ...own, namespace: 'other' })
    .can('s3:GetObject', `arn:aws:s3:::company/${IDENTITY.namespace}/a`)
    .cannot('s3:GetObject', 'arn:aws:s3:::company/other/a');
});

test.each([DUAL_TRUST, CUTOVER])('in stage %s a trust with an issuer of deploy time is one document of both', (stage) => {
  const { role } = outcome(migrating(stage), cfnCluster);
  const [, parts] = role.Properties.AssumeRolePolicyDocument['Fn::Join'];
  const document = JSON.parse(parts.map((part: unknown) => typeof part === 'string' ? part : ISSUER).join(''));

  expect(document.Statement.map(({ Principal }: any) => Object.keys(Principal)[0])).toEqual(['Federated', 'Service']);
});

test('a role of a stage before the last bears the tags that its access names, since sessions of IRSA bear none', () => {
  const tags = STAGES.map((stage) => outcome(migrating(stage)).role.Properties.Tags.map(({ Key }: any) => Key).includes('kubernetes-namespace'));

  expect(tags).toEqual([true, true, true, true, false]);
});

describe('the sessions of both mechanisms count in a proof, where the role trusts both', () => {
  const read = (resource: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] });
  const verdicts = (folder: string) => STAGES.map((stage) => {
    const { stack } = stackFixture();
    const workload = new MigratingWorkload(stack, 'Exporter', {
      ...IDENTITY,
      cluster: clusterFixture(stack),
      stage,
      tags: { 'kubernetes-namespace': 'other', 'kubernetes-pod-name': 'other' },
      mustNot: [Forbidden.actions('s3:*').on(`arn:aws:s3:::company/${IDENTITY.namespace}/*`)],
    });
    new iam.Policy(stack, 'Policy', { statements: [read(`arn:aws:s3:::company/${folder}/*`)], roles: [workload.role] });
    return workload.proveMustNot()[0].verdict;
  });

  test.each([
    ['that is named by a tag whose value sessions of EKS Pod Identity change', '${aws:PrincipalTag/kubernetes-namespace}', ['PROVED', 'REFUTED', 'REFUTED', 'REFUTED', 'REFUTED']],
    ['that is named by a tag of which nothing is known there', '${aws:PrincipalTag/kubernetes-pod-name}', ['PROVED', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN']],
    ['that is named by no tag', 'reports', ['PROVED', 'PROVED', 'PROVED', 'PROVED', 'PROVED']],
  ])('a folder %s', (_, folder, expected) => expect(verdicts(folder)).toEqual(expected));
});

test('what a mechanism can\'t is refused from the stage on that needs it', () => {
  const elsewhere = (stage: MigrationStage) => {
    const { stack } = stackFixture({ env: { account: '444455556666', region: 'eu-central-1' } });
    const cluster = WorkloadCluster.fromAttributes(stack, 'Cluster', {
      clusterName: 'production', account: '111122223333', oidcProviderArn: PROVIDER_ARN.replace('111122223333', '444455556666'),
    });
    return new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, cluster, stage });
  };

  expect(() => elsewhere(IRSA)).not.toThrow();
  expect(errorOf(() => elsewhere(DUAL_TRUST)).code).toBe('WrongAccount');
});

describe('the record of stages', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'stages-'));
  const record = (content: string, name = 'stages.json') => {
    const file = path.join(directory, name);
    fs.writeFileSync(file, content);
    return file;
  };
  const recorded = (stage: MigrationStage) => record(JSON.stringify({ 'finance-prod/invoice-exporter': stage }), `${stage}.json`);
  afterAll(() => fs.rmSync(directory, { recursive: true }));

  test.each(STAGES.flatMap((from, a) => STAGES.map((to, b): [MigrationStage, MigrationStage, boolean] => [from, to, Math.abs(a - b) <= 1])))(
    'of %s: that %s is taken is %s', (from, to, taken) => {
      const declare = () => outcome(migrating(to, { stageRecord: recorded(from) }));

      if (taken) { expect(declare).not.toThrow(); } else { expect(errorOf(declare).code).toBe('SkippedStage'); }
    });

  test('a stage that skips one is refused with the plan', () => {
    const file = recorded(IRSA);
    const { message } = errorOf(() => outcome(migrating(CUTOVER, { stageRecord: file })));

    expect(message).toContain(`[Stack/Exporter] ${file} records that "finance-prod/invoice-exporter" is deployed in stage "irsa", and stage is "cutover": go one stage at a time, record each once it is verified, `
      + 'or say by skipStagesBecause why stages may be skipped. The plan:\nirsa -> dual-trust: the role trusts EKS Pod Identity as well\n  1. deploy the stack\n');
    expect(message).toMatch(/\ndual-trust -> cutover: [^]* \(SkippedStage\)$/);
  });

  test('a workload that isn\'t recorded is in the first stage', () => {
    const file = record('{}');

    expect(() => outcome(migrating(DUAL_TRUST, { stageRecord: file }))).not.toThrow();
    expect(errorOf(() => outcome(migrating(CUTOVER, { stageRecord: file }))).code).toBe('SkippedStage');
  });

  test('stages are skipped for a reason alone', () => {
    const stageRecord = recorded(IRSA);

    expect(() => outcome(migrating(POD_IDENTITY, { stageRecord, skipStagesBecause: 'no pods run yet' }))).not.toThrow();
    expect(errorOf(() => outcome(migrating(POD_IDENTITY, { stageRecord, skipStagesBecause: ' ' }))).message).toBe(
      '[Stack/Exporter] skipStagesBecause must say why stages may be skipped, got: ""; leave it out to go one at a time (SkippedStage)');
  });

  test.each([
    ['{ "finance-prod/invoice-exporter": "halfway" }', 'must record for "finance-prod/invoice-exporter" one of irsa, dual-trust, cutover, annotation-removed, pod-identity, got: "halfway" (InvalidStageRecord)'],
    ['{ "finance-prod/invoice-exporter": null }', 'must record for "finance-prod/invoice-exporter" one of irsa, dual-trust, cutover, annotation-removed, pod-identity, got: null (InvalidStageRecord)'],
    ['[]', 'stageRecord must hold a JSON object such as { "namespace/service-account": "dual-trust" }, got: '],
    ['null', 'stageRecord must hold a JSON object such as { "namespace/service-account": "dual-trust" }, got: '],
    ['{', 'stageRecord must be a JSON file that can be read, and '],
  ])('one that holds %s is refused', (content, problem) => {
    expect(errorOf(() => outcome(migrating(IRSA, { stageRecord: record(content) }))).message).toContain(problem);
  });

  test('a workload whose namespace is a parameter can\'t be looked up', () => {
    const { stack } = stackFixture();
    const namespace = new CfnParameter(stack, 'Namespace').valueAsString;

    expect(errorOf(() => new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, namespace, cluster: clusterFixture(stack), stage: IRSA, stageRecord: record('{}') })).message)
      .toContain('stageRecord takes workloads whose namespace and serviceAccountName are known at synth');
  });

  test('one that isn\'t there is refused', () => {
    expect(errorOf(() => outcome(migrating(IRSA, { stageRecord: path.join(directory, 'none.json') }))).message).toContain('stageRecord must be a JSON file that can be read, and ENOENT');
  });
});

describe('the plan', () => {
  const planOf = (stage: MigrationStage) => {
    const { stack } = stackFixture();
    return MigrationPlan.of(new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, cluster: clusterFixture(stack), stage }));
  };

  test.each(STAGES.map((stage, index): [MigrationStage, number] => [stage, index]))('of stage %s holds the steps that remain, and the one back', (stage, index) => {
    const { steps, rollback } = planOf(stage);

    expect(steps.map(({ from, to }) => [from, to])).toEqual(PAIRS.slice(index));
    expect(rollback && [rollback.from, rollback.to]).toEqual(index === 0 ? undefined : [...PAIRS[index - 1]].reverse());
    for (const step of [...steps, ...rollback ? [rollback] : []]) {
      expect([step.deploy.length, step.verify.length, step.changes.length].every((length) => length > 0)).toBe(true);
    }
  });

  test('tells for each step what changes, what to do in which order, how to verify it and how to roll it back', () => {
    const restart = 'restart what runs the pods of `kubectl -n finance-prod get pods --field-selector spec.serviceAccountName=invoice-exporter`: `kubectl -n finance-prod rollout restart ...`';

    expect(planOf(DUAL_TRUST).toString().split('\n').slice(0, 9)).toEqual([
      'dual-trust -> cutover: the association is made, and pods that start use it',
      '  1. make sure that the agent is ACTIVE on all nodes that run the pods (built into Auto Mode): `aws eks describe-addon --cluster-name production --addon-name eks-pod-identity-agent`; that SDKs are recent enough, and that NO_PROXY holds 169.254.170.23',
      '  2. deploy the stack',
      `  3. ${restart}`,
      '  verify: `aws eks list-pod-identity-associations --cluster-name production --namespace finance-prod --service-account invoice-exporter` shows one',
      '  verify: `kubectl -n finance-prod exec POD -- aws sts get-caller-identity` names a session that begins with "eks-"',
      '  verify: CloudTrail shows AssumeRoleForPodIdentity for the cluster, and no AccessDenied for the role',
      '  roll back: deploy the stack',
      `  roll back: ${restart}`,
    ]);
    expect(planOf(POD_IDENTITY).toString()).toBe('');
  });
});

test('in a plan a word stands for what is known at deploy time only', () => {
  const { stack } = stackFixture();
  const plan = MigrationPlan.of(new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, cluster: cfnCluster(stack), stage: IRSA })).toString();

  expect(plan).toContain('--cluster-name CLUSTER --namespace finance-prod');
  expect(plan).not.toContain('Token');
});

test('what is no stage is refused', () => {
  const { stack } = stackFixture();

  expect(errorOf(() => new MigratingWorkload(stack, 'Exporter', { ...IDENTITY, cluster: clusterFixture(stack), stage: 'done' as MigrationStage })).message).toBe(
    '[Stack/Exporter] stage must be one of irsa, dual-trust, cutover, annotation-removed, pod-identity, got: "done" (InvalidStage)');
});

test('statements that are given later are the role\'s in every stage', () => {
  for (const stage of STAGES) {
    const { role } = outcome((stack, props) => {
      const workload = migrating(stage)(stack, props);
      workload.addAccess(Access.fromStatements('writes its state', new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::company/finance-prod/x'] })));
      return workload;
    });

    expect(role.Properties.Policies[0].PolicyDocument.Statement).toHaveLength(2);
  }
});

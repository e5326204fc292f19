import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { migration } from '../../examples/migration/app';
import { IdentityAssertions, MigrationPlan, MigrationStage } from '../../src';
import { CLUSTER_ARN, errorOf, expectNoMachinery, ISSUER } from '../fixtures';

const { IRSA, DUAL_TRUST, CUTOVER, ANNOTATION_REMOVED, POD_IDENTITY } = MigrationStage;
const STAGES = [IRSA, DUAL_TRUST, CUTOVER, ANNOTATION_REMOVED, POD_IDENTITY];
const FORWARD = STAGES.slice(1).map((to, index): [MigrationStage, MigrationStage] => [STAGES[index], to]);
const BACK = FORWARD.map(([from, to]): [MigrationStage, MigrationStage] => [to, from]).reverse();

/** What a stage comes to, in the parts that steps change. */
function partsOf(stage: MigrationStage) {
  const { stack, charts } = migration(stage);
  const resources: Record<string, any> = Template.fromStack(stack).toJSON().Resources;
  const [[roleId, { Properties: { AssumeRolePolicyDocument: trust, Tags: tags, ...role } }]] = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  const { [roleId]: _role, ...association } = resources;
  return { roleId, role, trust, tags, association, manifest: charts.synthYaml() };
}

type Parts = ReturnType<typeof partsOf>;
const principalsOf = ({ trust }: Parts): string[] => trust.Statement.map(({ Principal }: any) => Object.keys(Principal)[0]);
const isAnnotated = ({ manifest }: Parts) => manifest.includes('eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/invoice-archive');

/** What a step changes, whichever way it is gone. */
const CHANGES: [MigrationStage, MigrationStage, (keyof Parts)[]][] = [
  [IRSA, DUAL_TRUST, ['trust']],
  [DUAL_TRUST, CUTOVER, ['association']],
  [CUTOVER, ANNOTATION_REMOVED, ['manifest']],
  [ANNOTATION_REMOVED, POD_IDENTITY, ['trust', 'tags']],
];

test.each(CHANGES)('between %s and %s just this differs: %j', (before, after, changes) => {
  const [a, b] = [partsOf(before), partsOf(after)];

  expect((Object.keys(a) as (keyof Parts)[]).filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]))).toEqual(changes);
});

test.each<[MigrationStage, string[], number, boolean]>([
  [IRSA, ['Federated'], 0, true],
  [DUAL_TRUST, ['Federated', 'Service'], 0, true],
  [CUTOVER, ['Federated', 'Service'], 1, true],
  [ANNOTATION_REMOVED, ['Federated', 'Service'], 1, false],
  [POD_IDENTITY, ['Service'], 1, false],
])('in stage %s the role trusts %j, with %i associations, and it is %s that the ServiceAccount is annotated', (stage, principals, associations, annotated) => {
  const parts = partsOf(stage);

  expect(principalsOf(parts)).toEqual(principals);
  expect(Object.values(parts.association).map(({ Type }) => Type)).toEqual(Array(associations).fill('AWS::EKS::PodIdentityAssociation'));
  expect(isAnnotated(parts)).toBe(annotated);
});

test('the role is one and the same in all stages, with the same permissions, and has no machinery beside it', () => {
  const all = STAGES.map(partsOf);

  expect(new Set(all.map(({ roleId }) => roleId)).size).toBe(1);
  expect(new Set(all.map(({ role }) => JSON.stringify(role))).size).toBe(1);
  expect(all[0].role).toMatchObject({ RoleName: 'invoice-archive', Policies: [{ PolicyDocument: { Statement: [{ Action: 's3:GetObject' }] } }] });
  STAGES.forEach((stage) => expectNoMachinery(Template.fromStack(migration(stage).stack)));
});

test.each(STAGES)('in stage %s its pods and no others may become the role, and read what is theirs', (stage) => {
  const own = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-archive', oidcIssuer: ISSUER };

  IdentityAssertions.fromStack(migration(stage).stack).workload('finance-prod', 'invoice-archive')
    .assumableBy(own)
    .notAssumableBy({ ...own, serviceAccountName: 'other' })
    .notAssumableBy({ ...own, namespace: 'other' })
    .notAssumableBy({ ...own, clusterArn: `${CLUSTER_ARN}-2`, oidcIssuer: `${ISSUER}2` })
    .can('s3:GetObject', 'arn:aws:s3:::company-archive/finance-prod/1.pdf')
    .cannot('s3:GetObject', 'arn:aws:s3:::company-archive/other/1.pdf')
    .cannot('s3:PutObject', 'arn:aws:s3:::company-archive/finance-prod/1.pdf');
  expect(migration(stage).workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
});

test.each([...FORWARD, ...BACK])('from %s to %s, a pod that starts gets the role whichever of stack and manifest is deployed first', (from, to) => {
  const [before, after] = [partsOf(from), partsOf(to)];
  /** The webhook takes the association if there is one, and else the annotation. */
  const getsRole = (stack: Parts, manifest: Parts) => Object.keys(stack.association).length > 0
    ? principalsOf(stack).includes('Service') : isAnnotated(manifest) && principalsOf(stack).includes('Federated');

  const deployed = [[before, before], [before, after], [after, before], [after, after]];
  expect(deployed.map(([stack, manifest]) => getsRole(stack, manifest))).toEqual([true, true, true, true]);
});

describe('the record of stages', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'migration-'));
  const stageRecord = path.join(directory, 'stages.json');
  const deployed = (stage: MigrationStage) => fs.writeFileSync(stageRecord, JSON.stringify({ 'finance-prod/invoice-archive': stage }));
  afterAll(() => fs.rmSync(directory, { recursive: true }));

  test('lets the app walk all stages, forward and back', () => {
    deployed(IRSA);
    for (const [from, to] of [...FORWARD, ...BACK]) {
      expect(fs.readFileSync(stageRecord, 'utf8')).toContain(from);
      expect(migration(to, { stageRecord, outdir: directory }).app.synth().stacks.map(({ id }) => id)).toEqual(['invoice-archive']);
      deployed(to);
    }
  });

  const SKIPPING = [[IRSA, CUTOVER], [DUAL_TRUST, POD_IDENTITY], [POD_IDENTITY, CUTOVER], [POD_IDENTITY, IRSA]];
  test.each(SKIPPING)('lets none be skipped, from %s to %s, and shows the plan', (from, to) => {
    deployed(from);
    const { message } = errorOf(() => migration(to, { stageRecord }));

    expect(message).toContain(`${stageRecord} records that "finance-prod/invoice-archive" is deployed in stage "${from}", and stage is "${to}": go one stage at a time`);
    expect(message).toContain(`The plan:\n${from} -> `);
    expect(message).toContain(` -> ${to}: `);
  });
});

test('the plan of each stage is what remains of the first one\'s', () => {
  const plan = fs.readFileSync(path.join(__dirname, '../../examples/migration/golden/plan.txt'), 'utf8').trimEnd();
  const steps = plan.split(/\n(?=[a-z-]+ -> )/);

  expect(steps.map((step) => step.split(':')[0])).toEqual(FORWARD.map(([from, to]) => `${from} -> ${to}`));
  STAGES.forEach((stage, index) => expect(MigrationPlan.of(migration(stage).workload).toString()).toBe(steps.slice(index).join('\n')));
});

test('each step of the plan tells how it is deployed, verified and rolled back', () => {
  for (const stage of STAGES) {
    const { steps, rollback } = MigrationPlan.of(migration(stage).workload);
    const told = [...steps, ...rollback === undefined ? [] : [rollback]];

    expect(told.every(({ changes, deploy, verify }) => changes !== '' && deploy.length > 0 && verify.length > 0)).toBe(true);
    expect([rollback?.from, rollback?.to]).toEqual(stage === IRSA ? [undefined, undefined] : BACK.find(([from]) => from === stage));
  }
});

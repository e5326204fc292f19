import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Access, GuardrailCheck, IdentityGuardrails, IdentityReport, MigratingWorkload, MigrationStage, RoleSharing, SharedRole, TargetRole } from '../../../src';
import { ReportDocument, ReportIdentity } from '../../../src/governance/report/report-data';
import { clusterFixture, errorOf, IDENTITY, podIdentity, REGION, stackFixture } from '../../fixtures';

let directory: string;
beforeEach(() => { directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'report-')), 'own'); });
afterEach(() => fs.rmSync(path.dirname(directory), { recursive: true }));

const read = (file: string) => fs.readFileSync(path.join(directory, file), 'utf8');
const documentIn = (html: string): ReportDocument => JSON.parse(/id="data">([^<]*)</.exec(html)![1]);

/** What the report of a synthesized app holds. */
function report(app: App, guardrails?: IdentityGuardrails): ReportDocument {
  new IdentityReport(app, 'Report', { directory, guardrails });
  app.synth();
  return documentIn(read('report.html'));
}

const kindsOf = ({ risks }: ReportIdentity) => risks.map(({ kind, title }) => `${kind}: ${title}`);
const PATTERN = { access: [Access.fromStatements('wide', new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['arn:aws:s3:::company/*'] }))] };
const WIDE = 'A workload that is allowed actions by a pattern';

test('it writes a page and Mermaid diagrams into the cloud assembly, or into a directory', () => {
  const { app, stack } = stackFixture();
  new IdentityReport(app, 'Report');
  podIdentity(stack);
  const written = path.join(app.synth().directory, 'identity-report');

  expect(fs.readdirSync(written).sort()).toEqual(['.cdk-eks-workload-identity.json', 'report.html', 'report.md']);
  expect(fs.readFileSync(path.join(written, 'report.md'), 'utf8')).toContain('## production / finance-prod\n');
});

test('the same app writes the same bytes', () => {
  const bytes = () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, PATTERN);
    report(app);
    return [read('report.html'), read('report.md')];
  };

  expect(bytes()).toEqual(bytes());
});

test('each identity has its runbook, that of a migration with the way back', () => {
  const { app, stack } = stackFixture();
  new MigratingWorkload(stack, 'W', { cluster: clusterFixture(stack), ...IDENTITY, stage: MigrationStage.CUTOVER });
  const { identities: [found], lines } = report(app);

  expect(found).toMatchObject({ key: 'production/finance-prod/invoice-exporter', stage: 'cutover', risks: [] });
  expect(found.runbook.map((line) => lines[line]).join('\n')).toContain('From stage cutover back to dual-trust');
});

test('what the checks find at a role is a risk of those who have it, whatever the path of the role', () => {
  const { app, stack } = stackFixture();
  const cluster = clusterFixture(stack);
  podIdentity(stack, { cluster, ...PATTERN });
  const target = new TargetRole(new Stack(app, 'Other', { env: { account: '444455556666', region: REGION } }), 'Target', { roleName: 'target' });
  podIdentity(stack, { cluster, serviceAccountName: 'behind', target, ...PATTERN }, 'Behind');
  podIdentity(stack, { cluster, serviceAccountName: 'quiet' }, 'Quiet');

  const { identities, elsewhere } = report(app);
  expect(identities.map((identity) => [identity.name, kindsOf(identity)])).toEqual([['behind', [`finding: ${WIDE}`]], ['invoice-exporter', [`finding: ${WIDE}`]], ['quiet', []]]);
  expect(identities[0].risks[0].text).toMatch(/^Other\/Target\/Role(\/Resource)?: /);
  expect(elsewhere).toEqual([]);
});

test('what is acknowledged is told with the reason, also in a nested stack and above the role', () => {
  const { app, stack } = stackFixture();
  const nested = new NestedStack(stack, 'Nested');
  const workload = podIdentity(nested, { cluster: clusterFixture(stack), ...PATTERN });
  Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity::WildcardActions[s3:Get*]', reason: 'until the audit' });

  expect(report(app).identities[0].risks).toEqual([{ kind: 'accepted', title: WIDE, text: expect.stringMatching(/Nested\/Exporter\/Role.*Accepted: until the audit$/) }]);
});

test('what is found at a role that several share is a risk of each', () => {
  const { app, stack } = stackFixture();
  const cluster = clusterFixture(stack);
  const sharedRole = new SharedRole(stack, 'Shared', { owner: IDENTITY.owner, sharing: RoleSharing.SESSION_TAGS, ...PATTERN });
  for (const serviceAccountName of ['one', 'two']) { podIdentity(stack, { cluster, sharedRole, serviceAccountName }, serviceAccountName); }

  expect(report(app).identities.map((identity) => [identity.name, kindsOf(identity)])).toEqual([['one', [`finding: ${WIDE}`]], ['two', [`finding: ${WIDE}`]]]);
});

test('risks that are of no identity of the library stand apart', () => {
  const { app, stack } = stackFixture();
  new iam.Role(stack, 'ByHand', { assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com')) });
  const { elsewhere } = report(app, new IdentityGuardrails({ checks: [GuardrailCheck.OPEN_POD_IDENTITY_TRUST] }));

  expect(elsewhere).toEqual([expect.objectContaining({ kind: 'finding', text: expect.stringContaining('Stack/ByHand/Resource: the trust policy lets EKS Pod Identity assume the role for any cluster') })]);
});

test('the checks are those of the plugin that is given', () => {
  const { app, stack } = stackFixture();
  podIdentity(stack, PATTERN);

  expect(report(app, new IdentityGuardrails({ checks: [GuardrailCheck.MISSING_BOUNDARY], requireBoundary: true })).identities.map(kindsOf))
    .toEqual([['finding: A role of a workload without a permissions boundary, where one is required']]);
});

test('stages whose account is not known each have identities of their own, with their own risks', () => {
  const app = new App();
  for (const name of ['Dev', 'Prod']) { podIdentity(new Stack(new Stage(app, name), 'Stack'), name === 'Dev' ? PATTERN : {}); }

  expect(report(app).identities.map(({ key, workload, risks }) => [key, workload, risks.length])).toEqual([
    ['production/finance-prod/invoice-exporter', 'Dev/Stack/Exporter', 1], ['production/finance-prod/invoice-exporter/2', 'Prod/Stack/Exporter', 0],
  ]);
});

test('a directory of others stops synth, and is of one construct', () => {
  const { app } = stackFixture();
  new IdentityReport(app, 'Report', { directory });
  expect(errorOf(() => new IdentityReport(app, 'Again', { directory }))).toMatchObject({ code: 'InvalidDirectory', message: expect.stringContaining('[Again] directory is written by [Report] already') });
  fs.mkdirSync(directory);
  fs.writeFileSync(path.join(directory, 'mine'), '');

  expect(() => app.synth()).toThrow('holds what was not written here: mine');
});

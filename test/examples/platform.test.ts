import * as fs from 'node:fs';
import * as path from 'node:path';
import { platform } from '../../examples/platform/app';
import { IdentityAssertions, IdentityClaims, IdentityGuardrails } from '../../src';
import { problemsOf } from '../governance/claims/claim';

const DIRECTORY = path.join(__dirname, '../../examples/platform');

describe('the platform', () => {
  const { app, fleet } = platform();
  const assembly = app.synth();

  test('makes a workload of each of 200 claims in each cluster that it is for', () => {
    expect(IdentityClaims.fromDirectory(path.join(DIRECTORY, 'claims')).count).toBe(200);
    expect(fleet.workloads).toHaveLength(160 * 2 + 40);
  });

  test('has stacks in two accounts and two regions, with the target roles in stacks of their own', () => {
    expect(new Set(assembly.stacks.map(({ environment }) => `${environment.account} ${environment.region}`))).toEqual(
      new Set(['111122223333 eu-central-1', '111122223333 eu-west-1', '444455556666 eu-central-1', '444455556666 eu-west-1']));
    expect(assembly.stacks.map(({ stackName }) => stackName)).toContain('identities-blue-00-444455556666');
  });

  test('gives each workload what its claim asks for, and no more', () => {
    const { workloads } = fleet;
    const exporter = workloads.find(({ namespace, serviceAccountName, node }) => namespace === 'finance' && serviceAccountName === 'exporter' && node.path.includes('blue'))!;

    expect(exporter.policyDocument.toJSON().Statement).toEqual([
      { Sid: 'S3WritePrefix', Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: 'arn:aws:s3:::company-exports/finance/*' },
    ]);
    IdentityAssertions.fromStack(exporter.role.stack).workload('finance', 'exporter')
      .cannot('s3:PutObject', 'arn:aws:s3:::company-exports/billing/1.csv')
      .assumableBy({ clusterArn: 'arn:aws:eks:eu-central-1:111122223333:cluster/blue', namespace: 'finance', serviceAccountName: 'exporter' });
  });

  test('has each identity in the inventory, with its owner and boundary, and a runbook for each', () => {
    const { identities } = JSON.parse(fs.readFileSync(path.join(assembly.directory, 'identity-inventory/inventory.json'), 'utf8'));
    const runbooks = fs.readdirSync(path.join(assembly.directory, 'identity-runbooks'), { recursive: true, encoding: 'utf8' });

    expect(identities).toHaveLength(360);
    expect(identities.filter(({ owner, boundary }: any) => owner === undefined || boundary === undefined)).toEqual([]);
    expect(runbooks.filter((file) => file.endsWith('.md'))).toHaveLength(360);
    expect(runbooks.map((file) => file.split(path.sep).join('/'))).toContain('blue/finance/exporter.md');
  });

  test('has each identity in the report, which loads nothing, and in its diagrams', () => {
    const [html, markdown] = ['html', 'md'].map((ending) => fs.readFileSync(path.join(assembly.directory, `identity-report/report.${ending}`), 'utf8'));
    const { identities, elsewhere, lines } = JSON.parse(/(?<=id="data">)[^<]*/.exec(html)![0]);
    const serviceAccounts = markdown.split('\n').filter((line) => /^ {2}n\d+\(\[/.test(line));

    expect(new Set(identities.map(({ key }: any) => key)).size).toBe(360);
    expect(identities.filter(({ risks, runbook, may }: any) => risks.length > 0 || runbook.length === 0 || may.length === 0)).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(lines).toContain('# finance/exporter of blue');
    expect(html.replace(/<script type="application\/json".*?<\/script>/s, '')).not.toMatch(/\b(src|href)="(?!#)|<link|url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(html).toContain('content="default-src \'none\';');
    expect(serviceAccounts).toHaveLength(360);
  });

  test('has nothing for the guardrails to find', () => {
    expect(IdentityGuardrails.checkCloudAssembly(assembly.directory)).toEqual({ findings: [], acknowledged: [] });
  });

  test('keeps within the quotas', () => {
    expect(fleet.quotas().filter(({ used, limit }) => used > limit)).toEqual([]);
  });
});

test('a claim with twelve mistakes shows all twelve', () => {
  const problems = problemsOf(() => IdentityClaims.fromDirectory(path.join(DIRECTORY, 'invalid')));

  expect(problems.map((problem) => problem.replace(/^.*claim.yaml:/, '').split(' ').slice(0, 2).join(' '))).toEqual([
    '4:19 metadata.name', '6:16 spec.environment', '7:10 spec.owner', '8:12 spec.account', '9:14 spec.mechanism', '10:3 spec.regoin', '13:19 spec.permissions.s3[0].bucket',
    '13:60 spec.permissions.s3[0].access[0]', '14:44 spec.permissions.s3[1].prefix', '16:50 spec.permissions.sqs[0].access[1]', '17:5 spec.permissions.dynamo', '19:19 spec.mustNot[0].actions[0]',
  ]);
});

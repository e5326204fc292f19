import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Stage } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IdentityInventory, S3Access } from '../../src';
import { runCommand } from '../../src/cli/command-line';
import { baselineFile } from '../../src/governance/baseline/baseline-file';
import { generated, GeneratedPart, write } from '../contract/generated-part';
import { podIdentity, stackFixture } from '../fixtures';
import { inline, trustToken } from '../testing/peers';

/** The page of the command line with its examples as they come out now, made in an empty directory. */
export function examplesOfDocs(directory: string): GeneratedPart {
  const before = process.cwd();
  process.chdir(directory);
  try {
    writeInputs();
    return generated('docs/command-line.md', {
      audit: said('audit', 'shop.template.json', 'rendered'),
      diff: said('diff', 'identity-baseline.json', 'cdk.out'),
      can: said('can', 'cdk.out', 'finance-prod/invoice-exporter', 's3:DeleteObject', 'arn:aws:s3:::company/in/a'),
      claims: said('claims', 'validate', 'claims'),
      report: said('report', 'cdk.out'),
    });
  } finally {
    process.chdir(before);
  }
}

/** What the command line says, as a block. */
function said(...args: string[]): string {
  let text = '';
  runCommand(args, { out: (out) => { text += out; }, err: (err) => { text += err; }, isTerminal: false });
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}

function writeInputs(): void {
  const trust = { Version: '2012-10-17', Statement: [trustToken('system:serviceaccount:shop:web')] };
  const permissions = inline({ Effect: 'Allow', Action: ['s3:GetObject*', 's3:List*'], Resource: ['arn:aws:s3:::company', 'arn:aws:s3:::company/in/*'] });
  const Web = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'web', AssumeRolePolicyDocument: trust, ...permissions } };
  fs.writeFileSync('shop.template.json', JSON.stringify({ Resources: { Web } }));
  fs.mkdirSync('rendered');
  fs.writeFileSync('rendered/shop.yaml', SERVICE_ACCOUNT);
  fs.mkdirSync('claims');
  fs.writeFileSync('claims/finance.yaml', CLAIM);
  const before = synthesize('before', ['in/']);
  synthesize('cdk.out', ['in/', 'out/']);
  fs.writeFileSync('identity-baseline.json', before);
}

/** Synthesizes an app whose workload reads these prefixes, and tells its baseline. */
function synthesize(outdir: string, prefixes: readonly string[]): string {
  const { app, stack } = stackFixture({}, { outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  new IdentityInventory(app, 'Inventory');
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'company');
  podIdentity(stack, { access: prefixes.map((prefix) => S3Access.readPrefix(bucket, prefix)) });
  (Stage.of(stack) as Stage).synth();
  return baselineFile(IdentityInventory.identitiesIn(app), [], '2026-11-21');
}

const SERVICE_ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shop
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/web
`;

const CLAIM = `apiVersion: platform.mycompany.io/v1alpha1
kind: AwsWorkloadIdentityClaim
metadata: { name: invoice-exporter, namespace: finance-prod }
spec:
  enviroment: prod
  owner: finance-platform
  permissions:
    s3: [{ bucket: company, prefix: in/, access: [reed] }]
`;

if (require.main === module) { write([examplesOfDocs(fs.mkdtempSync(path.join(os.tmpdir(), 'command-line-')))]); }

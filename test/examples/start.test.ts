import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import '../../examples/start/test/invoices.test';
import { InvoicesStack } from '../../examples/start/lib/invoices-stack';
import { PodIdentityWorkload, S3Access } from '../../src';
import { readPage } from '../contract/markdown';
import { errorOf } from '../fixtures';

const EXAMPLE = path.join(__dirname, '../../examples/start');
const SHOWN = readPage('docs/start.md').blocks.map(({ text }) => text);
const before = process.cwd();

beforeAll(() => process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'start-'))));

afterAll(() => {
  const directory = process.cwd();
  process.chdir(before);
  fs.rmSync(directory, { recursive: true });
});

test.each(['lib/invoices-stack.ts', 'test/invoices.test.ts'])('docs/start.md shows %s of the example', (file) => {
  const text = fs.readFileSync(path.join(EXAMPLE, file), 'utf8').replace('\'../../../src\'', '\'cdk-eks-workload-identity\'');

  expect(SHOWN).toContain(`// ${file}\n${text}`);
});

test('docs/start.md shows the ServiceAccount that synth writes, and there are two resources', () => {
  const app = new App();
  const stack = new InvoicesStack(app, 'InvoicesStack');
  const { Resources } = app.synth().getStackByName(stack.stackName).template;

  expect(Object.values<any>(Resources).map(({ Type }) => Type).sort()).toEqual(['AWS::EKS::PodIdentityAssociation', 'AWS::IAM::Role']);
  expect(SHOWN).toContain(fs.readFileSync('manifests/production/finance-prod/serviceaccount-invoice-exporter.yaml', 'utf8'));
});

test('docs/start.md shows how synth stops', () => {
  const app = new App();
  const stack = new InvoicesStack(app, 'InvoicesStack');
  const bucket = stack.node.findChild('Bucket') as unknown as s3.IBucket;
  (stack.node.findChild('InvoiceExporter') as PodIdentityWorkload).addAccess(S3Access.deletePrefix(bucket, 'drafts/'));
  const { message } = errorOf(() => app.synth());
  const shown = SHOWN.find((text) => text.startsWith('[InvoicesStack/InvoiceExporter]'))!.replaceAll('\n', ' ').split(', which comes from')[0];

  expect(message).toContain(shown);
});

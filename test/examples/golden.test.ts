import * as fs from 'node:fs';
import * as path from 'node:path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { goldenFiles } from '../../examples/golden';
import { withPodIdentity } from '../../examples/invoice-exporter/app';
import { S3Access } from '../../src';

const EXAMPLES = path.join(__dirname, '../../examples');

test.each(Object.entries(goldenFiles()))('%s is what the example defines', (file, content) => {
  expect(content).toBe(fs.readFileSync(path.join(EXAMPLES, file), 'utf8'));
});

test('the example can do none of what it must not, and is stopped at synth if one statement allows it', () => {
  const { app, workload, stack } = withPodIdentity();
  expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED', 'PROVED', 'PROVED']);

  workload.addAccess(S3Access.deletePrefix(s3.Bucket.fromBucketName(stack, 'Temporary', 'company-prod-finance'), 'drafts/'));

  expect(() => app.synth()).toThrow('[invoice-exporter/InvoiceExporter] the workload must not do s3:DeleteObject*, and its role allows it: '
    + 's3:DeleteObject on arn:aws:s3:::company-prod-finance/drafts/x is allowed by statement "S3DeletePrefix" of the inline policy Access');
});

test('every golden file belongs to an example', () => {
  const kept = fs.readdirSync(EXAMPLES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(EXAMPLES, path.join(parentPath, name)).split(path.sep).join('/'));

  expect(kept.filter((file) => file.includes('/golden/')).sort()).toEqual(Object.keys(goldenFiles()).sort());
});

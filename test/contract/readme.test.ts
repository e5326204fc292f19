import * as fs from 'node:fs';
import * as path from 'node:path';
import { withPodIdentity } from '../../examples/invoice-exporter/app';
import { provedOf, summary } from '../../examples/summary';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

test('the README shows what the demo prints', () => {
  const { app, stack, workload } = withPodIdentity();
  app.synth();

  expect(README).toContain(`\n${summary(stack)}\n${provedOf(workload)}\n`);
});

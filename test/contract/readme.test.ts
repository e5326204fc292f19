import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { withPodIdentity } from '../../examples/invoice-exporter/app';
import { provedOf, summary } from '../../examples/summary';
import { CHECKS } from '../../src/guardrails/checks';
import { catalogue } from '../access/catalogue';
import { controllersIn } from '../controllers/catalogue';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

test('the README shows what the demo prints', () => {
  const { app, stack, workload } = withPodIdentity();
  app.synth();

  expect(README).toContain(`\n${summary(stack)}\n${provedOf(workload)}\n`);
});

test('the README counts the services with builders, the controllers and the checks', () => {
  const services = new Set(catalogue().map(({ builder }) => builder.split('Access.')[0].replace('S3Express', 'S3')));
  const controllers = Object.keys(controllersIn(new Stack(undefined, 'Names'))).filter((name) => !name.includes(','));

  expect(README).toContain(`[Builders](docs/access.md) for ${services.size} services`);
  expect(README).toContain(`[${controllers.length} controllers](docs/controllers.md)`);
  expect(README).toContain(`[${CHECKS.length} checks](docs/checks.md)`);
});

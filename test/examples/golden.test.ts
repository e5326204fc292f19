import * as fs from 'node:fs';
import * as path from 'node:path';
import { goldenFiles } from '../../examples/golden';
import { withPodIdentity } from '../../examples/invoice-exporter/app';
import { summary } from '../../examples/summary';

const EXAMPLES = path.join(__dirname, '../../examples');

test.each(Object.entries(goldenFiles()))('%s is what the example defines', (file, content) => {
  expect(content).toBe(fs.readFileSync(path.join(EXAMPLES, file), 'utf8'));
});

test('the README shows what the demo prints', () => {
  expect(fs.readFileSync(path.join(EXAMPLES, '../README.md'), 'utf8')).toContain(`\n${summary(withPodIdentity().stack)}\n`);
});

test('every golden file belongs to an example', () => {
  const kept = fs.readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /golden[\\/]/.test(file));

  expect(kept.map((file) => file.split(path.sep).join('/')).sort()).toEqual(Object.keys(goldenFiles()).sort());
});

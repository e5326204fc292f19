import * as fs from 'node:fs';
import * as path from 'node:path';
import { LLMS, llms } from './llms';

const current = fs.readFileSync(LLMS, 'utf8');

test('the short reference tells the public names as they are', () => {
  expect(current === llms() ? 'current' : 'out of date: run "npm run llms" and review what it writes').toBe('current');
});

test('the short reference has every public name once', () => {
  const { types } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../.jsii'), 'utf8'));
  const listed = [...current.matchAll(/^- `(\w+)`: /gm)].map(([, name]) => name);

  expect(listed.sort()).toEqual(Object.values<any>(types).map(({ name }) => name).sort());
});

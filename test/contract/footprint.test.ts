import * as fs from 'node:fs';
import * as path from 'node:path';
import { APPROACHES } from '../../bench/approaches';
import { assertSameByHand, brokenBudgets } from '../../bench/budgets';
import { measure, Measurement } from '../../bench/measure';
import { table } from '../../bench/report';

let measurements: Measurement[];

beforeAll(() => {
  measurements = APPROACHES.map(measure);
});

test('a workload is what an engineer would write by hand with L1s, property by property', () => {
  expect(() => assertSameByHand(measurements)).not.toThrow();
});

test('a workload keeps to its budget of resources, bytes, Lambda functions and custom resources', () => {
  expect(brokenBudgets(measurements)).toEqual([]);
});

test('the page that compares shows the table that the bench prints', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/compared.md'), 'utf8');

  expect(/<!-- footprint -->\n([\s\S]*?)\n<!-- \/footprint -->/.exec(page)?.[1]).toBe(table(measurements));
});

import * as fs from 'node:fs';
import { CHECKS_PAGE, checksPage } from './checks-page';
import { GuardrailCheck } from '../../src';
import { CHECKS } from '../../src/guardrails/checks';

test('the page of the checks says what they say', () => {
  const current = fs.readFileSync(CHECKS_PAGE, 'utf8');

  expect(current === checksPage() ? 'current' : 'out of date: run "npm run checks-page" and review what it writes').toBe('current');
});

test('each check of the public names is there once', () => {
  expect(CHECKS.map(({ id }) => id).sort()).toEqual(Object.values(GuardrailCheck).sort());
});

test.each(CHECKS.map((check) => [check.id, check] as const))('%s says in whole sentences why, and what to do', (id, { title, why, fix }) => {
  expect(id).toMatch(/^([A-Z][a-z]+)+$/);
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  for (const text of [why, fix]) { expect(text).toMatch(/^[A-Z].*\.$/); }
});

import * as fs from 'node:fs';
import * as path from 'node:path';
import { CHECKS } from '../../src/guardrails/checks';
import { CRASH } from '../../src/guardrails/run-checks';

/** The page of the docs that lists the checks. */
export const CHECKS_PAGE = path.join(__dirname, '../../docs/checks.md');

const HEAD = `# The checks of IdentityGuardrails

Made by \`npm run checks-page\` of what stands in the checks themselves. How they run, and how a finding is acknowledged: [Guardrails](guardrails.md).`;

/** What it should be. */
export function checksPage(): string {
  const all = [...CHECKS, { ...CRASH, id: CRASH.check }];
  const table = ['| id | finds |', '| --- | --- |', ...all.map(({ id, title }) => `| [\`${id}\`](#${id.toLowerCase()}) | ${escaped(title)} |`)].join('\n');
  const sections = all.map(({ id, title, why, fix }) => `## ${id}\n\n${escaped(title)}.\n\n**Why.** ${escaped(why)}\n\n**What to do.** ${escaped(fix)}`);
  return `${[HEAD, table, ...sections].join('\n\n')}\n`;
}

/** Text as Markdown shows it. */
function escaped(text: string): string {
  return text.replace(/[*_]/g, '\\$&');
}

if (require.main === module) { fs.writeFileSync(CHECKS_PAGE, checksPage()); }

/**
 * Compares the actions that builders give with those of the grants of the CDK's L2s, for the same needs of the same
 * resources.
 *
 *     npx ts-node --transpile-only -P bench/tsconfig.json bench/grants.ts
 *
 * Each need is synthesized by builders and by the grant, each for a role of its own, in an app with the feature flags of
 * a new one. Resources are imported, so that their ARNs are literals. Actions are read from the templates, patterns such
 * as `s3:GetObject*` are expanded by AWS's own action data, and each action is counted once. An action is dead if it can't
 * be asked for on any resource of its statements: its resource types are others, or it has none and needs `*`.
 *
 * It fails if a builder gives more than the least privilege for the need, or less than the need takes.
 */
import { compare } from './grants/compare';
import { NEEDS } from './grants/needs';
import { grantsTable, notLeast } from './grants/report';

async function main(): Promise<void> {
  const comparisons = await Promise.all(NEEDS.map(compare));
  console.log(await grantsTable(comparisons));

  const wrong = notLeast(comparisons);
  if (wrong.length > 0) {
    console.error(`\nNot the least privilege:\n${wrong.map((problem) => `- ${problem}`).join('\n')}`);
    process.exitCode = 1;
  }
}

void main();

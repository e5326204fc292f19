/**
 * Measures what a workload's AWS identity adds to CloudFormation templates, side by side for the same need: read and
 * list an S3 prefix, send to an SQS queue, read a DynamoDB table, and use the bucket's KMS key.
 *
 *     npx ts-node --transpile-only -P bench/tsconfig.json bench/footprint.ts
 *
 * It compares this library, the same resources written by hand with L1s, and `cluster.addServiceAccount` of both EKS
 * modules with the grants of the L2s. Each is synthesized with no, one and two workloads, in an app with the feature
 * flags of a new one. Bytes are those of the minified templates, without the path metadata that the CLI adds unless it
 * is told not to: there the path of this library's role ends with `/Resource`, which the code by hand does without.
 *
 * It fails if the code by hand is not the same as what this library defines, or if this library is over its budget.
 */
import { APPROACHES } from './approaches';
import { assertSameByHand, brokenBudgets } from './budgets';
import { measure } from './measure';
import { conclusions, table } from './report';

const measurements = APPROACHES.map(measure);
assertSameByHand(measurements);
console.log(`${table(measurements)}\n\n${conclusions(measurements)}`);

const broken = brokenBudgets(measurements);
if (broken.length > 0) {
  console.error(`\nOver budget:\n${broken.map((problem) => `- ${problem}`).join('\n')}`);
  process.exitCode = 1;
}

import { text } from '../examples/summary';
import { Conditions, PolicyValue } from '../src/policy/statement';

/** The partition, region and account of examples, and the id of their keys, as letters stand for them. */
const LETTERS: [RegExp, string][] = [
  [/arn:(?:aws|\$\{AWS::Partition\}):/g, 'arn:P:'],
  [/(?<![\w-])eu-central-1(?![\w-])|\$\{AWS::Region\}/g, 'R'],
  [/(?<![\w-])111122223333(?![\w-])|\$\{AWS::AccountId\}/g, 'A'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'KEY'],
];

/** A value of a policy as people read it: `arn:P:sqs:R:A:orders`. */
export function readable(value: PolicyValue): string {
  return LETTERS.reduce((readableSoFar, [found, letter]) => readableSoFar.replace(found, letter), text(value));
}

/** Conditions as people read them, each with operator, key and values. */
export function readableConditions(conditions: Conditions = {}): string[] {
  return Object.entries(conditions).flatMap(([operator, keys]) => Object.entries(keys)
    .map(([key, values]) => `\`${operator}\` \`${key}\` ${(values as PolicyValue[]).map((value) => `\`${readable(value)}\``).join(' or ')}`));
}

import { Stack } from 'aws-cdk-lib';
import { textOf } from '../policy/intrinsics';
import { Intrinsic } from '../policy/statement';
import { literal, literalOf, symbolOf } from '../policy/text';
import { partitionOf } from '../private/partition';
import { isToken } from '../private/tokens';

/** The literal that a string becomes when its stack is deployed, where that is known at synth; else the string with its tokens. */
export function valueAtSynth(stack: Stack, value: string): string {
  if (!isToken(value)) { return value; }
  const known: Record<string, string> = {
    'AWS::Partition': partitionOf(stack), 'AWS::Region': stack.region, 'AWS::AccountId': stack.account, 'AWS::StackName': stack.stackName,
  };
  const meaning = ({ Ref: name }: Intrinsic) => {
    const found = known[name as string];
    return found === undefined || isToken(found) ? [symbolOf('any', stack.artifactId, 'value')] : literal(found);
  };
  return literalOf(textOf(stack.resolve(value), meaning)) ?? value;
}

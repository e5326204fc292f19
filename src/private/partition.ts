import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { isToken } from './tokens';

/** The partition of a region, by default the stack's: literal wherever the region is known, whatever the feature flags. */
export function partitionOf(stack: Stack, region: string = stack.region): string {
  const known = isToken(region) ? undefined : RegionInfo.get(region).partition;
  return known ?? stack.partition;
}

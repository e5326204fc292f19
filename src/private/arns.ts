import { isToken } from './tokens';

/** The parts of an ARN before its resource; each may be a token. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Splits an ARN at its first five colons (an encoded token has none); `undefined` if it doesn't begin as an ARN. */
export function arnParts(arn: string): ArnParts | undefined {
  const [arnWord, partition, service, region, account, ...resource] = arn.split(':');
  if (arnWord !== 'arn' || resource.length === 0) { return undefined; }
  return { partition, service, region, account, resource: resource.join(':') };
}

/** True iff both are known and differ: what is a token may be anything, so it never differs. */
export function knownToDiffer(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && !isToken(a) && !isToken(b) && a !== b;
}

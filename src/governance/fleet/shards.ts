import { createHash } from 'node:crypto';
import { own } from '../../private/own';
import { Claim } from '../claims/claim';

/** The name of an identity, by which it is put into a shard. */
export function keyOf({ namespace, serviceAccount }: Claim): string {
  return `${namespace}/${serviceAccount}`;
}

/** The shard of an identity: it hangs on nothing but its name, the number of shards and its pin. */
export function shardOf(key: string, shards: number, pinned: Readonly<Record<string, number>> = {}): number {
  return own(pinned, key) ?? createHash('sha256').update(key).digest().readUInt32BE(0) % shards;
}

/** Claims by their shards, in the order of these. */
export function byShard(claims: readonly Claim[], shards: number, pinned?: Readonly<Record<string, number>>): [number, Claim[]][] {
  const found = new Map<number, Claim[]>();
  for (const claim of claims) {
    const shard = shardOf(keyOf(claim), shards, pinned);
    const others = found.get(shard);
    if (others === undefined) { found.set(shard, [claim]); } else { others.push(claim); }
  }
  return [...found].sort(([a], [b]) => a - b);
}

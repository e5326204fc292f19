import { deepStrictEqual } from 'node:assert';
import { Approach } from './approaches';
import { Measurement, Resource } from './measure';
import { IdentityMechanism } from '../src';

/** CloudFormation resources of one workload of this library. */
const RESOURCES: Record<IdentityMechanism, number> = {
  [IdentityMechanism.POD_IDENTITY]: 2,
  [IdentityMechanism.IRSA]: 1,
};

/** The measurement of the code by hand for the mechanism of an approach. */
export function byHandOf({ mechanism }: Approach, all: Measurement[]): Measurement {
  return all.find(({ approach }) => approach.kind === 'by hand' && approach.mechanism === mechanism)!;
}

/**
 * Makes sure that the code by hand defines what this library defines: the same resources with the same trust,
 * policies, tags and all other properties. Only logical ids may differ.
 *
 * @throws if it doesn't: the comparison would not be fair
 */
export function assertSameByHand(all: Measurement[]): void {
  for (const { approach, resources } of libraryOf(all)) {
    deepStrictEqual(byType(byHandOf(approach, all).resources), byType(resources));
  }
}

/** What this library takes over its budgets, in words; empty if it keeps them all. */
export function brokenBudgets(all: Measurement[]): string[] {
  return libraryOf(all).flatMap((library) => (['first', 'further'] as const).flatMap((which) => {
    const { resources, customResources, lambdas, bytes } = library[which];
    const allowed = RESOURCES[library.approach.mechanism];
    const bytesByHand = byHandOf(library.approach, all)[which].bytes;
    return [
      ...(resources === allowed ? [] : [`${resources} resources, not ${allowed}`]),
      ...(customResources === 0 ? [] : [`${customResources} custom resources, not 0`]),
      ...(lambdas === 0 ? [] : [`${lambdas} Lambda functions, not 0`]),
      ...(bytes <= bytesByHand ? [] : [`${bytes} bytes, over the ${bytesByHand} by hand`]),
    ].map((problem) => `${library.approach.name}, ${which} workload: ${problem}`);
  }));
}

function libraryOf(all: Measurement[]): Measurement[] {
  return all.filter(({ approach }) => approach.kind === 'library');
}

/** Resources by type, which also stands for the logical id wherever one refers to another. */
function byType(resources: Record<string, Resource>): Record<string, Resource> {
  const types = Object.entries(resources).map(([id, { Type }]) => [JSON.stringify(id), JSON.stringify(Type)]);
  return JSON.parse(types.reduce((json, [id, type]) => json.replaceAll(id, type), JSON.stringify(resources)));
}

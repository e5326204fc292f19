import { byHandOf } from './budgets';
import { markdownTable } from './markdown';
import { Footprint, Measurement } from './measure';

const HEADER = [
  'approach',
  'resources (first / each further)',
  'custom resources (first / each further)',
  'Lambda functions (first / each further)',
  'template bytes of each further workload',
  'ratio to by hand of the same mechanism',
];

/** The measurements as a Markdown table. */
export function table(all: Measurement[]): string {
  const rows = all.map(({ approach, first, further }) => [
    approach.name,
    `${first.resources} / ${further.resources}`,
    `${first.customResources} / ${further.customResources}`,
    `${first.lambdas} / ${further.lambdas}`,
    further.bytes.toLocaleString('en-US'),
    ratio([further], byHandOf(approach, all).further),
  ]);
  return markdownTable(HEADER, rows, 1);
}

/** What the measurements say of each further workload, a line for each mechanism. */
export function conclusions(all: Measurement[]): string {
  return all.filter(({ approach }) => approach.kind === 'library').map(({ approach, further }) => {
    const byHand = byHandOf(approach, all).further;
    const others = all.filter((other) => other.approach.kind === 'addServiceAccount' && other.approach.mechanism === approach.mechanism)
      .map((other) => other.further);
    const bare = others.map(withoutManifests);
    return `- Each further workload of ${approach.name}: ${resources([further])}, ${ratio([further], byHand)} × the bytes by hand. `
      + `\`addServiceAccount\`: ${resources(others)}, ${ratio(others, further)} × the bytes of this library; `
      + `without the ServiceAccount, which the other approaches leave out of the template: ${resources(bare)}, ${ratio(bare, further)} ×.`;
  }).join('\n');
}

function withoutManifests(footprint: Footprint): Footprint {
  return {
    ...footprint,
    resources: footprint.resources - footprint.manifests,
    customResources: footprint.customResources - footprint.manifests,
    bytes: footprint.bytes - footprint.manifestBytes,
  };
}

function resources(footprints: Footprint[]): string {
  const amount = range(footprints.map((footprint) => footprint.resources), String);
  const custom = range(footprints.map((footprint) => footprint.customResources), String);
  return `${amount} resource${amount === '1' ? '' : 's'} (${custom} custom)`;
}

function ratio(footprints: Footprint[], whole: Footprint): string {
  return range(footprints.map(({ bytes }) => bytes / whole.bytes), (value) => value.toFixed(2));
}

/** The least to the greatest of some numbers. */
function range(values: number[], format: (value: number) => string): string {
  const [least, greatest] = [Math.min(...values), Math.max(...values)].map(format);
  return least === greatest ? least : `${least} to ${greatest}`;
}

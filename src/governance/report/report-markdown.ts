import { ReportIdentity } from './report-data';
import { codeBlock, plain } from '../markdown';

/** How many identities a diagram has at most, and how many arrows: Mermaid draws no more than 500 by default. */
const IDENTITIES = 25;
const ARROWS = 400;

/** What stands before and behind the label of a node. */
const SHAPES = { account: ['([', '])'], role: ['[', ']'], resource: ['[(', ')]'] } as const;

/** The picture of who reaches what, for readers of Markdown: Mermaid diagrams, one or more for each namespace. */
export function reportMarkdown(identities: readonly ReportIdentity[]): string {
  const groups = new Map<string, ReportIdentity[]>();
  for (const identity of identities) {
    const title = `${identity.cluster} / ${identity.namespace}`;
    groups.set(title, [...groups.get(title) ?? [], identity]);
  }
  const sections = [...groups].flatMap(([title, members]) => [
    `## ${plain(title)}`, '', ...chunksOf(members).flatMap((chunk) => [codeBlock('mermaid', diagram(chunk)), '']),
  ]);
  return ['# Who reaches what', '', 'A service account, the role that its pods become, the role behind that, and the resources.', '', ...sections].join('\n');
}

/** What an identity reaches: the resources of its policies, and what isn't known. */
function reachedBy({ reaches, unknown }: ReportIdentity): string[] {
  return [...reaches, ...unknown.filter(({ kind }) => kind === 'identity').map(({ name }) => `not known: ${name}`)];
}

function chunksOf(identities: readonly ReportIdentity[]): ReportIdentity[][] {
  const chunks: ReportIdentity[][] = [];
  let arrows = Infinity;
  for (const identity of identities) {
    const own = reachedBy(identity).length + 2;
    if (arrows + own > ARROWS || chunks.at(-1)!.length === IDENTITIES) {
      chunks.push([]);
      arrows = 0;
    }
    chunks.at(-1)!.push(identity);
    arrows += own;
  }
  return chunks;
}

function diagram(identities: readonly ReportIdentity[]): string {
  const nodes = new Map<string, string>();
  const lines = new Set<string>();
  const node = (kind: keyof typeof SHAPES, key: string, label = key) => {
    const name = nodes.get(`${kind} ${key}`) ?? `n${nodes.size}`;
    nodes.set(`${kind} ${key}`, name);
    const [open, close] = SHAPES[kind];
    lines.add(`${name}${open}"${escapeLabel(label)}"${close}`);
    return name;
  };
  for (const identity of identities) {
    const roles = [identity.role, ...identity.target === undefined ? [] : [identity.target]];
    const chain = [node('account', identity.key, identity.name), ...roles.map((arn) => node('role', arn))];
    chain.slice(1).forEach((to, index) => lines.add(`${chain[index]} --> ${to}`));
    for (const resource of reachedBy(identity)) { lines.add(`${chain.at(-1)} --> ${node('resource', resource)}`); }
  }
  return ['flowchart LR', ...[...lines].map((line) => `  ${line}`)].join('\n');
}

/** A label in which nothing is markup: all but harmless characters stand as Mermaid's entities. */
function escapeLabel(label: string): string {
  return label.replace(/[^A-Za-z0-9 ./:,-]/gu, (character) => `#${character.codePointAt(0)};`);
}

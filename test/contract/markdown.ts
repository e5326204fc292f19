import * as fs from 'node:fs';
import * as path from 'node:path';
import { Node, Parser } from 'commonmark';
import GithubSlugger from 'github-slugger';

const ROOT = path.join(__dirname, '../..');

/** A page as GitHub shows it: where its links lead, the anchors of its headings, and its blocks of code. */
export interface Page {
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
}

/** Every page that readers get: by its path from the root. API.md is made of the doc comments, whose links are absolute. */
export function markdownFiles(): string[] {
  const below = (dir: string) => fs.readdirSync(path.join(ROOT, dir), { recursive: true, encoding: 'utf8' }).map((file) => `${dir}/${file}`);
  const root = fs.readdirSync(ROOT).filter((file) => file !== 'API.md');
  return [...root, ...['docs', 'examples', '.github'].filter((dir) => fs.existsSync(path.join(ROOT, dir))).flatMap(below)]
    .filter((file) => file.endsWith('.md')).sort();
}

/** Reads a page. */
export function readPage(file: string): Page {
  return parsePage(fs.readFileSync(path.join(ROOT, file), 'utf8'));
}

/** Parses a page. */
export function parsePage(text: string): Page {
  const links: string[] = [];
  const anchors = new Set<string>();
  const blocks: { language: string; text: string }[] = [];
  const slugger = new GithubSlugger();
  for (const node of nodesOf(new Parser().parse(text))) {
    if (node.type === 'link' || node.type === 'image') { links.push(node.destination!); }
    if (node.type === 'heading') { anchors.add(slugger.slug(textOf(node))); }
    if (node.type === 'code_block') { blocks.push({ language: node.info ?? '', text: node.literal! }); }
  }
  return { links, anchors, blocks };
}

/** Where a link of a page leads: a path from the root, and the anchor there; nothing for what is on the web. */
export function targetOf(file: string, link: string): { file: string; anchor?: string } | undefined {
  if (/^[a-z]+:/.test(link)) { return undefined; }
  const [to, anchor] = decodeURI(link).split('#');
  return { file: to === '' ? file : path.join(path.dirname(file), to), anchor };
}

/** Links of a page that lead nowhere. */
export function brokenLinks(file: string, page: Page): string[] {
  return page.links.filter((link) => {
    const target = targetOf(file, link);
    if (target === undefined) { return false; }
    if (!fs.existsSync(path.join(ROOT, target.file))) { return true; }
    return target.anchor !== undefined && !(target.file === file ? page : readPage(target.file)).anchors.has(target.anchor);
  });
}

function* nodesOf(root: Node): Generator<Node> {
  const walker = root.walker();
  for (let step = walker.next(); step !== null; step = walker.next()) {
    if (step.entering) { yield step.node; }
  }
}

function textOf(node: Node): string {
  return [...nodesOf(node)].map(({ literal }) => literal ?? '').join('');
}

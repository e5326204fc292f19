import * as fs from 'node:fs';
import * as path from 'node:path';
import { brokenLinks, markdownFiles, parsePage, readPage, targetOf } from './markdown';

const PAGES = markdownFiles();

test.each(PAGES)('every link of %s leads to a file that is there, and to a heading of it', (file) => {
  expect(brokenLinks(file, readPage(file))).toEqual([]);
});

test('a link to no file, and one to no heading, are found', () => {
  const page = parsePage('# Two words\n\n[a](#two-words) [b](#none) | [c](access.md#builders) | [d](access.md#none) [e](none.md) ![f](images/none.png)');

  expect(brokenLinks('docs/start.md', page)).toEqual(['#none', 'access.md#none', 'none.md', 'images/none.png']);
});

test('headings that are alike have anchors of their own, as on GitHub', () => {
  expect([...parsePage('# `S3Access`: a\n\n# `S3Access`: a').anchors]).toEqual(['s3access-a', 's3access-a-1']);
});

test.each(['README.md', 'docs/README.md'])('every page of the docs is reached from %s', (start) => {
  expect(PAGES.filter((file) => file.startsWith('docs/') && !reachedFrom(start).has(file))).toEqual([]);
});

test('the index of the docs links each page itself', () => {
  const linked = readPage('docs/README.md').links.map((link) => targetOf('docs/README.md', link)?.file);

  expect(PAGES.filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== 'docs/README.md' && !linked.includes(file))).toEqual([]);
});

test('the picture of the floors shows what the lint lets each room import', () => {
  const { overrides, rules } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../.eslintrc.json'), 'utf8').replace(/^\/\/.*/, ''));
  const allowed = [...JSON.stringify([overrides, rules]).matchAll(/"(\w+)\/ imports from lower floors alone: ([\w, ]+)\./g)]
    .map(([, room, others]) => [room, others === 'none' ? [] : others.split(', ').sort()]);
  const { text } = readPage('docs/how-it-works.md').blocks.find((block) => block.text.startsWith('flowchart TD'))!;
  const arrows = [...text.matchAll(/(\w+) --> (\w+)/g)].map(([, from, to]) => [from, to]);
  const below = (room: string): string[] => arrows.filter(([from]) => from === room).flatMap(([, to]) => [to, ...below(to)]);

  expect(allowed.length).toBeGreaterThan(10);
  expect(Object.fromEntries(allowed.map(([room]) => [room, [...new Set(below(room as string))].sort()]))).toEqual(Object.fromEntries(allowed));
});

/** The pages that links lead to, one after the other. */
function reachedFrom(start: string): Set<string> {
  const reached = new Set([start]);
  for (const file of reached) {
    if (!PAGES.includes(file)) { continue; }
    for (const link of readPage(file).links) {
      const target = targetOf(file, link);
      if (target !== undefined) { reached.add(target.file); }
    }
  }
  return reached;
}

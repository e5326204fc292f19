import * as fs from 'node:fs';
import * as path from 'node:path';
import { readText } from './files';
import { OwnDirectory } from '../governance/own-directory';

/** What a report is written as, by the ending of the file. */
type Contents = Readonly<Record<'html' | 'md', () => string>>;

/** How the files of a report begin: a file that is there is replaced only if it does. */
const BEGINNINGS: Readonly<Record<keyof Contents, RegExp>> = {
  html: /^<!doctype html>\n[^]{0,2000}<title>Identities of workloads<\/title>/,
  md: /^# Who reaches what\n/,
};

/** Writes a report to a directory of its own, or as one file; tells the files. What others have written is never replaced. */
export function writeReport(out: string, contents: Contents): string[] {
  const [, ending] = /[^/\\]\.(html|md)$/.exec(out) ?? [];
  return ending === undefined ? writeDirectory(out, contents) : [writeFile(out, ending as keyof Contents, contents)];
}

function writeDirectory(out: string, { html, md }: Contents): string[] {
  if (fs.existsSync(out) && !fs.statSync(out).isDirectory()) { throw new Error(`${out} is a file: --out takes a directory, or a file *.html or *.md`); }
  const own = new OwnDirectory(path.resolve(out));
  const problem = own.problem();
  if (problem !== undefined) { throw new Error(`${out} ${problem}`); }
  own.write({ 'report.html': html(), 'report.md': md() });
  return ['report.html', 'report.md'].map((file) => path.join(out, file));
}

function writeFile(out: string, ending: keyof Contents, contents: Contents): string {
  if (fs.existsSync(out) && !BEGINNINGS[ending].test(readText(out))) {
    throw new Error(`${out} is there and is no report; nothing is written, so that nothing is lost: name another file, or move it away`);
  }
  fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
  fs.writeFileSync(out, contents[ending]());
  return out;
}

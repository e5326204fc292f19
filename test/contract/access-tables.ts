import * as fs from 'node:fs';
import * as path from 'node:path';
import { compare } from '../../bench/grants/compare';
import { NEEDS } from '../../bench/grants/needs';
import { grantsTable } from '../../bench/grants/report';
import { catalogue } from '../access/catalogue';
import { buildersTable } from '../access/catalogue/table';

/** A part of the docs that the code makes. */
export interface GeneratedPart {
  readonly file: string;
  /** The file as it is, and as it should be. */
  readonly current: string;
  readonly wanted: string;
}

/** The tables about access in the docs, between the marks that bear their names. */
export async function accessTables(): Promise<GeneratedPart[]> {
  return [
    generated('docs/access.md', 'builders', buildersTable(catalogue())),
    generated('docs/access-compared.md', 'grants', await grantsTable(await Promise.all(NEEDS.map(compare)))),
  ];
}

function generated(file: string, mark: string, table: string): GeneratedPart {
  const current = fs.readFileSync(pathOf(file), 'utf8');
  const [begin, end] = [`<!-- ${mark} -->\n`, `\n<!-- /${mark} -->`];
  const [before, after] = [current.indexOf(begin), current.indexOf(end)];
  if (before < 0 || after < 0) { throw new Error(`${file} has no ${begin}${end} around its table`); }
  return { file, current, wanted: `${current.slice(0, before)}${begin}\n${table}\n${current.slice(after)}` };
}

function pathOf(file: string): string {
  return path.join(__dirname, '../..', file);
}

async function write(): Promise<void> {
  for (const { file, wanted } of await accessTables()) {
    fs.writeFileSync(pathOf(file), wanted);
    console.log(file);
  }
}

if (require.main === module) { void write(); }

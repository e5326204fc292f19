import * as fs from 'node:fs';
import * as path from 'node:path';

/** A part of the docs that the code makes. */
export interface GeneratedPart {
  readonly file: string;
  /** The file as it is, and as it should be. */
  readonly current: string;
  readonly wanted: string;
}

/** A file with tables, each between the marks that bear its name. */
export function generated(file: string, tables: Readonly<Record<string, string>>): GeneratedPart {
  const current = fs.readFileSync(pathOf(file), 'utf8');
  const wanted = Object.entries(tables).reduce((text, [mark, table]) => {
    const [begin, end] = [`<!-- ${mark} -->\n`, `\n<!-- /${mark} -->`];
    const [before, after] = [text.indexOf(begin), text.indexOf(end)];
    if (before < 0 || after < 0) { throw new Error(`${file} has no ${begin}${end} around its table`); }
    return `${text.slice(0, before)}${begin}\n${table}\n${text.slice(after)}`;
  }, current);
  return { file, current, wanted };
}

/** Writes parts to their files. */
export function write(parts: readonly GeneratedPart[]): void {
  for (const { file, wanted } of parts) {
    fs.writeFileSync(pathOf(file), wanted);
    console.log(file);
  }
}

function pathOf(file: string): string {
  return path.join(__dirname, '../..', file);
}

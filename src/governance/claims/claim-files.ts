import * as fs from 'node:fs';
import * as path from 'node:path';
import { Problems } from './problems';
import { MAX_BYTES } from './read-yaml';
import { compare } from '../../private/compare';

/** What is told of a file as a whole. */
const START = { line: 1, column: 1 };

/** The files of claims in a directory and below, in the order of their paths; links are told, and not followed. */
export function claimFiles(directory: string, problems: Problems): string[] {
  const entries = attempt(directory, problems, () => fs.readdirSync(directory, { withFileTypes: true })) ?? [];
  return entries.sort((a, b) => compare(a.name, b.name)).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.name.startsWith('.')) { return []; }
    if (entry.isSymbolicLink()) {
      problems.add({ file, ...START }, 'is a link, and links are not followed: put the file itself there');
      return [];
    }
    if (entry.isDirectory()) { return claimFiles(file, problems); }
    return /\.ya?ml$/.test(entry.name) ? [file] : [];
  });
}

/** The text of a file; nothing if it can't be one of claims. */
export function textOf(file: string, problems: Problems): string | undefined {
  return attempt(file, problems, () => {
    const { size } = requireFile(fs.statSync(file));
    if (size > MAX_BYTES) { throw new Error(`has ${size} bytes, and ${MAX_BYTES} are taken at most: split it`); }
    return new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(file));
  });
}

function requireFile(stats: fs.Stats): fs.Stats {
  if (!stats.isFile()) { throw new Error('is no file'); }
  return stats;
}

function attempt<T>(file: string, problems: Problems, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    problems.add({ file, ...START }, `can't be read: ${(error as Error).message}`);
    return undefined;
  }
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { compare } from '../private/compare';

/** The most bytes of a file: templates that CloudFormation takes have a million. */
const MAX_BYTES = 50_000_000;

/** The most files of a directory, and how deep they are looked for. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 32;

/** The text of a file; throws what a person can act on. */
export function readText(file: string): string {
  const stats = statOf(file);
  if (!stats.isFile()) { throw new Error(`${file} is no file`); }
  if (stats.size > MAX_BYTES) { throw new Error(`${file} has ${stats.size} bytes, and ${MAX_BYTES} are read at most: split it`); }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(file));
  } catch (error) {
    throw new Error(`${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The JSON of a file; throws what a person can act on. */
export function readJsonFile(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** True iff there is a directory. */
export function isDirectory(file: string): boolean {
  return statOf(file).isDirectory();
}

/** The files with these endings in a directory and below, in the order of their paths; links are not followed, and what begins with a dot is left alone. */
export function filesBelow(directory: string, endings: RegExp): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number) => {
    if (depth > MAX_DEPTH) { throw new Error(`${directory} is nested deeper than ${MAX_DEPTH} folders: give the one that is meant`); }
    const entries = fs.readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') { visit(file, depth + 1); }
      if (entry.isFile() && endings.test(entry.name)) { found.push(file); }
      if (found.length > MAX_FILES) { throw new Error(`${directory} has more than ${MAX_FILES} files: give the folder that is meant`); }
    }
  };
  visit(directory, 0);
  return found;
}

function statOf(file: string): fs.Stats {
  try {
    return fs.statSync(file);
  } catch {
    throw new Error(`there is no file or directory ${JSON.stringify(file)}`);
  }
}

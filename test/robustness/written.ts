import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';

/** The files that are in a directory and below, by their paths in it, and the directory is gone then. */
export function filesIn(directory: string): Record<string, string> {
  const found = fs.readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  const files = Object.fromEntries(found.map((file) => [path.relative(directory, file), fs.readFileSync(file, 'utf8')]));
  fs.rmSync(directory, { recursive: true });
  return files;
}

/** A directory of the app's own. */
export const directoryOf = (stack: Stack): string => path.join((stack.node.root as unknown as { outdir: string }).outdir, 'own');

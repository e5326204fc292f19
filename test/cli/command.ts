import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runCommand } from '../../src/cli/command-line';

/** What a command line says, and its exit code. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export function run(args: readonly string[], isTerminal = false): Said {
  let [out, err] = ['', ''];
  const code = runCommand(args, { out: (text) => { out += text; }, err: (text) => { err += text; }, isTerminal });
  return { code, out, err };
}

const made: string[] = [];

/** A directory with these files, which goes after the tests. */
export function directoryOf(files: Readonly<Record<string, string>> = {}): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'command-line-'));
  made.push(directory);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), content);
  }
  return directory;
}

afterAll(() => made.splice(0).forEach((directory) => fs.rmSync(directory, { recursive: true, force: true })));

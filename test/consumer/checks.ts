import { spawnSync } from 'node:child_process';

/** No single command takes longer, unless it hangs. */
const TIMEOUT_MS = 240_000;

/** Runs checks, prints a line for each, and counts them. */
export class Checks {
  private passed = 0;
  private failed = 0;

  /** Runs a check, which fails by throwing and may return a note for its line; tells whether it passed. */
  public check(name: string, body: () => string | void): boolean {
    try {
      const note = body();
      this.passed++;
      console.log(`ok ${name}${note ? ` (${note})` : ''}`);
      return true;
    } catch (error) {
      this.failed++;
      const [reason, ...details] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
      console.log([`not ok ${name}: ${reason}`, ...details].join('\n    '));
      return false;
    }
  }

  /** Prints the counts, and lets the process fail if a check did. */
  public conclude(): void {
    console.log(`consumer: ${this.passed} passed, ${this.failed} failed`);
    if (this.failed > 0) { process.exitCode = 1; }
  }
}

/** Runs a command to its end and gives what it printed; throws with that if it fails. */
export function run(folder: string, command: string, args: string[], environment: Record<string, string> = {}): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: { ...neutralEnvironment(), ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: TIMEOUT_MS,
  });
  const output = `${stdout ?? ''}${stderr ?? ''}`;
  if (error !== undefined || status !== 0) {
    throw new Error(`"${[command, ...args].join(' ')}" ${error?.message ?? `ended with ${status ?? signal}`}\n${output}`);
  }
  return output;
}

/** The environment without what would steer the tools in the app, and without AWS credentials. */
function neutralEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|JEST|TS_NODE)_/.test(name)));
}

import { distance } from 'fastest-levenshtein';
import { compare } from '../../private/compare';
import { refuse } from '../../private/errors';

/** Where something stands in a file. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Problem extends Place {
  readonly message: string;
}

/** The most problems that are shown; what is over them is counted. */
const SHOWN = 1_000;

/** The longest text that is compared with others, or shown whole. */
const LONGEST = 100;

/** All that is wrong with the claims of a run, told at once. */
export class Problems {
  private readonly found: Problem[] = [];
  private count = 0;

  public get any(): boolean {
    return this.count > 0;
  }

  public add(place: Place, message: string): void {
    this.count += 1;
    if (this.count <= SHOWN) { this.found.push({ ...place, message }); }
  }

  /** Throws one error with all of them; nothing if there are none. */
  public throwAny(scope: string): void {
    if (!this.any) { return; }
    const lines = this.found.sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
      .map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`);
    if (this.count > SHOWN) { lines.push(`  and ${this.count - SHOWN} more`); }
    refuse(scope, 'InvalidClaims', `${this.count} ${this.count === 1 ? 'problem' : 'problems'} in claims:\n${lines.join('\n')}\n`);
  }
}

/** What is allowed, and what of it was probably meant. */
export function allowed(given: string, among: readonly string[]): string {
  const nearest = given.length > LONGEST ? undefined : nearestOf(given, among);
  return `allowed: ${among.length === 0 ? 'none' : among.join(', ')}${nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`}`;
}

/** The nearest spelling, if one is near; of several the one that begins most alike. */
function nearestOf(given: string, among: readonly string[]): string | undefined {
  const lower = given.toLowerCase();
  const near = among.map((name) => ({ name, far: distance(lower, name.toLowerCase()), alike: sameStart(lower, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, name.length / 3) && far < name.length);
  return near.sort((a, b) => a.far - b.far || b.alike - a.alike)[0]?.name;
}

function sameStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) { length += 1; }
  return length;
}

/** A value as it stands in a message, in ASCII, shortened if it is long. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value);
  const ascii = json.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return ascii.length > LONGEST ? `${ascii.slice(0, LONGEST)}… (${json.length} characters)` : ascii;
}

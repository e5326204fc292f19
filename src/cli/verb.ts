/** What the command line writes to. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `err` is seen by a person. */
  readonly isTerminal: boolean;
}

/** Tells how far long work is. */
export type Progress = (what: string) => void;

/** Everything is fine; something was found; it can't be told, since the usage is wrong or an input can't be read. */
export type ExitCode = 0 | 1 | 2;

/** What a verb has to say. */
export interface Outcome {
  readonly text: string;
  /** The same for programs. */
  readonly json: unknown;
  /** What could not be read, a line each. */
  readonly problems?: readonly string[];
  readonly code: ExitCode;
}

/** An option that may be given several times, besides those of every verb. */
export interface VerbOption {
  readonly name: string;
  readonly value: string;
  readonly help: string;
}

/** A verb of the command line. */
export interface Verb {
  readonly name: string;
  /** Its arguments as people read them. */
  readonly arguments: string;
  readonly summary: string;
  /** What it does, in lines. */
  readonly help: readonly string[];
  /** When it exits with 0 and with 1. */
  readonly exits: readonly [string, string];
  readonly options?: readonly VerbOption[];
  /** How many arguments it takes at least and at most. */
  readonly takes: readonly [number, number];
  readonly run: (args: readonly string[], options: Readonly<Record<string, readonly string[]>>, progress: Progress) => Outcome;
}

import { Pattern, Wildcard } from './pattern';
import { isSymbol, Letter, mayHaveColon, Text } from './text';

/** The state from which nothing matches any more. */
export const DEAD = -1;

/** A set of positions in a pattern, in ascending order: what is behind each may match the rest of the text. */
type Positions = readonly number[];

/** What is known of a state. */
interface State {
  readonly positions: Positions;
  readonly next: Map<Letter, number>;
  /** True iff the pattern may end here. */
  readonly accepts: boolean;
  /** True iff every rest is matched. */
  readonly acceptsAll: boolean;
  /** The letters that lead on other than by a wildcard. */
  readonly letters: readonly Letter[];
  /** How many elements are left at least. */
  readonly left: number;
}

/**
 * A deterministic automaton of a pattern, made as far as it is walked.
 *
 * A state is a set of positions. Once a run (`*`) is reached, the positions before it are dropped, since the run takes
 * whatever they would have taken. So a pattern of letters and runs has no more states than elements; only `?` behind
 * a run multiplies them.
 */
export class Automaton {
  /** The automaton of a pattern, one for each. */
  public static of(pattern: Pattern): Automaton {
    const known = AUTOMATA.get(pattern);
    if (known !== undefined) { return known; }
    const made = new Automaton(pattern);
    AUTOMATA.set(pattern, made);
    return made;
  }

  /** The state before the first letter. */
  public readonly start: number;

  private readonly states: State[] = [];
  private readonly byPositions = new Map<string, number>();
  /** For each position the number of the stretch that a confined run can pass over. */
  private readonly stretches: readonly number[];

  private constructor(private readonly pattern: Pattern) {
    let stretch = 0;
    this.stretches = [...pattern.map((element) => typeof element === 'string' && !takes(CONFINED_RUN, element) ? stretch++ : stretch), stretch];
    this.start = this.enter([0]);
  }

  /** True iff the pattern matches a text, symbols being themselves. */
  public matches(text: Text): boolean {
    const state = this.walk(text);
    return state !== DEAD && this.states[state].accepts;
  }

  /** The state behind a text. */
  public walk(text: Text): number {
    const same = this.commonBeginning(text);
    let state = this.enter([same]);
    for (let index = same; index < text.length && state !== DEAD && !this.states[state].acceptsAll; index += 1) {
      state = this.step(state, text[index]);
    }
    return state;
  }

  /** How many letters of a text are those with which the pattern begins: before each wildcard a pattern is in one position. */
  private commonBeginning(text: Text): number {
    let index = 0;
    while (index < text.length && this.pattern[index] === text[index]) { index += 1; }
    return index;
  }

  /** What is known of a state. */
  public at(state: number): State {
    return this.states[state];
  }

  /** The state behind a letter. */
  public step(from: number, letter: Letter): number {
    const { positions, next } = this.states[from];
    const known = next.get(letter);
    if (known !== undefined) { return known; }
    const reached: number[] = [];
    for (const position of positions) {
      const element = this.pattern[position];
      if (element === letter) {
        reached.push(position + 1);
      } else if (typeof element === 'object' && takes(element, letter)) {
        reached.push(element.run ? position : position + 1);
      }
    }
    const to = reached.length === 0 ? DEAD : this.enter(reached);
    next.set(letter, to);
    return to;
  }

  /** The state of positions and of what runs behind them let pass. */
  private enter(reached: readonly number[]): number {
    const positions = this.reduce(this.passRuns(reached));
    const key = positions.join();
    const known = this.byPositions.get(key);
    if (known !== undefined) { return known; }
    this.byPositions.set(key, this.states.length);
    this.states.push(this.describe(positions));
    return this.states.length - 1;
  }

  private passRuns(reached: readonly number[]): number[] {
    const all = new Set(reached);
    for (const position of all) {
      const element = this.pattern[position];
      if (typeof element === 'object' && element.run) { all.add(position + 1); }
    }
    return [...all].sort((a, b) => a - b);
  }

  /** Leaves out the positions that a later run makes superfluous. */
  private reduce(positions: readonly number[]): Positions {
    const last = positions.filter((position) => isRun(this.pattern[position])).pop();
    if (last === undefined) { return positions; }
    const { across } = this.pattern[last] as Wildcard;
    return positions.filter((position) => position >= last || !(across || this.stretches[position] === this.stretches[last]));
  }

  private describe(positions: Positions): State {
    const end = this.pattern.length;
    const last = this.pattern[end - 1];
    return {
      positions,
      next: new Map(),
      accepts: positions.includes(end),
      acceptsAll: isRun(last) && last.across && positions.includes(end - 1),
      letters: [...new Set(positions.map((position) => this.pattern[position]).filter((element) => typeof element === 'string'))],
      left: end - positions[positions.length - 1],
    };
  }
}

/** The automata that are made. */
const AUTOMATA = new WeakMap<Pattern, Automaton>();

/** A run that stays within its component. */
const CONFINED_RUN: Wildcard = { run: true, across: false };

/** True iff a wildcard takes a letter whatever a symbol's value is: `?` takes no symbol, and a confined run none that may have a colon. */
export function takes(wildcard: Wildcard, letter: Letter): boolean {
  if (!isSymbol(letter)) { return wildcard.across || letter !== ':'; }
  return wildcard.run && (wildcard.across || !mayHaveColon(letter));
}

/** True iff an element is a `*`. */
export function isRun(element: Pattern[number] | undefined): element is Wildcard {
  return typeof element === 'object' && element.run;
}

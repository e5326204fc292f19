import { Automaton, DEAD } from './automaton';
import { isVariable, Pattern, WrittenPattern } from './pattern';
import { isSymbol, Letter, Text } from './text';

/** How many combinations of states the searches of one question visit before they give up. */
export const SEARCH_LIMIT = 50_000;

/** What is left to the searches of one question. */
export interface Budget {
  left: number;
}

/** A text that was found, that there is none, or that the search was given up. */
export type Found = { readonly word: Text } | 'none' | 'gave up';

/** What a letter that no pattern names is shown as: the first that really is in none. */
const OTHERS = 'xyzabcdefghijklmnopqrstuvw0123456789-_'.split('');

/** A combination of states, one of each pattern, and the way to it. */
interface Node {
  readonly states: readonly number[];
  readonly letter?: Letter;
  readonly from?: Node;
}

/**
 * Looks for a text that all of `within` match and none of `without`: whether the intersection of the first less the
 * union of the others is empty.
 *
 * It walks through the combinations of the patterns' states, those first that are nearest to the end of all patterns.
 * For patterns of letters and `*` there are at most as many combinations as the product of the patterns' lengths; a
 * `?` behind a `*` can make them exponential, so that there is a limit, past which it gives up.
 */
export function findWord(within: readonly Pattern[], without: readonly Pattern[], budget: Budget = { left: SEARCH_LIMIT }): Found {
  if (within.some((pattern, index) => index > 0 && clash(within[0], pattern, () => false))) { return 'none'; }
  const only = within.find((pattern) => pattern.every((element) => typeof element === 'string')) as Text | undefined;
  if (only !== undefined) { return isIn(only, within, without) ? { word: only } : 'none'; }
  const search = new Search(within.map((pattern) => Automaton.of(pattern)), without.map((pattern) => Automaton.of(pattern)));
  return search.run(longestBeginning(within), budget);
}

function isIn(word: Text, within: readonly Pattern[], without: readonly Pattern[]): boolean {
  const matches = (pattern: Pattern) => Automaton.of(pattern).matches(word);
  return within.every(matches) && !without.some(matches);
}

/** The letters with which every text begins that all of these match, as far as one of them says them: each has a wildcard. */
function longestBeginning(patterns: readonly Pattern[]): Text {
  return patterns.reduce<Text>((longest, pattern) => {
    const letters = pattern.slice(0, pattern.findIndex((element) => typeof element === 'object')) as Text;
    return letters.length > longest.length ? letters : longest;
  }, []);
}

class Search {
  private readonly automata: readonly Automaton[];
  /** What is to be visited, by the distance to the end of all patterns, and how many of each are visited. */
  private readonly open: { readonly nodes: Node[]; visited: number }[] = [];
  private nearest = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly within: readonly Automaton[], without: readonly Automaton[]) {
    this.automata = [...within, ...without];
  }

  public run(beginning: Text, budget: Budget): Found {
    this.visit({ states: this.automata.map((automaton) => automaton.walk(beginning)) });
    for (let node = this.next(); node !== undefined; node = this.next()) {
      if (this.isFound(node)) { return { word: [...beginning, ...wordOf(node)] }; }
      budget.left -= 1;
      if (budget.left < 0) { return 'gave up'; }
      for (const letter of this.letters(node)) { this.visit(this.follow(node, letter)); }
    }
    return 'none';
  }

  /** Puts a combination into the queue, unless it leads nowhere or was there before. */
  private visit(node: Node): void {
    if (this.isLost(node)) { return; }
    const key = node.states.join();
    if (this.seen.has(key)) { return; }
    this.seen.add(key);
    const distance = this.within.reduce((sum, automaton, index) => sum + automaton.at(node.states[index]).left, 0);
    (this.open[distance] ??= { nodes: [], visited: 0 }).nodes.push(node);
    this.nearest = Math.min(this.nearest, distance);
  }

  private next(): Node | undefined {
    for (; this.nearest < this.open.length; this.nearest += 1) {
      const level = this.open[this.nearest];
      if (level !== undefined && level.visited < level.nodes.length) { return level.nodes[level.visited++]; }
    }
    return undefined;
  }

  private follow(from: Node, letter: Letter): Node {
    return { states: from.states.map((state, index) => state === DEAD ? DEAD : this.automata[index].step(state, letter)), letter, from };
  }

  /** True iff no text that begins so can be what is looked for. */
  private isLost({ states }: Node): boolean {
    return states.some((state, index) => index < this.within.length ? state === DEAD : state !== DEAD && this.automata[index].at(state).acceptsAll);
  }

  private isFound({ states }: Node): boolean {
    return states.every((state, index) => (state !== DEAD && this.automata[index].at(state).accepts) === index < this.within.length);
  }

  /** The letters that lead to different combinations: one that stands for all others, those that a pattern names, and the colon. */
  private letters({ states }: Node): Set<Letter> {
    const named = new Set(states.flatMap((state, index) => state === DEAD ? [] : this.automata[index].at(state).letters));
    return new Set([OTHERS.find((letter) => !named.has(letter)) ?? unnamed(named), ...named, ':']);
  }
}

/** The first character that is not among these. */
function unnamed(named: ReadonlySet<Letter>): Letter {
  let code = 0xa1;
  while (named.has(String.fromCharCode(code))) { code += 1; }
  return String.fromCharCode(code);
}

function wordOf(node: Node): Text {
  const letters: Letter[] = [];
  for (let at: Node | undefined = node; at?.letter !== undefined; at = at.from) { letters.push(at.letter); }
  return letters.reverse();
}

/** True iff two patterns plainly match no common text, whatever the values of symbols are: the quick answer to most questions. */
export function differPlainly(a: WrittenPattern, b: WrittenPattern): boolean {
  return clash(a, b, (x, y) => isSymbol(x) || isSymbol(y));
}

/** True iff all that a pattern matches plainly begins with the letters that stand before the `*` of another, whatever the values of symbols are. */
export function isPlainlyWithin(pattern: WrittenPattern, other: WrittenPattern): boolean {
  const end = other.length - 1;
  const last = other[end];
  if (typeof last !== 'object' || isVariable(last) || !last.run || !last.across || last.open === true) { return false; }
  return pattern.length >= end && other.every((letter, index) => index === end || (typeof letter === 'string' && letter === pattern[index]));
}

/** True iff two patterns begin, or end, with letters that can't be the same. */
function clash(a: WrittenPattern, b: WrittenPattern, mayBeSame: (x: Letter, y: Letter) => boolean): boolean {
  const [lastOfA, lastOfB] = [a.length - 1, b.length - 1];
  return clashAt((index) => a[index], (index) => b[index], mayBeSame)
    || clashAt((index) => a[lastOfA - index], (index) => b[lastOfB - index], mayBeSame);
}

/** The element of a pattern, counted from its beginning or from its end. */
type ElementAt = (index: number) => WrittenPattern[number] | undefined;

/** Compares up to the first wildcard, or to the first letters that differ. */
function clashAt(a: ElementAt, b: ElementAt, mayBeSame: (x: Letter, y: Letter) => boolean): boolean {
  for (let index = 0; ; index += 1) {
    const [x, y] = [a(index), b(index)];
    if (typeof x === 'object' || typeof y === 'object') { return false; }
    if (x !== y) { return !mayBeSame(x ?? '', y ?? ''); }
    if (x === undefined) { return false; }
  }
}

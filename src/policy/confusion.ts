import { isRun, takes } from './automaton';
import { hasSymbols, isEverything, Pattern, showPattern, Wildcard } from './pattern';
import { isSymbol, Letter, mayHaveColon, symbolFamily, symbolKind } from './text';
import { Budget, differPlainly, SEARCH_LIMIT } from './words';

/** Two parts of patterns of which nothing says whether they are the same, as people read them. */
export type Confusion = readonly [string, string];

/** In place of two parts: that there are too many combinations to tell. */
export const TOO_MANY: Confusion = ['a value', 'another one'];

/** A place in each of two patterns, and whether a symbol of either has taken a part of the other already. */
interface Place {
  readonly a: number;
  readonly b: number;
  readonly insideA: boolean;
  readonly insideB: boolean;
  readonly confusion?: Confusion;
}

/**
 * Tells whether two patterns could match the same text because a symbol has a value that makes them: two symbols that
 * are equal, or one that is equal to what the other pattern says there. That is beyond what holds whatever the values
 * are, where each symbol meets itself or a run.
 *
 * Names of two resources of one type that the app makes are never the same where both are a whole part of an ARN.
 * Past the budget it tells `TOO_MANY`, which is to the safe side.
 */
export function confusionOf(a: Pattern, b: Pattern, budget: Budget = { left: SEARCH_LIMIT }): Confusion | undefined {
  if (differPlainly(a, b)) { return undefined; }
  const start = commonBeginning(a, b);
  if (isSettled(a.slice(start), b.slice(start))) { return undefined; }
  const seen = new Set<number>();
  const open: Place[] = [{ a: start, b: start, insideA: false, insideB: false }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const key = keyOf(place, b.length);
    if (seen.has(key)) { continue; }
    seen.add(key);
    budget.left -= 1;
    if (budget.left < 0) { return TOO_MANY; }
    if (place.a === a.length && place.b === b.length && place.confusion !== undefined) { return place.confusion; }
    open.push(...certainMoves(a, b, place), ...symbolMoves(a, b, place), ...symbolMoves(b, a, flip(place)).map(flip));
  }
  return undefined;
}

/** How many letters are the same at the beginning: there each symbol meets itself. */
function commonBeginning(a: Pattern, b: Pattern): number {
  let index = 0;
  while (index < a.length && typeof a[index] === 'string' && a[index] === b[index]) { index += 1; }
  return index;
}

/** A number for each place in two patterns, whatever was confused before it. */
function keyOf({ a, b, insideA, insideB, confusion }: Place, lengthOfB: number): number {
  return (a * (lengthOfB + 1) + b) * 8 + (insideA ? 4 : 0) + (insideB ? 2 : 0) + (confusion === undefined ? 0 : 1);
}

/** True iff the values of symbols plainly don't matter: there are none, or one pattern is `*`, which takes them all. */
function isSettled(a: Pattern, b: Pattern): boolean {
  const isHazy = [...a, ...b].some((element) => typeof element === 'object' && element.hazy);
  return !isHazy && (!(hasSymbols(a) || hasSymbols(b)) || isEverything(a) || isEverything(b));
}

/** What holds whatever the values of symbols are. */
function certainMoves(a: Pattern, b: Pattern, place: Place): Place[] {
  const [x, y] = [a[place.a], b[place.b]];
  const both = { ...place, a: place.a + 1, b: place.b + 1, insideA: false, insideB: false };
  const same = typeof x === 'string' && x === y && !place.insideA && !place.insideB;
  return [...same ? [both] : [], ...wildcardMoves(a, b, place), ...wildcardMoves(b, a, flip(place)).map(flip)];
}

/** What a wildcard of `a` takes of `b`; one that is hazy takes a colon if a symbol's value makes it. */
function wildcardMoves(a: Pattern, b: Pattern, place: Place): Place[] {
  const [x, y] = [a[place.a], b[place.b]];
  if (typeof x !== 'object') { return []; }
  const taken = { ...place, a: x.run ? place.a : place.a + 1, b: place.b + 1, insideB: false };
  const takesColon = x.hazy === true && y !== undefined && mayHoldColon(y);
  return [
    ...x.run ? [{ ...place, a: place.a + 1 }] : [],
    ...takesOne(x, y) ? [taken] : [],
    ...takesColon ? [{ ...taken, b: isRun(y) ? place.b : taken.b, confusion: place.confusion ?? between(a, b, place) }] : [],
  ];
}

function mayHoldColon(element: Pattern[number]): boolean {
  return typeof element === 'object' ? element.across || element.hazy === true : element === ':' || (isSymbol(element) && mayHaveColon(element));
}

function between(a: Pattern, b: Pattern, place: Place): Confusion {
  return [showPattern(partAt(a, place.a)), showPattern(partAt(b, place.b))];
}

function takesOne(wildcard: Wildcard, element: Pattern[number] | undefined): boolean {
  return typeof element === 'object' || (element !== undefined && takes(wildcard, element));
}

/** What the value of a symbol of `a` could be in `b`. */
function symbolMoves(a: Pattern, b: Pattern, place: Place): Place[] {
  const [symbol, other] = [a[place.a], b[place.b]];
  if (typeof symbol !== 'string' || !isSymbol(symbol)) { return []; }
  const outside = !place.insideA && !place.insideB;
  const aligned = outside && !isRun(a[place.a - 1]) && !isRun(b[place.b - 1]);
  if (aligned && typeof other === 'string' && (symbol === other || areDistinct(a, b, place))) { return []; }
  const confusion: Confusion = place.confusion ?? [showPattern([symbol]), showPattern(partAt(b, place.b))];
  const moves: Place[] = [];
  if (place.insideA || mayVanish(symbol, b, place)) { moves.push({ ...place, a: place.a + 1, insideA: false, confusion }); }
  if (other !== undefined && canBePartOf(symbol, other)) {
    moves.push({ ...place, b: isRun(other) ? place.b : place.b + 1, insideA: true, insideB: false, confusion });
  }
  return moves;
}

/** True iff a symbol may be empty where no run beside it takes it anyway. */
function mayVanish(symbol: Letter, b: Pattern, place: Place): boolean {
  const beside = place.insideB ? [] : [b[place.b - 1], b[place.b]];
  return symbolKind(symbol) === 'any' && !beside.some((element) => isRun(element) && takes(element, symbol));
}

/** True iff an element can be a part of a symbol's value; a run that takes the symbol whatever its value is needs not be. */
function canBePartOf(symbol: Letter, element: Pattern[number]): boolean {
  if (typeof element === 'object' && takes(element, symbol)) { return false; }
  const kind = symbolKind(symbol);
  return mayHaveColon(symbol) || (element !== ':' && (element !== '/' || kind === 'path'));
}

/** True iff two symbols are names of two resources of one type, each a whole part of an ARN here. */
function areDistinct(a: Pattern, b: Pattern, place: Place): boolean {
  const [x, y] = [a[place.a] as Letter, b[place.b] as Letter];
  if (!isSymbol(y) || symbolFamily(x) !== symbolFamily(y)) { return false; }
  const kind = symbolKind(x);
  return kind !== 'any' && kind !== 'flat' && [a[place.a + 1], b[place.b + 1]].every((next) =>
    next === undefined || (next === ':' && kind !== 'arn') || (next === '/' && kind === 'name'));
}

/** The part of a pattern up to the next delimiter. */
function partAt(pattern: Pattern, at: number): Pattern {
  const end = pattern.findIndex((element, index) => index > at && (element === '/' || element === ':'));
  return pattern.slice(at, end < 0 ? undefined : end);
}

function flip({ a, b, insideA, insideB, confusion }: Place): Place {
  return { a: b, b: a, insideA: insideB, insideB: insideA, confusion };
}

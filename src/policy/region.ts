import { Context, hasUnknownVariable, variableIn } from './condition';
import { bindVariables, EVERYTHING, hasSymbols, isEverything, Pattern, widest, WrittenPattern } from './pattern';
import { Patterns } from './policy';
import { isSymbol, Text } from './text';
import { Budget, Found, findWord } from './words';

/** A set of texts: those that all of the first match, and none of the others. */
export interface Region {
  readonly within: readonly Pattern[];
  readonly without: readonly Pattern[];
}

/** Everything. */
const ALL_TEXTS: Region = { within: [], without: [] };

/** The regions that make up what all of these patterns have in common; empty ones are left out as far as a glance tells. */
export function commonRegions(parts: readonly Patterns<Pattern>[], budget: Budget): Region[] {
  return parts.reduce<Region[]>((regions, part) => regions.flatMap((region) => restrict(region, part, budget)), [ALL_TEXTS]);
}

/** What is left of a region within the patterns; of `Not…` outside of them. */
export function restrict(region: Region, { negated, patterns }: Patterns<Pattern>, budget: Budget): Region[] {
  if (negated) { return [{ ...region, without: [...region.without, ...patterns] }]; }
  return patterns.map((pattern) => isEverything(pattern) ? region : { ...region, within: [...region.within, pattern] })
    .filter(({ within }) => within.length < 2 || textIn({ within, without: [] }, budget) !== 'none');
}

/**
 * Any text of a region: one that is in it whatever the values of symbols are, or else one that is if some have colons.
 * `none` is certain: what texts are `within` is taken to be as much as it may be, and what they are `without` as little,
 * unless both are the same pattern, which matches the same texts whatever these are.
 */
export function textIn({ within, without }: Region, budget: Budget): Found {
  const certain = findWord(within, without, budget);
  const wide = within.map(widest);
  const isExact = wide.every((pattern, index) => pattern === within[index]);
  return certain !== 'none' || isExact || within.some((pattern) => without.some((other) => isSame(pattern, other))) ? certain : findWord(wide, without, budget);
}

function isSame(a: Pattern, b: Pattern): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A text of a region that looks like what people would write: in the first of the forms in which there is one. */
export function plausibleTextIn(region: Region, forms: readonly Pattern[], budget: Budget): Text | undefined {
  for (const form of forms) {
    const found = findWord([form, ...region.within], region.without, budget);
    if (typeof found === 'object') { return found.word; }
  }
  return undefined;
}

/**
 * The patterns with the values of their variables. Those whose variables are not known match at most what these do:
 * for what a region is `within` a variable may be anything, and for what it is `without` such a pattern is left out.
 */
export function bindAll({ negated, patterns }: Patterns<WrittenPattern>, context: Context): Patterns<Pattern> {
  const certain = negated ? patterns.filter((pattern) => !hasUnknownVariable(pattern, context)) : patterns;
  return { negated, patterns: certain.map((pattern) => bindVariables(pattern, variableIn(context))).filter((pattern) => pattern !== undefined) };
}

/** A region whose patterns' last runs take at least one letter: `invoices/*` is shown better by `invoices/x` than by `invoices/`. */
export function withoutEmptyEnds({ within, without }: Region): Region {
  return { within: within.map(withoutEmptyEnd), without };
}

/** The part of a region that is outside of what it leaves out whatever the values of symbols are. */
export function clearOfSymbols({ within, without }: Region): Region {
  return { within, without: without.map((pattern) => hasSymbols(pattern) ? pattern.map(widen) : pattern) };
}

function widen(element: Pattern[number]): Pattern[number] {
  return typeof element === 'string' && isSymbol(element) ? EVERYTHING[0] : element;
}

function withoutEmptyEnd(pattern: Pattern): Pattern {
  const last = pattern[pattern.length - 1];
  return typeof last === 'object' && last.run ? [...pattern.slice(0, -1), { ...last, run: false }, last] : pattern;
}

/** Symbols as they stand in the patterns of properties, and the short strings that each may be. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  name: ['a', 'b', 'ab', 'ba', 'aa'],
  path: ['a', 'b', 'a/b', 'ab', 'b/a'],
  arn: ['a', 'ab', 'a:b', 'b:', ':a/'],
  flat: ['a', 'b', 'ab', 'x'],
  any: ['', 'a', 'b', 'ab', 'a/', ':', 'b:a'],
};

/** The values of symbols, which stand as `<kind id>`. */
export type Valuation = Readonly<Record<string, string>>;

const kindOf = (symbol: string) => symbol.slice(1, symbol.indexOf(' '));

/** How many valuations are tried. */
const MOST = 60;

/** Valuations of the symbols of a JSON, all if they are not too many: two names of one type are two values, any others may be the same. */
export function valuationsOf(json: unknown): Valuation[] {
  const all = allValuationsOf(json);
  return all.filter((_, index) => (index * 11) % all.length < MOST);
}

function allValuationsOf(json: unknown): Valuation[] {
  const symbols = [...new Set(JSON.stringify(json).match(/<[^>]*>/g) ?? [])];
  return symbols.reduce<Valuation[]>((valuations, symbol) => valuations.flatMap((valuation) => VALUES[kindOf(symbol)]
    .filter((value) => ['any', 'flat'].includes(kindOf(symbol))
      || !Object.keys(valuation).some((other) => kindOf(other) === kindOf(symbol) && valuation[other] === value))
    .map((value) => ({ ...valuation, [symbol]: value }))), [{}]);
}

/** Puts the values of symbols into a JSON. */
export function valuate<T>(json: T, valuation: Valuation): T {
  return JSON.parse(JSON.stringify(json).replace(/<[^>]*>/g, (symbol) => valuation[symbol]));
}

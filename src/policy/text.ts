/*
 * Text with symbols: what the policy language works on. A literal is a sequence of characters; a value that is known
 * at deploy time only is one letter among them, a symbol. Two symbols are the same value if they are the same letter.
 */

/** One UTF-16 unit of a literal, or a symbol, which is always longer. */
export type Letter = string;

/** A value: characters, and symbols between them. */
export type Text = readonly Letter[];

/**
 * What is known of a symbol's value:
 *
 * - `name`: the name of a resource that the app makes. It is not empty, has neither `/` nor `:`, and differs from
 *   every other resource's of its type.
 * - `path`: the same, but it may have a `/`.
 * - `arn`: the ARN, or another identifier, of a resource that the app makes, which differs from every other resource's.
 * - `flat`: not empty, neither `/` nor `:`.
 * - `any`: nothing.
 */
export type SymbolKind = 'name' | 'path' | 'arn' | 'flat' | 'any';

const BETWEEN = '|';

/** The symbol of a value. The type parts what can't be the same; the id is what people read. */
export function symbolOf(kind: SymbolKind, type: string, id: string): Letter {
  return [kind, type, id].join(BETWEEN);
}

/** True iff a letter is a symbol. */
export function isSymbol(letter: Letter): boolean {
  return letter.length > 1;
}

/** True iff a string of letters put together, such as the key of a condition, has a symbol in it. */
export function mentionsSymbol(joined: string): boolean {
  return /(?:name|path|arn|flat|any)\|/.test(joined);
}

/** What is known of a symbol's value. */
export function symbolKind(symbol: Letter): SymbolKind {
  return symbol.slice(0, symbol.indexOf(BETWEEN)) as SymbolKind;
}

/** True iff a symbol's value may have a colon. */
export function mayHaveColon(symbol: Letter): boolean {
  const kind = symbolKind(symbol);
  return kind === 'any' || kind === 'arn';
}

/** Kind and type: two symbols of which these are the same and that have names are two resources. */
export function symbolFamily(symbol: Letter): string {
  return symbol.slice(0, symbol.indexOf(BETWEEN, symbol.indexOf(BETWEEN) + 1));
}

/** What a symbol stands for, as people read it. */
export function symbolId(symbol: Letter): string {
  return symbol.slice(symbolFamily(symbol).length + 1);
}

/** The letters of a literal. */
export function literal(value: string): Text {
  return value.split('');
}

/** A text as people read it: symbols as `${…}`. */
export function showText(text: Text): string {
  return text.map((letter) => isSymbol(letter) ? `\${${symbolId(letter)}}` : letter).join('');
}

/** The string of a text, or `undefined` if it has a symbol. */
export function literalOf(text: Text): string | undefined {
  return text.some(isSymbol) ? undefined : text.join('');
}

/** Lower case of the characters; symbols stay. */
export function lowerCase(text: Text): Text {
  return text.map((letter) => isSymbol(letter) ? letter : letter.toLowerCase());
}

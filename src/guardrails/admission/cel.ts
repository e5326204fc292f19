import { mapLiterals } from '../../private/tokens';

/**
 * A text as a literal of the Common Expression Language, whose escapes are those of JSON.
 *
 * Braces and dollar signs are escaped too, since Kyverno takes `{{` and `$(` for variables wherever they stand.
 */
export function celText(text: string): string {
  return `"${mapLiterals(text, (literal) => JSON.stringify(literal).slice(1, -1).replace(/[{$]/g, (sign) => sign === '{' ? '\\u007b' : '\\u0024'))}"`;
}

/** Texts as a list. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(', ')}]`;
}

/** Texts by their keys as a map. */
export function celMap(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, text]) => `${celText(key)}: ${celText(text)}`).join(', ')}}`;
}

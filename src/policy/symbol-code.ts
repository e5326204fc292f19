import { isSymbol, Letter, Text } from './text';

/** The first of the characters that Unicode leaves for private use. */
const FIRST_PRIVATE = 0xe000;

/** Writes texts as strings in which a private character stands for each symbol, and reads them back: for what takes strings alone. */
export class SymbolCode {
  private readonly symbols: Letter[] = [];

  public encode(text: Text): string {
    return text.map((letter) => isSymbol(letter) ? String.fromCharCode(FIRST_PRIVATE + this.indexOf(letter)) : letter).join('');
  }

  public decode(encoded: string): Text {
    return encoded.split('').map((code) => this.symbols[code.charCodeAt(0) - FIRST_PRIVATE] ?? code);
  }

  private indexOf(symbol: Letter): number {
    const known = this.symbols.indexOf(symbol);
    return known < 0 ? this.symbols.push(symbol) - 1 : known;
  }
}

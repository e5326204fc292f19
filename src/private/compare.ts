/** Orders texts by their UTF-16 code units, so that no locale changes an order. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

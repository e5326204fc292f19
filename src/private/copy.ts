/** A copy of a JSON value, which shares no part with it. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) { return value; }
  if (Array.isArray(value)) { return value.map(copyOf); }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}

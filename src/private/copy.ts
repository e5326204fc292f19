/** A copy of a JSON value, which shares no part with it. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) { return value; }
  if (Array.isArray(value)) { return value.map(copyOf); }
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) { copy[key] = copyOf(item); }
  return copy;
}

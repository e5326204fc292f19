/**
 * What a record has by a name: nothing of what every object has, such as `constructor`, which is as good a name as any
 * for a resource, a variable or an operator of somebody else's.
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

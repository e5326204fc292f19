import { Statement } from './statement';
import { compare } from '../private/compare';

/** Between the Sids of statements that are being merged: no Sid can hold it. */
const JOINT = ' ';

/** The Sid of a statement made of two: each that either bears, in alphabetical order, still apart. */
export function mergeSids(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) { return a ?? b; }
  return [...new Set([...a.split(JOINT), ...b.split(JOINT)])].sort(compare).join(JOINT);
}

/** The Sid as IAM takes it, once nothing is merged into it any more. */
export function closeSid(sid: string | undefined): string | undefined {
  return sid?.split(JOINT).join('');
}

/** Makes each Sid stand once, as IAM asks within a policy, by a number behind the later ones. */
export function uniqueSids(statements: readonly Statement[]): Statement[] {
  const taken = new Set(statements.map(({ sid }) => sid));
  const seen = new Set<string>();
  return statements.map((statement) => {
    const { sid } = statement;
    if (sid === undefined || !seen.has(sid)) {
      if (sid !== undefined) { seen.add(sid); }
      return statement;
    }
    let number = 2;
    while (taken.has(`${sid}${number}`)) { number += 1; }
    taken.add(`${sid}${number}`);
    return { ...statement, sid: `${sid}${number}` };
  });
}

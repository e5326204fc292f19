import { ConditionKeys, Conditions, PolicyValue } from '../../../src/policy/statement';

/** Operators of which at least one value must match, so that the key is there. */
const POSITIVE = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'];

/**
 * Whether conditions hold whenever others do, for an action: decided to the safe side: of each key on its own, and by the values that
 * are written.
 */
export function areImplied(theirs: Conditions | undefined = {}, ours: Conditions | undefined = {}, action = ''): boolean {
  return Object.entries(theirs).every(([operator, keys]) => Object.entries(keys as ConditionKeys)
    .every(([key, values]) => isEmpty(operator, key, action) || isImplied(operator, key, values.map(String), ours)));
}

/** `ForAllValues` holds where there is no value: of the records to be changed in requests that change none. */
function isEmpty(operator: string, key: string, action: string): boolean {
  const ofChange = 'route53:ChangeResourceRecordSets';
  return operator.startsWith('ForAllValues:') && key.startsWith(ofChange) && action !== ofChange;
}

function isImplied(operator: string, key: string, values: readonly string[], ours: Conditions): boolean {
  const own = (name: string) => valuesOf(ours, name, key);
  if (operator === 'Null' && values[0] === 'false') { return own('Null')?.[0] === 'false' || POSITIVE.map(own).some((found) => found !== undefined); }
  const set = /^ForAllValues:/.exec(operator)?.[0] ?? '';
  const plain = operator.slice(set.length);
  const narrower = POSITIVE.includes(plain) ? POSITIVE : [plain];
  return narrower.map((name) => own(`${set}${name}`)).some((found) => found !== undefined && (/Not/.test(plain)
    ? values.every((value) => found.includes(value))
    : found.every((value) => values.some((pattern) => pattern === value || (/Like|Arn/.test(plain) && matches(pattern, value))))));
}

function valuesOf(conditions: Conditions, operator: string, key: string): string[] | undefined {
  const keys = Object.entries(conditions[operator] ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return (keys?.[1] as readonly PolicyValue[] | undefined)?.map(String);
}

/** Whether a text, which may be a pattern itself, is one of those that a pattern matches. */
function matches(pattern: string, value: string): boolean {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(value);
}

import { Conditions } from '../policy/statement';

/** That a key has one of these values. */
export function equals(key: string, ...values: readonly string[]): Conditions {
  return { StringEquals: { [key]: values } };
}

/** That keys are there, whatever their values. */
export function present(...keys: readonly string[]): Conditions {
  return { Null: Object.fromEntries(keys.map((key) => [key, ['false']])) };
}

/** That a key is not there. */
export function absent(key: string): Conditions {
  return { Null: { [key]: ['true'] } };
}

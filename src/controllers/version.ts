import { ControllerFacts } from './controller-facts';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** The version of a controller without `v`; refuses one that isn't known at synth, or is older than the preset. */
export function controllerVersion({ name, oldest, newest }: ControllerFacts, given: string = newest): string {
  const numbers = isToken(given) ? undefined : /^v?(\d+\.\d+\.\d+)$/.exec(given)?.[1];
  if (numbers === undefined) {
    refuse(name, 'InvalidVersion', `version must be three literal numbers, such as ${newest}, since permissions depend on it: give the version of the controller, not of its chart, ${got(given)}`);
  }
  if (isNewer(oldest, numbers)) {
    refuse(name, 'InvalidVersion', `version must be ${oldest} or newer, since the permissions of older ones were not compared: update the controller, or give it a workload with access of its own, ${got(given)}`);
  }
  return numbers;
}

/** True iff `a` is a later version than `b`. */
export function isNewer(a: string, b: string): boolean {
  const [ofA, ofB] = [a, b].map((version) => version.split('.').map(Number));
  const first = ofA.findIndex((number, index) => number !== ofB[index]);
  return first >= 0 && ofA[first] > ofB[first];
}

import { Calls } from './entry';
import { XRayAccess } from '../../../src';

export const xrayCalls: Calls = () => [
  ['XRayAccess.writeTraces', '', XRayAccess.writeTraces()],
  ['XRayAccess.writeTraces', '{ sampling: false }', XRayAccess.writeTraces({ sampling: false })],
];

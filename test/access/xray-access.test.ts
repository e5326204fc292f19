import { statementsOf } from './statements';
import { XRayAccess } from '../../src';

const SAMPLING = ['xray:GetSamplingRules', 'xray:GetSamplingStatisticSummaries', 'xray:GetSamplingTargets'];
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

test.each([
  ['with sampling by default', undefined, [...SAMPLING, ...TRACES]],
  ['with sampling', { sampling: true }, [...SAMPLING, ...TRACES]],
  ['without sampling', { sampling: false }, TRACES],
])('traces are written %s, by one statement alone', (_, options, actions) => {
  expect(statementsOf(() => XRayAccess.writeTraces(options))).toEqual([{ Sid: 'XRayWriteTraces', Effect: 'Allow', Action: actions, Resource: '*' }]);
});

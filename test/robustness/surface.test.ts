import { ACCESS_WAYS } from './access-ways';
import { CLUSTER_WAYS } from './cluster-ways';
import { GOVERNANCE_WAYS } from './governance-ways';
import { GUARDRAIL_WAYS } from './guardrail-ways';
import { publicStrings } from './surface';
import { WORKLOAD_WAYS } from './workload-ways';

const WAYS = [ACCESS_WAYS, CLUSTER_WAYS, GOVERNANCE_WAYS, GUARDRAIL_WAYS, WORKLOAD_WAYS].flatMap((ways) => Object.keys(ways));

/** What is tried nowhere in this folder, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  'IdentityClaims.fromText(text)': 'a whole language: test/governance/claims/fuzz.test.ts tries 20,000 texts',
  'ServiceAccountOptions.id': 'the id of a construct, which constructs check',
};

test('every string that users can give is tried with hostile values', () => {
  const ids = publicStrings().filter((name) => name.endsWith('(id)'));
  const exempt = [...Object.keys(EXEMPT), ...ids];

  expect(publicStrings().filter((name) => !WAYS.includes(name) && !exempt.includes(name))).toEqual([]);
});

test('nothing is tried or exempt that isn\'t there', () => {
  expect([...WAYS, ...Object.keys(EXEMPT)].filter((name) => !publicStrings().includes(name.split(',')[0]))).toEqual([]);
  expect(WAYS.filter((name) => EXEMPT[name] !== undefined)).toEqual([]);
});

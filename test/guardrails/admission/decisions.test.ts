import { CASES } from './cases';
import { decide } from './decide';
import { documentsOf, policiesOf } from './policies';
import { AdmissionEngine } from '../../../src';

/*
 * Whether the policies admit what they should, by an implementation of CEL, for each engine from what its YAML says.
 */

const { KUBERNETES, KYVERNO, KYVERNO_CLUSTER_POLICY } = AdmissionEngine;
const POLICIES = [...new Set(CASES.map(({ policy }) => policy))];

describe.each([KUBERNETES, KYVERNO, KYVERNO_CLUSTER_POLICY])('by %s', (engine) => {
  const documents = documentsOf(policiesOf(engine).charts).filter(({ kind }) => !kind.endsWith('Binding'));
  const saysTo = (policy: string, request: Parameters<typeof decide>[1]) => documents.filter(({ metadata }) => metadata.name === `workload-identity-${policy}`).flatMap((document) => decide(document, request));

  test.each(CASES.filter(({ admitted }) => admitted))('$policy admits $title', ({ policy, ...request }) => {
    expect(saysTo(policy, request)).toEqual([]);
  });

  test.each(CASES.filter(({ admitted }) => !admitted))('$policy refuses $title', ({ policy, ...request }) => {
    expect(saysTo(policy, request).length).toBeGreaterThan(0);
  });

  test('there is a document for each policy', () => {
    expect(documents.map(({ metadata }) => metadata.name).sort()).toEqual(POLICIES.map((policy) => `workload-identity-${policy}`).sort());
  });
});

test.each(POLICIES)('%s is tested by three admitted and three refused objects of each kind that it is about', (policy) => {
  const kinds = [...new Set(CASES.filter((each) => each.policy === policy).map(({ object }) => object.kind))];
  for (const kind of kinds) {
    const cases = CASES.filter((each) => each.policy === policy && each.object.kind === kind);
    const count = (admitted: boolean) => cases.filter((each) => each.admitted === admitted).length;
    expect([kind, count(true) >= 3, count(false) >= 3]).toEqual([kind, true, true]);
  }
});

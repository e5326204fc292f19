import * as fc from 'fast-check';
import { podIdentityTrust } from '../../src/trust/pod-identity-trust';
import { forServiceAccounts } from '../../src/trust/wider-trust';

const accounts = fc.array(fc.record({ namespace: fc.constantFrom('a', 'b', 'c', 'd'), serviceAccountName: fc.constantFrom('x', 'y', 'z') }), { minLength: 1, maxLength: 10 });

/** The pairs of namespace and name that statements admit, each as often as one admits it. */
function admitted(listed: { namespace: string; serviceAccountName: string }[]): string[] {
  const locked = podIdentityTrust({ clusterArns: ['arn:aws:eks:eu-central-1:111122223333:cluster/production'], ...listed[0] });
  return forServiceAccounts(locked, listed).flatMap(({ Condition: { StringEquals } }) => {
    const values = (tag: string) => [StringEquals[`aws:RequestTag/kubernetes-${tag}`]].flat();
    return values('namespace').flatMap((namespace) => values('service-account').map((name) => `${namespace}/${name}`));
  });
}

test('exactly the listed pairs are admitted, each by one statement', () => {
  fc.assert(fc.property(accounts, (listed) => {
    expect(admitted(listed).sort()).toEqual([...new Set(listed.map(({ namespace, serviceAccountName }) => `${namespace}/${serviceAccountName}`))].sort());
  }));
});

test('the order of the list changes nothing', () => {
  fc.assert(fc.property(accounts, (listed) => expect(admitted([...listed].reverse())).toEqual(admitted(listed))));
});

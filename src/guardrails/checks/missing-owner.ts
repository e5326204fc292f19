import { Check } from '../check';
import { CheckedApp } from '../checked-app';
import { CheckedRole, tagOf } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';

export const MISSING_OWNER: Check = {
  id: GuardrailCheck.MISSING_OWNER,
  title: 'A role of a workload that doesn\'t tell who answers for it',
  why: 'When it does what it should not, or nobody knows whether it is still used, there is nobody to ask.',
  fix: 'Tag the role with its owner: platform.identity/owner, or the key that ownerTag names. Of a target role the tag of its association is enough.',
  run: (app) => app.workloadRoles.filter((role) => !hasOwner(app, role))
    .map(({ placed }) => ({ at: placed, message: `the role has no tag ${app.settings.ownerTag}` })),
};

function hasOwner({ associations, settings: { ownerTag } }: CheckedApp, { placed }: CheckedRole): boolean {
  const ofTarget = associations.filter(({ target }) => target === placed).map((association) => association.placed);
  return [placed, ...ofTarget].some((each) => (tagOf(each, ownerTag) ?? '') !== '');
}

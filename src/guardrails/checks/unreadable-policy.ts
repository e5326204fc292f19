import { Check } from '../check';
import { CheckedRole } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';
import { hasUnreadConditions } from '../trust-reading';

export const UNREADABLE_POLICY: Check = {
  id: GuardrailCheck.UNREADABLE_POLICY,
  title: 'A policy of a workload whose content the templates don\'t tell',
  why: 'No check knows what it allows. Policies of AWS\'s own are taken by their names; others may be anything.',
  fix: 'Make the policy in the app, give its document by managedPolicies, or read it and acknowledge this.',
  run: (app) => app.workloadRoles.flatMap((role) => unread(role).map((name) => ({ at: role.placed, subject: name, message: `the content of ${name} is known at deploy time only` }))),
};

function unread({ trust, ofPods, ofTokens, unknownPolicies }: CheckedRole): string[] {
  const conditional = [...ofPods, ...ofTokens].some(hasUnreadConditions);
  return [...trust.isReadable && !conditional ? [] : ['the trust policy'], ...new Set(unknownPolicies)];
}

import { Check } from '../check';
import { GuardrailCheck } from '../guardrail-check';
import { allowed, onStranger, STRANGER } from '../stranger-proof';

const PASSING = onStranger(`arn:*:iam::*:role/${STRANGER}`, 'iam:PassRole');

export const PASS_ANY_ROLE: Check = {
  id: GuardrailCheck.PASS_ANY_ROLE,
  title: 'A workload that may pass any role',
  why: 'It hands a role with more permissions than its own to a service that it may use, such as a Lambda function or an association of EKS, and so has them.',
  fix: 'Name the roles that it passes. The condition iam:PassedToService alone doesn\'t say which role.',
  run: (app) => app.workloadRoles.flatMap((role) => allowed(role, PASSING, 'unknown')
    .map(({ by }) => ({ at: role.placed, message: `iam:PassRole on any role is allowed by ${by}` }))),
};

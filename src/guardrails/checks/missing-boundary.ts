import { Check } from '../check';
import { GuardrailCheck } from '../guardrail-check';

export const MISSING_BOUNDARY: Check = {
  id: GuardrailCheck.MISSING_BOUNDARY,
  title: 'A role of a workload without a permissions boundary, where one is required',
  why: 'A boundary is the most that a role may ever do, whatever policies it gets; a platform that requires one has no other limit for roles that teams make.',
  fix: 'Give the workload its permissionsBoundary, or all roles of a stack theirs by PermissionsBoundary.of(stack).apply(policy). The check runs if requireBoundary is set.',
  run: ({ workloadRoles }) => workloadRoles
    .filter(({ placed }) => [placed.resource.Properties?.PermissionsBoundary].every((value) => value === undefined || value.Ref === 'AWS::NoValue'))
    .map(({ placed }) => ({ at: placed, message: 'the role has no permissions boundary' })),
};

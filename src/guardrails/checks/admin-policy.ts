import { Check } from '../check';
import { CheckedRole } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';
import { allowed, onStranger, STRANGER, StrangerAction } from '../stranger-proof';

/** Actions by which one gives oneself, or another, any permission, each on something that no policy names. */
const ESCALATIONS: readonly StrangerAction[] = [
  ...onStranger(`arn:*:iam::*:role/${STRANGER}`, 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:DeleteRolePermissionsBoundary'),
  ...onStranger(`arn:*:iam::*:user/${STRANGER}`, 'iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'),
  ...onStranger(`arn:*:iam::*:group/${STRANGER}`, 'iam:AttachGroupPolicy', 'iam:PutGroupPolicy', 'iam:AddUserToGroup'),
  ...onStranger(`arn:*:iam::*:policy/${STRANGER}`, 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'),
];

/** The policies of AWS's own that allow as much. */
const OF_ADMINS = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];

export const ADMIN_POLICY: Check = {
  id: GuardrailCheck.ADMIN_POLICY,
  title: 'A workload that may give itself any permission',
  why: 'Whoever gets into one of its pods has the account: it attaches any policy to any role, or makes keys for any user.',
  fix: 'Take the actions on IAM away, or bind them: to exact resources, or to roles under a boundary by the condition iam:PermissionsBoundary. '
    + 'A permissions boundary that forbids them counts, if the app makes it or managedPolicies has its document.',
  run: (app) => app.workloadRoles.flatMap((role) => {
    const found = reasons(role);
    return found.length === 0 ? [] : [{ at: role.placed, message: found.join(', and ') }];
  }),
};

function reasons(role: CheckedRole): string[] {
  const proofs = allowed(role, ESCALATIONS, 'absent');
  const origins = [...new Set(proofs.map(({ by }) => by))];
  const attached = role.managedByAws.filter((name) => OF_ADMINS.includes(name)).map((name) => `the role has the managed policy ${name} of AWS`);
  return origins.length === 0 ? attached : [`${proofs.map(({ action }) => action).join(', ')} on anything is allowed by ${origins.join(' and ')}`, ...attached];
}

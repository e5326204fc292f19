import { IConstruct } from 'constructs';
import { BoundRole } from './bound-role';
import { RoleMember } from './role-member';
import { renderStatement, StatementJson } from '../policy/statement';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** The statement that denies everything to sessions from before a time; refuses what is no time, and a role that others have too. */
export function revocation(workload: IConstruct, role: BoundRole, revokedBefore: string): StatementJson {
  if (!isToken(revokedBefore) && !isTime(revokedBefore)) {
    refuse(workload, 'InvalidRevocation', `revokedBefore must be a time of ISO 8601 in UTC such as "2026-11-21T12:00:00Z", ${got(revokedBefore)}`);
  }
  if (role instanceof RoleMember) {
    refuse(workload, 'InvalidRevocation', 'revokedBefore would deny all workloads of the shared role: revoke the sessions of one by the commands of its runbook, or leave it out, '
      + got(revokedBefore));
  }
  return renderStatement({
    sid: 'RevokedBefore',
    effect: 'Deny',
    actions: ['*'],
    resources: ['*'],
    conditions: { DateLessThan: { 'aws:TokenIssueTime': [revokedBefore] } },
  });
}

function isTime(value: string): boolean {
  const date = new Date(value);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString() === value.replace('Z', '.000Z');
}

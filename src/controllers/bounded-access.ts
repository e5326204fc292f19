import { BoundedControllerProps } from './bounded-controller-props';
import { Access } from '../access/access';
import { StsAccess } from '../access/sts-access';
import { got, refuse } from '../private/errors';

/** The access that was given, and that to become the roles; refuses none at all. */
export function boundedAccess(controller: string, { access = [], roles = [] }: BoundedControllerProps): Access[] {
  if (access.length + roles.length === 0) {
    refuse(controller, 'EmptyList', `access and roles must not both be empty: say what the controller makes, or the roles that it becomes for it, ${got({ access: [], roles: [] })}`);
  }
  return [...access, ...roles.map((role) => StsAccess.assumeRole(role))];
}

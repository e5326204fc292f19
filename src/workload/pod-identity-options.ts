import { IConstruct } from 'constructs';
import type { PodIdentityWorkloadProps } from './pod-identity-workload';
import { RoleSharing } from './role-sharing';
import { got, refuse } from '../private/errors';

/** Refuses props of a Pod Identity workload that can't be together. */
export function requireCompatible(workload: IConstruct, props: PodIdentityWorkloadProps): void {
  requireOneRole(workload, props);
  const { sharedRole, sessionTags, sessionPolicy } = props;
  const sharing = sharedRole?.sharing;
  if (sharing === RoleSharing.SESSION_POLICIES && sessionTags === true) {
    refuse(workload, 'ConflictingOptions', 'sessionTags can\'t be true where a role is shared by session policies, since EKS tags no session that has one: leave it out, or share the role by '
      + `RoleSharing.SESSION_TAGS, ${got(sessionTags)}`);
  }
  if (sharing === RoleSharing.SESSION_TAGS && sessionTags === false) {
    refuse(workload, 'ConflictingOptions', `sessionTags can't be false where a role is shared by session tags: leave it out, or share the role by RoleSharing.SESSION_POLICIES, ${got(sessionTags)}`);
  }
  if (sessionPolicy === undefined) { return; }
  if (sessionPolicy.length === 0) {
    refuse(workload, 'EmptyList', `sessionPolicy must name what the sessions are restricted to, ${got(sessionPolicy)}; leave it out if they may have all that the role allows`);
  }
  if (sessionTags !== false) {
    refuse(workload, 'ConflictingOptions', 'sessionPolicy needs sessionTags: false, since EKS tags no session that has one: the trust then compares the cluster and its account alone, '
      + got(sessionTags ?? true));
  }
}

/** Why a prop can't be given with another that tells the role, and what to do. */
const CONFLICTS: Readonly<Record<string, string>> = {
  role: 'the workload has one role, so leave one of them out',
  target: 'the role that becomes a target does nothing else, so leave one of them out',
  trust: 'a role that is defined already has its own, so leave one of them out',
  sessionPolicy: 'what restricts a workload that shares a role is its access, so give it by access',
};

/** Refuses a workload whose role is told by several props. */
function requireOneRole(workload: IConstruct, { role, sharedRole, target, trust, sessionPolicy }: PodIdentityWorkloadProps): void {
  if (role === undefined && sharedRole === undefined) { return; }
  const [prop, others] = sharedRole === undefined ? ['role', { target, trust }] : ['sharedRole', { role, target, trust, sessionPolicy }];
  const [other] = Object.entries(others).filter(([, value]) => value !== undefined).map(([name]) => name);
  if (other !== undefined) { refuse(workload, 'ConflictingOptions', `${other} can't be given with ${prop}: ${CONFLICTS[other]}, ${got([prop, other])}`); }
}

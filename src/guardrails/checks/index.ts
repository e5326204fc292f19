import { ADMIN_POLICY } from './admin-policy';
import { ANNOTATION_BESIDE_ASSOCIATION } from './annotation-beside-association';
import { ANY_RESOURCE } from './any-resource';
import { DEFAULT_SERVICE_ACCOUNT } from './default-service-account';
import { DUPLICATE_ASSOCIATION } from './duplicate-association';
import { IRSA_WITHOUT_AUDIENCE } from './irsa-without-audience';
import { MISSING_BOUNDARY } from './missing-boundary';
import { MISSING_OWNER } from './missing-owner';
import { NODE_ROLE_PERMISSIONS } from './node-role-permissions';
import { OPEN_POD_IDENTITY_TRUST } from './open-pod-identity-trust';
import { PASS_ANY_ROLE } from './pass-any-role';
import { SHARED_ROLE } from './shared-role';
import { UNREADABLE_POLICY } from './unreadable-policy';
import { WILDCARD_ACTIONS } from './wildcard-actions';
import { WILDCARD_SUBJECT } from './wildcard-subject';
import { Check } from '../check';

/** All checks: who may become a role, what the cluster is told of it, what it may do, and who answers for it. */
export const CHECKS: readonly Check[] = [
  OPEN_POD_IDENTITY_TRUST, IRSA_WITHOUT_AUDIENCE, WILDCARD_SUBJECT, SHARED_ROLE,
  ANNOTATION_BESIDE_ASSOCIATION, DEFAULT_SERVICE_ACCOUNT, DUPLICATE_ASSOCIATION,
  NODE_ROLE_PERMISSIONS, ADMIN_POLICY, WILDCARD_ACTIONS, ANY_RESOURCE, PASS_ANY_ROLE, UNREADABLE_POLICY,
  MISSING_BOUNDARY, MISSING_OWNER,
];

import { compare } from '../../private/compare';
import { Association, nameOf } from '../association';
import { Check } from '../check';
import { CheckedApp } from '../checked-app';
import { CheckedRole, tagOf } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';
import { conditionsOn, exactValues } from '../trust-reading';

/** The tag that declares a role as shared. */
const SHARED_TAG = 'platform.identity/shared';

/** The keys by which a trust policy names service accounts to Pod Identity. */
const NAMESPACE = /^aws:RequestTag\/kubernetes-namespace$/i;
const SERVICE_ACCOUNT = /^aws:RequestTag\/kubernetes-service-account$/i;

export const SHARED_ROLE: Check = {
  id: GuardrailCheck.SHARED_ROLE,
  title: 'A role of several service accounts that is not declared as shared',
  why: 'Each of them may do what any of them needs, permissions are never taken away since nobody knows whose they are, and CloudTrail names one role for all.',
  fix: 'Give each service account a role of its own. Where they do share one, declare it: let the trust policy of a role for Pod Identity name each of them exactly, '
    + `or restrict each association by a session policy, as SharedRole does; or tag the role ${SHARED_TAG} = true.`,
  run: (app) => app.roles.filter((role) => !isDeclared(app, role)).flatMap((role) => {
    const names = namesOf(app, role);
    return names.length < 2 ? [] : [{ at: role.placed, message: `the role is that of ${names.join(' and ')}` }];
  }),
};

/** The service accounts of a role; the same in several clusters, or by both mechanisms, is one. */
function namesOf(app: CheckedApp, role: CheckedRole): string[] {
  return [...new Set([...app.associationsOf(role).map(nameOf), ...role.subjects])].sort(compare);
}

/** Tokens are bound by the trust policy alone, so that a list of subjects in it says nothing about why. */
function isDeclared(app: CheckedApp, role: CheckedRole): boolean {
  const associations = app.associationsOf(role);
  const isOfPods = role.subjects.length === 0;
  const isParted = associations.every(({ hasSessionPolicy }) => hasSessionPolicy) || associations.every((each) => isNamed(role, each));
  return (isOfPods && isParted) || tagOf(role.placed, SHARED_TAG) === 'true';
}

/** Whether the trust policy names the service account of an association exactly. */
function isNamed({ ofPods }: CheckedRole, { namespace, serviceAccountName }: Association): boolean {
  return ofPods.some((statement) => [[NAMESPACE, namespace], [SERVICE_ACCOUNT, serviceAccountName]].every(([keys, name]) =>
    conditionsOn(statement, keys as RegExp).flatMap(exactValues).some((value) => value.join('') === (name as string[]).join(''))));
}

import { TrustStatement } from '../../trust/trust-policy';
import { Check, Found } from '../check';
import { CheckedApp } from '../checked-app';
import { CheckedRole } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';
import { admitsStrangers, conditionsOn, hasUnreadConditions, isOfPods, shutsOutStrangers } from '../trust-reading';

/** What a trust policy has to be tied to, and the keys that EKS sends for it. */
const TIES = [
  { what: 'cluster', keys: /^aws:(RequestTag\/eks-cluster-(arn|name)|SourceArn)$/i, isOfSource: true },
  { what: 'namespace', keys: /^aws:RequestTag\/kubernetes-namespace$/i, isOfSource: false },
  { what: 'service account', keys: /^aws:RequestTag\/kubernetes-service-account$/i, isOfSource: false },
];

export const OPEN_POD_IDENTITY_TRUST: Check = {
  id: GuardrailCheck.OPEN_POD_IDENTITY_TRUST,
  title: 'A role that Pod Identity may assume for pods that its trust policy doesn\'t name',
  why: 'Whoever may create an association and pass the role binds it to any service account of any cluster of the account, and the role can\'t tell. '
    + 'The association alone ties it to one, and that is no part of the role.',
  fix: 'Compare aws:RequestTag/eks-cluster-arn, aws:RequestTag/kubernetes-namespace and aws:RequestTag/kubernetes-service-account by StringEquals in each statement '
    + 'that trusts pods.eks.amazonaws.com. Where the association disables session tags, compare aws:SourceArn with the ARN of the cluster. PodIdentityWorkload writes both.',
  run: (app) => app.workloadRoles.flatMap((role) => {
    const open = TIES.filter(({ isOfSource }) => isOfSource || !isUntagged(app, role))
      .filter(({ keys }) => role.ofPods.some((each) => !hasUnreadConditions(each) && !isTied(each, keys)) && !isDenied(role, keys));
    return open.length === 0 ? [] : [found(role, open.map(({ what }) => what))];
  }),
};

function found({ placed }: CheckedRole, open: readonly string[]): Found {
  return { at: placed, message: `the trust policy lets EKS Pod Identity assume the role for any ${open.join(', any ')}` };
}

function isTied(statement: TrustStatement, keys: RegExp): boolean {
  return conditionsOn(statement, keys).some(shutsOutStrangers);
}

/** Whether a statement denies pods that others would admit. */
function isDenied({ trust }: CheckedRole, keys: RegExp): boolean {
  return trust.statements.filter((each) => each.statement.effect === 'Deny' && isOfPods(each))
    .some((each) => each.statement.conditions.length === 1 && conditionsOn(each, keys).some(admitsStrangers));
}

/** Whether all associations of the role disable session tags, so that there are none to compare. */
function isUntagged(app: CheckedApp, role: CheckedRole): boolean {
  const associations = app.associationsOf(role);
  return associations.length > 0 && associations.every(({ tagsSessions }) => !tagsSessions);
}

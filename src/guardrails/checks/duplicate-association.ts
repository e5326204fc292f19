import { differInEnvironment } from '../../policy/template';
import { showText } from '../../policy/text';
import { Association, nameOf } from '../association';
import { Check } from '../check';
import { GuardrailCheck } from '../guardrail-check';

export const DUPLICATE_ASSOCIATION: Check = {
  id: GuardrailCheck.DUPLICATE_ASSOCIATION,
  title: 'A second association for a service account of a cluster',
  why: 'EKS keeps one association for a service account: the deployment of the second fails, and which is second is chance.',
  fix: 'Keep one of them. A service account that needs the permissions of both gets one role that has them.',
  run: ({ associations }) => {
    const byNames = new Map<string, Association[]>();
    return associations.flatMap((association) => {
      const sameNames = byNames.get(namesOf(association)) ?? [];
      byNames.set(namesOf(association), [...sameNames, association]);
      const earlier = sameNames.find((other) => isSameCluster(association, other));
      return earlier === undefined ? [] : [{
        at: association.placed,
        message: `${nameOf(association)} of the cluster ${showText(association.clusterName)} has the association ${earlier.placed.template.pathOf(earlier.placed.logicalId)} already`,
      }];
    });
  },
};

function namesOf({ clusterName, namespace, serviceAccountName }: Association): string {
  return [clusterName, namespace, serviceAccountName].map((text) => text.join('')).join('\n');
}

/** Names mean the same within a template; in two of them if both are known to be of one account and region. */
function isSameCluster(a: Association, b: Association): boolean {
  const [here, there] = [a.placed.template, b.placed.template];
  const isKnown = [here, there].every((template) => ['AWS::AccountId', 'AWS::Region'].every((name) => template.pseudoParameter(name) !== undefined));
  return here === there || (isKnown && !differInEnvironment(here, there));
}

import { celList } from './cel';
import { valueIn } from './metadata-variables';
import { ACCOUNT, OLD_POD, POD, UNCHANGED } from './pod-variables';
import { DEBUG_CONTAINERS, PODS, PolicyDefinition, PolicyFacts } from './policy-definition';
import { accountOf } from '../declared-accounts';

/** The annotation that says why a pod of an AWS identity is made or changed by hand. */
const REASON = 'platform.identity/debug-reason';

/** Pods with an AWS identity come from a controller and bear no debug container, unless an annotation says why. */
export function noDebugPods({ declared }: PolicyFacts): PolicyDefinition {
  return {
    kinds: [PODS, DEBUG_CONTAINERS],
    variables: [
      POD, OLD_POD, UNCHANGED, ACCOUNT,
      { name: 'identities', expression: celList(declared.map(accountOf)) },
      { name: 'controlled', expression: 'has(object.metadata.ownerReferences) && object.metadata.ownerReferences.exists(o, has(o.controller) && o.controller)' },
      { name: 'reason', expression: valueIn('object.metadata.annotations', REASON) },
    ],
    validations: [{
      expression: 'variables.unchanged || !(variables.account in variables.identities) || variables.reason != "" '
        + '|| (variables.controlled && !has(object.spec.ephemeralContainers))',
      message: 'Pods made by hand and debug containers must not use a service account with an AWS identity: run them under another one, '
        + `or say why in the annotation ${REASON} of the pod.`,
    }],
  };
}

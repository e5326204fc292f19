import { celList } from './cel';
import { containers, OLD_POD, POD, UNCHANGED } from './pod-variables';
import { DEBUG_CONTAINERS, PODS_AND_TEMPLATES, PolicyDefinition } from './policy-definition';

/**
 * The variables that the SDKs take static credentials from, before they ask for the identity of the pod.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html
 */
const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** No container has an access key in its environment, wherever its value comes from. */
export function noStaticCredentials(): PolicyDefinition {
  return {
    kinds: [...PODS_AND_TEMPLATES, DEBUG_CONTAINERS],
    variables: [POD, OLD_POD, UNCHANGED, containers('initContainers', 'ephemeralContainers')],
    validations: [{
      expression: `variables.unchanged || variables.containers.all(c, !has(c.env) || !c.env.exists(e, e.name in ${celList(CREDENTIALS)}))`,
      message: 'Containers must not have AWS access keys in env, which win over the identity of the pod: remove AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and '
        + 'AWS_SESSION_TOKEN, and use a service account with an AWS identity.',
    }],
  };
}

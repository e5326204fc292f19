import { OLD_POD, POD, UNCHANGED } from './pod-variables';
import { PODS_AND_TEMPLATES, PolicyDefinition } from './policy-definition';

/** No pod is on the network of its node, from where it reaches the instance metadata service. */
export function noHostNetwork(): PolicyDefinition {
  return {
    kinds: PODS_AND_TEMPLATES,
    variables: [POD, OLD_POD, UNCHANGED],
    validations: [{
      expression: 'variables.unchanged || !has(variables.pod.spec.hostNetwork) || !variables.pod.spec.hostNetwork',
      message: 'Pods must not set hostNetwork: on the node\'s network they reach its instance metadata, and with it the role of the node. Remove hostNetwork, '
        + 'or run them in a namespace of the platform.',
    }],
  };
}

import { ACCOUNT, OLD_POD, POD, UNCHANGED } from './pod-variables';
import { PODS_AND_TEMPLATES, PolicyDefinition } from './policy-definition';

/** No pod runs as `default`: it would have what anyone binds to that service account. */
export function noDefaultServiceAccount(): PolicyDefinition {
  return {
    kinds: PODS_AND_TEMPLATES,
    variables: [POD, OLD_POD, UNCHANGED, ACCOUNT],
    validations: [{
      expression: 'variables.unchanged || !variables.account.endsWith("/default")',
      message: 'Pods must not run as the service account "default", which all pods share that name none: set serviceAccountName to one of the application\'s own.',
    }],
  };
}

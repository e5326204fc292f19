import { showText } from '../../policy/text';
import { nameOf } from '../association';
import { Check } from '../check';
import { GuardrailCheck } from '../guardrail-check';

export const DEFAULT_SERVICE_ACCOUNT: Check = {
  id: GuardrailCheck.DEFAULT_SERVICE_ACCOUNT,
  title: 'An identity of the service account default',
  why: 'Every pod of the namespace that names no service account runs as default, and has the role: debug pods and jobs of others as well.',
  fix: 'Make a service account for the workload, name it in its pods, and bind the role to that.',
  run: (app) => [
    ...app.associations.filter(({ serviceAccountName }) => showText(serviceAccountName) === 'default')
      .map((association) => ({ at: association.placed, message: `the association is for ${nameOf(association)}` })),
    ...app.roles.flatMap(({ placed, subjects }) => subjects.filter((name) => name.endsWith('/default'))
      .map((name) => ({ at: placed, subject: name, message: `the trust policy names ${name}` }))),
  ],
};

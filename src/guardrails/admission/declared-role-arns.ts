import { celMap } from './cel';
import { ACCOUNT, ROLE_ARN } from './metadata-variables';
import { PolicyDefinition, PolicyFacts, SERVICE_ACCOUNTS } from './policy-definition';
import { ROLE_ARN_ANNOTATION } from '../../workload/declared-service-account';
import { accountOf } from '../declared-accounts';

/** Only a declared service account names a role, and no other role than the declared one. */
export function declaredRoleArns({ declared }: PolicyFacts): PolicyDefinition {
  const roles = declared.flatMap(({ roleArn, ...account }) => roleArn === undefined ? [] : [[accountOf(account), roleArn] as const]);
  return {
    kinds: [SERVICE_ACCOUNTS],
    variables: [ACCOUNT, ROLE_ARN, { name: 'roles', expression: celMap(roles) }],
    validations: [{
      expression: 'variables.roleArn == "" || (variables.account in variables.roles && variables.roles[variables.account] == variables.roleArn)',
      message: `Only service accounts that are declared as IRSA workloads may have the annotation ${ROLE_ARN_ANNOTATION}, with the ARN of their declared role: `
        + 'declare the workload, or remove the annotation.',
    }],
  };
}

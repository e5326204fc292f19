import { celList } from './cel';
import { ACCOUNT, ROLE_ARN } from './metadata-variables';
import { PolicyDefinition, PolicyFacts, SERVICE_ACCOUNTS } from './policy-definition';
import { accountOf } from '../declared-accounts';

/** A service account with an AWS identity names its owner. */
export function ownerLabel({ declared, ownerLabels }: PolicyFacts): PolicyDefinition {
  const labels = 'object.metadata.labels';
  return {
    kinds: [SERVICE_ACCOUNTS],
    variables: [ACCOUNT, ROLE_ARN, { name: 'identities', expression: celList(declared.map(accountOf)) }],
    validations: [{
      expression: '!(variables.account in variables.identities || variables.roleArn != "") '
        + `|| (has(${labels}) && ${celList(ownerLabels)}.exists(key, key in ${labels} && ${labels}[key] != ""))`,
      message: `A service account with an AWS identity must name its owner: set the label ${ownerLabels.join(' or ')}.`,
    }],
  };
}

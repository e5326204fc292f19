import { TrustStatement } from '../../trust/trust-policy';
import { Check } from '../check';
import { GuardrailCheck } from '../guardrail-check';
import { AUDIENCE, conditionsOn, hasUnreadConditions, shutsOutStrangers } from '../trust-reading';

export const IRSA_WITHOUT_AUDIENCE: Check = {
  id: GuardrailCheck.IRSA_WITHOUT_AUDIENCE,
  title: 'A trust policy that takes tokens of a service account whatever they are for',
  why: 'A pod gives tokens of its service account to others, each for an audience: to Vault, to another cluster, to a registry. Without a condition on the audience, '
    + 'whoever is given one of them can become the role if the provider lists that audience.',
  fix: 'Compare ISSUER:aud with sts.amazonaws.com by StringEquals beside ISSUER:sub. IrsaWorkload does.',
  run: (app) => app.roles.filter(({ ofTokens }) => ofTokens.some(isForAny))
    .map(({ placed }) => ({ at: placed, message: 'the trust policy compares no audience of the tokens of service accounts' })),
};

function isForAny(statement: TrustStatement): boolean {
  return !hasUnreadConditions(statement) && !conditionsOn(statement, AUDIENCE).some(shutsOutStrangers);
}

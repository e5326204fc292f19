import { Condition } from '../../policy/condition';
import { TrustStatement } from '../../trust/trust-policy';
import { Check } from '../check';
import { CheckedRole } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';
import { conditionsOn, hasPattern, hasUnreadConditions, isExact, showCondition, SUBJECT } from '../trust-reading';

/** The keys by which Pod Identity tells who asks. */
const OF_PODS = [/^aws:RequestTag\/kubernetes-namespace$/i, /^aws:RequestTag\/kubernetes-service-account$/i, /^aws:(RequestTag\/eks-cluster-(arn|name)|SourceArn)$/i];

export const WILDCARD_SUBJECT: Check = {
  id: GuardrailCheck.WILDCARD_SUBJECT,
  title: 'A trust policy that admits service accounts by a pattern',
  why: 'A pattern admits service accounts that nobody has thought of yet: whoever may create a namespace or a service account with a fitting name has the role. '
    + 'StringLike without a wildcard is one edit away from that, and a * in it goes unnoticed.',
  fix: 'Compare each service account exactly, by StringEquals, with a list of values where there are several.',
  run: (app) => app.roles.flatMap((role) => patternsOf(role).map((message) => ({ at: role.placed, message }))),
};

/** At most one finding for a role: what is wrong stands in one trust policy. */
function patternsOf({ ofPods, ofTokens }: CheckedRole): string[] {
  const readable = (each: TrustStatement) => !hasUnreadConditions(each);
  const problems = [...ofTokens.filter(readable).flatMap(ofToken), ...ofPods.filter(readable).flatMap(ofPod)];
  return problems.length === 0 ? [] : [`the trust policy ${[...new Set(problems)].join(', and ')}`];
}

function ofToken(statement: TrustStatement): string[] {
  const conditions = conditionsOn(statement, SUBJECT);
  if (conditions.length === 0) { return ['admits every service account of the cluster, since it compares no subject']; }
  return conditions.some(isOneByOne) ? [] : [`compares the subject by ${conditions.map(showCondition).join(' and ')}`];
}

function ofPod(statement: TrustStatement): string[] {
  return OF_PODS.flatMap((keys) => {
    const conditions = conditionsOn(statement, keys);
    return conditions.length === 0 || conditions.some((each) => !hasPattern(each)) ? [] : [`compares ${conditions.map(showCondition).join(' and ')}`];
  });
}

function isOneByOne(condition: Condition): boolean {
  return isExact(condition) && !hasPattern(condition);
}

import { PolicyStatement } from '../../policy/policy';
import { Check } from '../check';
import { CheckedRole } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';

/** What a statement with `NotAction` allows. */
const ALL_BUT = 'NotAction';

export const WILDCARD_ACTIONS: Check = {
  id: GuardrailCheck.WILDCARD_ACTIONS,
  title: 'A workload that is allowed actions by a pattern',
  why: 'A pattern allows what the workload doesn\'t need, and grows with every action that AWS adds: s3:GetObject* reads object ACLs, versions and whatever comes next. '
    + 'The grants of the CDK write such patterns.',
  fix: 'Name the actions. The builders of this library, such as S3Access.readPrefix, allow the few that a job needs.',
  run: (app) => app.workloadRoles.flatMap((role) => [...patternsOf(role)].map(([subject, origins]) => ({
    at: role.placed,
    subject,
    message: `${subject === ALL_BUT ? 'all actions but some are' : `${subject} is`} allowed by ${[...origins].join(' and ')}`,
  }))),
};

/** The patterns of the statements of a role, and where each stands. */
function patternsOf({ policies }: CheckedRole): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const statement of policies.identity.filter(({ effect }) => effect === 'Allow')) {
    for (const pattern of written(statement)) { found.set(pattern, new Set([...found.get(pattern) ?? [], statement.origin])); }
  }
  return found;
}

function written({ actions, spelled }: PolicyStatement): string[] {
  return actions.negated ? [ALL_BUT] : spelled.filter((action) => /[*?]/.test(action));
}

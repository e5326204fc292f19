import { athenaQuery, lakeQuery } from './audit-queries';
import { restartCommands, revokeCommands, revokesOwnAlone, unrevokeCommand, verifyCommands } from './commands';
import { bearerOf, isPodIdentity, RunbookFacts } from './facts';
import { failuresOf } from './failures';
import { reviewPoints } from './review';
import { declaredAt } from './runbook-files';
import { showRecorded } from '../inventory/recorded-value';
import { code, codeBlock, codeCell, plain, table } from '../markdown';

/** The runbook of an identity: Markdown. */
export function runbook(facts: RunbookFacts): string {
  return [...purpose(facts), ...verification(facts), ...failures(facts), ...audit(facts), ...rollback(facts), ...revocation(facts), ...OUTAGE, ...review(facts)].join('\n');
}

function purpose({ identity }: RunbookFacts): string[] {
  const { namespace, serviceAccount, cluster, owner, mechanism, stage, role, targetRole, workload, permissions, unknownPolicies } = identity;
  const show = (recorded: string) => code(showRecorded(recorded));
  const rows = permissions.filter(({ effect }) => effect === 'Allow').map(({ level, actions, notActions, resources, notResources }) => [
    plain(level),
    codeCell((actions ?? ['all but', ...notActions!]).map(showRecorded).join(' ')),
    codeCell((resources ?? ['all but', ...notResources!]).map(showRecorded).join(' ')),
  ]);
  return [
    `# ${plain(showRecorded(`${namespace}/${serviceAccount}`))} of ${plain(showRecorded(cluster))}`,
    '',
    'Written by `cdk synth`: change the declaration, since what is changed here is written over. Words in capitals, and `${…}`, are to be replaced.',
    '',
    '## What it is for',
    '',
    `- Owner: ${plain(showRecorded(owner))}`,
    declaredAt(workload),
    `- Mechanism: ${plain(mechanism)}${stage === undefined ? '' : `, stage ${plain(stage)} of its migration`}`,
    `- Role: ${show(role)}${targetRole === undefined ? '' : `, which becomes ${show(targetRole)}`}`,
    '',
    ...rows.length === 0 ? ['It has no permission that is known.'] : [table(['level', 'actions', 'resources'], rows)],
    '',
    ...unknownPolicies.flatMap(({ name }) => [`What this says is not known: ${plain(name)}.`, '']),
  ];
}

function verification(facts: RunbookFacts): string[] {
  const session = isPodIdentity(facts) ? 'a session that begins with `eks-`' : 'a session of the role';
  return ['## Verify', '', codeBlock('sh', verifyCommands(facts)), '', `The last command names ${session}. Any other identity, such as a session \`i-…\` of a node, is an incident.`, ''];
}

function failures(facts: RunbookFacts): string[] {
  return ['## When it fails', '', ...failuresOf(facts).flatMap(({ symptom, check, fix }) => [`### ${symptom}`, '', `- Check: ${check}`, `- Fix: ${fix}`, '']), 'To restart the pods:', '', codeBlock('sh', restartCommands(facts)), ''];
}

function audit(facts: RunbookFacts): string[] {
  return [
    '## Who did what', '',
    'Athena, on a table `cloudtrail_logs` as CloudTrail documents it: the calls of the last day by the pods of this service account.', '', codeBlock('sql', athenaQuery(facts)), '',
    'CloudTrail Lake: the calls of the last day by the role that bears the access.', '', codeBlock('sql', lakeQuery(facts)), '',
  ];
}

function rollback({ plan }: RunbookFacts): string[] {
  const steps = plan?.rollback === undefined
    ? ['Revert the change of the declaration, deploy the stack, apply the ServiceAccount, and restart the pods. The role keeps its name and its ARN.']
    : [`From stage ${plan.rollback.from} back to ${plan.rollback.to}: ${plan.rollback.changes}.`, '', ...plan.rollback.deploy.map((step, index) => `${index + 1}. ${step}`),
      ...plan.rollback.verify.map((step) => `- Verify: ${step}`)];
  return ['## Roll back', '', ...steps, ''];
}

function revocation(facts: RunbookFacts): string[] {
  const alone = revokesOwnAlone(facts) ? [] : [`**This revokes ${facts.others.length} other workloads too**, which have the same role, since nothing tells their sessions apart.`, ''];
  return [
    '## Revoke now', '',
    `Ends all sessions from before now of the role ${code(showRecorded(bearerOf(facts.identity)))}, in its account:`, '', ...alone,
    codeBlock('sh', revokeCommands(facts)), '',
    'Then close the leak, and restart the pods, which have the same sessions as before. Take the time into the declaration as `revokedBefore`, deploy, and remove what was put by hand:', '',
    codeBlock('sh', unrevokeCommand(facts)), '',
  ];
}

const OUTAGE = [
  '## While credentials fail',
  '',
  'What the application should do:',
  '',
  '- Keep the credentials that it has: they work for a while after renewal has begun to fail. Let the SDK renew them, and cache none of its own.',
  '- Repeat with exponential backoff and jitter, and with a limit; hold work in its queue, and drop none.',
  '- Say so in a metric and in its readiness, not in its liveness: to restart pods makes it worse, since new ones need new credentials.',
  '- Never fall back to static keys, or to the role of the node.',
  '',
];

function review(facts: RunbookFacts): string[] {
  const points = reviewPoints(facts).map(({ text, isProved }) => `- [${isProved ? 'x' : ' '}] ${text}`);
  return ['## Security review', '', 'What the declaration proves is ticked.', '', ...points, ''];
}

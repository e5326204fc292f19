import { nearestIdentities } from './audit/known';
import { readInputs } from './inputs';
import { Outcome, Progress, Verb } from './verb';
import { Decision } from '../policy/evaluate';
import { PolicyValue } from '../policy/statement';
import { SynthesizedApp } from '../testing/synthesized-app';
import { WorkloadAssertions } from '../testing/workload-assertions';

/** Asks a synthesized app whether a workload may do something. */
export const CAN: Verb = {
  name: 'can',
  arguments: '<cdk.out | template> <namespace/service-account> <action> <resource>',
  summary: 'Tells whether the pods of a service account may do an action on a resource, and the statement that says so',
  help: [
    'It reads the policies of the role, its permissions boundary and the session policy, wherever they stand in the app; not those',
    'of resources and of the organization. A resource is one ARN; "*" for an action that has none. What is known at deploy time',
    'only is written as in a template: \'${Bucket83908E77.Arn}/invoices/1.pdf\', of the stack that has the role.',
  ],
  options: [{ name: 'context', value: 'KEY=VALUE', help: 'a condition key of the request; several times for several' }],
  exits: ['it is allowed, for every role of the service account', 'it is denied, or can\'t be decided'],
  takes: [4, 4],
  run: can,
};

const WORDS: Readonly<Record<Decision, string>> = {
  ALLOWED: 'allowed', EXPLICIT_DENY: 'denied', IMPLICIT_DENY: 'denied', UNDECIDED: 'not decided',
};

type Options = Readonly<Record<string, readonly string[]>>;

function can([directory, workload, action, resource]: readonly string[], { context = [] }: Options, progress: Progress): Outcome {
  const [namespace, serviceAccountName, ...more] = workload.split('/');
  if (!namespace || !serviceAccountName || more.length > 0) { throw new Error(`a workload is NAMESPACE/SERVICE-ACCOUNT, got: ${JSON.stringify(workload)}`); }
  const given = contextOf(context);
  const { sources, problems } = readInputs([directory], progress);
  if (sources.length === 0 || problems.length > 0) { throw new Error([`${directory} must hold templates, each of which can be read`, ...problems].join('\n  ')); }
  const app = new SynthesizedApp(sources, () => true, new Map());
  const asked = WorkloadAssertions._of(app, namespace, serviceAccountName, (value: PolicyValue) => value);
  const decide = () => [...asked._decide(action, valueOf(resource), { context: given })]
    .map(({ reasons, ...rest }) => ({ ...rest, reasons: reasons() }));
  const decided = attempt(decide, () => nearestIdentities(sources, workload));
  const lines = decided.flatMap(({ role, decision, shown, reasons }) => [
    `${WORDS[decision]}: ${workload} ${action} on ${shown}, by the role ${role}`, ...reasons.map((reason) => `  ${reason}`),
  ]);
  return {
    text: `${lines.join('\n')}\n`,
    json: { workload, action, resource, roles: decided.map(({ role, decision, reasons }) => ({ role, decision, reasons })) },
    code: decided.every(({ decision }) => decision === 'ALLOWED') ? 0 : 1,
  };
}

/** The resource as a value of a template. */
function valueOf(resource: string): PolicyValue {
  return resource.includes('${') ? { 'Fn::Sub': resource } : resource;
}

function contextOf(pairs: readonly string[]): Record<string, string[]> {
  const context: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) { throw new Error(`--context takes KEY=VALUE, got: ${JSON.stringify(pair)}`); }
    (context[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  return context;
}

/** Tells which service accounts there are where the one that is asked for is not. */
function attempt<T>(call: () => T, others: () => string): T {
  try {
    return call();
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    throw code === 'UnknownWorkload' ? new Error(`${message}\n  ${others()}`) : error;
  }
}

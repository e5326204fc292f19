import { credentialsIn } from './credentials';
import { findAll } from './identities';
import { checkedApp } from './known';
import { orderOf } from './order';
import { propose } from './propose';
import { auditJson, auditText } from './report';
import { CHECKS } from '../../guardrails/checks';
import { GuardrailCheck } from '../../guardrails/guardrail-check';
import { runChecks } from '../../guardrails/run-checks';
import { OWNER_LABEL } from '../../manifests/labels';
import { readInputs } from '../inputs';
import { Outcome, Progress, Verb } from '../verb';

/** Lists the identities of what anybody made, checks them, and proposes how to declare them. */
export const AUDIT: Verb = {
  name: 'audit',
  arguments: '<cdk.out | template | manifest | directory>...',
  summary: 'Lists and checks the identities in cloud assemblies, templates and manifests, whoever made them, and proposes declarations',
  help: [
    'It finds Pod Identity associations, those of EKS add-ons, trust policies of IRSA, and ServiceAccounts with the annotation of IRSA,',
    'runs the checks of docs/checks.md, searches manifests for static credentials, and writes TypeScript for each identity that',
    'allows nothing that is not allowed now, with an order in which to go on. Helm charts are given as `helm template` renders them.',
  ],
  exits: ['nothing was found that should be mended', 'a check or the search for static credentials found something'],
  takes: [1, Infinity],
  run: audit,
};

function audit(paths: readonly string[], _options: unknown, progress: Progress): Outcome {
  const inputs = readInputs(paths, progress);
  const problems = [...inputs.problems];
  const { sources, objects } = inputs;
  progress('looking for identities');
  const app = checkedApp(sources);
  const identities = findAll(app, objects);
  progress('running the checks');
  const { findings, acknowledged } = runChecks({
    sources,
    isAsked: () => true,
    checks: CHECKS.filter(({ id }) => id !== GuardrailCheck.MISSING_BOUNDARY),
    settings: { ownerTag: OWNER_LABEL },
    managedPolicies: new Map(),
  });
  const credentials = credentialsIn(objects, (message) => problems.push(message));
  progress('writing declarations');
  const { declarations, code } = propose(app, identities);
  const found = { declarations, findings, acknowledged, credentials, code, order: orderOf(declarations, findings, credentials), problems };
  return {
    text: auditText(found),
    json: auditJson(found),
    problems,
    code: problems.length > 0 ? 2 : findings.length + credentials.length > 0 ? 1 : 0,
  };
}

import { Check, Found } from './check';
import { CheckedApp, CheckSettings } from './checked-app';
import { ConstructMetadata } from './construct-metadata';
import { GuardrailFinding, GuardrailReport } from './guardrail-report';
import { AppTemplates } from '../workload/app-templates';
import { TemplateSource } from '../workload/json-template';

/** The name of the plugin, which the CDK puts before the ids of its findings. */
export const PLUGIN = 'cdk-eks-workload-identity';

/** What is checked, and how. */
export interface CheckRun {
  readonly sources: readonly TemplateSource[];
  /** Whether findings in a template count; the others are only read. */
  readonly isAsked: (source: TemplateSource) => boolean;
  readonly checks: readonly Check[];
  readonly settings: CheckSettings;
  readonly managedPolicies: ReadonlyMap<string, object>;
}

/** Runs checks over templates. One that crashes is a finding, which can't be acknowledged. */
export function runChecks(run: CheckRun): GuardrailReport {
  const all = findingsOf(run);
  const isAcknowledged = ({ reason }: GuardrailFinding) => reason !== undefined;
  return { findings: all.filter((each) => !isAcknowledged(each)), acknowledged: all.filter(isAcknowledged) };
}

function findingsOf({ sources, isAsked, checks, settings, managedPolicies }: CheckRun): GuardrailFinding[] {
  return orCrash('templates', () => {
    const app = new CheckedApp(new AppTemplates(sources, managedPolicies), settings);
    const sourceOf = (found: Found) => sources[app.templates.findIndex((template) => template === found.at.template)];
    return checks.flatMap((check) => orCrash(check.id, () => check.run(app)
      .filter((found) => isAsked(sourceOf(found))).map((found) => findingOf(check, found, sourceOf(found)))));
  });
}

function findingOf({ id: check, title, why, fix }: Check, { at, subject, message }: Found, source: TemplateSource): GuardrailFinding {
  const metadata = new ConstructMetadata(source);
  const path = metadata.pathOf(at);
  const id = idOf(check, subject);
  const reason = path === undefined ? undefined : metadata.reasonFor(path, id);
  return { id, check, title, message, why, fix, construct: path ?? at.logicalId, logicalId: at.logicalId, templateFile: source.file, reason };
}

/** The CDK keeps the double colon for what stands before it, and writes a dash for a blank. */
function idOf(check: string, subject?: string): string {
  const shown = subject?.replace(/::+/g, ':').replace(/\s+/g, '-').replace(/[[\]]/g, '');
  return `${PLUGIN}::${check}${shown === undefined ? '' : `[${shown}]`}`;
}

function orCrash(what: string, find: () => GuardrailFinding[]): GuardrailFinding[] {
  try {
    return find();
  } catch (error) {
    return [{ ...CRASH, id: idOf(CRASH.check, what), message: `${what} could not be checked, so nothing is known of that: ${(error as Error).message}` }];
  }
}

/** What is said of a check that crashes. */
export const CRASH = {
  check: 'CheckCrashed',
  title: 'A check that could not be made',
  why: 'Nothing is known of what the check looks for: a template may be in a form that it doesn\'t expect.',
  fix: 'Mend the template that the message tells of, or report the crash to this library.',
};

import * as fs from 'node:fs';
import * as path from 'node:path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { CHECKS } from './checks';
import { GuardrailCheck } from './guardrail-check';
import { GuardrailFinding, GuardrailReport } from './guardrail-report';
import { IdentityGuardrailsOptions } from './identity-guardrails-options';
import { CheckRun, CRASH, PLUGIN, runChecks } from './run-checks';
import { OWNER_LABEL } from '../manifests/labels';
import { got, refuse } from '../private/errors';
import { tagKeyProblem } from '../private/iam-names';
import { sourcesOf, sourcesOfStack, templateName } from '../workload/assembly-templates';
import { TemplateSource } from '../workload/json-template';

/**
 * Checks the AWS identities of pods in a whole app, whoever made them: this library, `cluster.addServiceAccount`, or L1s
 * by hand. docs/checks.md lists the checks, why each is one, and what to do.
 *
 * It is a plugin of the CDK's validation, which reads the templates that synth has written: a finding fails synth. A
 * finding that may stay is acknowledged with a reason, at its construct or one above in its stack; the report of the
 * validation then lists it as acknowledged:
 * `Validations.of(role).acknowledge({ id: 'cdk-eks-workload-identity::WildcardActions[s3:Get*]', reason: '…' })`.
 *
 * `checkStack`, `checkTemplate` and `checkCloudAssembly` make the same checks in tests.
 *
 * A value that is known at deploy time only is taken for what it should be: for an exact name where a trust policy
 * compares it, for one resource where a policy allows it. What a policy as a whole says then is not known, and a
 * finding of `UnreadablePolicy`.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 * @example
 * Validations.of(app).addPlugins(new IdentityGuardrails({ requireBoundary: true }));
 */
export class IdentityGuardrails implements IPolicyValidationPlugin {
  /**
   * Checks the template of a stack and those nested in it; the app's other stacks are read where these refer to them.
   * Synthesizes the app as `Template.fromStack` does.
   */
  public static checkStack(stack: Stack, options: IdentityGuardrailsOptions = {}): GuardrailReport {
    const sources = sourcesOf((Stage.of(stack) as Stage).synth());
    const name = templateName(stack);
    return runChecks({ ...settingsOf(options), sources, isAsked: (source) => source.name === name || source.name.startsWith(`${name}.`) });
  }

  /** Checks a template, for example one that `Template.fromJSON` or `Template.fromString` has read. Nothing in it can be acknowledged. */
  public static checkTemplate(template: Template, options: IdentityGuardrailsOptions = {}): GuardrailReport {
    return runChecks({ ...settingsOf(options), sources: [{ name: '', json: template.toJSON() }], isAsked: () => true });
  }

  /**
   * Checks all templates of a cloud assembly, those of stages and of nested stacks included: the folder that `cdk synth` writes, mostly `cdk.out`.
   *
   * @throws if there is no cloud assembly in the folder
   */
  public static checkCloudAssembly(directory: string, options: IdentityGuardrailsOptions = {}): GuardrailReport {
    if (!fs.existsSync(path.join(directory, 'manifest.json'))) {
      refuse('IdentityGuardrails.checkCloudAssembly', 'InvalidDirectory', `there is no cloud assembly in this folder: give the one that cdk synth writes, mostly cdk.out, ${got(directory)}`);
    }
    return runChecks({ ...settingsOf(options), sources: sourcesOf(new CloudAssembly(directory)), isAsked: () => true });
  }

  /** The name of the plugin, which stands before the ids of its findings: `cdk-eks-workload-identity`. */
  public readonly name: string = PLUGIN;

  /** The checks that run. */
  public readonly ruleIds?: string[];

  private readonly settings: Settings;

  /** @throws if `checks` is empty or names no check, if it asks for `MISSING_BOUNDARY` without `requireBoundary`, or if `ownerTag` is no key of a tag */
  constructor(options: IdentityGuardrailsOptions = {}) {
    this.settings = settingsOf(options);
    this.ruleIds = [...this.settings.checks.map(({ id }) => id), CRASH.check];
  }

  /** Called by the CDK, once it has written the templates. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { findings, acknowledged } = runChecks({ ...this.settings, sources: sourcesAt(context.templatePaths), isAsked: () => true });
    return { success: findings.length === 0, violations: [...findings, ...acknowledged].map(violationOf) };
  }

  /**
   * Checks templates that are in no files yet.
   *
   * @internal
   */
  public _check(sources: readonly TemplateSource[]): GuardrailReport {
    return runChecks({ ...this.settings, sources, isAsked: () => true });
  }
}

type Settings = Omit<CheckRun, 'sources' | 'isAsked'>;

function settingsOf({ checks, requireBoundary = false, ownerTag = OWNER_LABEL, managedPolicies = {} }: IdentityGuardrailsOptions): Settings {
  const problem = tagKeyProblem(ownerTag);
  if (problem !== undefined) { refuse('IdentityGuardrails', 'InvalidTag', `ownerTag ${problem}, ${got(ownerTag)}`); }
  if (checks?.length === 0) { refuse('IdentityGuardrails', 'EmptyList', 'checks is empty, so that nothing would be checked: name the checks that run, or leave it out for all of them'); }
  const unknown = checks?.find((id) => !CHECKS.some((check) => check.id === id));
  if (unknown !== undefined) { refuse('IdentityGuardrails', 'UnknownCheck', `checks names no check of GuardrailCheck, ${got(unknown)}`); }
  if (checks?.includes(GuardrailCheck.MISSING_BOUNDARY) && !requireBoundary) {
    refuse('IdentityGuardrails', 'ConflictingOptions', `checks asks for ${GuardrailCheck.MISSING_BOUNDARY}, which finds nothing unless a boundary is required: set requireBoundary as well`);
  }
  return {
    checks: CHECKS.filter(({ id }) => checks?.includes(id) ?? (id !== GuardrailCheck.MISSING_BOUNDARY || requireBoundary)),
    settings: { ownerTag },
    managedPolicies: new Map(Object.entries(managedPolicies)),
  };
}

/** The templates at these paths, and those nested in them; each folder of templates is an assembly. */
function sourcesAt(templatePaths: readonly string[]): TemplateSource[] {
  const directories = [...new Set(templatePaths.map((file) => path.dirname(file)))];
  const stacks = directories.flatMap((directory) => new CloudAssembly(directory).stacks);
  return stacks.filter(({ templateFullPath }) => templatePaths.includes(templateFullPath)).flatMap(sourcesOfStack);
}

/**
 * What is acknowledged stays in the report. The rest is fatal: of anything less, some versions of the CDK leave out what
 * is acknowledged at any other construct of the app.
 */
function violationOf({ id, title, message, why, fix, logicalId, templateFile, reason }: GuardrailFinding): PolicyViolation {
  return {
    ruleName: id.slice(PLUGIN.length + '::'.length),
    description: `${title}: ${message}`,
    fix: reason === undefined && logicalId !== undefined ? `${fix} If it may stay, acknowledge ${id} at its construct, with a reason.` : fix,
    severity: reason === undefined ? 'fatal' : 'info',
    ruleMetadata: reason === undefined ? { why } : { why, acknowledged: reason },
    violatingResources: logicalId === undefined ? [] : [{ resourceLogicalId: logicalId, templatePath: templateFile!, locations: ['Properties'] }],
  };
}

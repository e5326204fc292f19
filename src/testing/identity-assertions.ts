import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { requireText } from './requests';
import { SynthesizedApp } from './synthesized-app';
import { WorkloadAssertions } from './workload-assertions';
import { ValuesInTemplates } from '../access/value-in-template';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';
import { sourcesOf, templateName, withNested } from '../workload/assembly-templates';
import { TemplateSource } from '../workload/json-template';

/** What a template alone doesn't tell. */
export interface IdentityAssertionsOptions {
  /**
   * The account that the template is deployed to: 12 digits.
   *
   * @default - the stack's, if it is known; else `AWS::AccountId` may be any
   */
  readonly account?: string;

  /**
   * The region that the template is deployed to.
   *
   * @default - the stack's, if it is known; else `AWS::Region` may be any
   */
  readonly region?: string;

  /**
   * The partition that the template is deployed to.
   *
   * @default - the region's; without a region that of the literal ARN that is asked about
   */
  readonly partition?: string;

  /**
   * The documents of managed policies that are attached by their ARN and made elsewhere, such as AWS's own: ARN to
   * policy document.
   *
   * @default - what those allow is not known, and nothing that only they may allow can be decided
   */
  readonly managedPolicies?: Record<string, any>;
}

/**
 * Asks a synthesized template what its workloads may do, offline: in a unit test, without deploying anything.
 *
 * Workloads are found by their namespace and service account, whichever mechanism binds them and whoever declares
 * them: this library, `cluster.addServiceAccount`, or L1s by hand. Those of EKS add-ons are found too: the namespace is that
 * of the add-on's `NamespaceConfig`, else each that the trust of the role names.
 *
 * What is decided: the identity policies of the role wherever they stand in the app, its permissions boundary, the
 * session policy of the association, and, for `assumableBy`, the trust policy. What is not: policies of resources
 * (buckets, keys, queues), of the organization, and of VPC endpoints.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @example
 * declare const bucket: s3.Bucket;
 * IdentityAssertions.fromStack(this).workload('finance-prod', 'invoice-exporter')
 *   .can('s3:PutObject', bucket.arnForObjects('invoices/2026/11/a.pdf'))
 *   .cannot('s3:DeleteObject', bucket.arnForObjects('invoices/2026/11/a.pdf'));
 */
export class IdentityAssertions {
  /**
   * Asks the template of a stack; synthesizes the app as `Template.fromStack` does.
   *
   * Policies in other stacks of the app that name the role, or that the role names, count.
   */
  public static fromStack(stack: Stack, options: IdentityAssertionsOptions = {}): IdentityAssertions {
    const assembly = (Stage.of(stack) as Stage).synth();
    const own = { name: OWN, json: Template.fromStack(stack).toJSON(), account: known(stack.account), region: known(stack.region) };
    const others = sourcesOf(assembly).filter(({ name }) => name !== stack.artifactId && !name.startsWith(`${stack.artifactId}.`));
    const isAsked = ({ name }: TemplateSource) => name === OWN || name.startsWith(`${OWN}.`);
    return new IdentityAssertions([...withNested(assembly.directory, own), ...others], isAsked, options, (value, app) =>
      new ValuesInTemplates(stack, (other) => app.template(templateName(other, stack))).valueOf(value));
  }

  /** Asks a template, for example one that `Template.fromJSON` or `Template.fromString` has read. */
  public static fromTemplate(template: Template, options: IdentityAssertionsOptions = {}): IdentityAssertions {
    return new IdentityAssertions([{ name: OWN, json: template.toJSON() }], () => true, options, (value, app) =>
      new ValuesInTemplates(new Stack(), () => app.template(OWN)).valueOf(value));
  }

  /**
   * Asks all templates of a cloud assembly, those of stages and of nested stacks included: the folder that `cdk synth` writes, mostly `cdk.out`.
   *
   * @throws if there is no cloud assembly in the folder
   */
  public static fromCloudAssembly(directory: string, options: IdentityAssertionsOptions = {}): IdentityAssertions {
    if (!fs.existsSync(path.join(directory, 'manifest.json'))) {
      refuse('IdentityAssertions.fromCloudAssembly', 'InvalidRequest', `there is no cloud assembly in this folder: give the one that cdk synth writes, mostly cdk.out, ${got(directory)}`);
    }
    return new IdentityAssertions(sourcesOf(new CloudAssembly(directory)), () => true, options, (value, app) =>
      new ValuesInTemplates(new Stack(), (stack) => app.template(templateName(stack))).valueOf(value));
  }

  private readonly app: SynthesizedApp;

  private constructor(
    sources: readonly TemplateSource[], isAsked: (source: TemplateSource) => boolean, options: IdentityAssertionsOptions,
    private readonly resolve: (value: any, app: SynthesizedApp) => any,
  ) {
    const { account, region, partition, managedPolicies = {} } = options;
    const env = Object.fromEntries(Object.entries({ account, region, partition }).filter(([, value]) => value !== undefined));
    this.app = new SynthesizedApp(sources.map((source) => ({ ...source, ...env })), isAsked, new Map(Object.entries(managedPolicies)));
  }

  /**
   * The workload of a service account.
   *
   * If it is bound to several roles, as in several clusters, or by both mechanisms, whatever is asked must hold for each.
   *
   * @throws if no association and no trust policy names it, or the role that the association names is in no template
   */
  public workload(namespace: string, serviceAccountName: string): WorkloadAssertions {
    requireText('namespace', namespace);
    requireText('serviceAccountName', serviceAccountName);
    this.app.identities(namespace, serviceAccountName);
    return WorkloadAssertions._of(this.app, namespace, serviceAccountName, this.resolve);
  }
}

/** The name of the template that is asked, whose resources are shown without it. */
const OWN = '';

function known(value: string): string | undefined {
  return isToken(value) ? undefined : value;
}

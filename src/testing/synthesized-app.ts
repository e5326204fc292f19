import { findIdentities, FoundIdentity } from './found-identity';
import { PolicyIndex } from '../policy/role';
import { got, refuse } from '../private/errors';
import { AppTemplates } from '../workload/app-templates';
import { JsonTemplate, TemplateSource } from '../workload/json-template';

/** The templates of an app, and which of them are asked for workloads. */
export class SynthesizedApp {
  /** The policies of all templates. */
  public readonly policies: PolicyIndex;

  private readonly templates: readonly JsonTemplate[];
  private readonly asked: readonly JsonTemplate[];
  private readonly inPartitions = new Map<string, SynthesizedApp>();

  /** @param managedPolicies documents of managed policies that no template has, by their ARN */
  constructor(
    private readonly sources: readonly TemplateSource[], private readonly isAsked: (source: TemplateSource) => boolean,
    private readonly managedPolicies: ReadonlyMap<string, object>,
  ) {
    const { all, policies } = new AppTemplates(sources, managedPolicies);
    this.templates = all;
    this.asked = all.filter((_, index) => isAsked(sources[index]));
    this.policies = policies;
  }

  /** The same app, deployed to this partition as far as its templates don't say another. */
  public inPartition(partition: string | undefined): SynthesizedApp {
    if (partition === undefined || this.sources.every((source) => (source.partition ?? source.region) !== undefined)) { return this; }
    const known = this.inPartitions.get(partition);
    if (known !== undefined) { return known; }
    const sources = this.sources.map((source) => ({ ...source, partition: source.partition ?? partition }));
    const made = new SynthesizedApp(sources, this.isAsked, this.managedPolicies);
    this.inPartitions.set(partition, made);
    return made;
  }

  /** The template of a stack, by the name of its artifact. */
  public template(name: string): JsonTemplate | undefined {
    return this.templates.find((template) => template.name === name);
  }

  /** Every way in which a service account becomes a role. */
  public identities(namespace: string, serviceAccountName: string): FoundIdentity[] {
    const name = `${namespace}/${serviceAccountName}`;
    const found = findIdentities(this.asked, this.templates, namespace, serviceAccountName);
    if (found.length === 0) {
      refuse('IdentityAssertions.workload', 'UnknownWorkload', `no AWS::EKS::PodIdentityAssociation is for this service account, and no role trusts its tokens: correct the name, or ask the template that has it, ${got(name)}`);
    }
    return found.map((identity) => 'role' in identity ? identity
      : refuse('IdentityAssertions.workload', 'UnknownWorkload', `the association ${identity.association} binds ${name} to a role that no template has: ask the template that has it, `
        + `or the whole app by IdentityAssertions.fromCloudAssembly, ${got(identity.roleArn)}`));
  }
}

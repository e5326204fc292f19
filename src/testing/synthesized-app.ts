import { findIdentities, FoundIdentity } from './found-identity';
import { JsonTemplate, TemplateSource } from './json-template';
import { PlacedResource, POLICY_TYPES, PolicyIndex } from '../policy/role';
import { got, refuse } from '../private/errors';

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
    this.templates = sources.map((source) => new JsonTemplate(source, () => this.templates));
    this.asked = this.templates.filter((_, index) => isAsked(sources[index]));
    const policies = this.templates.flatMap((template) => [...template.ofTypes(...POLICY_TYPES), ...this.unreadNested(template)]);
    this.policies = new PolicyIndex(policies, managedPolicies);
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

  /** Nested stacks whose templates are not there: to each role that one is given it may give permissions, as a policy does that can't be read. */
  private unreadNested(template: JsonTemplate): PlacedResource[] {
    const unread = template.ofTypes('AWS::CloudFormation::Stack')
      .filter(({ logicalId }) => !this.sources.some(({ around }) => around?.template === template.name && around.logicalId === logicalId));
    return unread.map((placed) => {
      const Roles = Object.values(placed.resource.Properties?.Parameters ?? {});
      return { ...placed, resource: { Type: POLICY_TYPES[0], Properties: { Roles } } };
    });
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

import { JsonTemplate, TemplateSource } from './json-template';
import { PlacedResource, POLICY_TYPES, PolicyIndex } from '../policy/role';

/** The synthesized templates of an app, which refer to each other. */
export class AppTemplates {
  public readonly all: readonly JsonTemplate[];

  /** The policies of all templates. */
  public readonly policies: PolicyIndex;

  /** @param managedPolicies documents of managed policies that no template has, by their ARN */
  constructor(private readonly sources: readonly TemplateSource[], managedPolicies: ReadonlyMap<string, object>) {
    this.all = sources.map((source) => new JsonTemplate(source, () => this.all));
    const policies = this.all.flatMap((template) => [...template.ofTypes(...POLICY_TYPES), ...this.unreadNested(template)]);
    this.policies = new PolicyIndex(policies, managedPolicies);
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
}

import { CfnElement, CfnOutput, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { readResource } from './written-as-read';
import { ValuesInTemplates } from '../access/value-in-template';
import { PlacedResource, POLICY_TYPES, PolicyIndex } from '../policy/role';
import { PolicyValue } from '../policy/statement';
import { keyOf, PlacedValue, TemplateResource, TemplateView } from '../policy/template';
import { Text } from '../policy/text';
import { OncePerSynth } from '../private/once-per-synth';
import { own } from '../private/own';
import { partitionOf } from '../private/partition';
import { isToken } from '../private/tokens';

/**
 * The templates of a stage as they are about to be written, resource by resource: what Aspects and overrides have
 * made of them is in there.
 */
export class SynthesizedStacks {
  /** The policies of all templates. */
  public readonly policies: PolicyIndex;

  private readonly roles: CfnResource[] = [];
  private rolesByArn?: ReadonlyMap<string, CfnResource>;
  private readonly views = new Map<Stack, StackView>();
  private readonly values = new Map<Stack, ValuesInTemplates>();
  private readonly exports = new Map<string, PlacedValue[]>();

  /** @param inSynth whether it is asked while the CDK validates, or later in a synth */
  constructor(stage: IConstruct, public readonly inSynth = false) {
    const policies: PlacedResource[] = [];
    for (const construct of constructsOf(stage)) {
      if (!CfnElement.isCfnElement(construct)) { continue; }
      if (CfnResource.isCfnResource(construct)) {
        const view = this.viewOf(construct.stack);
        const logicalId = view.add(construct);
        if (construct.cfnResourceType === 'AWS::IAM::Role') { this.roles.push(construct); }
        if (POLICY_TYPES.includes(construct.cfnResourceType)) { policies.push({ template: view, logicalId, resource: view.resource(logicalId)! }); }
      } else if ('exportName' in construct) {
        this.addOutput(construct as CfnOutput);
      }
    }
    this.policies = new PolicyIndex(policies);
  }

  /** The template of a stack. */
  public viewOf(stack: Stack): StackView {
    const known = this.views.get(stack);
    if (known !== undefined) { return known; }
    const made = new StackView(stack, this);
    this.views.set(stack, made);
    return made;
  }

  /** The template of the nested stack that a resource is. */
  public nestedIn(resource: CfnResource): StackView | undefined {
    return [...this.views.values()].find((view) => view.isNestedIn(resource));
  }

  /** A resource in its template. */
  public place(resource: CfnResource): PlacedResource {
    const template = this.viewOf(resource.stack);
    const logicalId = template.logicalIdOf(resource);
    return { template, logicalId, resource: template.resource(logicalId)! };
  }

  /** The role with this ARN, if the app has it. */
  public roleOf(arn: Text): CfnResource | undefined {
    this.rolesByArn ??= new Map(this.roles.map((role) => [keyOf(this.viewOf(role.stack), { 'Fn::GetAtt': [this.viewOf(role.stack).logicalIdOf(role), 'Arn'] }), role]));
    return this.rolesByArn.get(arn.join(''));
  }

  /** The values that stacks export by a name. */
  public exported(name: string): readonly PlacedValue[] {
    return this.exports.get(name) ?? [];
  }

  /** The values that are declared in a stack, as they mean in any template. */
  public valuesIn(stack: Stack): ValuesInTemplates {
    const known = this.values.get(stack) ?? new ValuesInTemplates(stack, (other) => this.viewOf(other));
    this.values.set(stack, known);
    return known;
  }

  private addOutput(output: CfnOutput): void {
    const view = this.viewOf(output.stack);
    const placed = { template: view, value: output.stack.resolve(output.value) };
    view.addOutput(output.stack.resolve(output.logicalId), placed);
    const name = output.stack.resolve(output.exportName);
    if (name !== undefined) { this.exports.set(name, [...this.exported(name), placed]); }
  }
}

/** The stacks of a stage during one synth: all workloads ask the same. */
export const STACKS = new OncePerSynth('stacks', (stage) => new SynthesizedStacks(stage, true));

/** The template of one stack. */
class StackView implements TemplateView {
  public readonly name: string;

  private readonly logicalIds = new Map<CfnResource, string>();
  private readonly constructs = new Map<string, CfnResource>();
  private readonly resources = new Map<string, TemplateResource>();
  private readonly pseudoParameters: Readonly<Record<string, string>>;

  private readonly outputs = new Map<string, PlacedValue>();

  constructor(private readonly stack: Stack, private readonly stacks: SynthesizedStacks) {
    this.name = stack.artifactId;
    const { account, region } = stack;
    this.pseudoParameters = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': partitionOf(stack), 'AWS::StackName': stack.stackName };
  }

  public add(resource: CfnResource): string {
    const logicalId = this.logicalIdOf(resource);
    this.constructs.set(logicalId, resource);
    return logicalId;
  }

  /** The logical id of a resource of the stack, which the CDK makes anew whenever it is asked. */
  public logicalIdOf(resource: CfnResource): string {
    const logicalId: string = this.logicalIds.get(resource) ?? this.stack.resolve(resource.logicalId);
    this.logicalIds.set(resource, logicalId);
    return logicalId;
  }

  public pathOf(logicalId: string): string {
    return this.constructs.get(logicalId)!.node.path;
  }

  public resource(logicalId: string): TemplateResource | undefined {
    const known = this.resources.get(logicalId);
    const construct = this.constructs.get(logicalId);
    if (known !== undefined || construct === undefined) { return known; }
    const { Resources = {} } = readResource(construct, this.stacks.inSynth) as { Resources?: Record<string, TemplateResource> };
    const resource: TemplateResource = own(Resources, logicalId) ?? { Type: construct.cfnResourceType };
    this.resources.set(logicalId, resource);
    return resource;
  }

  public isNestedIn(resource: CfnResource): boolean {
    return this.stack.nestedStackResource === resource;
  }

  public addOutput(logicalId: string, value: PlacedValue): void {
    this.outputs.set(logicalId, value);
  }

  public exported(name: string): readonly PlacedValue[] {
    return this.stacks.exported(name);
  }

  public parameter(name: string): PlacedValue | undefined {
    const { nestedStackResource: resource, nestedStackParent: parent } = this.stack;
    if (resource === undefined || parent === undefined) { return undefined; }
    const template = this.stacks.viewOf(parent);
    const nested = template.resource(parent.resolve(resource.logicalId));
    const parameters: Readonly<Record<string, PolicyValue>> | undefined = nested?.Properties?.Parameters;
    const value = own(parameters, name);
    return value === undefined ? undefined : { template, value };
  }

  public nestedOutput(logicalId: string, name: string): PlacedValue | undefined {
    const resource = this.constructs.get(logicalId);
    const nested = resource && this.stacks.nestedIn(resource);
    return nested?.outputs.get(name);
  }

  public pseudoParameter(name: string): string | undefined {
    const value = own(this.pseudoParameters, name);
    return isToken(value) ? undefined : value;
  }
}

/** All constructs of a stage, those of stages in it left out: they are synthesized apart. */
function* constructsOf(scope: IConstruct): Generator<IConstruct> {
  yield scope;
  for (const child of scope.node.children) {
    if (!Stage.isStage(child)) { yield* constructsOf(child); }
  }
}

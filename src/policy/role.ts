import { confusionOf } from './confusion';
import { Document, readDocument } from './document';
import { textOf } from './intrinsics';
import { hasSymbols } from './pattern';
import { Policies, PolicyStatement, readStatements, UnknownPolicy, VERSION_WITH_VARIABLES } from './policy';
import { parseStatement, PolicyValue } from './statement';
import { meaningIn, TemplateResource, TemplateView } from './template';
import { showText, Text } from './text';

/** A resource and the template that it stands in. */
export interface PlacedResource {
  readonly template: TemplateView;
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/** The types of resources that give permissions to roles. */
export const POLICY_TYPES: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

/** The resources that give permissions to roles, in all templates of an app, found by the role's name and by their ARN. */
export class PolicyIndex {
  private readonly byRole = new Map<string, PlacedResource[]>();
  private readonly byArn = new Map<string, PlacedResource>();
  /** The policies of which nothing says whose they are, with the name of the role. */
  private readonly ofSomeRole: { readonly policy: PlacedResource; readonly role: Text }[] = [];

  /** @param documents documents of managed policies that no template has, by their ARN */
  constructor(policies: readonly PlacedResource[], private readonly documents: ReadonlyMap<string, object> = new Map()) {
    for (const policy of policies) {
      const { template, logicalId, resource: { Type, Properties: { Roles, RoleName } = {} } } = policy;
      if (Type === 'AWS::IAM::ManagedPolicy') { this.byArn.set(keyOf(template, { Ref: logicalId }), policy); }
      for (const value of [...listOf(Roles), ...listOf(RoleName)]) {
        const role = textOf(value, meaningIn(template));
        const name = role.join('');
        this.byRole.set(name, [...this.byRole.get(name) ?? [], policy]);
        if (hasSymbols(role)) { this.ofSomeRole.push({ policy, role }); }
      }
    }
  }

  /** Everything that decides what a role may do: its inline policies, the policies that name it, the managed policies and the boundary that it names. */
  public policiesOf({ template, logicalId, resource: { Properties: properties = {} } }: PlacedResource): Policies {
    const unknown: UnknownPolicy[] = [];
    const read = (view: TemplateView, document: unknown, name: string, as: UnknownPolicy['as']) => {
      const found = readDocument(view, document);
      if (found === undefined) { unknown.push({ name, as }); }
      return found === undefined ? [] : statementsOf(view, found, name);
    };
    const readPolicy = (policy: PlacedResource, as: UnknownPolicy['as']) =>
      read(policy.template, policy.resource.Properties?.PolicyDocument, `the policy ${policy.template.pathOf(policy.logicalId)}`, as);
    const readManaged = (arn: PolicyValue, as: UnknownPolicy['as']) => {
      const key = keyOf(template, arn);
      const policy = this.byArn.get(key);
      return policy === undefined ? read(template, this.documents.get(key), `the managed policy ${shown(template, arn)}`, as) : readPolicy(policy, as);
    };
    const arns = listOf(properties.ManagedPolicyArns);
    const attached = arns.map((arn) => this.byArn.get(keyOf(template, arn)));
    const roleName = textOf({ Ref: logicalId }, meaningIn(template));
    const naming = (this.byRole.get(roleName.join('')) ?? []).filter((policy) => !attached.includes(policy));
    for (const { policy, role } of this.ofSomeRole.filter((some) => confusionOf(some.role, roleName) !== undefined)) {
      unknown.push({ name: `the policy ${policy.template.pathOf(policy.logicalId)}, which may be of the role ${showText(role)}`, as: 'identity' });
    }
    const boundary = properties.PermissionsBoundary;
    return {
      identity: [
        ...listOf(properties.Policies).flatMap((policy) => read(template, policy.PolicyDocument, `the inline policy ${shown(template, policy.PolicyName ?? '')}`, 'identity')),
        ...naming.flatMap((policy) => readPolicy(policy, 'identity')),
        ...arns.flatMap((arn) => readManaged(arn, 'identity')),
      ],
      boundary: boundary === undefined ? undefined : readManaged(boundary, 'boundary'),
      unknown,
    };
  }
}

/** The statements of a document that are ready to be asked. */
export function statementsOf(template: TemplateView, { version, statements }: Document, name: string): PolicyStatement[] {
  return readStatements(statements.map(parseStatement), name, { meaning: meaningIn(template), variables: version === VERSION_WITH_VARIABLES });
}

/** Equal for two values iff they are known to be the same. */
function keyOf(template: TemplateView, value: PolicyValue): string {
  return textOf(value, meaningIn(template)).join('');
}

function shown(template: TemplateView, value: PolicyValue): string {
  return showText(textOf(value, meaningIn(template)));
}

function listOf(value: unknown): any[] {
  return value === undefined ? [] : [value].flat();
}

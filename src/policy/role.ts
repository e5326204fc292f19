import { confusionOf } from './confusion';
import { Document, readDocument } from './document';
import { Policies, PolicyStatement, readStatements, UnknownPolicy, VERSION_WITH_VARIABLES } from './policy';
import { parseStatement, PolicyValue } from './statement';
import { differInEnvironment, keyOf, meaningIn, PlacedValue, TemplateResource, TemplateView, textIn } from './template';
import { isSymbol, showText, symbolKind, Text } from './text';

/** A resource and the template that it stands in. */
export interface PlacedResource {
  readonly template: TemplateView;
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/** The types of resources that give permissions to roles. */
export const POLICY_TYPES: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

/** A policy that names a role, by the name's text. */
interface Naming {
  readonly policy: PlacedResource;
  readonly role: Text;
}

/** Whether a policy that names a role names this one. */
type Belongs = 'yes' | 'maybe' | 'no';

/** The resources that give permissions to roles, in all templates of an app, found by the role's name and by their ARN. */
export class PolicyIndex {
  private readonly byRole = new Map<string, Naming[]>();
  private readonly byArn = new Map<string, PlacedResource[]>();
  /** Those that name the role by a value that may be any. */
  private readonly ofSomeRole: Naming[] = [];

  /** @param documents documents of managed policies that no template has, by their ARN */
  constructor(policies: readonly PlacedResource[], private readonly documents: ReadonlyMap<string, object> = new Map()) {
    for (const policy of policies) {
      const { template, logicalId, resource: { Type, Properties: { Roles, RoleName } = {} } } = policy;
      if (Type === 'AWS::IAM::ManagedPolicy') { add(this.byArn, keyOf(template, { Ref: logicalId }), policy); }
      for (const value of [...listOf(Roles), ...listOf(RoleName)]) {
        const role = textIn(template, value);
        add(this.byRole, role.join(''), { policy, role });
        if (role.some((letter) => isSymbol(letter) && symbolKind(letter) === 'any')) { this.ofSomeRole.push({ policy, role }); }
      }
    }
  }

  /** What decides what a role may do that no template has: the policies that name it, and whatever else it has. */
  public policiesOfForeign(template: TemplateView, roleName: PolicyValue, role: string): Policies {
    const { identity, unknown } = this.policiesOf({ template, logicalId: '', resource: { Type: 'AWS::IAM::Role' } }, roleName);
    return { identity, unknown: [...unknown, { name: role, as: 'identity' }] };
  }

  /** Everything that decides what a role may do: its inline policies, the policies that name it, the managed policies and the boundary that it names. */
  public policiesOf(role: PlacedResource, roleName: PolicyValue = { Ref: role.logicalId }): Policies {
    const { template, resource: { Properties: properties = {} } } = role;
    const reader = new Reader();
    const managed = (arn: PolicyValue, as: UnknownPolicy['as']) => {
      const policy = this.managedPolicy(template, arn);
      return policy === undefined ? reader.read(template, this.documents.get(keyOf(template, arn)), `the managed policy ${shown(template, arn)}`, as)
        : reader.readPolicy(policy, as);
    };
    const { certain, possible } = this.naming(template, textIn(template, roleName));
    possible.forEach(({ policy, role: named }) => reader.note(`the policy ${policy.template.pathOf(policy.logicalId)}, which may be of the role ${showText(named)}`));
    const arns = listOf(properties.ManagedPolicyArns);
    const attached = arns.map((arn) => this.managedPolicy(template, arn));
    const inline = listOf(properties.Policies).map((policy): NamedStatements => {
      const name = shown(template, policy.PolicyName ?? '');
      return { name, statements: reader.read(template, policy.PolicyDocument, `the inline policy ${name}`, 'identity') };
    });
    const beside = certain.filter((policy) => !attached.includes(policy)).map((policy): NamedStatements => {
      const isManaged = policy.resource.Type === 'AWS::IAM::ManagedPolicy';
      return { name: isManaged ? undefined : shown(policy.template, policy.resource.Properties!.PolicyName ?? ''), statements: reader.readPolicy(policy, 'identity') };
    });
    const [boundary] = listOf(properties.PermissionsBoundary);
    return {
      identity: [...replaceable([...inline, ...beside]), ...arns.flatMap((arn) => managed(arn, 'identity'))],
      boundary: boundary === undefined ? undefined : managed(boundary, 'boundary'),
      unknown: reader.unknown,
    };
  }

  /** The policies that name a role, and those that may. */
  private naming(template: TemplateView, role: Text): { certain: PlacedResource[]; possible: Naming[] } {
    const named = (this.byRole.get(role.join('')) ?? []).map((naming) => ({ naming, belongs: belongs(naming, template) }));
    return {
      certain: named.filter((each) => each.belongs === 'yes').map(({ naming }) => naming.policy),
      possible: [
        ...named.filter((each) => each.belongs === 'maybe').map(({ naming }) => naming),
        ...this.ofSomeRole.filter((naming) => naming.role.join('') !== role.join('') && confusionOf(naming.role, role) !== undefined),
      ],
    };
  }

  /** The managed policy of an ARN, if it is one for certain: that of the same template before others. */
  private managedPolicy(template: TemplateView, arn: PolicyValue): PlacedResource | undefined {
    const found = this.byArn.get(keyOf(template, arn)) ?? [];
    return found.find((policy) => policy.template === template) ?? (found.length === 1 ? found[0] : undefined);
  }
}

/** Reads policies, and notes those that can't be read. */
class Reader {
  public readonly unknown: UnknownPolicy[] = [];

  public read(template: TemplateView, document: unknown, name: string, as: UnknownPolicy['as']): PolicyStatement[] {
    const found = readDocument(template, document);
    if (found === undefined) { this.note(name, as); }
    return found === undefined ? [] : statementsOf(template, found, name);
  }

  /** Reads a policy that is a resource; one that is there under a condition alone counts as not known. */
  public readPolicy({ template, logicalId, resource }: PlacedResource, as: UnknownPolicy['as']): PolicyStatement[] {
    const name = `the policy ${template.pathOf(logicalId)}`;
    if (resource.Condition === undefined) { return this.read(template, resource.Properties?.PolicyDocument, name, as); }
    this.note(`${name}, which is there under the condition ${resource.Condition}`, as);
    return [];
  }

  public note(name: string, as: UnknownPolicy['as'] = 'identity'): void {
    this.unknown.push({ name, as });
  }
}

/** The statements of a policy, and the name by which it stands in the role; managed policies have none there. */
interface NamedStatements {
  readonly name?: string;
  readonly statements: readonly PolicyStatement[];
}

/** All statements; of inline policies of one name, of which the last put replaces the others, no denial is certain. */
function replaceable(policies: readonly NamedStatements[]): PolicyStatement[] {
  const isShared = ({ name }: NamedStatements) => name !== undefined && policies.filter((other) => other.name === name).length > 1;
  return policies.flatMap((policy) => isShared(policy) ? policy.statements.filter(({ effect }) => effect === 'Allow') : policy.statements);
}

/** Names are of an account: in other templates a literal one is the same role only if the account is the same. */
function belongs({ policy, role }: Naming, template: TemplateView): Belongs {
  if (policy.template === template || role.some(isSymbol)) { return 'yes'; }
  if (differInEnvironment(policy.template, template, [ACCOUNT])) { return 'no'; }
  return template.pseudoParameter(ACCOUNT) === undefined || policy.template.pseudoParameter(ACCOUNT) === undefined ? 'maybe' : 'yes';
}

const ACCOUNT = 'AWS::AccountId';

/** What is left of policies where a session policy is in force; one that can't be read may allow anything. */
export function inSession(policies: Policies, { template, value }: PlacedValue): Policies {
  const document = readDocument(template, value);
  const name = 'the session policy';
  return document === undefined ? { ...policies, session: [], unknown: [...policies.unknown, { name, as: 'session' }] }
    : { ...policies, session: statementsOf(template, document, name) };
}

/** The statements of a document that are ready to be asked. */
function statementsOf(template: TemplateView, { version, statements }: Document, name: string): PolicyStatement[] {
  const reading = { meaning: meaningIn(template), variables: version === VERSION_WITH_VARIABLES, template };
  return readStatements(statements.map(parseStatement), name, reading);
}

function shown(template: TemplateView, value: PolicyValue): string {
  return showText(textIn(template, value));
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  map.set(key, [...map.get(key) ?? [], value]);
}

/** The items of a list, or of a scalar; `AWS::NoValue` is none. */
function listOf(value: unknown): any[] {
  return [value].flat().filter((item) => item !== undefined && (item as { Ref?: string }).Ref !== 'AWS::NoValue');
}

import { ARN_SHAPES, ArnShape } from './arn-shapes';
import { Meaning, textOf } from './intrinsics';
import { Intrinsic, PolicyValue } from './statement';
import { literal, literalOf, symbolOf, Text } from './text';

/** A resource as it stands in a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, any>>;
}

/** A template, as far as the meaning of its references goes. */
export interface TemplateView {
  /** Tells its symbols from those of other templates. */
  readonly name: string;
  /** Where a resource is, as people know it. */
  pathOf(logicalId: string): string;
  /** A resource by its logical id. */
  resource(logicalId: string): TemplateResource | undefined;
  /** The value of a pseudo parameter such as `AWS::Region`, if it is known. */
  pseudoParameter(name: string): string | undefined;
  /** The value that another template exports by a name, and that template. */
  exported(name: string): { readonly template: TemplateView; readonly value: PolicyValue } | undefined;
}

/** The pseudo parameters that are parts of ARNs: where they are not known, templates that refer to each other have the same. */
const PARTS_OF_ARNS = ['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'AWS::URLSuffix'];

const meanings = new WeakMap<TemplateView, Meaning>();

/** What references mean in a template. */
export function meaningIn(template: TemplateView): Meaning {
  const known = meanings.get(template);
  if (known !== undefined) { return known; }
  const made: Meaning = (intrinsic) => meaningOf(template, intrinsic);
  meanings.set(template, made);
  return made;
}

function meaningOf(template: TemplateView, intrinsic: Intrinsic): Text | undefined {
  const [[name, argument]] = Object.entries(intrinsic);
  switch (name) {
    case 'Ref': return referenced(template, argument as string, 'Ref');
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument as string[];
      return referenced(template, logicalId, attribute.join('.'));
    }
    case 'Fn::ImportValue': return imported(template, argument as PolicyValue);
    case SYMBOL: return [argument as string];
    default: return undefined;
  }
}

/** In place of an intrinsic: a symbol that was in a text already. */
const SYMBOL = 'Fn::Symbol';

/** A text as a value of a template. */
export function valueOf(text: Text): PolicyValue {
  return literalOf(text) ?? { 'Fn::Join': ['', text.map((letter) => letter.length > 1 ? { [SYMBOL]: letter } : letter)] };
}

function imported(template: TemplateView, name: PolicyValue): Text | undefined {
  const literalName = literalOf(textOf(name, meaningIn(template)));
  const found = literalName === undefined ? undefined : template.exported(literalName);
  return found && textOf(found.value, meaningIn(found.template));
}

function referenced(template: TemplateView, logicalId: string, attribute: string): Text {
  const pseudo = template.pseudoParameter(logicalId);
  if (pseudo !== undefined) { return literal(pseudo); }
  if (PARTS_OF_ARNS.includes(logicalId)) { return [symbolOf('flat', '', logicalId)]; }
  const resource = template.resource(logicalId);
  const id = attribute === 'Ref' ? logicalId : `${logicalId}.${attribute}`;
  if (resource === undefined) { return [symbolOf('any', template.name, id)]; }
  const shape = ARN_SHAPES[resource.Type];
  if (shape?.arns.includes(attribute)) { return arnOf(template, logicalId, resource, shape); }
  if (shape?.names.includes(attribute)) { return nameOf(template, logicalId, resource, shape); }
  const isArn = attribute.endsWith('Arn');
  return [symbolOf(isArn ? 'arn' : 'any', isArn ? `${resource.Type}.${attribute}` : '', qualified(template, id))];
}

function arnOf(template: TemplateView, logicalId: string, resource: TemplateResource, shape: ArnShape): Text {
  const part = (name: string) => referenced(template, name, 'Ref');
  const region = shape.global === undefined ? part('AWS::Region') : [];
  const account = shape.global === 'no region, no account' ? [] : part('AWS::AccountId');
  return [
    ...literal('arn:'), ...part('AWS::Partition'), ...literal(`:${shape.service}:`), ...region, ':', ...account, ':',
    ...literal(shape.before), ...pathOf(template, resource), ...nameOf(template, logicalId, resource, shape), ...literal(shape.behind ?? ''),
  ];
}

/** What stands before the name of an IAM resource that has a path, without the slash at its beginning. */
function pathOf(template: TemplateView, { Properties: { Path: path } = {} }: TemplateResource): Text {
  return path === undefined ? [] : textOf(path, meaningIn(template)).slice(1);
}

/** The name that is given to a resource, else a symbol. */
function nameOf(template: TemplateView, logicalId: string, { Type, Properties = {} }: TemplateResource, { nameProperty, hasPath }: ArnShape): Text {
  const given = nameProperty === undefined ? undefined : Properties[nameProperty];
  return given === undefined ? [symbolOf(hasPath ? 'path' : 'name', Type, qualified(template, logicalId))] : textOf(given, meaningIn(template));
}

function qualified(template: TemplateView, id: string): string {
  return template.name === '' ? id : `${template.name}.${id}`;
}

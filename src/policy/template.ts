import { ARN_SHAPES, ArnShape } from './arn-shapes';
import { Meaning, opaque, textOf } from './intrinsics';
import { Intrinsic, PolicyValue } from './statement';
import { literal, literalOf, symbolOf, Text } from './text';
import { own } from '../private/own';

/** A resource as it stands in a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, any>>;
  /** The condition under which it is there. */
  readonly Condition?: string;
}

/** A value and the template that it stands in. */
export interface PlacedValue {
  readonly template: TemplateView;
  readonly value: PolicyValue;
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
  /** The values that templates export by a name. */
  exported(name: string): readonly PlacedValue[];
  /** The value that the template around this one gives to a parameter. */
  parameter(name: string): PlacedValue | undefined;
  /** An output of the nested template of a resource. */
  nestedOutput(logicalId: string, name: string): PlacedValue | undefined;
}

/** The pseudo parameters that are parts of ARNs. */
const PARTS_OF_ARNS = ['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'AWS::URLSuffix'];

const meanings = new WeakMap<TemplateView, Meaning>();

/** What references mean in a template; each is looked up once. */
export function meaningIn(template: TemplateView): Meaning {
  const known = meanings.get(template);
  if (known !== undefined) { return known; }
  const texts = new Map<string, Text>();
  const lookUp = (logicalId: string, attribute: string) => {
    const key = `${logicalId}.${attribute}`;
    const text = texts.get(key) ?? referenced(template, logicalId, attribute);
    texts.set(key, text);
    return text;
  };
  const made: Meaning = (intrinsic) => meaningOf(template, intrinsic, lookUp);
  meanings.set(template, made);
  return made;
}

function meaningOf(template: TemplateView, intrinsic: Intrinsic, lookUp: (logicalId: string, attribute: string) => Text): Text {
  const [[name, argument]] = Object.entries(intrinsic);
  switch (name) {
    case 'Ref': return lookUp(argument as string, 'Ref');
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument as PolicyValue[];
      // The name of the attribute may be a reference itself.
      return attribute.every((part) => typeof part === 'string') ? lookUp(logicalId as string, attribute.join('.')) : [opaque(intrinsic, template.name)];
    }
    case 'Fn::ImportValue': return imported(template, argument as PolicyValue);
    case SYMBOL: return [argument as string];
    default: return [opaque(intrinsic, template.name)];
  }
}

/** In place of an intrinsic: a symbol that was in a text already. */
const SYMBOL = 'Fn::Symbol';

/** A text as a value of a template. */
export function valueOf(text: Text): PolicyValue {
  return literalOf(text) ?? { 'Fn::Join': ['', text.map((letter) => letter.length > 1 ? { [SYMBOL]: letter } : letter)] };
}

/** What is exported by a name in the account and region of the template; a symbol if that is not one value for certain. */
function imported(template: TemplateView, name: PolicyValue): Text {
  const literalName = literalOf(textIn(template, name));
  const found = literalName === undefined ? [] : template.exported(literalName).filter((each) => !differInEnvironment(each.template, template));
  return found.length === 1 ? textIn(found[0].template, found[0].value) : [opaque({ 'Fn::ImportValue': name }, template.name)];
}

/** True iff two templates are known to be of different accounts or regions. */
export function differInEnvironment(a: TemplateView, b: TemplateView, names: readonly string[] = ['AWS::AccountId', 'AWS::Region']): boolean {
  return names.some((name) => {
    const [ofA, ofB] = [a.pseudoParameter(name), b.pseudoParameter(name)];
    return ofA !== undefined && ofB !== undefined && ofA !== ofB;
  });
}

/** The text of a value in a template. */
export function textIn(template: TemplateView, value: PolicyValue): Text {
  return textOf(value, meaningIn(template));
}

/** Equal for two values iff they are known to be the same. */
export function keyOf(template: TemplateView, value: PolicyValue): string {
  return textIn(template, value).join('');
}

function referenced(template: TemplateView, logicalId: string, attribute: string): Text {
  const pseudo = template.pseudoParameter(logicalId);
  if (pseudo !== undefined) { return literal(pseudo); }
  // Templates that refer to each other are of one partition.
  if (PARTS_OF_ARNS.includes(logicalId)) { return [symbolOf('flat', logicalId === 'AWS::Partition' ? '' : template.name, logicalId)]; }
  const given = attribute === 'Ref' ? template.parameter(logicalId) : template.nestedOutput(logicalId, attribute.replace(/^Outputs\./, ''));
  if (given !== undefined) { return textIn(given.template, given.value); }
  const resource = template.resource(logicalId);
  const id = attribute === 'Ref' ? logicalId : `${logicalId}.${attribute}`;
  if (resource === undefined) { return [symbolOf('any', template.name, id)]; }
  const shape = own(ARN_SHAPES, resource.Type);
  if (shape?.arns.includes(attribute)) { return arnOf(template, logicalId, resource, shape); }
  if (shape?.names.includes(attribute)) { return nameOf(template, logicalId, resource, shape); }
  // Only the attribute Arn of a resource that CloudFormation makes itself is its own: others may name what several share.
  const isOwnArn = attribute === 'Arn' && /^AWS::(?!CloudFormation::)/.test(resource.Type);
  return [symbolOf(isOwnArn ? 'arn' : 'any', isOwnArn ? resource.Type : '', qualified(template, id))];
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
  const text = path === undefined ? [] : textIn(template, path);
  return text[0] === '/' ? text.slice(1) : text;
}

/** The name that is given to a resource, else a symbol. */
function nameOf(template: TemplateView, logicalId: string, { Type, Properties = {} }: TemplateResource, { nameProperty, hasPath }: ArnShape): Text {
  const given = nameProperty === undefined ? undefined : Properties[nameProperty];
  return given === undefined ? [symbolOf(hasPath ? 'path' : 'name', Type, qualified(template, logicalId))] : textIn(template, given);
}

function qualified(template: TemplateView, id: string): string {
  return template.name === '' ? id : `${template.name}.${id}`;
}

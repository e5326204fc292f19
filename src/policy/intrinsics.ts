import { Intrinsic, isIntrinsic, PolicyValue } from './statement';
import { literal, symbolOf, Text } from './text';
import { own } from '../private/own';

/** What a value means in a template that is no literal, `Fn::Join` or `Fn::Sub`: a symbol if nothing is known of it. */
export type Meaning = (intrinsic: Intrinsic) => Text;

/** In place of the name of an intrinsic: a reference that stands within a text. */
const DYNAMIC_REFERENCE = 'resolve';

/**
 * The text of a value of a template: literals as they are, `Fn::Join` and `Fn::Sub` put together, and what is known
 * at deploy time only as a symbol. Two intrinsics are the same symbol iff their JSON is the same.
 */
export function textOf(value: PolicyValue, meaning: Meaning): Text {
  if (typeof value === 'string') { return value.includes('{{resolve:') ? withDynamicReferences(value, meaning) : literal(value); }
  if (!isIntrinsic(value)) { return meaning(value); }
  const [[name, argument]] = Object.entries(value);
  const known = name === 'Fn::Join' ? joined(argument, meaning) : name === 'Fn::Sub' ? substituted(argument, meaning) : undefined;
  return known ?? meaning(value);
}

/** The text of a string in which CloudFormation puts the values of parameters and secrets, where the template is deployed. */
function withDynamicReferences(value: string, meaning: Meaning): Text {
  return value.split(/\{\{resolve:([^}]*)\}\}/).flatMap((part, index) => index % 2 === 1 ? meaning({ [DYNAMIC_REFERENCE]: part }) : literal(part));
}

/** The symbol of a value of which nothing is known but that it is the same wherever it stands in a template. */
export function opaque(value: object, template: string): string {
  const [[name, argument], ...more] = Object.entries(value);
  const isNamed = typeof argument === 'string' && more.length === 0;
  if (name === DYNAMIC_REFERENCE) { return symbolOf('any', template, `resolve:${argument}`); }
  return symbolOf('any', template, isNamed ? `${name.replace('Fn::', '')} ${argument}` : JSON.stringify(value));
}

function joined(argument: unknown, meaning: Meaning): Text | undefined {
  const [delimiter, parts] = argument as [unknown, unknown];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) { return undefined; }
  const between = literal(delimiter);
  return parts.reduce<Text>((text, part: PolicyValue, index) => text.concat(index === 0 ? [] : between, textOf(part, meaning)), []);
}

function substituted(argument: unknown, meaning: Meaning): Text {
  const [template, variables] = (typeof argument === 'string' ? [argument, {}] : argument) as [string, Record<string, PolicyValue>];
  return template.split(/(\$\{[^}]*\})/).flatMap((part) => {
    const [, escaped, name] = /^\$\{(?:!([^}]*)|([^}]*))\}$/.exec(part) ?? [];
    if (escaped !== undefined) { return literal(`\${${escaped}}`); }
    return name === undefined ? literal(part) : textOf(own(variables, name) ?? reference(name), meaning);
  });
}

/** What `${Name}` and `${Name.Attribute}` stand for. */
function reference(name: string): Intrinsic {
  const dot = name.indexOf('.');
  return dot < 0 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
}

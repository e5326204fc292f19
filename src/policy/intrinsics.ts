import { Intrinsic, isIntrinsic, PolicyValue } from './statement';
import { literal, symbolOf, Text } from './text';

/** What a `Ref`, an attribute or an import means in a template; `undefined` if nothing is known of it. */
export type Meaning = (intrinsic: Intrinsic) => Text | undefined;

/**
 * The text of a value of a template: literals as they are, `Fn::Join` and `Fn::Sub` put together, and what is known
 * at deploy time only as a symbol. Two intrinsics are the same symbol iff their JSON is the same.
 */
export function textOf(value: PolicyValue, meaning: Meaning): Text {
  if (typeof value === 'string') { return literal(value); }
  if (!isIntrinsic(value)) { return [opaque(value)]; }
  const [[name, argument]] = Object.entries(value);
  const known = name === 'Fn::Join' ? joined(argument, meaning) : name === 'Fn::Sub' ? substituted(argument, meaning) : meaning(value);
  return known ?? [opaque(value)];
}

/** The symbol of a value of which nothing is known but that it is the same wherever it stands. */
function opaque(value: object): string {
  const [[name, argument], ...more] = Object.entries(value);
  const isNamed = typeof argument === 'string' && more.length === 0;
  return symbolOf('any', '', isNamed ? `${name.replace('Fn::', '')} ${argument}` : JSON.stringify(value));
}

function joined(argument: unknown, meaning: Meaning): Text | undefined {
  const [delimiter, parts] = argument as [unknown, unknown];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) { return undefined; }
  return parts.flatMap((part: PolicyValue, index) => [...index === 0 ? [] : literal(delimiter), ...textOf(part, meaning)]);
}

function substituted(argument: unknown, meaning: Meaning): Text {
  const [template, variables] = (typeof argument === 'string' ? [argument, {}] : argument) as [string, Record<string, PolicyValue>];
  return template.split(/(\$\{[^}]*\})/).flatMap((part) => {
    const [, escaped, name] = /^\$\{(?:!([^}]*)|([^}]*))\}$/.exec(part) ?? [];
    if (escaped !== undefined) { return literal(`\${${escaped}}`); }
    return name === undefined ? literal(part) : textOf(variables[name] ?? reference(name), meaning);
  });
}

/** What `${Name}` and `${Name.Attribute}` stand for. */
function reference(name: string): Intrinsic {
  const dot = name.indexOf('.');
  return dot < 0 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
}

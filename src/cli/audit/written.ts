import { isIntrinsic, PolicyValue, Statement } from '../../policy/statement';
import { mentionsSymbol } from '../../policy/text';
import { own } from '../../private/own';

/*
 * Values of a template as TypeScript of a construct in the same stack.
 */

type Part = Exclude<PolicyValue, string> | string;

/** The pseudo parameters that the CDK has names for. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'Aws.PARTITION', 'AWS::AccountId': 'Aws.ACCOUNT_ID', 'AWS::Region': 'Aws.REGION', 'AWS::URLSuffix': 'Aws.URL_SUFFIX', 'AWS::StackName': 'Aws.STACK_NAME',
};

/** A value as literals and intrinsics that follow each other. */
export function partsOf(value: PolicyValue): Part[] {
  const parts = split(value);
  return parts.reduce<Part[]>((all, part) => {
    const last = all[all.length - 1];
    return typeof part === 'string' && typeof last === 'string' ? [...all.slice(0, -1), last + part] : [...all, part];
  }, []).filter((part) => part !== '');
}

function split(value: PolicyValue): Part[] {
  if (typeof value === 'string') { return [value]; }
  const [[name, argument]] = Object.entries(value);
  if (name === 'Fn::Join' && Array.isArray(argument) && typeof argument[0] === 'string' && Array.isArray(argument[1])) {
    const [delimiter, items] = argument as [string, PolicyValue[]];
    return items.flatMap((item, index) => [...index === 0 ? [] : [delimiter], ...split(item)]);
  }
  if (name === 'Fn::Sub' && typeof argument === 'string') {
    return argument.split(/(\$\{[^}]*\})/).map((part): Part => {
      const [, escaped, reference] = /^\$\{(?:!([^}]*)|([^}]*))\}$/.exec(part) ?? [];
      if (escaped !== undefined) { return `\${${escaped}}`; }
      if (reference === undefined) { return part; }
      const dot = reference.indexOf('.');
      return dot < 0 ? { Ref: reference } : { 'Fn::GetAtt': [reference.slice(0, dot), reference.slice(dot + 1)] };
    });
  }
  return [value];
}

/** An expression of type string. */
export function stringCode(value: PolicyValue): string {
  return codeOfParts(partsOf(value));
}

/** An expression of parts. */
export function codeOfParts(parts: readonly Part[]): string {
  if (parts.every((part) => typeof part === 'string')) { return quoted(parts.join('')); }
  const [first, ...rest] = parts;
  if (rest.length === 0) { return intrinsicCode(first as Exclude<Part, string>); }
  const inner = parts.map((part) => typeof part === 'string' ? part.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(/\r/g, '\\r') : `\${${intrinsicCode(part)}}`);
  return `\`${inner.join('')}\``;
}

/** A literal. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\(["\\])/g, (each, sign) => sign === '"' ? '"' : each).replace(/'/g, '\\\'').replace(/[`\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

function intrinsicCode(value: Exclude<Part, string>): string {
  const [[name, argument]] = Object.entries(value);
  if (name === 'Ref' && typeof argument === 'string') { return own(PSEUDO, argument) ?? `Fn.ref(${quoted(argument)})`; }
  if (name === 'Fn::GetAtt') {
    const [id, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument as string[];
    if (typeof id === 'string' && attribute.every((each) => typeof each === 'string')) { return `Fn.getAtt(${quoted(id)}, ${quoted(attribute.join('.'))}).toString()`; }
  }
  if (name === 'Fn::ImportValue' && typeof argument === 'string') { return `Fn.importValue(${quoted(argument)})`; }
  return `Token.asString(${JSON.stringify(value).replace(/`/g, '\\u0060')})`;
}

/** Why a statement can't be written where the role stands; nothing if it can. */
export function unwritable(statement: Statement, isSameTemplate: boolean): string | undefined {
  const json = JSON.stringify(statement);
  const operators = Object.entries(statement.conditions ?? {});
  const isMade = operators.some(([name, keys]) => isIntrinsic({ [name]: keys }) || isIntrinsic(keys) || mentionsSymbol(Object.keys(keys).join(' ')));
  if (isMade || json.includes('"Fn::Symbol"')) { return 'a part of it is put together at deploy time'; }
  return isSameTemplate || !/"(Ref|Fn::[A-Za-z]+)":/.test(json) ? undefined : 'it refers to what another template has';
}

/** An `iam.PolicyStatement`. */
export function statementCode({ effect, actions, notActions, resources, notResources, conditions }: Statement, indent: string): string {
  const list = (values: readonly PolicyValue[]) => `[${values.map(stringCode).join(', ')}]`;
  const lines = [
    ...effect === 'Deny' ? ['effect: iam.Effect.DENY'] : [],
    ...Object.entries({ actions, notActions, resources, notResources }).filter(([, values]) => values !== undefined).map(([name, values]) => `${name}: ${list(values!)}`),
    ...conditions === undefined || Object.keys(conditions).length === 0 ? [] : [`conditions: { ${Object.entries(conditions).map(([operator, keys]) =>
      `${quoted(operator)}: { ${Object.entries(keys as Record<string, readonly PolicyValue[]>).map(([key, values]) => `${quoted(key)}: ${list(values)}`).join(', ')} }`).join(', ')} }`],
  ];
  return `new iam.PolicyStatement({\n${lines.map((line) => `${indent}  ${line},\n`).join('')}${indent}})`;
}

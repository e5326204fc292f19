import { BUCKET_BUILDERS, Builder, BuiltService, OBJECT_BUILDERS, PARAMETER_BUILDERS, SERVICES } from './builder-tables';
import { codeOfParts, partsOf, quoted } from './written';
import { KmsOperation, KmsService } from '../../access/kms-service';
import { matches } from '../../policy/operators';
import { parsePattern, Pattern } from '../../policy/pattern';
import { PolicyValue, Statement } from '../../policy/statement';
import { TemplateView, textIn } from '../../policy/template';
import { literal } from '../../policy/text';
import { own } from '../../private/own';

/*
 * Statements said by the builders of access: where those allow the same, or less of what a wildcard allows.
 */

/** Gives a construct that stands for an ARN a name, by the call that imports it. */
type Name = (importer: string, arn: string) => string;

/** A resource of a statement: how it is told, and what may be said of it. */
interface Resource {
  readonly code: string;
  /** Arguments behind the resource. */
  readonly more?: string;
  readonly builders: readonly Builder[];
}

/** What a statement is in the words of the builders. */
export interface Built {
  /** Expressions of type `Access`. */
  readonly access: readonly string[];
  /** The patterns of actions of which not everything is given any more. */
  readonly narrowed: readonly string[];
}

/**
 * A statement said by builders; nothing if they would leave out an action that it spells out, or one of its resources.
 *
 * @param template where the declaration stands
 */
export function built({ effect, actions, resources, conditions = {} }: Statement, template: TemplateView, name: Name): Built | undefined {
  if (effect !== 'Allow' || actions === undefined || resources === undefined) { return undefined; }
  if (!actions.every((action) => typeof action === 'string')) { return undefined; }
  const patterns = actions as readonly string[];
  const used = new Set<string>();
  const access = resources.map((resource) => {
    const found = resourceOf(resource, { patterns, conditions, template, name });
    return (found?.builders ?? []).filter((builder) => isMeant(builder, patterns)).map(({ call, actions: always, options = {} }) => {
      const chosen = Object.entries(options).filter(([, more]) => more.every((action) => covers(patterns, action)));
      [always, ...chosen.map(([, more]) => more)].flat().forEach((action) => used.add(action.toLowerCase()));
      const given = chosen.length === 0 ? '' : `, { ${chosen.map(([option]) => `${option}: true`).join(', ')} }`;
      return `${call}(${found!.code}${found!.more ?? ''}${given})`;
    });
  });
  const spelled = patterns.filter((action) => !/[*?]/.test(action));
  const isComplete = access.every((each) => each.length > 0) && spelled.every((action) => used.has(action.toLowerCase()));
  return isComplete ? { access: [...new Set(access.flat())], narrowed: patterns.filter((action) => /[*?]/.test(action)) } : undefined;
}

function isMeant({ actions, mustBeSpelled }: Builder, patterns: readonly string[]): boolean {
  return actions.every((action) => covers(patterns, action)) && (mustBeSpelled === undefined || actions.every((action) => isAmong(patterns, action)));
}

/** What of a statement says more of its resources. */
interface Said {
  readonly patterns: readonly string[];
  readonly conditions: object;
  readonly template: TemplateView;
  readonly name: Name;
}

function resourceOf(value: PolicyValue, said: Said): Resource | undefined {
  const { patterns, conditions, template, name } = said;
  const service = patterns[0]?.split(':')[0].toLowerCase();
  if (!patterns.every((action) => action.toLowerCase().startsWith(`${service}:`))) { return undefined; }
  const parts = partsOf(value);
  if (service === 's3') { return s3ResourceOf(parts, conditions, name); }
  if (service === 'kms') { return keyOf(parts, said); }
  if (Object.keys(conditions).length > 0) { return undefined; }
  if (service === 'ssm') { return parameterOf(value, parts, template, name); }
  const known = own(SERVICES, service);
  if (known === undefined || !isExact(parts, service, known)) { return undefined; }
  return { code: name(known.importer, codeOfParts(parts)), builders: known.builders };
}

type Parts = ReturnType<typeof partsOf>;

function s3ResourceOf(parts: Parts, conditions: object, name: Name): Resource | undefined {
  const at = parts.findIndex((part) => typeof part === 'string' && part.includes('/'));
  if (at < 0) {
    const prefix = listedPrefix(conditions);
    if (prefix === undefined || !isExact(parts, 's3', BUCKET)) { return undefined; }
    return { code: name('s3.Bucket.fromBucketArn', codeOfParts(parts)), more: `, ${prefix}`, builders: BUCKET_BUILDERS };
  }
  const text = parts[at] as string;
  const slash = text.indexOf('/');
  const arn = [...parts.slice(0, at), text.slice(0, slash)].filter((part) => part !== '');
  const key = [text.slice(slash + 1), ...parts.slice(at + 1)];
  const prefix = key.length === 1 ? prefixCode(key[0] as string) : undefined;
  if (prefix === undefined || Object.keys(conditions).length > 0 || !isExact(arn, 's3', BUCKET)) { return undefined; }
  return { code: name('s3.Bucket.fromBucketArn', codeOfParts(arn)), more: `, ${prefix}`, builders: OBJECT_BUILDERS };
}

/** The prefix under which a statement lets list, and nothing else: `undefined` if its conditions say anything else. */
function listedPrefix(conditions: object): string | undefined {
  const entries = Object.entries(conditions as Record<string, Record<string, readonly PolicyValue[]>>);
  if (entries.length === 0) { return 'S3Access.WHOLE_BUCKET'; }
  const [[operator, keys]] = entries;
  const { 's3:prefix': values = [], ...others } = keys;
  const [value] = values;
  const isPrefix = entries.length === 1 && operator === 'StringLike' && values.length === 1 && Object.keys(others).length === 0 && typeof value === 'string';
  return isPrefix ? prefixCode(value) : undefined;
}

/** A pattern of keys that all begin alike, as the prefix; a key without a wildcard is left to a statement. */
function prefixCode(pattern: string): string | undefined {
  if (pattern === '*') { return 'S3Access.WHOLE_BUCKET'; }
  const prefix = pattern.slice(0, -1);
  return pattern.endsWith('*') && prefix !== '' && !/[*?$]/.test(prefix) && !prefix.startsWith('/') && /^[ -~]*$/.test(prefix) ? quoted(prefix) : undefined;
}

/** Whether an ARN is of one resource of a service: a literal without wildcards, or the attribute of a resource. */
function isExact(parts: Parts, service: string, { resource, refIsArn }: Pick<BuiltService, 'resource' | 'refIsArn'>): boolean {
  const [first] = parts;
  if (parts.length === 1 && typeof first !== 'string') { return JSON.stringify(first).includes('Arn') || refIsArn === true; }
  const shown = parts.map((part) => typeof part === 'string' ? part : 'X').join('');
  const [arn, , ofService, , , ...name] = shown.split(':');
  return arn === 'arn' && ofService === service && resource.test(name.join(':')) && !/[*?$]|\$\{/.test(shown);
}

const BUCKET = { resource: /^[^:]+$/ };

/** A key that is used through one service of its region, for operations on data alone. */
function keyOf(parts: Parts, { patterns, conditions, name }: Said): Resource | undefined {
  const [arn, region] = parts.length === 1 ? KEY_ARN.exec(String(parts[0])) ?? [] : [];
  const { StringEquals = {}, ...operators } = conditions as Record<string, Record<string, readonly PolicyValue[]>>;
  const { 'kms:ViaService': [via, ...others] = [], ...keys } = StringEquals;
  const [service] = Object.entries(KmsService).find(([, value]) => via === `${value}.${region}.amazonaws.com`) ?? [];
  const isAll = [others, Object.keys(keys), Object.keys(operators)].every(({ length }) => length === 0);
  if (arn === undefined || service === undefined || !isAll) { return undefined; }
  const operations = Object.entries(KmsOperation).filter(([, action]) => covers(patterns, action));
  if (operations.length === 0) { return undefined; }
  return {
    code: name('kms.Key.fromKeyArn', quoted(arn)),
    more: `, KmsService.${service}, { operations: [${operations.map(([operation]) => `KmsOperation.${operation}`).join(', ')}] }`,
    builders: [{ call: 'KmsAccess.viaService', actions: operations.map(([, action]) => action) }],
  };
}

/** Keys whose region stands in the ARN, in partitions where a service has one endpoint. */
const KEY_ARN = /^arn:aws(?:-us-gov)?:kms:(?!cn-)([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;

/** A parameter of the account and region where the declaration stands: it is named by its name. */
function parameterOf(value: PolicyValue, parts: Parts, template: TemplateView, name: Name): Resource | undefined {
  const [, path] = /:parameter(\/[\w.-]+(?:\/[\w.-]+)*)$/.exec(String(parts[parts.length - 1])) ?? [];
  if (path === undefined || path.startsWith('/aws/')) { return undefined; }
  const here = { 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${path}` };
  if (textIn(template, value).join('') !== textIn(template, here).join('')) { return undefined; }
  const parameterName = path.lastIndexOf('/') === 0 ? path.slice(1) : path;
  return { code: name('ssm.StringParameter.fromSecureStringParameterAttributes', `{ parameterName: ${quoted(parameterName)} }`), builders: PARAMETER_BUILDERS };
}

function covers(patterns: readonly string[], action: string): boolean {
  const read = (pattern: string) => parsePattern(literal(pattern.toLowerCase()), { wildcards: true, variables: false, components: false }) as Pattern;
  return patterns.some((pattern) => matches(read(pattern), literal(action.toLowerCase())) === 'yes');
}

function isAmong(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => pattern.toLowerCase() === action.toLowerCase());
}

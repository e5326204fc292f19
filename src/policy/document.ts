import { isIntrinsic, PolicyValue, StatementJson } from './statement';
import { SymbolCode } from './symbol-code';
import { TemplateView, textIn, valueOf } from './template';
import { Text } from './text';

/** A policy document as it stands in a template, JSON in strings read. */
export interface Document {
  readonly version: string;
  readonly statements: readonly StatementJson[];
}

/** What a document without a version is of. */
const OLDEST_VERSION = '2008-10-17';

/** The type of resource by which the CDK keeps JSON whose keys are known at deploy time only. */
const JSON_RESOURCE = 'Custom::AWSCDKCfnJson';

/** Reads a policy document of a template: an object, or a string of JSON with references in it; `undefined` if it is neither. */
export function readDocument(template: TemplateView, value: unknown): Document | undefined {
  const json = putInKept(template, readJson(template, value)) as Record<string, unknown> | null | undefined;
  if (typeof json !== 'object' || json === null || !isReadable(json)) { return undefined; }
  const { Version: version = OLDEST_VERSION, Statement: statement } = json;
  const statements = [statement].flat();
  const isRead = typeof version === 'string' && statements.every((each) => typeof each === 'object' && each !== null
    && isReadable(each) && ['Allow', 'Deny'].includes((each as StatementJson).Effect as string));
  return isRead ? { version, statements: statements as StatementJson[] } : undefined;
}

/** True iff no part of an object is made by a function of the template, beside which nothing is known of the others. */
function isReadable(json: object): boolean {
  return !Object.keys(json).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** The JSON object or list that a string holds, with references in it or not; what is no such string as it is. */
export function readJson(template: TemplateView, value: unknown): unknown {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null || !isIntrinsic(value))) { return value; }
  const text = textIn(template, value as PolicyValue);
  return ['{', '['].includes(text.find((letter) => letter.trim() !== '') ?? '') ? parseJson(text) : value;
}

/** A value with what the CDK keeps in resources for JSON put in its place. */
function putInKept(template: TemplateView, value: unknown): unknown {
  if (Array.isArray(value)) { return value.map((item) => putInKept(template, item)); }
  if (typeof value !== 'object' || value === null) { return value; }
  const [logicalId, name] = (value as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt'] ?? [];
  const kept = name === 'Value' ? template.resource(logicalId) : undefined;
  if (kept?.Type === JSON_RESOURCE) { return readJson(template, kept.Properties?.Value); }
  return isIntrinsic(value) ? value : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, putInKept(template, item)]));
}

/** Reads JSON with symbols in it; a symbol in a key stands there as it is. */
function parseJson(text: Text): unknown {
  const code = new SymbolCode();
  const encoded = code.encode(text);
  const decode = (value: unknown): unknown => {
    if (typeof value === 'string') { return valueOf(code.decode(value)); }
    if (Array.isArray(value)) { return value.map(decode); }
    if (typeof value !== 'object' || value === null) { return value; }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [code.decode(key).join(''), decode(item)]));
  };
  try {
    return decode(JSON.parse(encoded));
  } catch {
    return undefined;
  }
}

import { textOf } from './intrinsics';
import { isIntrinsic, PolicyValue, StatementJson } from './statement';
import { meaningIn, TemplateView, valueOf } from './template';
import { isSymbol, Letter, Text } from './text';

/** A policy document as it stands in a template, JSON in strings read. */
export interface Document {
  readonly version: string;
  readonly statements: readonly StatementJson[];
}

/** What a document without a version is of. */
const OLDEST_VERSION = '2008-10-17';

/** The type of resource by which the CDK keeps JSON whose keys are known at deploy time only. */
const JSON_RESOURCE = 'Custom::AWSCDKCfnJson';

/** Private characters that stand for symbols while JSON is read. */
const FIRST_PRIVATE = 0xe000;
const PRIVATE = /[\ue000-\uf8ff]/g;

/** Reads a policy document of a template: an object, or a string of JSON with references in it; `undefined` if it is neither. */
export function readDocument(template: TemplateView, value: unknown): Document | undefined {
  const json = expand(template, value) as { Version?: string; Statement?: unknown } | undefined;
  const statements = [json?.Statement ?? []].flat();
  if (typeof json !== 'object' || json.Statement === undefined || statements.some((statement) => typeof statement !== 'object' || isIntrinsic(statement as object))) {
    return undefined;
  }
  return { version: json.Version ?? OLDEST_VERSION, statements: statements as StatementJson[] };
}

/** A value with the JSON in it read, and what the CDK keeps in a resource for JSON put in its place. */
function expand(template: TemplateView, value: unknown): unknown {
  if (typeof value === 'string' && /^\s*\{/.test(value)) { return parseJson(value.split('')); }
  if (Array.isArray(value)) { return value.map((item) => expand(template, item)); }
  if (typeof value !== 'object' || value === null) { return value; }
  if (!isIntrinsic(value)) { return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(template, item)])); }
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  const [logicalId, name] = (attribute ?? []) as string[];
  const kept = name === 'Value' ? template.resource(logicalId) : undefined;
  if (kept?.Type === JSON_RESOURCE) { return expand(template, kept.Properties?.Value); }
  const text = join === undefined ? [] : textOf(value as PolicyValue, meaningIn(template));
  return text[0] === '{' ? parseJson(text) : value;
}

/** Reads JSON with symbols in it; a symbol in a key stands there as it is. */
function parseJson(text: Text): unknown {
  const symbols: Letter[] = [];
  const encoded = text.map((letter) => {
    if (!isSymbol(letter)) { return letter; }
    if (!symbols.includes(letter)) { symbols.push(letter); }
    return String.fromCharCode(FIRST_PRIVATE + symbols.indexOf(letter));
  }).join('');
  const letterOf = (code: string) => symbols[code.charCodeAt(0) - FIRST_PRIVATE] ?? code;
  const decode = (value: unknown): unknown => {
    if (typeof value === 'string') { return valueOf(value.split('').map(letterOf)); }
    if (Array.isArray(value)) { return value.map(decode); }
    if (typeof value !== 'object' || value === null) { return value; }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replace(PRIVATE, letterOf), decode(item)]));
  };
  try {
    return decode(JSON.parse(encoded));
  } catch {
    return undefined;
  }
}

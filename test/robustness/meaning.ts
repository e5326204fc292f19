/*
 * An oracle that knows nothing of the library: what is made of a hostile value must be what is made of a plain one, with
 * the one put in the place of the other. Where a policy document reads its values as patterns, what they match counts.
 */

/** Stands in a plain output for the value. */
export const PLAIN = 'zqx';

/** Parts of a policy's pattern that are no letters; values never hold these. */
const [ANY_TEXT, ANY_LETTER, VARIABLE, VARIABLE_END, DEPLOY_TIME] = ['\ue000', '\ue001', '\ue002', '\ue003', '\ue004'];

/** What the policy language reads: letters, and what is none. */
function readPattern(text: string, wildcards: boolean): string {
  return text.replace(/\$\{([^}]*)\}|\*|\?/g, (found, variable?: string) => {
    if (variable !== undefined) { return /^[*?$]$/.test(variable) ? variable : `${VARIABLE}${variable}${VARIABLE_END}`; }
    return !wildcards ? found : found === '*' ? ANY_TEXT : ANY_LETTER;
  });
}

/** How the strings of a part of an output are read. */
type Reading = 'text' | 'pattern' | 'variables';

type Replace = (text: string, reading: Reading) => string;

function isStatement(value: object): boolean {
  return Object.hasOwn(value, 'Effect') && (Object.hasOwn(value, 'Action') || Object.hasOwn(value, 'NotAction'));
}

/** The part of a text that CloudFormation fills in at deployment, as a part of a text. */
const atDeployment = (value: unknown) => `${DEPLOY_TIME}${Buffer.from(JSON.stringify(value)).toString('hex')}${DEPLOY_TIME}`;

/** A text that CloudFormation puts together, with its parts in it; `undefined` if it is something else. */
export function joined(value: unknown): string | undefined {
  if (typeof value === 'string') { return value; }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) { return undefined; }
  const [[name, operand], ...others] = [...Object.entries(value), ['', undefined]];
  if (others.length !== 1) { return undefined; }
  if (name === 'Fn::Join' && operand[0] === '' && Array.isArray(operand[1])) { return operand[1].map((part: unknown) => joined(part) ?? '').join(''); }
  return name === 'Ref' || name.startsWith('Fn::') ? atDeployment(value) : undefined;
}

/** A document that stands in a text, such as the session policy of an association or the configuration of an add-on. */
function parsed(text: string): unknown {
  if (!/^\{.*"(Statement|podAnnotations)":/s.test(text)) { return undefined; }
  try { return JSON.parse(text); } catch { return undefined; }
}

function readText(text: string, reading: Reading, replace: Replace): string {
  const document = reading === 'text' ? parsed(text) : undefined;
  return document === undefined ? JSON.stringify(replace(readAs(text, reading), reading)) : read(document, replace);
}

const readAs = (text: string, reading: Reading) => reading === 'text' ? text : readPattern(text, reading === 'pattern');

function readingOf(key: string, within: object, reading: Reading): Reading {
  if (isStatement(within)) { return ['Resource', 'NotResource'].includes(key) ? 'pattern' : key === 'Condition' ? 'variables' : 'text'; }
  return reading !== 'text' && /Like$|Arn\w+$/.test(key.replace(/IfExists$/, '')) ? 'pattern' : reading;
}

/** What an output says: the order of the keys of objects, and of lists, aside. */
export function read(value: unknown, replace: Replace = (text) => text, reading: Reading = 'text'): string {
  const text = joined(value);
  if (text !== undefined) { return readText(text, reading, replace); }
  if (Array.isArray(value)) { return `[${value.map((item) => read(item, replace, reading)).sort().join(', ')}]`; }
  if (typeof value !== 'object' || value === null) { return String(value); }
  return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(replace(key, 'text'))}: ${read(item, replace, readingOf(key, value, reading))}`).sort().join(', ')}}`;
}

/** What of the policies of an output has a character that IAM takes in none. */
export function unwritable(value: unknown): string[] {
  if (typeof value === 'string') { return unwritable(parsed(value)); }
  if (typeof value !== 'object' || value === null) { return []; }
  const text = isStatement(value) ? texts(value).filter((each) => /[^\t\n\r\u0020-\u00ff]/.test(each)) : [];
  return text.length > 0 ? text : Object.values(value).flatMap(unwritable);
}

const texts = (value: unknown): string[] => typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, item]) => [key, ...texts(item)]) : [String(value)];

/** What an output would say of a plain value, if it said it of this one. */
export function expected(plain: unknown, of: string, value: string, isPattern: boolean): string {
  return read(plain, (text, reading) => text.split(of).join(isPattern ? readAs(value, reading) : value));
}

/** Where two outputs begin to differ; nothing if they are the same. */
export function difference(found: string, wanted: string): string[] {
  if (found === wanted) { return []; }
  let at = 0;
  while (found[at] === wanted[at]) { at += 1; }
  return [`found ${found.slice(Math.max(0, at - 80), at + 80)}\ninstead of ${wanted.slice(Math.max(0, at - 80), at + 80)}`];
}

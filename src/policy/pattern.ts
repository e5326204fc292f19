import { isSymbol, Letter, mayHaveColon, showText, Text } from './text';

/** `*` (a run) or `?`. One that is not `across` stays within its component of an ARN: it matches no colon. */
export interface Wildcard {
  readonly run: boolean;
  readonly across: boolean;
  /** True iff AWS documents both that it is `across` and that it is not; see `settlePattern`. */
  readonly open?: true;
  /** True iff it is `across` if a symbol's value has colons. */
  readonly hazy?: true;
}

/** A policy variable such as `${aws:PrincipalTag/team, 'none'}`: its key in lower case, and its default. */
export interface Variable {
  readonly key: string;
  readonly fallback?: Text;
}

/** A pattern without variables: letters that match themselves, and wildcards. */
export type Pattern = readonly (Letter | Wildcard)[];

/** A pattern as it is written. */
export type WrittenPattern = readonly (Letter | Wildcard | Variable)[];

/** How the values of an element or an operator are read. */
export interface Syntax {
  readonly wildcards: boolean;
  readonly variables: boolean;
  /** Whether the wildcards before the last component of an ARN stay within their component. */
  readonly components: boolean;
}

const ANYTHING: Wildcard = { run: true, across: true };

/** `*` at the end of a component before the last. */
const OPEN_RUN: Wildcard = { run: true, across: true, open: true };

/** The pattern that matches everything. */
export const EVERYTHING: Pattern = [ANYTHING];

/** The colons before the last component of an ARN, which may have colons itself. */
const COLONS_OF_ARN = 5;

/** What stands around the default of a variable. */
const QUOTE = '\'';

/** The characters that `${…}` escapes. */
const ESCAPED = ['*', '?', '$'];

/**
 * Reads a pattern.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parsePattern(text: Text, syntax: Syntax): WrittenPattern {
  const elements: (Letter | Wildcard | Variable)[] = [];
  for (let at = 0; at < text.length;) {
    const end = syntax.variables && text[at] === '$' && text[at + 1] === '{' ? text.indexOf('}', at) : -1;
    if (end >= 0) {
      elements.push(parseVariable(text.slice(at + 2, end)));
      at = end + 1;
      continue;
    }
    const letter = text[at];
    const wildcard = syntax.wildcards && (letter === '*' || letter === '?');
    elements.push(wildcard ? { run: letter === '*', across: true } : letter);
    at += 1;
  }
  return syntax.components ? confineToComponents(elements) : elements;
}

/** What a `*` at the end of a component of an ARN matches, the last one aside: all of the component, or beyond its colon as well. */
export type Reach = 'component' | 'beyond';

/** True iff a pattern has a `*` of which that is open. */
export function isOpen(pattern: WrittenPattern): boolean {
  return pattern.some((element) => typeof element === 'object' && 'open' in element);
}

/** A pattern in which that is settled. */
export function settlePattern<P extends WrittenPattern>(pattern: P, reach: Reach): P {
  if (!isOpen(pattern)) { return pattern; }
  return pattern.map((element) => typeof element === 'object' && 'open' in element ? { run: true, across: reach === 'beyond' } : element) as readonly unknown[] as P;
}

/**
 * A pattern that matches all that another one matches for any values of symbols: each wildcard that is hazy is `across`.
 * The pattern itself is less, for it matches what the other one does for all values.
 */
export function widest(pattern: Pattern): Pattern {
  if (!pattern.some((element) => typeof element === 'object' && element.hazy)) { return pattern; }
  return pattern.map((element) => typeof element === 'object' && element.hazy ? { run: element.run, across: true } : element);
}

/** True iff a pattern is `*` alone. */
export function isEverything([element, ...others]: Pattern): boolean {
  return typeof element === 'object' && element.run && element.across && others.length === 0;
}

/** Puts in the values of variables; `undefined` where one has none, since it then matches nothing. */
export function bindVariables(pattern: WrittenPattern, valueOf: (variable: Variable) => Pattern | undefined): Pattern | undefined {
  if (isBound(pattern)) { return pattern; }
  const bound: (Letter | Wildcard)[] = [];
  for (const element of pattern) {
    if (!isVariable(element)) {
      bound.push(element);
      continue;
    }
    const value = valueOf(element);
    if (value === undefined) { return undefined; }
    bound.push(...value);
  }
  return bound;
}

/** True iff no variable is to be bound. */
function isBound(pattern: WrittenPattern): pattern is Pattern {
  return !pattern.some(isVariable);
}

/** True iff the element is a variable. */
export function isVariable(element: Letter | Wildcard | Variable): element is Variable {
  return typeof element === 'object' && 'key' in element;
}

/** True iff a pattern has a symbol. */
export function hasSymbols(pattern: Pattern): boolean {
  return pattern.some((element) => typeof element === 'string' && isSymbol(element));
}

/** A pattern as people read it. */
export function showPattern(pattern: WrittenPattern): string {
  return pattern.map((element) => {
    if (typeof element === 'string') { return showText([element]); }
    if (!isVariable(element)) { return element.run ? '*' : '?'; }
    return `\${${element.key}${element.fallback === undefined ? '' : `, '${showText(element.fallback)}'`}}`;
  }).join('');
}

function parseVariable(body: Text): Letter | Variable {
  if (body.length === 1 && ESCAPED.includes(body[0])) { return body[0]; }
  const open = body.indexOf(QUOTE);
  const hasFallback = open > 0 && body.lastIndexOf(QUOTE) === body.length - 1 && open < body.length - 1 && /,\s*$/.test(showText(body.slice(0, open)));
  const key = showText(hasFallback ? body.slice(0, open) : body).replace(/,?\s*$/, '').trim();
  return { key: key.toLowerCase(), fallback: hasFallback ? body.slice(open + 1, -1) : undefined };
}

/**
 * Confines the wildcards of all components of an ARN but the last, and those of one that has fewer to the ones that are
 * written. A symbol whose value may have colons makes it uncertain for those between it and the colons beside it, and
 * for a `*` just before it, which ends a component if the value begins with a colon, or is empty before one.
 */
function confineToComponents(elements: readonly (Letter | Wildcard | Variable)[]): WrittenPattern {
  const colons = Math.min(COLONS_OF_ARN, elements.filter((element) => element === ':').length);
  const uncertain = elements.map((element) => typeof element === 'string' && isSymbol(element) && mayHaveColon(element));
  const [first, last] = [uncertain.indexOf(true), uncertain.lastIndexOf(true)];
  let passed = 0;
  return elements.map((element, index) => {
    if (element === ':') { passed += 1; }
    if (typeof element === 'string' || isVariable(element) || passed >= COLONS_OF_ARN) { return element; }
    const inLast = passed === colons;
    const isHazy = inLast ? index < last : (first >= 0 && first < index) || (element.run && uncertain[index + 1]);
    if (isHazy) { return { run: element.run, across: false, hazy: true }; }
    if (inLast) { return element; }
    return element.run && elements[index + 1] === ':' ? OPEN_RUN : { run: element.run, across: false };
  });
}

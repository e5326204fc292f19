import { IPostProcessor, IResolvable, Lazy, Reference, Token, Tokenization } from 'aws-cdk-lib';
import { copyOf } from './copy';
import { Resolution } from './reference-values';

/** True iff the value, or a part of it, is known only when CloudFormation deploys it. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

/** Applies `map` to the literal parts of a string and leaves the tokens in it alone. */
export function mapLiterals(value: string, map: (literal: string) => string): string {
  if (!isToken(value)) { return map(value); }
  return joinFragments(value, map, (token) => token.toString());
}

/**
 * The identity of a string that may hold tokens: equal for two strings iff they are known to be the same value.
 *
 * A reference to an attribute of a construct in the app is named by the construct and the attribute, whichever
 * token object stands for it, so that an L2's attribute and its L1's are one.
 */
export function tokenIdentity(value: string): string {
  return joinFragments(value, (literal) => literal, (token) => Reference.isReference(token)
    ? `<${token.target.node.path}.${token.displayName}>`
    : token.toString());
}

/**
 * As `tokenIdentity`, the same in each synth of the same app: other tokens than references are told by what they resolve to.
 *
 * References are not resolved, since what they become hangs on whether the CDK has prepared the app.
 */
export function stableIdentity(value: string, resolve: (token: unknown) => unknown): string {
  if (!isToken(value)) { return value; }
  return joinFragments(value, (literal) => literal, (token) => Reference.isReference(token)
    ? `<${token.target.node.path}.${token.displayName}>`
    : `<${JSON.stringify(resolve(token))}>`);
}

/**
 * Resolves the tokens in a JSON value, and leaves everything else as it is.
 *
 * It does what the CDK's own `resolve` does, which leaves out what becomes undefined, but also walks through, and copies, what has no token in it.
 */
export function resolveTokens(value: unknown, resolve: (token: unknown) => unknown): unknown {
  if (typeof value === 'string') { return isToken(value) ? resolve(value) : value; }
  if (typeof value !== 'object' || value === null) { return value; }
  if (Array.isArray(value)) {
    return isToken(value) ? resolve(value) : value.map((item) => resolveTokens(item, resolve)).filter((item) => item !== undefined);
  }
  if (isToken(value) || Object.keys(value).some(isToken)) { return resolve(value); }
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const found = resolveTokens(item, resolve);
    if (found !== undefined) { resolved[key] = found; }
  }
  return resolved;
}

/**
 * A value that is made whenever it is resolved, with no token left in it.
 *
 * Of what a token gives the CDK resolves each part once more, which for a policy takes longer than all else. So it is
 * given the value after that, by a post-processor.
 *
 * @param produce makes the value; each time another one, since the CDK may change it
 */
export function resolvedAny(produce: (resolution: Resolution) => unknown): IResolvable {
  return Lazy.uncachedAny({
    produce: (context) => {
      const value = produce(new Resolution(context));
      context.registerPostProcessor({ postProcess: () => value });
      return undefined;
    },
  });
}

/**
 * Resolves a value that is a token, or holds some at any depth: what comes out is what the CDK's `resolve` makes of it.
 * While preparing, what comes out holds tokens still, and the CDK is shown those that it looks for.
 *
 * The CDK makes a context for each part of a value, and resolves each reference anew, which takes longer than all else.
 */
export function expandTokens(value: unknown, resolution: Resolution): unknown {
  const resolve = (part: unknown) => resolution.preparing ? resolution.show(part) : copyOf(resolution.resolve(part));
  const expand = (part: unknown): unknown => {
    if (typeof part === 'string') { return isToken(part) ? resolve(part) : part; }
    if (Array.isArray(part)) { return part.some((item) => isToken([item])) ? resolve(part) : part.map(expand).filter((item) => item !== undefined); }
    if (isRecord(part)) { return expandRecord(part); }
    return isToken(part) && typeof part === 'object' && !Reference.isReference(part) ? expandToken(part as IResolvable) : resolution.context.resolve(part);
  };
  const expandRecord = (record: Record<string, unknown>): unknown => {
    const expanded: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(record)) {
      // No reference can be a key.
      const name = !resolution.preparing && isToken(key) ? resolve(key) : key;
      if (typeof name !== 'string') { return resolution.context.resolve(record); }
      const found = expand(item);
      if (found !== undefined) { expanded[name] = found; }
    }
    return expanded;
  };
  const expandToken = (token: IResolvable): unknown => {
    let processor: IPostProcessor | undefined;
    const context = { ...resolution.context, registerPostProcessor: (given: IPostProcessor) => processor = given };
    const expanded = expand(token.resolve(context));
    return processor === undefined ? expanded : processor.postProcess(expanded, context);
  };
  return expand(value);
}

/** True iff nothing literal stands at the beginning of a value. */
export function beginsWithToken(value: string): boolean {
  return isToken(value) && Tokenization.reverseString(value).firstToken !== undefined;
}

/** What stands literally at the end of a value: nothing if it ends with a token. */
export function literalEnd(value: string): string {
  let end = '';
  mapLiterals(value, (literal) => end = literal);
  return end;
}

function joinFragments(value: string, literal: (text: string) => string, token: (token: IResolvable) => string): string {
  let joined = '';
  let rest = value;
  for (const found of Tokenization.reverseString(value).tokens) {
    const encoded = found.toString();
    const at = rest.indexOf(encoded);
    joined += literal(rest.slice(0, at)) + token(found);
    rest = rest.slice(at + encoded.length);
  }
  return joined + literal(rest);
}

/** True iff a value is an object of data: no list, no token, and of no class. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !isToken(value);
}

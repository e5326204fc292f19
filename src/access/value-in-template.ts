import { Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { textOf } from '../policy/intrinsics';
import { PolicyValue } from '../policy/statement';
import { meaningIn, TemplateView, valueOf } from '../policy/template';
import { isToken } from '../private/tokens';

/**
 * A value as it means the same in any template: a reference to a resource of another stack is taken there, whether or
 * not the stacks have an export for it.
 *
 * @param resolve what is no such reference
 */
export function valueInTemplates(
  value: unknown, viewOf: (stack: Stack) => TemplateView | undefined, resolve: (value: unknown) => PolicyValue,
): PolicyValue {
  if (typeof value !== 'string' || !isToken(value)) { return resolve(value); }
  const parts: PolicyValue[] = [];
  let rest = value;
  for (const token of Tokenization.reverseString(value).tokens) {
    const encoded = token.toString();
    const stack = Reference.isReference(token) ? Stack.of(token.target) : undefined;
    const view = stack && viewOf(stack);
    parts.push(rest.slice(0, rest.indexOf(encoded)), view ? valueOf(textOf(stack!.resolve(encoded), meaningIn(view))) : resolve(encoded));
    rest = rest.slice(rest.indexOf(encoded) + encoded.length);
  }
  return { 'Fn::Join': ['', [...parts, rest]] };
}

import { DefaultTokenResolver, IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PolicyValue } from '../policy/statement';
import { TemplateView, textIn, valueOf } from '../policy/template';

/**
 * A value that means the same in any template: a reference is taken in the template of the stack that it refers to,
 * whether or not that exports it.
 *
 * @param scope where the value is given
 */
export function valueInTemplates(value: unknown, scope: IConstruct, viewOf: (stack: Stack) => TemplateView | undefined): PolicyValue {
  return Tokenization.resolve(value, { scope, resolver: new ReferenceResolver(viewOf) });
}

/** Takes references as they mean in the template of their own stack, and everything else as the CDK does. */
class ReferenceResolver extends DefaultTokenResolver {
  constructor(private readonly viewOf: (stack: Stack) => TemplateView | undefined) {
    super(JOIN);
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const stack = Reference.isReference(token) ? Stack.of(token.target) : undefined;
    const view = stack && this.viewOf(stack);
    return view ? valueOf(textIn(view, stack.resolve(token))) : super.resolveToken(token, context, postProcessor);
  }
}

/** Puts the parts of a string together as a template does. */
const JOIN: IFragmentConcatenator = {
  join: (left, right) => ({ 'Fn::Join': ['', [left, right].filter((part) => part !== undefined)] }),
};

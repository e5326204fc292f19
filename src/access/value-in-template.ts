import { DefaultTokenResolver, IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PolicyValue } from '../policy/statement';
import { TemplateView, textIn, valueOf } from '../policy/template';

/**
 * Values that mean the same in any template: a reference is taken in the template of the stack that it refers to,
 * whether or not that exports it. Each token is resolved once.
 */
export class ValuesInTemplates {
  private readonly resolver: ReferenceResolver;

  /** @param scope where the values are given */
  constructor(private readonly scope: IConstruct, viewOf: (stack: Stack) => TemplateView | undefined) {
    this.resolver = new ReferenceResolver(viewOf);
  }

  /** A value as it means in any template. */
  public valueOf(value: unknown): PolicyValue {
    return Tokenization.resolve(value, { scope: this.scope, resolver: this.resolver });
  }
}

/** Takes references as they mean in the template of their own stack, and everything else as the CDK does. */
class ReferenceResolver extends DefaultTokenResolver {
  private readonly known = new Map<IResolvable, unknown>();

  constructor(private readonly viewOf: (stack: Stack) => TemplateView | undefined) {
    super(JOIN);
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!this.known.has(token)) { this.known.set(token, this.resolveAnew(token, context, postProcessor)); }
    return this.known.get(token);
  }

  private resolveAnew(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const stack = Reference.isReference(token) ? Stack.of(token.target) : undefined;
    const view = stack && this.viewOf(stack);
    return view ? valueOf(textIn(view, stack.resolve(token))) : super.resolveToken(token, context, postProcessor);
  }
}

/** Puts the parts of a string together as a template does. */
const JOIN: IFragmentConcatenator = {
  join: (left, right) => ({ 'Fn::Join': ['', [left, right].filter((part) => part !== undefined)] }),
};

import { IResolveContext, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What the tokens of a text are: references to its own stack alone, references, or others as well. */
type Kind = 'own' | 'references' | 'other';

/** What is known of the references in a stack. */
interface StackReferences {
  /** By the text with tokens; never changes. */
  readonly kinds: Map<string, Kind>;
  /** What texts of references alone resolve to; absent until the CDK has rewritten the references to other stacks. */
  values?: Map<string, unknown>;
}

const STACKS = new WeakMap<Stack, StackReferences>();

/** Lets texts of references alone be resolved once a synth in the stack of a construct; to be called before synth. */
export function rememberReferences(scope: IConstruct): void {
  const stack = Stack.of(scope);
  if (STACKS.has(stack)) { return; }
  const references: StackReferences = { kinds: new Map() };
  STACKS.set(stack, references);
  // The CDK validates a stack before what is in it, once all references are rewritten.
  stack.node.addValidation({
    validate: () => {
      references.values = new Map();
      return [];
    },
  });
}

/** How the tokens of a value are resolved: as the CDK does, but texts of references alone once a synth, which takes most of the time. */
export class Resolution {
  /** True while the CDK looks for references alone: what comes out is put nowhere. */
  public readonly preparing: boolean;

  private readonly stack: Stack;
  private readonly references?: StackReferences;
  private onlyReferences = true;

  constructor(public readonly context: IResolveContext) {
    this.preparing = context.preparing;
    this.stack = Stack.of(context.scope);
    this.references = STACKS.get(this.stack);
    if (this.preparing && this.references !== undefined) { this.references.values = undefined; }
  }

  /** Resolves a token, or what has tokens in it; what comes out may be shared. */
  public readonly resolve = (value: unknown): unknown => {
    const values = this.references?.values;
    if (values === undefined || this.kindOf(value) === 'other') {
      this.onlyReferences = false;
      return this.context.resolve(value);
    }
    if (!values.has(value as string)) { values.set(value as string, this.context.resolve(value)); }
    return values.get(value as string);
  };

  /** While preparing in place of `resolve`: shows the CDK the tokens, but leaves references to their own stack alone, which it doesn't rewrite. */
  public readonly show = (value: unknown): unknown => this.kindOf(value) === 'own' ? value : this.context.resolve(value);

  /** The same object for as long as what was resolved so far comes out the same; none if that isn't known. */
  public get period(): object | undefined {
    return this.onlyReferences ? this.references?.values : undefined;
  }

  private kindOf(value: unknown): Kind {
    if (typeof value !== 'string' || this.references === undefined) { return 'other'; }
    const known = this.references.kinds.get(value);
    if (known !== undefined) { return known; }
    const { tokens } = Tokenization.reverseString(value);
    const targets = tokens.map((token) => Reference.isReference(token) ? Stack.of(token.target) : undefined);
    const kind = tokens.length === 0 || targets.includes(undefined) ? 'other' : targets.every((stack) => stack === this.stack) ? 'own' : 'references';
    this.references.kinds.set(value, kind);
    return kind;
  }
}

import { App, CfnParameter, DefaultTokenResolver, Fn, IResolvable, IResolveContext, IPostProcessor, Lazy, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as fc from 'fast-check';
import { knownToDiffer } from '../../src/private/arns';
import { compare } from '../../src/private/compare';
import { rememberReferences, Resolution } from '../../src/private/reference-values';
import { expandTokens, mapLiterals, resolvedAny, resolveTokens, tokenIdentity } from '../../src/private/tokens';
import { cfnCluster } from '../fixtures';

test('texts are ordered by their code units, whatever the locale', () => {
  expect(['b', 'a', 'B', 'ä', 'a'].sort(compare)).toEqual(['B', 'a', 'a', 'b', 'ä']);
});

test('literal parts are mapped, tokens are kept where they stand', () => {
  const stack = new Stack();
  const token = new CfnParameter(stack, 'P').valueAsString;

  expect(stack.resolve(mapLiterals(`a${token}b${token}`, (literal) => literal.toUpperCase()))).toEqual({ 'Fn::Join': ['', ['A', { Ref: 'P' }, 'B', { Ref: 'P' }]] });
  expect(mapLiterals('abc', (literal) => literal.toUpperCase())).toBe('ABC');
});

test('two tokens for one attribute of one construct are the same value, two attributes are not', () => {
  const stack = new Stack();
  const cluster = new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_34 });
  const resource = cluster.node.defaultChild as ReturnType<typeof cfnCluster>;

  expect(cluster.clusterArn).not.toBe(resource.attrArn);
  expect(tokenIdentity(`x${cluster.clusterArn}`)).toBe(tokenIdentity(`x${resource.attrArn}`));
  expect(tokenIdentity(resource.attrArn)).not.toBe(tokenIdentity(resource.attrEndpoint));
  expect(tokenIdentity(resource.attrArn)).not.toBe(tokenIdentity(cfnCluster(stack, 'Other').attrArn));
});

test('a token that is no reference is itself alone', () => {
  const [one, other] = [Fn.importValue('a'), Fn.importValue('b')];

  expect(tokenIdentity(one)).toBe(tokenIdentity(one));
  expect(tokenIdentity(one)).not.toBe(tokenIdentity(other));
});

test('only values that are known can differ', () => {
  expect(knownToDiffer('a', 'b')).toBe(true);
  expect(knownToDiffer('a', 'a')).toBe(false);
  expect(knownToDiffer('a', Fn.ref('B'))).toBe(false);
  expect(knownToDiffer(Fn.ref('A'), 'b')).toBe(false);
  expect(knownToDiffer(undefined, 'b')).toBe(false);
  expect(knownToDiffer('a', undefined)).toBe(false);
});

test('resolving the tokens of a JSON value gives what the CDK\'s resolve gives', () => {
  const stack = new Stack();
  const ref = new CfnParameter(stack, 'P').valueAsString;
  const value = {
    text: 'literal',
    token: `a-${ref}-b`,
    number: 1,
    nothing: null,
    list: ['x', undefined, ref, { deep: [ref] }, Lazy.string({ produce: () => undefined })],
    missing: undefined,
    lateList: Lazy.list({ produce: () => ['x', 'y'] }),
    lateObject: Lazy.any({ produce: () => ({ k: ref }) }),
    keys: { [Lazy.string({ produce: () => 'late' })]: ref },
  };

  expect(resolveTokens(value, (token) => stack.resolve(token))).toEqual({ ...stack.resolve(value), nothing: null });
});

test('a value that comes resolved is taken as it is, and left out if there is none', () => {
  const stack = new Stack();
  const ref = new CfnParameter(stack, 'P').valueAsString;
  const asked: boolean[] = [];
  const value = resolvedAny(({ resolve, preparing }) => {
    asked.push(preparing);
    return { list: [resolve(`a-${ref}`)] };
  });

  expect(stack.resolve({ value, none: resolvedAny(() => undefined) })).toEqual({ value: { list: [{ 'Fn::Join': ['', ['a-', { Ref: 'P' }]] }] } });
  expect(asked).toEqual([false]);
});

describe('expanding', () => {
  const app = new App();
  const [stack, other] = [new Stack(app, 'Stack'), new Stack(app, 'Other')];
  rememberReferences(stack);
  const [own, foreign] = [new CfnParameter(stack, 'Own'), new CfnParameter(other, 'Foreign')];
  const leaf = fc.constantFrom<unknown>(
    'literal', '', 0, true, null, undefined, own.value, own.valueAsString, foreign.value, `a-${own.valueAsString}-${foreign.valueAsString}`, Token.asList(foreign.value), Token.asNumber(foreign.value),
    Fn.join('-', [own.valueAsString, foreign.valueAsString]), Lazy.string({ produce: () => foreign.valueAsString }), Lazy.any({ produce: () => undefined }),
    Lazy.list({ produce: () => [foreign.valueAsString] }), Lazy.uncachedAny({ produce: () => ({ late: [foreign.value, undefined] }) }),
    resolvedAny(({ resolve }) => [resolve(foreign.value)]),
  );
  const key = fc.constantFrom('A', 'B', 'Fn::X', Lazy.string({ produce: () => 'late' }));
  const { tree } = fc.letrec((tie) => ({ tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true })) }));

  /** Remembers the references to another stack that the CDK finds. */
  class Finding extends DefaultTokenResolver {
    public readonly found = new Set<string>();

    public resolveToken(token: IResolvable, context: IResolveContext, processor: IPostProcessor): unknown {
      if (token === Tokenization.reverse(foreign.value)) { this.found.add('foreign'); }
      return super.resolveToken(token, context, processor);
    }
  }

  const expanded = (value: unknown) => resolvedFrom((context) => expandTokens(value, new Resolution(context)));
  const resolvedFrom = (make: (context: IResolveContext) => unknown) => Lazy.uncachedAny({
    produce: (context) => {
      const made = make(context);
      context.registerPostProcessor({ postProcess: () => made });
      return undefined;
    },
  });
  const findIn = (value: unknown) => {
    const resolver = new Finding(new StringConcat());
    Tokenization.resolve({ value }, { scope: stack, resolver, preparing: true });
    return [...resolver.found];
  };

  test.each([['before references are rewritten', false], ['once they are', true]])('gives what the CDK\'s resolve gives, %s', (_when, validated) => {
    if (validated) { stack.node.validate(); }
    fc.assert(fc.property(tree, (value) => { expect(stack.resolve({ value: expanded(value) })).toEqual(stack.resolve({ value })); }));
  });

  test('shows the CDK, while it prepares, each reference to another stack that it would find by itself', () => {
    fc.assert(fc.property(tree, (value) => { expect(findIn(expanded(value))).toEqual(findIn(value)); }));
  });

  test('shares nothing with what was expanded before', () => {
    stack.node.validate();
    const [one, two] = [stack.resolve(expanded([own.valueAsString])), stack.resolve(expanded([own.valueAsString]))];
    expect(one).toEqual(two);
    expect(one[0]).not.toBe(two[0]);
  });

  test.each<[string, unknown, string]>([
    ['a function', () => 'text', 'Trying to resolve a non-data object'],
    ['a key that is known at deploy time only', { [own.valueAsString]: 1 }, 'must resolve to a string'],
  ])('leaves %s to the CDK, which refuses it', (_name, value, message) => {
    expect(() => stack.resolve(expanded({ value }))).toThrow(message);
  });

  test('leaves what is of a class to the CDK', () => {
    const when = new Date(0);
    expect(stack.resolve(expanded({ when }))).toEqual({ when });
    expect(stack.resolve(expanded(new class { public readonly name = Token.asString({ Ref: 'X' }); }()))).toEqual({ name: { Ref: 'X' } });
  });
});

import { CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import { knownToDiffer } from '../../src/private/arns';
import { compare } from '../../src/private/compare';
import { mapLiterals, resolvedAny, resolveTokens, tokenIdentity } from '../../src/private/tokens';
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

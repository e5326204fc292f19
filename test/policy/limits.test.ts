import { documentSize, INLINE_POLICIES_LIMIT, MANAGED_POLICY_LIMIT, packStatements, sizeAtMost, textSize } from '../../src/policy/limits';
import { PolicyValue, renderDocument, Statement } from '../../src/policy/statement';

const allow = (resources: PolicyValue[], more: Partial<Statement> = {}): Statement => ({ effect: 'Allow', actions: ['s3:GetObject'], resources, ...more });
const ofLength = (length: number, name = 'r') => name.repeat(length);

describe('the size of a document', () => {
  test('is the length of its JSON without white space, with a comma behind each statement', () => {
    const statements = [allow(['a', 'b']), allow(['c d'], { sid: 'S', conditions: { StringLike: { 's3:prefix': ['x*', 'y*'] } } })];

    expect(documentSize(statements)).toBe(JSON.stringify(renderDocument(statements)).replace(/\s/g, '').length + ','.length);
    expect(documentSize([])).toBe(JSON.stringify(renderDocument([])).length);
  });

  test('counts a pseudo parameter by its longest value, and any other by an estimate', () => {
    const size = (resource: PolicyValue) => documentSize([allow([resource])]) - documentSize([allow([''])]);

    expect(['AccountId', 'Partition', 'Region', 'URLSuffix', 'StackName'].map((name) => size({ Ref: `AWS::${name}` }))).toEqual([12, 10, 16, 20, 120]);
    expect(size({ Ref: 'Parameter' })).toBe(120);
    expect(size({ 'Fn::GetAtt': ['Bucket', 'Arn'] })).toBe(120);
    expect(size({ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] })).toBe(120);
  });

  test('counts a join by its parts', () => {
    const join = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::b/', { 'Fn::GetAtt': ['X', 'Y'] }]] };

    const withDelimiter = { 'Fn::Join': ['--', ['a', 'b', 'c']] };
    const ofUnknown = { 'Fn::Join': [{ Ref: 'D' }, ['a']] };
    const size = (resource: PolicyValue) => documentSize([allow([resource])]) - documentSize([allow([''])]);

    expect(size(join)).toBe('arn:'.length + 10 + ':s3:::b/'.length + 120);
    expect(size(withDelimiter)).toBe('a--b--c--'.length);
    expect([size(ofUnknown), size({ 'Fn::Join': ['', { Ref: 'List' }] })]).toEqual([120, 120]);
  });
});

test.each<[string, object, number]>([
  ['what is known by its JSON', { a: ['b', 'c'] }, 0], ['a reference', { a: { Ref: 'X' } }, 1], ['a function', { a: [{ 'Fn::GetAtt': ['X', 'Y'] }, { Ref: 'Z' }] }, 2],
  ['a token of the CDK', { a: '${Token[TOKEN.1]}' }, 1], ['no other key', { a: { Name: 'X', b: 'Ref Fn:: Token[' } }, 0],
])('the bound of a size counts %s, and an estimate for each value that is not known', (_, json, unknown) => {
  expect(sizeAtMost(JSON.stringify(json))).toBe(JSON.stringify(json).length + unknown * 120);
});

test('the size of a text counts white space, and an intrinsic by an estimate', () => {
  const sizeWithout = (document: object) => JSON.stringify(document).length;

  expect(textSize({ a: ['b c', null, 1] })).toBe(sizeWithout({ a: ['b c', null, 1] }));
  expect(textSize({ a: { Ref: 'X' }, b: { 'Fn::GetAtt': ['X', 'Y'] } })).toBe(sizeWithout({ a: '', b: '' }) + 2 * 120);
  expect(textSize({ a: { 'Fn::Join': ['-', ['b', { Ref: 'AWS::AccountId' }]] } })).toBe(sizeWithout({ a: 'b-' }) + 12 + 1);
});

describe('packing', () => {
  test('fills a policy up to its limit, the first one that of inline policies', () => {
    const ofSize = (size: number) => allow([ofLength(size - documentSize([allow([''])]))]);
    const lengths = (...sizes: number[]) => packStatements(sizes.map(ofSize)).map((policy) => policy.length);
    const rest = documentSize([]);

    expect(lengths(6_000, 10_240 - 6_000 + rest, 3_000, 6_144 - 3_000 + rest)).toEqual([2, 2]);
    expect(lengths(6_000, 10_240 - 6_000 + rest + 1, 6_000)).toEqual([1, 1, 1]);
    expect(lengths(6_000, 10_240 - 6_000 + rest, 3_000, 6_144 - 3_000 + rest + 1)).toEqual([2, 1, 1]);
  });

  test('leaves what fits in one policy, whatever it holds', () => {
    expect(packStatements([])).toEqual([[]]);
    expect(packStatements([allow(['a']), allow(['b'])])).toEqual([[allow(['a']), allow(['b'])]]);
  });

  test('counts the numbers that tell equal Sids apart', () => {
    const twice = [allow(['a'], { sid: 'Read' }), allow(['b'], { sid: 'Read' })];
    const full = (missing: number) => [...twice, allow([ofLength(INLINE_POLICIES_LIMIT - documentSize([...twice, allow([''])]) + 1 - missing)])];

    expect(packStatements(full(1)).map((policy) => policy.length)).toEqual([3]);
    expect(packStatements(full(0)).map((policy) => policy.length)).toEqual([2, 1]);
  });

  test('puts what is over the inline limit into policies of at most a managed policy\'s size', () => {
    const statements = Array.from({ length: 40 }, (_, index) => allow([`${ofLength(500)}${index}`], { sid: `S${index}` }));
    const [inline, ...managed] = packStatements(statements);

    expect([inline, ...managed].flat()).toEqual(statements);
    expect(documentSize(inline)).toBeLessThanOrEqual(INLINE_POLICIES_LIMIT);
    expect(documentSize([...inline, managed[0][0]])).toBeGreaterThan(INLINE_POLICIES_LIMIT);
    expect(managed).toHaveLength(3);
    managed.forEach((policy) => expect(documentSize(policy)).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT));
  });

  test('splits a statement that is over a managed policy\'s size by its resources', () => {
    const resources = Array.from({ length: 60 }, (_, index) => `${ofLength(200)}${index}`);
    const policies = packStatements([allow(resources, { sid: 'Read' })]);

    expect(policies.flat().flatMap((statement) => statement.resources)).toEqual(resources);
    expect(policies.flat().map(({ sid }) => sid)).toEqual(['Read', 'Read2', 'Read3', 'Read4'].slice(0, policies.flat().length));
    policies.flat().forEach((statement) => expect(documentSize([statement])).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT));
  });

  test('gives a statement that can\'t be split a policy of its own', () => {
    const long = allow([ofLength(7_000)]);
    const without: Statement = { effect: 'Allow', actions: ['x:A'], notResources: [ofLength(7_000)] };

    expect(packStatements([allow(['a']), long, without]).map((policy) => policy.length)).toEqual([2, 1]);
    expect(packStatements([allow([ofLength(11_000)])]).map((policy) => policy.length)).toEqual([1]);
  });

  test('makes each Sid stand once', () => {
    const sids = packStatements([allow(['a'], { sid: 'S' }), allow(['b'], { sid: 'S2' }), allow(['c'], { sid: 'S' }), allow(['d']), allow(['e'], { sid: 'S' })])
      .flat().map(({ sid }) => sid);

    expect(sids).toEqual(['S', 'S2', 'S3', undefined, 'S4']);
  });
});

import { documentSize, INLINE_POLICIES_LIMIT, MANAGED_POLICY_LIMIT, packStatements } from '../../src/policy/limits';
import { PolicyValue, renderDocument, Statement } from '../../src/policy/statement';

const allow = (resources: PolicyValue[], more: Partial<Statement> = {}): Statement => ({ effect: 'Allow', actions: ['s3:GetObject'], resources, ...more });
const ofLength = (length: number, name = 'r') => name.repeat(length);

describe('the size of a document', () => {
  test('is the length of its JSON without white space', () => {
    const statements = [allow(['a', 'b']), allow(['c d'], { sid: 'S', conditions: { StringLike: { 's3:prefix': ['x*', 'y*'] } } })];

    expect(documentSize(statements)).toBeGreaterThanOrEqual(JSON.stringify(renderDocument(statements)).replace(/\s/g, '').length);
    expect(documentSize(statements)).toBeLessThanOrEqual(JSON.stringify(renderDocument(statements)).replace(/\s/g, '').length + 2);
  });

  test('counts a pseudo parameter by its longest value, and any other by an estimate', () => {
    const size = (resource: PolicyValue) => documentSize([allow([resource])]) - documentSize([allow([''])]);

    expect(size({ Ref: 'AWS::AccountId' })).toBe(12);
    expect(size({ Ref: 'Parameter' })).toBe(120);
    expect(size({ 'Fn::GetAtt': ['Bucket', 'Arn'] })).toBe(120);
    expect(size({ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] })).toBe(120);
  });

  test('counts a join by its parts', () => {
    const join = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::b/', { 'Fn::GetAtt': ['X', 'Y'] }]] };

    expect(documentSize([allow([join])]) - documentSize([allow([''])])).toBe('arn:'.length + 10 + ':s3:::b/'.length + 120);
  });
});

describe('packing', () => {
  test('leaves what fits in one policy, whatever it holds', () => {
    expect(packStatements([])).toEqual([[]]);
    expect(packStatements([allow(['a']), allow(['b'])])).toEqual([[allow(['a']), allow(['b'])]]);
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
  });

  test('makes each Sid stand once', () => {
    const sids = packStatements([allow(['a'], { sid: 'S' }), allow(['b'], { sid: 'S2' }), allow(['c'], { sid: 'S' }), allow(['d']), allow(['e'], { sid: 'S' })])
      .flat().map(({ sid }) => sid);

    expect(sids).toEqual(['S', 'S2', 'S3', undefined, 'S4']);
  });
});

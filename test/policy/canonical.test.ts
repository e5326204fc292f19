import { canonicalStatements } from '../../src/policy/canonical';
import { renderStatement, Statement } from '../../src/policy/statement';

const allow = (actions: string[], resources: string[], more: Partial<Statement> = {}): Statement => ({ effect: 'Allow', actions, resources, ...more });
const canonical = (...statements: Statement[]) => canonicalStatements(statements).map(renderStatement);

test('statements of the same resources and conditions become one', () => {
  expect(canonical(allow(['s3:PutObject'], ['a', 'b']), allow(['s3:GetObject'], ['b', 'a'])))
    .toEqual([{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['a', 'b'] }]);
});

test('statements of the same actions and conditions become one', () => {
  expect(canonical(allow(['s3:GetObject'], ['b']), allow(['s3:GetObject'], ['a'])))
    .toEqual([{ Effect: 'Allow', Action: 's3:GetObject', Resource: ['a', 'b'] }]);
});

test('what one merge makes equal is merged again', () => {
  expect(canonical(allow(['x:A'], ['1']), allow(['x:A'], ['2']), allow(['x:B'], ['1', '2']))).toEqual([{ Effect: 'Allow', Action: ['x:A', 'x:B'], Resource: ['1', '2'] }]);
});

test.each<[string, Partial<Statement>]>([
  ['effect', { effect: 'Deny' }],
  ['conditions', { conditions: { Bool: { 'aws:SecureTransport': ['true'] } } }],
  ['actions and resources', { actions: ['x:B'], resources: ['2'] }],
])('statements that differ in their %s stay apart', (_, difference) => {
  expect(canonical(allow(['x:A'], ['1']), { ...allow(['x:A'], ['1']), ...difference })).toHaveLength(2);
});

test('exclusions are never united, since that would exclude less', () => {
  const except = (notActions: string[], notResources: string[]): Statement => ({ effect: 'Allow', notActions, notResources });

  expect(canonical(except(['x:A'], ['1']), except(['x:B'], ['1']))).toHaveLength(2);
  expect(canonical(except(['x:A'], ['1']), except(['x:A'], ['2']))).toHaveLength(2);
});

test('statements that exclude the same resources unite their actions', () => {
  expect(canonical({ effect: 'Deny', actions: ['x:B'], notResources: ['1'] }, { effect: 'Deny', actions: ['x:A'], notResources: ['1'] }))
    .toEqual([{ Effect: 'Deny', Action: ['x:A', 'x:B'], NotResource: '1' }]);
});

test('denials come first, then the alphabet decides', () => {
  expect(canonical(allow(['z:Z'], ['1']), allow(['a:A'], ['1', '2']), { ...allow(['m:M'], ['1']), effect: 'Deny' }).map(({ Effect, Action }) => [Effect, Action]))
    .toEqual([['Deny', 'm:M'], ['Allow', 'a:A'], ['Allow', 'z:Z']]);
});

test('statements that are equal but for their Sids, and can\'t be one, stand in the order of these', () => {
  const except = (sid: string): Statement => ({ sid, effect: 'Allow', notActions: ['x:A'], notResources: ['1'] });

  expect(canonical(except('B'), except('A')).map(({ Sid }) => Sid)).toEqual(['A', 'B']);
  expect(canonical(except('A'), except('B')).map(({ Sid }) => Sid)).toEqual(['A', 'B']);
});

test('values stand once, intrinsics by their content', () => {
  const arn = () => ({ 'Fn::GetAtt': ['Bucket', 'Arn'] });

  expect(canonical({ effect: 'Allow', actions: ['x:A', 'x:A'], resources: [arn(), 'b', arn()] })).toEqual([{ Effect: 'Allow', Action: 'x:A', Resource: ['b', arn()] }]);
});

test('no conditions and empty conditions are the same', () => {
  expect(canonical(allow(['x:A'], ['1'], { conditions: {} }), allow(['x:B'], ['1']))).toEqual([{ Effect: 'Allow', Action: ['x:A', 'x:B'], Resource: '1' }]);
});

test('conditions are the same in any order', () => {
  const one = { StringEquals: { 'b:k': ['2', '1'], 'a:k': ['x'] }, Bool: { c: ['true'] } };
  const other = { Bool: { c: ['true'] }, StringEquals: { 'a:k': ['x'], 'b:k': ['1', '2'] } };

  expect(canonical(allow(['x:A'], ['1'], { conditions: one }), allow(['x:B'], ['1'], { conditions: other }))).toHaveLength(1);
});

test('a merged statement bears the Sid of each of its parts', () => {
  expect(canonical(allow(['x:B'], ['1'], { sid: 'Write' }), allow(['x:A'], ['1'], { sid: 'Read' }), allow(['x:C'], ['1']))[0].Sid).toBe('ReadWrite');
  expect(canonical(allow(['x:B'], ['1'], { sid: 'Read' }), allow(['x:A'], ['1'], { sid: 'Read' }))[0].Sid).toBe('Read');
});

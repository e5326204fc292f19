import { isIdentity } from '../../src/cli/inventory-shape';
import { sampleIdentity } from '../governance/report/sample';

const CONDITIONS = [{ operator: 'StringEquals', key: 'aws:SourceAccount', values: ['111122223333'] }];
const STATEMENT: any = { effect: 'Allow', level: 'read', actions: ['s3:GetObject'], resources: ['*'], conditions: CONDITIONS, source: 'the inline policy Access' };
const TRUST: any = { effect: 'Allow', principals: ['Service pods.eks.amazonaws.com'], actions: ['sts:AssumeRole'], conditions: CONDITIONS };

/** An identity with all that one may have. */
const FULL: any = sampleIdentity({
  stage: 'irsa' as any,
  targetRole: 'arn:aws:iam::2:role/t',
  permissionsBoundary: 'arn:aws:iam::1:policy/b',
  lastChanged: '2026-11-21',
  permissions: [STATEMENT, { ...STATEMENT, actions: undefined, notActions: ['s3:*'], resources: undefined, notResources: ['*'] }],
  boundary: [STATEMENT],
  sessionPolicy: [STATEMENT],
  trust: [TRUST],
  targetTrust: [TRUST],
  unknownPolicies: [{ name: 'p', kind: 'identity' }],
  principalTags: [{ team: 'finance' }],
  mustNot: [{ forbidden: 's3:*', verdict: 'PROVED' as any, explanation: 'no statement allows it' }],
});

test('what an inventory holds is an identity, with and without what is optional', () => {
  expect(isIdentity(FULL)).toBe(true);
  expect(isIdentity(sampleIdentity())).toBe(true);
});

test.each(Object.keys(FULL))('an identity whose %s is a number is none', (name) => {
  expect(isIdentity({ ...FULL, [name]: 1 })).toBe(false);
});

test.each(Object.keys(sampleIdentity()))('an identity without its %s is none', (name) => {
  expect(isIdentity({ ...FULL, [name]: undefined })).toBe(false);
});

test.each<[string, object]>([
  ['a statement without an effect', { permissions: [{ ...STATEMENT, effect: undefined }] }],
  ['a statement without actions', { permissions: [{ ...STATEMENT, actions: undefined }] }],
  ['a statement with actions and notActions', { permissions: [{ ...STATEMENT, notActions: [] }] }],
  ['a statement without resources', { boundary: [{ ...STATEMENT, resources: undefined }] }],
  ['a statement with a number among its resources', { sessionPolicy: [{ ...STATEMENT, resources: [1] }] }],
  ['a statement without a source', { permissions: [{ ...STATEMENT, source: undefined }] }],
  ['a statement without conditions', { permissions: [{ ...STATEMENT, conditions: undefined }] }],
  ['a condition without a key', { permissions: [{ ...STATEMENT, conditions: [{ operator: 'Bool', values: [] }] }] }],
  ['a condition without values', { permissions: [{ ...STATEMENT, conditions: [{ operator: 'Bool', key: 'a' }] }] }],
  ['a trust without principals', { trust: [{ ...TRUST, principals: undefined }] }],
  ['a trust without actions', { targetTrust: [{ ...TRUST, actions: undefined }] }],
  ['a trust without conditions', { trust: [{ ...TRUST, conditions: undefined }] }],
  ['a trust without an effect', { trust: [{ ...TRUST, effect: 1 }] }],
  ['a policy that is not known without a kind', { unknownPolicies: [{ name: 'p' }] }],
  ['a tag that is a number', { principalTags: [{ team: 1 }] }],
  ['tags that are nothing', { principalTags: [null] }],
  ['a proof without a verdict', { mustNot: [{ forbidden: 'a', explanation: 'b' }] }],
])('an identity with %s is none', (_, part) => {
  expect(isIdentity({ ...FULL, ...part })).toBe(false);
});

test.each([[null], ['a'], [[]], [undefined]])('%j is no identity', (value) => {
  expect(isIdentity(value)).toBe(false);
});

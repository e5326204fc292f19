import { compare, Comparison } from '../../bench/grants/compare';
import { NEEDS } from '../../bench/grants/needs';
import { notLeast } from '../../bench/grants/report';

let comparisons: Comparison[];

beforeAll(async () => {
  comparisons = await Promise.all(NEEDS.map(compare));
});

test('builders give the least privilege for each need', () => {
  expect(notLeast(comparisons)).toEqual([]);
});

test('no grant gives fewer actions than the builders, but for a secret\'s key, whose policy it changes in place of the role\'s, and for tags, which it doesn\'t pass on', () => {
  expect(comparisons.filter(({ ours, theirs }) => theirs.length < ours.length).map(({ need }) => need.need)).toEqual([
    'KMS: the key of the secret, to read', 'STS: become another role, with the session tags of Pod Identity',
  ]);
});

test('an action too many, and one that is missing, are found', () => {
  const [comparison] = comparisons;

  expect(notLeast([{ ...comparison, ours: ['s3:GetObject', 's3:GetObjectAcl'] }])).toEqual([
    'S3: read and list one prefix: s3:GetObjectAcl is over the least privilege',
    'S3: read and list one prefix: s3:ListBucket is missing, so the need is not met',
  ]);
});

test('actions without a resource of their kind are dead', () => {
  const read = comparisons.find(({ need }) => need.grantCall === 'table.grantReadData(role)')!;

  expect(read.dead).toEqual(['dynamodb:GetRecords', 'dynamodb:GetShardIterator']); // which take a stream
});

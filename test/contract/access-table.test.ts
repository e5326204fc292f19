import * as iam from 'aws-cdk-lib/aws-iam';
import { version as cdkVersion } from 'aws-cdk-lib/package.json';
import { accessTables } from './access-tables';
import { Access } from '../../src';
import { parseStatement } from '../../src/policy/statement';
import { catalogue } from '../access/catalogue';
import { buildersTable } from '../access/catalogue/table';
import { WHY } from '../access/catalogue/why';
import { floorPeers } from '../consumer/consumer-app';

/*
 * What the docs say about access is what the code does.
 */

test('the tables of the docs are those that the code makes', async () => {
  // The grants that access-compared.md compares with are those of the lowest aws-cdk-lib.
  const isLowest = cdkVersion === floorPeers().versions['aws-cdk-lib'];
  const stale = (await accessTables()).filter(({ file, current, wanted }) => current !== wanted && (isLowest || !file.endsWith('access-compared.md')));

  expect(stale.map(({ file }) => `${file} is out of date: run "npm run access-table" and review what it writes`)).toEqual([]);
});

test('every action of a builder has a reason, and every reason an action', () => {
  const given = catalogue().flatMap(({ access }) => access.statements).flatMap(({ actions }) => actions);

  expect(Object.keys(WHY).sort()).toEqual([...new Set(given)].sort());
});

describe('of the calls of a builder', () => {
  const BUCKET = 'arn:aws:s3:::b';
  const allow = (actions: string[], conditions?: object, resource = BUCKET) =>
    new iam.PolicyStatement({ actions, resources: [resource], conditions });
  const READ = allow(['s3:GetObject']);

  const entry = (call: string, statements: iam.PolicyStatement[]) =>
    ({ builder: 'S3Access.read', call, access: Access._of('reads', ...statements.map((each) => parseStatement(each.toStatementJson()))) });

  /** The rows of a further call, cell by cell. */
  const rows = (call: string, statements: iam.PolicyStatement[]) => {
    const table = buildersTable([entry('b, \'x,y\'', [READ]), entry(call, statements)]);
    return table.split('\n').slice(5).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  };

  test.each<[string, string, iam.PolicyStatement[], string[][]]>([
    ['one that allows the same has no row', 'imported', [READ], []],
    [
      'what is added to a statement stands alone', 'b, \'x,y\', { list: true }', [allow(['s3:GetObject', 's3:ListBucket'])],
      [['`read(…, { list: true })` adds', '`s3:ListBucket` lists keys', '`arn:P:s3:::b`', '']],
    ],
    [
      'a statement that is added stands alone', 'c', [READ, allow(['s3:ListBucket'], undefined, '*')],
      [['`read(c)` adds', '`s3:ListBucket` lists keys', '`*`', '']],
    ],
    [
      'what is left out stands alone', 'b', [],
      [['`read(b)` leaves out', '`s3:GetObject`', '`arn:P:s3:::b`', '']],
    ],
    [
      'one with conditions stands as a whole', 'b, \'x,y\', { tags: { a: [1, 2], b: 3 } }', [allow(['s3:GetObject'], { StringEquals: { k: ['1', '2'] }, Bool: { l: 'true' } })],
      [['`read(…, { tags: { a: [1, 2], b: 3 } })` instead', '`s3:GetObject`', '`arn:P:s3:::b`', '`Bool` `l` `true`<br>`StringEquals` `k` `1` or `2`']],
    ],
    [
      'one with another resource stands as a whole', 'b, `z`', [allow(['s3:GetObject'], undefined, `${BUCKET}/z`), allow(['s3:ListBucket'])],
      [['`` read(…, `z`) `` instead', '`s3:GetObject`', '`arn:P:s3:::b/z`', ''], ['', '`s3:ListBucket` lists keys', '`arn:P:s3:::b`', '']],
    ],
  ])('%s', (_, call, statements, expected) => {
    expect(rows(call, statements)).toEqual(expected);
  });
});

import * as fc from 'fast-check';
import { AccessLevel, IdentityMechanism, InventoryIdentity, InventoryStatement, MigrationStage, ProofVerdict } from '../../../src';
import { inventoryCsv, inventoryMarkdown } from '../../../src/governance/inventory/inventory-files';
import { readRecorded, recordText, showRecorded } from '../../../src/governance/inventory/recorded-value';
import { code, codeBlock, codeCell, plain } from '../../../src/governance/markdown';
import { textOf } from '../../../src/policy/intrinsics';
import { symbolOf, Text } from '../../../src/policy/text';

const STATEMENT: InventoryStatement = { effect: 'Allow', level: AccessLevel.READ, actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'], conditions: [], source: 's' };

function identity(props: Partial<InventoryIdentity> = {}): InventoryIdentity {
  return {
    id: 'id',
    cluster: 'c',
    clusterArn: 'arn',
    namespace: 'ns',
    serviceAccount: 'sa',
    mechanism: IdentityMechanism.IRSA,
    owner: 'o',
    workload: 'w',
    account: '1',
    region: 'r',
    role: 'role',
    permissions: [STATEMENT],
    unknownPolicies: [],
    principalTags: [{}],
    mustNot: [],
    ...props,
  };
}

/** The cells of a CSV, as a reader of RFC 4180 takes them. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows[rows.length - 1].push(quoted?.replace(/""/g, '"') ?? bare);
    if (end === '\r\n') { rows.push([]); }
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  test('has a row for each statement, and one for an identity without any', () => {
    const two = [STATEMENT, { ...STATEMENT, level: AccessLevel.LIST }];
    const rows = cellsOf(inventoryCsv([identity({ permissions: two }), identity({ permissions: [] })]));

    expect(rows.map((row) => row[12])).toEqual(['level', 'read', 'list', '']);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([19]));
  });

  test('tells what a statement leaves out, and its conditions', () => {
    const conditions = [{ operator: 'StringEquals', key: 'k', values: ['1', '2'] }];
    const { effect, source } = STATEMENT;
    const statement = { effect, level: AccessLevel.UNKNOWN, notActions: ['a:*'], notResources: ['x'], conditions, source };
    const [, row] = cellsOf(inventoryCsv([identity({ permissions: [statement], stage: MigrationStage.IRSA })]));

    expect(row.slice(13, 16)).toEqual(['all but a:*', 'all but x', 'StringEquals k "1" or "2"']);
    expect(row[4]).toBe('irsa');
  });

  test('no cell begins a formula, and each is read as it was written', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', ' ', '\t', '\r', '\n', '"', ',', 'a', '\'') }), (owner) => {
      const [, row] = cellsOf(inventoryCsv([identity({ owner })]));
      expect(row).toHaveLength(19);
      expect(row[5]).not.toMatch(/^\s*[=+\-@]/);
      expect([owner, `'${owner}`]).toContain(row[5]);
    }));
  });
});

describe('Markdown', () => {
  test('tells levels, denials, conditions, the boundary and what came out of the proofs', () => {
    const found = inventoryMarkdown([identity({
      targetRole: 'target',
      permissionsBoundary: 'boundary',
      stage: MigrationStage.CUTOVER,
      permissions: [
        { ...STATEMENT, conditions: [{ operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] }] },
        { ...STATEMENT, effect: 'Deny' },
        { effect: 'Allow', level: AccessLevel.UNKNOWN, notActions: ['iam:*'], resources: ['*'], conditions: [], source: '' },
      ],
      mustNot: [{ forbidden: 's3:*', verdict: ProofVerdict.PROVED, explanation: '' }, { forbidden: 'b:*', verdict: ProofVerdict.UNKNOWN, explanation: '' }],
    })]);

    expect(found).toContain('| c | ns | sa | irsa | cutover | o | `role` then `target` | read s3, unknown \\* | 1 PROVED, 1 UNKNOWN |  |');
    expect(found).toContain('| read | `s3:GetObject` | `arn:aws:s3:::b/*` | `Bool aws:SecureTransport "true"` |');
    expect(found).toContain('| denied | `s3:GetObject` |');
    expect(found).toContain('| unknown | `all but iam:*` |');
    expect(found).toContain('Its permissions boundary is `boundary`.');
    expect(found).toContain('- must not do s3:\\*: PROVED');
  });

  test('says so if nothing is allowed', () => {
    expect(inventoryMarkdown([identity({ permissions: [] })])).toContain('| nothing |');
    expect(inventoryMarkdown([identity({ permissions: [] })])).toContain('It has no permission that is known.');
  });

  test('whatever a text holds, it stays in its cell, and is code as a whole', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('`', '|', '\\', '\n', '<', '*', 'a', ' ', '&', '@', '\u2028') }), (text) => {
      expect(plain(text)).not.toMatch(/[\n\u2028@]|(^|[^\\])[|`*]|<|&(?!amp;|lt;|gt;|#64;)/);
      const [, fence] = /^(`+)/.exec(code(text))!;
      expect(code(text).slice(fence.length, -fence.length)).not.toMatch(new RegExp(`(^|[^\`])${fence}([^\`]|$)`));
      expect(codeCell(text)).not.toMatch(/(^|[^\\])\||\n/);
      const [first, ...others] = codeBlock('sh', text).split('\n');
      expect(others.slice(0, -1).every((line) => !line.startsWith(first.slice(0, -2)))).toBe(true);
    }));
  });
});

test('a value is read again as it was recorded', () => {
  const symbol = fc.tuple(fc.constantFrom<'name' | 'any'>('name', 'any'), fc.string({ unit: fc.constantFrom('%', '<', '>', '3', 'C', 'a', '{', '}') }));
  const letters = fc.array(fc.oneof(fc.constantFrom('<', '>', '%', 'l', 't', 'a', '$', '{'), symbol.map(([kind, id]) => symbolOf(kind, 'T', id))));
  fc.assert(fc.property(letters, (text: Text) => {
    const symbols = (intrinsic: object): Text => [Object.values(intrinsic)[0]];
    expect(textOf(readRecorded(recordText(text)), symbols)).toEqual(text);
  }));
  expect(showRecorded('a<lt>b<name|AWS::S3::Bucket|Stack.B>')).toBe('a<b${Stack.B}');
});

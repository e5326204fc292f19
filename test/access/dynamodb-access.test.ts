import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { KEY_ARN } from './catalogue/entry';
import { statementsOf } from './statements';
import { Access, DynamoDbAccess, IdentityAssertions, SessionTag } from '../../src';
import { ACCOUNT, errorOf, inlineStatements, podIdentity, REGION, stackFixture } from '../fixtures';

const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/invoices`;
const STREAM_ARN = `${TABLE_ARN}/stream/2026-11-21T08:48:25.123`;
const NAMESPACE = '${aws:PrincipalTag/kubernetes-namespace}';
const partitionKey = { name: 'pk', type: dynamodb.AttributeType.STRING };

const table = (stack: Stack) => dynamodb.Table.fromTableArn(stack, 'Table', TABLE_ARN);
const allow = (Sid: string, Action: string | string[], Condition?: object, Resource = TABLE_ARN) => ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
const KEYS = 'dynamodb:LeadingKeys';
const NAMES = 'dynamodb:Attributes';
const named = (key: string) => ({ Null: { [key]: 'false' } });
const inTransaction = (operation: string) => ({ 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': operation } });
const ATTRIBUTES = { 'ForAllValues:StringEquals': { [NAMES]: ['pk', 'total'] }, ...named(NAMES) };
const RETURNED = { StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] } };
const ASKED = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };

describe('leading keys', () => {
  test.each<[string, (stack: Stack) => Access, object[]]>([
    ['are exact', (stack) => DynamoDbAccess.read(table(stack), { leadingKeys: ['a*', SessionTag.NAMESPACE] }), [
      allow('DynamoDbRead', READ, { 'ForAllValues:StringEquals': { [KEYS]: [NAMESPACE, 'a${*}'] }, ...named(KEYS) }),
    ]],
    ['may be known by what they begin with', (stack) => DynamoDbAccess.read(table(stack), { leadingKeyPrefixes: [`${SessionTag.NAMESPACE}#`, '$?/'] }), [
      allow('DynamoDbRead', READ, { 'ForAllValues:StringLike': { [KEYS]: ['${$}${?}/*', `${NAMESPACE}#*`] }, ...named(KEYS) }),
    ]],
    ['and prefixes are one list', (stack) => DynamoDbAccess.deleteItems(table(stack), { leadingKeys: ['shared'], leadingKeyPrefixes: ['team#'] }), [
      allow('DynamoDbDelete', 'dynamodb:DeleteItem', { 'ForAllValues:StringLike': { [KEYS]: ['shared', 'team#*'] }, ...named(KEYS) }),
    ]],
    ['limit queries of indexes as well', (stack) => DynamoDbAccess.read(table(stack), { leadingKeys: ['a'], indexes: ['by-date'] }), [
      allow('DynamoDbRead', READ, { 'ForAllValues:StringEquals': { [KEYS]: 'a' }, ...named(KEYS) }),
      allow('DynamoDbReadIndex', 'dynamodb:Query', { 'ForAllValues:StringEquals': { [KEYS]: 'a' }, ...named(KEYS) }, `${TABLE_ARN}/index/by-date`),
    ]],
    ['limit writes, in batches as well', (stack) => DynamoDbAccess.write(table(stack), { leadingKeys: ['a'], batch: true }), [
      allow('DynamoDbWrite', ['dynamodb:BatchWriteItem', ...WRITE], { 'ForAllValues:StringEquals': { [KEYS]: 'a' }, ...named(KEYS) }),
    ]],
  ])('%s', (_, access, expected) => {
    expect(statementsOf(access)).toEqual(expected);
  });
});

describe('attributes', () => {
  test.each<[string, (stack: Stack) => Access, object[]]>([
    ['limit reads to requests that name them', (stack) => DynamoDbAccess.read(table(stack), { attributes: ['pk', 'total'], scan: true, indexes: ['by-date'] }), [
      allow('DynamoDbRead', [...READ, 'dynamodb:Scan'], { ...ATTRIBUTES, ...ASKED }),
      allow('DynamoDbReadIndex', ['dynamodb:Query', 'dynamodb:Scan'], { ...ATTRIBUTES, ...ASKED }, `${TABLE_ARN}/index/by-date`),
    ]],
    ['limit writes to updates that return no others', (stack) => DynamoDbAccess.write(table(stack), { attributes: ['pk', 'total'] }), [
      allow('DynamoDbWrite', 'dynamodb:UpdateItem', { ...ATTRIBUTES, ...RETURNED }),
    ]],
    ['limit checks in the same way', (stack) => DynamoDbAccess.write(table(stack), { attributes: ['pk', 'total'], conditionChecks: true }), [
      allow('DynamoDbConditionCheckDynamoDbWrite', ['dynamodb:ConditionCheckItem', 'dynamodb:UpdateItem'], { ...ATTRIBUTES, ...RETURNED }),
    ]],
    ['go together with keys and tags', (stack) => DynamoDbAccess.read(table(stack), { attributes: ['pk'], leadingKeys: ['a'], resourceTags: { team: SessionTag.NAMESPACE } }), [
      allow('DynamoDbRead', READ, {
        'ForAllValues:StringEquals': { [NAMES]: 'pk', [KEYS]: 'a' },
        'Null': { [NAMES]: 'false', [KEYS]: 'false' },
        'StringEquals': { 'aws:ResourceTag/team': NAMESPACE, 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      }),
    ]],
    ['are literal beside keys that are patterns', (stack) => DynamoDbAccess.read(table(stack), { attributes: ['p*'], leadingKeyPrefixes: ['a#'] }), [
      allow('DynamoDbRead', READ, {
        'ForAllValues:StringEquals': { [NAMES]: 'p${*}' }, 'ForAllValues:StringLike': { [KEYS]: 'a#*' }, 'Null': { [NAMES]: 'false', [KEYS]: 'false' }, ...ASKED,
      }),
    ]],
  ])('%s', (_, access, expected) => {
    expect(statementsOf(access)).toEqual(expected);
  });
});

describe('transactions', () => {
  test.each<[string, (stack: Stack) => Access, object[]]>([
    ['read by key alone', (stack) => DynamoDbAccess.read(table(stack), { transactionsOnly: true }), [
      allow('DynamoDbRead', 'dynamodb:GetItem', inTransaction('TransactGetItems')),
    ]],
    ['write', (stack) => DynamoDbAccess.write(table(stack), { transactionsOnly: true }), [allow('DynamoDbWrite', WRITE, inTransaction('TransactWriteItems'))]],
    ['delete', (stack) => DynamoDbAccess.deleteItems(table(stack), { transactionsOnly: true }), [
      allow('DynamoDbDelete', 'dynamodb:DeleteItem', inTransaction('TransactWriteItems')),
    ]],
    ['check conditions, which nothing else does', (stack) => DynamoDbAccess.write(table(stack), { transactionsOnly: true, conditionChecks: true, leadingKeys: ['a'] }), [
      allow('DynamoDbConditionCheck', 'dynamodb:ConditionCheckItem', { 'ForAllValues:StringEquals': { [KEYS]: 'a' }, ...named(KEYS) }),
      allow('DynamoDbWrite', WRITE, { ...inTransaction('TransactWriteItems'), 'ForAllValues:StringEquals': { [KEYS]: 'a' }, ...named(KEYS) }),
    ]],
    ['check conditions beside writes outside of them', (stack) => DynamoDbAccess.write(table(stack), { conditionChecks: true }), [
      allow('DynamoDbConditionCheckDynamoDbWrite', ['dynamodb:ConditionCheckItem', ...WRITE]),
    ]],
    ['are no limit if the option is off', (stack) => DynamoDbAccess.write(table(stack), { transactionsOnly: false, conditionChecks: false, batch: false }), [
      allow('DynamoDbWrite', WRITE),
    ]],
  ])('%s', (_, access, expected) => {
    expect(statementsOf(access)).toEqual(expected);
  });
});

describe('a workload that reads its own keys and some attributes', () => {
  const request = (more: Record<string, unknown>) => ({ context: { [KEYS]: ['finance-prod#1'], [NAMES]: ['pk', 'total'], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES', ...more } });
  const reader = () => {
    const { stack } = stackFixture();
    podIdentity(stack, { access: [DynamoDbAccess.read(table(stack), { leadingKeyPrefixes: [`${SessionTag.NAMESPACE}#`], attributes: ['pk', 'total'] })] });
    return IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter');
  };

  test('reads these', () => {
    reader().can('dynamodb:GetItem', TABLE_ARN, request({})).can('dynamodb:BatchGetItem', TABLE_ARN, request({ [KEYS]: ['finance-prod#1', 'finance-prod#2'] }));
  });

  test.each<[string, Record<string, unknown>]>([
    ['a key of others', { [KEYS]: ['finance-prod#1', 'finance-test#1'] }],
    ['no key', { [KEYS]: [] }],
    ['another attribute', { [NAMES]: ['pk', 'iban'] }],
    ['no attribute', { [NAMES]: [] }],
    ['all attributes', { [NAMES]: ['pk'], 'dynamodb:Select': 'ALL_ATTRIBUTES' }],
  ])('doesn\'t read by a request for %s', (_, more) => {
    reader().cannot('dynamodb:GetItem', TABLE_ARN, request(more));
  });
});

test('an option that is undefined is not given', () => {
  const READ_TABLE = allow('DynamoDbRead', READ, { 'ForAllValues:StringEquals': { [KEYS]: 'a' }, ...named(KEYS) });

  expect(statementsOf((stack) => DynamoDbAccess.read(table(stack), { scan: undefined, indexes: undefined, leadingKeys: ['a'] }))).toEqual([READ_TABLE]);
});

test('the name of an index may hold a parameter', () => {
  const [{ Resource }] = statementsOf((stack) => DynamoDbAccess.read(table(stack), { indexes: [`b.${new CfnParameter(stack, 'Index').valueAsString}-date`] })).slice(1);

  expect(Resource).toEqual({ 'Fn::Join': ['', [`${TABLE_ARN}/index/b.`, { Ref: 'Index' }, '-date']] });
});

test('a key may hold a parameter', () => {
  const [{ Condition }] = statementsOf((stack) => DynamoDbAccess.read(table(stack), { leadingKeyPrefixes: [`a*${new CfnParameter(stack, 'Team').valueAsString}#`] }));

  expect(Condition).toEqual({ 'ForAllValues:StringLike': { [KEYS]: { 'Fn::Join': ['', ['a${*}', { Ref: 'Team' }, '#*']] } }, ...named(KEYS) });
});

test('a global table is a table', () => {
  const { stack, template } = stackFixture();
  const own = new dynamodb.TableV2(stack, 'Own', { partitionKey, dynamoStream: dynamodb.StreamViewType.NEW_IMAGE });
  podIdentity(stack, { access: [DynamoDbAccess.write(own, { leadingKeys: ['a'] }), DynamoDbAccess.readStream(own)] });

  expect(inlineStatements(template()).map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ['DynamoDbReadStream', { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'StreamArn'] }], ['DynamoDbWrite', { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] }],
  ]);
});

describe('the stream of a table', () => {
  const ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
  const imported = (stack: Stack, more: Partial<dynamodb.TableAttributes> = {}) =>
    dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: TABLE_ARN, tableStreamArn: STREAM_ARN, ...more });
  const STREAM = { streamSpecification: { streamViewType: 'NEW_IMAGE' } };
  const keySchema = [{ attributeName: 'pk', keyType: 'HASH' }];

  test('is read by its own actions', () => {
    expect(statementsOf((stack) => DynamoDbAccess.readStream(imported(stack)))).toEqual([allow('DynamoDbReadStream', ACTIONS, undefined, STREAM_ARN)]);
  });

  test('brings the use of a known key through DynamoDB, without an encryption context', () => {
    const statements = statementsOf((stack) => DynamoDbAccess.readStream(imported(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) })));

    expect(statements).toContainEqual(allow('KmsViaDynamodb', 'kms:Decrypt', { StringEquals: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` } }, KEY_ARN));
  });

  test.each<[string, (stack: Stack) => dynamodb.ITableRef]>([
    ['an L2', (stack) => new dynamodb.Table(stack, 'Own', { partitionKey, stream: dynamodb.StreamViewType.KEYS_ONLY })],
    ['an L1', (stack) => new dynamodb.CfnTable(stack, 'Own', { keySchema, ...STREAM })],
  ])('of %s is named by its attribute', (_, own) => {
    expect(statementsOf((stack) => DynamoDbAccess.readStream(own(stack)))[0].Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'StreamArn'] });
  });

  test.each<[string, (stack: Stack) => dynamodb.ITableRef]>([
    ['an L2 without one', (stack) => new dynamodb.Table(stack, 'Table', { partitionKey })],
    ['an L1 without one', (stack) => new dynamodb.CfnTable(stack, 'Table', { keySchema })],
    ['an import', table],
    ['an import of a reference', (stack) => dynamodb.CfnTable.fromTableArn(stack, 'Table', TABLE_ARN)],
  ])('of %s is refused', (_, own) => {
    const error = errorOf(() => DynamoDbAccess.readStream(own(stackFixture().stack)));

    expect(error.code).toBe('UnknownStream');
    expect(error.message).toMatch(/^\[Stack\/Table\] the stream of the table is not known: turn it on where the table is made \(stream, dynamoStream or streamSpecification\), or import the table with its tableStreamArn by fromTableAttributes, got: "/);
  });

  test('is refused if it is a pattern', () => {
    expect(errorOf(() => DynamoDbAccess.readStream(imported(stackFixture().stack, { tableStreamArn: `${TABLE_ARN}/stream/*` })))).toMatchObject({
      code: 'InvalidResource', message: expect.stringContaining(`got: "${TABLE_ARN}/stream/*"`),
    });
  });
});

describe('bad input', () => {
  const SCANS_ALL = 'exclude each other: Scan reads the items of every partition key and its requests name none, so that it can\'t be limited to some; leave one of them out';

  test.each<[string, (stack: Stack) => Access, string, string]>([
    ['a scan of leading keys', (stack) => DynamoDbAccess.read(table(stack), { scan: true, leadingKeys: ['a'] }), 'ConflictingOptions',
      `[Stack/Table] scan and leadingKeys ${SCANS_ALL}, got: {"scan":true,"leadingKeys":["a"]} (ConflictingOptions)`],
    ['a scan of prefixes', (stack) => DynamoDbAccess.read(table(stack), { scan: true, leadingKeyPrefixes: ['a'] }), 'ConflictingOptions', `scan and leadingKeyPrefixes ${SCANS_ALL}`],
    ['a scan in transactions', (stack) => DynamoDbAccess.read(table(stack), { scan: true, transactionsOnly: true }), 'ConflictingOptions',
      'transactionsOnly and scan exclude each other: a transaction reads items by their keys, and neither queries nor scans; leave one of them out, got: {"transactionsOnly":true,"scan":true}'],
    ['an index in transactions', (stack) => DynamoDbAccess.read(table(stack), { indexes: ['by-date'], transactionsOnly: true }), 'ConflictingOptions',
      'transactionsOnly and indexes exclude each other'],
    ['attributes in batches', (stack) => DynamoDbAccess.write(table(stack), { batch: true, attributes: ['pk'] }), 'ConflictingOptions',
      'batch and attributes exclude each other: a batch replaces and deletes whole items, so it would drop attributes that are not listed; leave one of them out'],
    ['batches in transactions', (stack) => DynamoDbAccess.write(table(stack), { batch: true, transactionsOnly: true }), 'ConflictingOptions',
      'batch and transactionsOnly exclude each other: a batch is no transaction'],
    ['no leading keys', (stack) => DynamoDbAccess.read(table(stack), { leadingKeys: [] }), 'EmptyList', 'leadingKeys must not be empty: name at least one, or leave leadingKeys out, got: []'],
    ['no prefixes', (stack) => DynamoDbAccess.write(table(stack), { leadingKeyPrefixes: [] }), 'EmptyList', 'leadingKeyPrefixes must not be empty'],
    ['no attributes', (stack) => DynamoDbAccess.write(table(stack), { attributes: [] }), 'EmptyList', 'attributes must not be empty'],
    ['no indexes', (stack) => DynamoDbAccess.read(table(stack), { indexes: [] }), 'EmptyList', 'indexes must not be empty: name at least one, or leave indexes out, got: []'],
    ['no tags', (stack) => DynamoDbAccess.deleteItems(table(stack), { resourceTags: {} }), 'EmptyList', 'resourceTags must not be empty'],
    ['an empty prefix', (stack) => DynamoDbAccess.deleteItems(table(stack), { leadingKeyPrefixes: ['a', ''] }), 'InvalidLeadingKey',
      'leadingKeyPrefixes must not hold an empty text: give at least one character, or leave it out, got: ["a",""]'],
    ['an empty key', (stack) => DynamoDbAccess.read(table(stack), { leadingKeys: [''] }), 'InvalidLeadingKey', 'leadingKeys must not hold an empty text'],
    ['a key that no policy holds', (stack) => DynamoDbAccess.read(table(stack), { leadingKeys: ['日'] }), 'InvalidLeadingKey',
      'leadingKeys has the character "日", which IAM policies can\'t hold (tab, line feed, carriage return and U+0020 to U+00FF are allowed), got: "日"'],
    ['an attribute that no policy holds', (stack) => DynamoDbAccess.read(table(stack), { attributes: ['pk', '日'] }), 'InvalidAttributeName', 'attributes has the character "日"'],
    ['an attribute without a name', (stack) => DynamoDbAccess.write(table(stack), { attributes: [''] }), 'InvalidAttributeName', 'attributes must not hold an empty text'],
    ['an index in the form of an ARN', (stack) => DynamoDbAccess.read(table(stack), { indexes: [`${TABLE_ARN}/index/by-date`] }), 'InvalidIndexName',
      'indexes must be names of indexes, 3 to 255 letters, digits, "_", "-" and ".", no ARN and no wildcard: of an ARN give the name alone, which stands behind "/index/", '
      + `got: "${TABLE_ARN}/index/by-date"`],
    ['an index in the form of an ARN with a token',
      (stack) => DynamoDbAccess.read(table(stack), { indexes: [`${new CfnParameter(stack, 'Arn').valueAsString}/index/by-date`] }), 'InvalidIndexName', 'of an ARN give the name alone'],
  ])('fails on %s', (_, access, code, text) => {
    const error = errorOf(() => access(stackFixture().stack));

    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/^\[Stack\/Table\]/);
  });
});

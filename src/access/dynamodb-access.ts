import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Access } from './access';
import { allConditions } from './conditions';
import { DynamoDbItemOptions, DynamoDbReadOptions, DynamoDbWriteOptions } from './dynamodb-access-options';
import {
  attributeConditions, indexArns, itemConditions, refuseConflicts, streamArn, tableAccess, tableKeyUse, transactionConditions,
} from './dynamodb-statements';

const SCANS_ALL = 'Scan reads the items of every partition key and its requests name none, so that it can\'t be limited to some';
const BY_KEY = 'a transaction reads items by their keys, and neither queries nor scans';

const READ_CONFLICTS = [
  ['scan', 'leadingKeys', SCANS_ALL],
  ['scan', 'leadingKeyPrefixes', SCANS_ALL],
  ['transactionsOnly', 'scan', BY_KEY],
  ['transactionsOnly', 'indexes', BY_KEY],
] as const;

const WRITE_CONFLICTS = [
  ['batch', 'attributes', 'a batch replaces and deletes whole items, so it would drop attributes that are not listed'],
  ['batch', 'transactionsOnly', 'a batch is no transaction'],
] as const;

/**
 * Builds access to DynamoDB tables: reading, writing and deleting are three accesses.
 *
 * Transactions need no action of their own, but for checks of conditions (`conditionChecks`). A table whose
 * `encryptionKey` is known (an L2, or an import that names it) brings the use of that key through DynamoDB; for an L1
 * table with a key add `KmsAccess.viaService`. A `TableV2` is a global table: its access is to the replica in its own
 * region.
 *
 * Leading keys are the values of the partition key that a request names; the same condition stands on `indexes`. Tags
 * (`resourceTags`) count in accounts where DynamoDB's attribute-based access control is on.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export abstract class DynamoDbAccess {
  /**
   * Reads items by key and by query.
   *
   * - Actions on the table: `dynamodb:GetItem`, `dynamodb:BatchGetItem`, `dynamodb:Query`; with `scan` also
   *   `dynamodb:Scan`; with `transactionsOnly` `dynamodb:GetItem` alone.
   * - Actions on each index `TABLE/index/NAME`: `dynamodb:Query`; with `scan` also `dynamodb:Scan`.
   * - Conditions: as the options say, on the table and the indexes alike.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB.
   *
   * @throws if an index name is not 3 to 255 letters, digits, `_`, `-` and `.`; if a list is empty or has an empty text
   * or a character that no policy can hold; if `scan` is combined with leading keys, or `transactionsOnly` with `scan` or
   * `indexes`
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.read(table, { indexes: ['by-customer'] });
   * DynamoDbAccess.read(table, { leadingKeyPrefixes: [`${SessionTag.NAMESPACE}#`], attributes: ['pk', 'sk', 'total'] });
   */
  public static read(table: dynamodb.ITableRef, options: DynamoDbReadOptions = {}): Access {
    refuseConflicts(table, options, READ_CONFLICTS);
    const conditions = allConditions(
      ...itemConditions(table, options),
      ...attributeConditions(table, options.attributes, { StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] } }),
      ...transactionConditions(options, 'TransactGetItems'));
    const byQuery = options.transactionsOnly ? [] : ['dynamodb:Query', ...(options.scan ? ['dynamodb:Scan'] : [])];
    const byKey = ['dynamodb:GetItem', ...(options.transactionsOnly ? [] : ['dynamodb:BatchGetItem'])];
    const resources = indexArns(table, options.indexes);
    return tableAccess(table,
      { sid: 'DynamoDbRead', actions: [...byKey, ...byQuery], conditions },
      ...(resources.length === 0 ? [] : [{ sid: 'DynamoDbReadIndex', actions: byQuery, resources, conditions }]));
  }

  /**
   * Puts and updates items; replaces items, deletes none.
   *
   * - Actions on the table: `dynamodb:PutItem`, `dynamodb:UpdateItem`; with `batch` also `dynamodb:BatchWriteItem`; with
   *   `conditionChecks` also `dynamodb:ConditionCheckItem`; with `attributes` not `dynamodb:PutItem`.
   * - Conditions: as the options say; that of `transactionsOnly` is not on `dynamodb:ConditionCheckItem`, which
   *   transactions alone can do.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB.
   *
   * @throws if a list is empty or has an empty text or a character that no policy can hold; if `batch` is combined with
   * `attributes` or `transactionsOnly`
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.write(table);
   * DynamoDbAccess.write(table, { leadingKeys: [SessionTag.NAMESPACE], transactionsOnly: true, conditionChecks: true });
   */
  public static write(table: dynamodb.ITableRef, options: DynamoDbWriteOptions = {}): Access {
    refuseConflicts(table, options, WRITE_CONFLICTS);
    const conditions = [
      ...itemConditions(table, options),
      ...attributeConditions(table, options.attributes, { StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] } }),
    ];
    const wholeItems = options.attributes === undefined ? ['dynamodb:PutItem'] : [];
    const actions = [...wholeItems, 'dynamodb:UpdateItem', ...(options.batch ? ['dynamodb:BatchWriteItem'] : [])];
    const checks = { sid: 'DynamoDbConditionCheck', actions: ['dynamodb:ConditionCheckItem'], conditions: allConditions(...conditions) };
    return tableAccess(table,
      { sid: 'DynamoDbWrite', actions, conditions: allConditions(...conditions, ...transactionConditions(options, 'TransactWriteItems')) },
      ...(options.conditionChecks ? [checks] : []));
  }

  /**
   * Deletes items by key.
   *
   * - Action on the table: `dynamodb:DeleteItem`.
   * - Conditions: as the options say.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB.
   *
   * @throws if a list is empty or has an empty text or a character that no policy can hold
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.deleteItems(table);
   */
  public static deleteItems(table: dynamodb.ITableRef, options: DynamoDbItemOptions = {}): Access {
    const conditions = allConditions(...itemConditions(table, options), ...transactionConditions(options, 'TransactWriteItems'));
    return tableAccess(table, { sid: 'DynamoDbDelete', actions: ['dynamodb:DeleteItem'], conditions });
  }

  /**
   * Reads the stream of a table: what changed in its items.
   *
   * - Actions on the stream `TABLE/stream/LABEL`: `dynamodb:DescribeStream`, `dynamodb:GetShardIterator`,
   *   `dynamodb:GetRecords`. A stream has no leading keys: who reads it sees the changes of all items.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB, for whatever it has.
   *
   * The stream is known of an L2 that has one, of an L1 with a `streamSpecification`, and of an import with
   * `tableStreamArn`. A `TableV2` tells its stream whether or not there is one, so give it `dynamoStream`.
   *
   * @throws if the stream of the table is not known
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.readStream(table);
   */
  public static readStream(table: dynamodb.ITableRef): Access {
    const sid = 'DynamoDbReadStream';
    const actions = ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'];
    return Access._of(sid, { sid, effect: 'Allow', actions, resources: [streamArn(table)] }, ...tableKeyUse(table));
  }
}

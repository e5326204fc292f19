import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Access } from './access';
import { exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { Statement } from '../policy/statement';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** What of a table is read beyond its items by key. */
export interface DynamoDbReadOptions {
  /**
   * The names of the indexes to query, global or local.
   *
   * @default - none: the table alone
   */
  readonly indexes?: string[];

  /**
   * Whether the table, and each index in `indexes`, may be read as a whole: adds `dynamodb:Scan`.
   *
   * @default false
   */
  readonly scan?: boolean;
}

/** How a table is written. */
export interface DynamoDbWriteOptions {
  /**
   * Whether items are written in batches: adds `dynamodb:BatchWriteItem`.
   *
   * That action also deletes items, and IAM can't tell the two apart.
   *
   * @default false
   */
  readonly batch?: boolean;
}

/**
 * Builds access to DynamoDB tables: reading, writing and deleting are three accesses.
 *
 * Transactions need no action of their own. A table whose `encryptionKey` is known (an L2, or an import that names
 * it) brings the use of that key through DynamoDB; for an L1 table with a key add `KmsAccess.viaService`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export abstract class DynamoDbAccess {
  /**
   * Reads items by key and by query.
   *
   * - Actions on the table: `dynamodb:GetItem`, `dynamodb:BatchGetItem`, `dynamodb:Query`; with `scan` also `dynamodb:Scan`.
   * - Actions on each index `TABLE/index/NAME`: `dynamodb:Query`; with `scan` also `dynamodb:Scan`.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB.
   *
   * @throws if an index name is not 3 to 255 letters, digits, `_`, `-` and `.`
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.read(table, { indexes: ['by-customer'] });
   */
  public static read(table: dynamodb.ITableRef, options: DynamoDbReadOptions = {}): Access {
    const scan = options.scan ? ['dynamodb:Scan'] : [];
    const indexArns = (options.indexes ?? []).map((index) => indexArn(table, index));
    const ofIndexes: Statement = { sid: 'DynamoDbReadIndex', effect: 'Allow', actions: ['dynamodb:Query', ...scan], resources: indexArns };
    return tableAccess(table, 'DynamoDbRead', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', ...scan],
      ...(indexArns.length > 0 ? [ofIndexes] : []));
  }

  /**
   * Puts and updates items; replaces items, deletes none.
   *
   * - Actions on the table: `dynamodb:PutItem`, `dynamodb:UpdateItem`; with `batch` also `dynamodb:BatchWriteItem`.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB.
   *
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.write(table);
   */
  public static write(table: dynamodb.ITableRef, options: DynamoDbWriteOptions = {}): Access {
    return tableAccess(table, 'DynamoDbWrite', ['dynamodb:PutItem', 'dynamodb:UpdateItem', ...(options.batch ? ['dynamodb:BatchWriteItem'] : [])]);
  }

  /**
   * Deletes items by key.
   *
   * - Action on the table: `dynamodb:DeleteItem`.
   * - With a known key: `kms:Decrypt` on the key through DynamoDB.
   *
   * @example
   * declare const table: dynamodb.Table;
   * DynamoDbAccess.deleteItems(table);
   */
  public static deleteItems(table: dynamodb.ITableRef): Access {
    return tableAccess(table, 'DynamoDbDelete', ['dynamodb:DeleteItem']);
  }
}

function tableAccess(table: dynamodb.ITableRef, sid: string, actions: string[], ...more: Statement[]): Access {
  const { encryptionKey } = table as { readonly encryptionKey?: kms.IKeyRef };
  return Access._of(sid,
    { sid, effect: 'Allow', actions, resources: [exactArn(table, table.tableRef.tableArn)] },
    ...more,
    ...impliedKeyUse(table, encryptionKey, KmsService.DYNAMODB, [KmsOperation.DECRYPT], { name: 'aws:dynamodb:tableName', values: [table.tableRef.tableName] }));
}

function indexArn(table: dynamodb.ITableRef, index: string): string {
  if (!isToken(index) && !/^[a-zA-Z0-9_.-]{3,255}$/.test(index)) {
    refuse(table, 'InvalidIndexName', `indexes must be names of indexes, 3 to 255 letters, digits, "_", "-" and ".", no ARN and no wildcard, ${got(index)}`);
  }
  return `${table.tableRef.tableArn}/index/${index}`;
}

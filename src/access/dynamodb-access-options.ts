/** Which items of which table are reached, and how. */
export interface DynamoDbItemOptions {
  /**
   * The values that the partition key may have, exactly; each may hold a `SessionTag`.
   *
   * `ForAllValues:StringEquals` `dynamodb:LeadingKeys`, and `Null` for requests that name none. With
   * `leadingKeyPrefixes` either may match, as one `ForAllValues:StringLike`.
   *
   * @default - any, unless `leadingKeyPrefixes` is given
   */
  readonly leadingKeys?: string[];

  /**
   * What the partition key may begin with; each may hold a `SessionTag`.
   *
   * A prefix is a literal: `*`, `?` and `$` in it are escaped. End it with a separator: `team` would also cover `team-b`.
   *
   * @default - any, unless `leadingKeys` is given
   */
  readonly leadingKeyPrefixes?: string[];

  /**
   * Whether items are reached in transactions alone: `ForAnyValue:StringEquals` `dynamodb:EnclosingOperation`
   * `TransactGetItems` or `TransactWriteItems`.
   *
   * @default false - in transactions and outside of them
   */
  readonly transactionsOnly?: boolean;

  /**
   * The tags that the table must bear, each with its value, which may hold a `SessionTag`:
   * `StringEquals` `aws:ResourceTag/KEY`.
   *
   * @default - none: tags don't matter
   */
  readonly resourceTags?: Record<string, string>;
}

/** What of a table is read. */
export interface DynamoDbReadOptions extends DynamoDbItemOptions {
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

  /**
   * The names of the top-level attributes that may be read, and used in filters.
   *
   * Name the attributes of the table's key, and of the key of each index in `indexes`, among them: DynamoDB needs them
   * to find items. A request must name the attributes that it wants (`ProjectionExpression`): one for all is denied.
   *
   * `ForAllValues:StringEquals` `dynamodb:Attributes`, `Null` for requests that name none, and `StringEquals`
   * `dynamodb:Select` `SPECIFIC_ATTRIBUTES`.
   *
   * @default - all
   */
  readonly attributes?: string[];
}

/** How a table is written. */
export interface DynamoDbWriteOptions extends DynamoDbItemOptions {
  /**
   * Whether items are written in batches: adds `dynamodb:BatchWriteItem`.
   *
   * That action also deletes items, and IAM can't tell the two apart.
   *
   * @default false
   */
  readonly batch?: boolean;

  /**
   * The names of the top-level attributes that may be written, and used in conditions.
   *
   * Name the attributes of the table's key among them. Items are then written by `dynamodb:UpdateItem` alone, which also
   * makes new ones: `dynamodb:PutItem` replaces whole items, so it would drop attributes that are not listed.
   *
   * `ForAllValues:StringEquals` `dynamodb:Attributes`, `Null` for requests that name none, and `StringEquals`
   * `dynamodb:ReturnValues` `NONE`, `UPDATED_OLD` or `UPDATED_NEW`, so that others aren't returned either.
   *
   * @default - all
   */
  readonly attributes?: string[];

  /**
   * Whether transactions check conditions on items that they don't write: adds `dynamodb:ConditionCheckItem`.
   *
   * @default false
   */
  readonly conditionChecks?: boolean;
}

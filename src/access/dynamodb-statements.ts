import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Access } from './access';
import { allAmong, requireItems, tagConditions } from './conditions';
import { DynamoDbItemOptions } from './dynamodb-access-options';
import { ArnForm, exactArn } from './exact-arn';
import { impliedKeyUse, KeyContext } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { literalText } from './literal-text';
import { Conditions, Statement } from '../policy/statement';
import { arnParts } from '../private/arns';
import { ErrorCode, got, refuse } from '../private/errors';
import { isToken, mapLiterals } from '../private/tokens';

const TABLE: ArnForm = { service: 'dynamodb', resource: /^table\/[^/]+$/, shown: 'dynamodb:REGION:ACCOUNT:table/NAME' };

/** Two options that exclude each other, and why. */
type Conflict = readonly [string, string, string];

/** Access to a table, where a statement doesn't name other resources; its items are read with the table's key, if that is known. */
export function tableAccess(table: dynamodb.ITableRef, ...statements: Omit<Statement, 'effect'>[]): Access {
  const arn = exactArn(table, table.tableRef.tableArn, TABLE);
  return Access._of(statements[0].sid!,
    ...statements.map((statement): Statement => ({ effect: 'Allow', resources: [arn], ...statement })),
    ...tableKeyUse(table, { name: 'aws:dynamodb:tableName', values: [table.tableRef.tableName] }));
}

/** The use of the table's key, if that is known. */
export function tableKeyUse(table: dynamodb.ITableRef, context?: KeyContext): Statement[] {
  const { encryptionKey } = table as { readonly encryptionKey?: kms.IKeyRef };
  const region = arnParts(table.tableRef.tableArn)?.region;
  return impliedKeyUse(table, encryptionKey, KmsService.DYNAMODB, [KmsOperation.DECRYPT], context, region);
}

/** That a request is for these items of a table that bears these tags. */
export function itemConditions(table: dynamodb.ITableRef, { leadingKeys, leadingKeyPrefixes, resourceTags }: DynamoDbItemOptions): Conditions[] {
  const keys = literals(table, 'leadingKeys', 'InvalidLeadingKey', leadingKeys);
  const prefixes = literals(table, 'leadingKeyPrefixes', 'InvalidLeadingKey', leadingKeyPrefixes).map((prefix) => `${prefix}*`);
  const values = [...keys, ...prefixes];
  return [
    values.length === 0 ? {} : allAmong('dynamodb:LeadingKeys', values, prefixes.length === 0 ? 'StringEquals' : 'StringLike'),
    tagConditions(table, 'resourceTags', resourceTags),
  ];
}

/** That a request names these attributes alone, and asks for what it gets. */
export function attributeConditions(table: dynamodb.ITableRef, attributes: readonly string[] | undefined, asked: Conditions): Conditions[] {
  const names = literals(table, 'attributes', 'InvalidAttributeName', attributes);
  return names.length === 0 ? [] : [allAmong('dynamodb:Attributes', names), asked];
}

/** That a request is a part of a transaction. */
export function transactionConditions({ transactionsOnly }: DynamoDbItemOptions, operation: 'TransactGetItems' | 'TransactWriteItems'): Conditions[] {
  return transactionsOnly ? [{ 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [operation] } }] : [];
}

/** The ARNs of indexes of a table, by their names. */
export function indexArns(table: dynamodb.ITableRef, indexes: readonly string[] | undefined): string[] {
  return itemsIfGiven(table, 'indexes', indexes).map((index) => `${table.tableRef.tableArn}/index/${indexName(table, index)}`);
}

/** The ARN of the stream of a table: L2s know it if there is one, L1s tell it by how they are made. */
export function streamArn(table: dynamodb.ITableRef): string {
  const { tableStreamArn, streamSpecification, attrStreamArn } = table as Partial<dynamodb.ITable & dynamodb.CfnTable>;
  return exactArn(table, tableStreamArn ?? (streamSpecification && attrStreamArn) ?? refuse(table, 'UnknownStream',
    'the stream of the table is not known: turn it on where the table is made (stream, dynamoStream or streamSpecification), or import the table with its '
    + `tableStreamArn by fromTableAttributes, ${got(table.tableRef.tableArn)}`));
}

/** Refuses options of which one excludes another. */
export function refuseConflicts(table: dynamodb.ITableRef, options: object, conflicts: readonly Conflict[]): void {
  const given = new Map(Object.entries(options).filter(([, value]) => value !== undefined && value !== false));
  for (const [one, other, reason] of conflicts) {
    if (given.has(one) && given.has(other)) {
      refuse(table, 'ConflictingOptions', `${one} and ${other} exclude each other: ${reason}; leave one of them out, ${got({ [one]: given.get(one), [other]: given.get(other) })}`);
    }
  }
}

function indexName(table: dynamodb.ITableRef, index: string): string {
  const name = isToken(index) ? /^[\w.-]*$/ : /^[\w.-]{3,255}$/;
  return mapLiterals(index, (literal) => name.test(literal) ? literal : refuse(table, 'InvalidIndexName',
    'indexes must be names of indexes, 3 to 255 letters, digits, "_", "-" and ".", no ARN and no wildcard: of an ARN give the name alone, which stands behind '
    + `"/index/", ${got(index)}`));
}

function itemsIfGiven(table: dynamodb.ITableRef, prop: string, items: readonly string[] | undefined): readonly string[] {
  return items === undefined ? [] : requireItems(table, prop, items);
}

/** Escapes texts that mean themselves; none if the list is left out, and refused if it is empty or has what is. */
function literals(table: dynamodb.ITableRef, prop: string, code: ErrorCode, values: readonly string[] | undefined): string[] {
  return itemsIfGiven(table, prop, values).map((value) => value === ''
    ? refuse(table, code, `${prop} must not hold an empty text: give at least one character, or leave it out, ${got(values)}`)
    : literalText(table, code, prop, value));
}

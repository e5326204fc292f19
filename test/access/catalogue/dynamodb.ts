import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Calls } from './entry';
import { DynamoDbAccess, DynamoDbItemOptions, SessionTag } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const dynamoDbCalls: Calls = (stack, encryptionKey) => {
  const tableArn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/invoices`;
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn, encryptionKey, tableStreamArn: `${tableArn}/stream/2026-11-21T08:48:25.123` });
  const items: DynamoDbItemOptions = {
    leadingKeys: ['shared'], leadingKeyPrefixes: [`${SessionTag.NAMESPACE}#`], resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE },
  };
  const [indexes, attributes] = [['by-date'], ['pk', 'date', 'total']];
  return [
    ['DynamoDbAccess.read', 'table', DynamoDbAccess.read(table)],
    ['DynamoDbAccess.read', 'table, { indexes: [\'by-date\'], scan: true }', DynamoDbAccess.read(table, { indexes, scan: true })],
    ['DynamoDbAccess.read', 'table, { scan: true, indexes, attributes }', DynamoDbAccess.read(table, { scan: true, indexes, attributes })],
    ['DynamoDbAccess.read', 'table, { ...items, indexes, attributes }', DynamoDbAccess.read(table, { ...items, indexes, attributes })],
    ['DynamoDbAccess.read', 'table, { ...items, attributes, transactionsOnly: true }', DynamoDbAccess.read(table, { ...items, attributes, transactionsOnly: true })],
    ['DynamoDbAccess.write', 'table', DynamoDbAccess.write(table)],
    ['DynamoDbAccess.write', 'table, { batch: true }', DynamoDbAccess.write(table, { batch: true })],
    ['DynamoDbAccess.write', 'table, { ...items, batch: true, conditionChecks: true }', DynamoDbAccess.write(table, { ...items, batch: true, conditionChecks: true })],
    ['DynamoDbAccess.write', 'table, { ...items, attributes, conditionChecks: true, transactionsOnly: true }',
      DynamoDbAccess.write(table, { ...items, attributes, conditionChecks: true, transactionsOnly: true })],
    ['DynamoDbAccess.deleteItems', 'table', DynamoDbAccess.deleteItems(table)],
    ['DynamoDbAccess.deleteItems', 'table, { ...items, transactionsOnly: true }', DynamoDbAccess.deleteItems(table, { ...items, transactionsOnly: true })],
    ['DynamoDbAccess.readStream', 'table', DynamoDbAccess.readStream(table)],
  ];
};

import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Calls } from './entry';
import { DynamoDbAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const dynamoDbCalls: Calls = (stack, encryptionKey) => {
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/invoices`, encryptionKey });
  return [
    ['DynamoDbAccess.read', 'table', DynamoDbAccess.read(table)],
    ['DynamoDbAccess.read', 'table, { indexes: [\'by-date\'], scan: true }', DynamoDbAccess.read(table, { indexes: ['by-date'], scan: true })],
    ['DynamoDbAccess.write', 'table', DynamoDbAccess.write(table)],
    ['DynamoDbAccess.write', 'table, { batch: true }', DynamoDbAccess.write(table, { batch: true })],
    ['DynamoDbAccess.deleteItems', 'table', DynamoDbAccess.deleteItems(table)],
  ];
};

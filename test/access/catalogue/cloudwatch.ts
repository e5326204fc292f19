import * as logs from 'aws-cdk-lib/aws-logs';
import { Calls } from './entry';
import { CloudWatchAccess, SessionTag } from '../../../src';

export const cloudWatchCalls: Calls = (stack) => {
  const logGroup = logs.LogGroup.fromLogGroupName(stack, 'LogGroup', '/eks/finance-prod');
  return [
    ['CloudWatchAccess.putMetrics', '\'Finance/Invoices\'', CloudWatchAccess.putMetrics('Finance/Invoices')],
    ['CloudWatchAccess.putMetrics', '\'Finance/Invoices\', SessionTag.NAMESPACE', CloudWatchAccess.putMetrics('Finance/Invoices', SessionTag.NAMESPACE)],
    ['CloudWatchAccess.writeLogs', 'logGroup', CloudWatchAccess.writeLogs(logGroup)],
    ['CloudWatchAccess.writeLogs', 'logGroup, { streamPrefix: \'exporter/\', createGroup: true }', CloudWatchAccess.writeLogs(logGroup, { streamPrefix: 'exporter/', createGroup: true })],
    ['CloudWatchAccess.writeLogs', 'logGroup, { streamPrefix: `${SessionTag.NAMESPACE}/` }', CloudWatchAccess.writeLogs(logGroup, { streamPrefix: `${SessionTag.NAMESPACE}/` })],
  ];
};

import { Requests } from './request';
import { arnOf, LOG_GROUP_ARN, WORKSPACE_ARN } from '../catalogue';

const stream = (group: string) => arnOf('logs', `log-group:${group}:log-stream:s`);
const OTHER_WORKSPACE = arnOf('aps', 'workspace/ws-other');

export const OBSERVABILITY: Readonly<Record<string, Requests>> = {
  'CloudWatchAgent': {
    can: [
      ['logs:PutLogEvents', stream('/aws/containerinsights/production/performance')],
      ['cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'ContainerInsights' }],
      ['xray:PutTraceSegments', '*'],
    ],
    cannot: [
      ['logs:PutLogEvents', stream('/aws/containerinsights/staging/performance')],
      ['logs:PutLogEvents', stream('/aws/lambda/payment')],
      ['cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Shop' }],
      ['logs:GetLogEvents', stream('/aws/containerinsights/production/performance')],
      ['ssm:GetParameter', arnOf('ssm', 'parameter/AmazonCloudWatch-config')],
    ],
  },
  'CloudWatchAgent, metrics': {
    can: [['cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Shop' }]],
    cannot: [['xray:PutTraceSegments', '*']],
  },
  'FluentBit': {
    can: [['logs:CreateLogStream', `${LOG_GROUP_ARN}:log-stream:s`], ['logs:PutLogEvents', `${LOG_GROUP_ARN}:log-stream:s`], ['logs:PutLogEvents', `${LOG_GROUP_ARN}:log-stream:t/u`]],
    cannot: [['logs:PutLogEvents', stream('/platform/audit')], ['logs:CreateLogGroup', LOG_GROUP_ARN], ['logs:GetLogEvents', `${LOG_GROUP_ARN}:log-stream:s`],
      ['logs:DeleteLogGroup', LOG_GROUP_ARN]],
  },
  'FluentBit, groups': {
    can: [['logs:CreateLogGroup', LOG_GROUP_ARN]],
    cannot: [['logs:CreateLogGroup', arnOf('logs', 'log-group:/platform/audit')], ['logs:PutRetentionPolicy', LOG_GROUP_ARN]],
  },
  'AdotCollector': {
    can: [['aps:RemoteWrite', WORKSPACE_ARN], ['xray:PutTraceSegments', '*'], ['logs:PutLogEvents', `${LOG_GROUP_ARN}:log-stream:s`]],
    cannot: [['aps:RemoteWrite', OTHER_WORKSPACE], ['aps:QueryMetrics', WORKSPACE_ARN], ['xray:GetTraceSummaries', '*'], ['logs:PutLogEvents', stream('/platform/audit')]],
  },
  'AdotCollector, traces': {
    can: [['xray:PutTraceSegments', '*']],
    cannot: [['aps:RemoteWrite', WORKSPACE_ARN], ['logs:PutLogEvents', `${LOG_GROUP_ARN}:log-stream:s`]],
  },
  'ManagedPrometheus': {
    can: [['aps:RemoteWrite', WORKSPACE_ARN]],
    cannot: [['aps:QueryMetrics', WORKSPACE_ARN], ['aps:RemoteWrite', OTHER_WORKSPACE], ['aps:DeleteWorkspace', WORKSPACE_ARN]],
  },
  'ManagedPrometheus, query': {
    can: [['aps:QueryMetrics', WORKSPACE_ARN], ['aps:GetSeries', WORKSPACE_ARN], ['aps:GetLabels', WORKSPACE_ARN]],
    cannot: [['aps:QueryMetrics', OTHER_WORKSPACE]],
  },
};

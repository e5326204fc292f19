import * as logs from 'aws-cdk-lib/aws-logs';
import { Access } from './access';
import { requireItems } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { relatedArn } from './related-arn';
import { LiteralRule, ruledText } from './ruled-text';
import { Statement } from '../policy/statement';
import { arnParts } from '../private/arns';

const LOG_GROUP: ArnForm = { service: 'logs', resource: /^log-group:[^:]+$/, shown: 'logs:REGION:ACCOUNT:log-group:NAME' };

/** What of a log group is written. */
export interface CloudWatchWriteLogsOptions {
  /**
   * What the names of the streams begin with, a literal but for session tags in it: `${SessionTag.NAMESPACE}/`.
   *
   * @default - any stream of the log group
   */
  readonly streamPrefix?: string;

  /**
   * Whether the workload makes the log group if it isn't there: adds `logs:CreateLogGroup`.
   *
   * @default false - the log group is there
   */
  readonly createGroup?: boolean;
}

const NAMESPACE: LiteralRule = {
  prop: 'namespaces',
  code: 'InvalidMetricNamespace',
  allowed: /^(?!AWS\/)[A-Za-z0-9._/#: -]{0,255}$/,
  mustBe: 'exact names of 1 to 255 letters, digits, spaces and . _ / # : -, not of AWS ("AWS/…" is reserved) and no pattern',
};

const STREAM_PREFIX: LiteralRule = {
  prop: 'streamPrefix',
  code: 'InvalidPrefix',
  allowed: /^[^:*]*$/,
  mustBe: 'the beginning of the names of log streams, without ":" and "*": leave it out for any stream',
};

/**
 * Builds access to CloudWatch: metrics by namespace, and logs by log group and stream.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export abstract class CloudWatchAccess {
  /**
   * Publishes metrics in these namespaces.
   *
   * - Action: `cloudwatch:PutMetricData` on `*`, since metrics have no ARN.
   * - Condition: `StringEquals` `cloudwatch:namespace`, one of the namespaces.
   *
   * @param namespaces at least one, each a literal but for session tags in it
   * @throws if there is no namespace, or one is empty, a pattern, or begins with `AWS/`
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
   * @example
   * CloudWatchAccess.putMetrics('Finance/Invoices', `Teams/${SessionTag.NAMESPACE}`);
   */
  public static putMetrics(...namespaces: string[]): Access {
    const scope = 'CloudWatchAccess.putMetrics';
    return Access._of('CloudWatchPutMetrics', {
      sid: 'CloudWatchPutMetrics',
      effect: 'Allow',
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'cloudwatch:namespace': requireItems(scope, NAMESPACE.prop, namespaces, '').map((namespace) => ruledText(scope, NAMESPACE, namespace)) },
      },
    });
  }

  /**
   * Makes streams in a log group and writes to them.
   *
   * - Actions: `logs:CreateLogStream`, `logs:PutLogEvents` on `LOG_GROUP:log-stream:*`, or on
   *   `LOG_GROUP:log-stream:STREAM_PREFIX*` of a prefix.
   * - With `createGroup`: `logs:CreateLogGroup` on the log group, by its ARN without and with `:*`.
   *
   * A log group with a KMS key asks nothing more of who writes to it.
   *
   * @throws if `streamPrefix` is empty or has a `:` or `*`
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
   * @example
   * declare const logGroup: logs.LogGroup;
   * CloudWatchAccess.writeLogs(logGroup, { streamPrefix: `${SessionTag.NAMESPACE}/` });
   */
  public static writeLogs(logGroup: logs.ILogGroupRef, options: CloudWatchWriteLogsOptions = {}): Access {
    const { streamPrefix, createGroup } = options;
    const arn = groupArn(logGroup);
    const prefix = streamPrefix === undefined ? '' : ruledText(logGroup, STREAM_PREFIX, streamPrefix);
    const ofGroup: Statement = { sid: 'CloudWatchCreateLogGroup', effect: 'Allow', actions: ['logs:CreateLogGroup'], resources: [arn, `${arn}:*`] };
    return Access._of('CloudWatchWriteLogs',
      { sid: 'CloudWatchWriteLogs', effect: 'Allow', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${arn}:log-stream:${prefix}*`] },
      ...(createGroup ? [ofGroup] : []));
  }
}

/** The ARN of a log group, without the `:*` that stands at its end in most places; of one that is a token, by the name. */
function groupArn(logGroup: logs.ILogGroupRef): string {
  const { logGroupArn, logGroupName } = logGroup.logGroupRef;
  const arn = exactArn(logGroup, logGroupArn.replace(/:\*$/, ''), LOG_GROUP);
  return arnParts(arn) ? arn : relatedArn(logGroup, arn, 'logs', `log-group:${logGroupName}`);
}

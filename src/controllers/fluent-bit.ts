import * as logs from 'aws-cdk-lib/aws-logs';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { CloudWatchAccess } from '../access/cloudwatch-access';
import { requireItems } from '../access/conditions';

/** What Fluent Bit is declared with. */
export interface FluentBitProps extends ControllerProps {
  /** The log groups that it writes to, at least one. */
  readonly logGroups: logs.ILogGroupRef[];

  /**
   * Whether it makes the log groups if they aren't there (`auto_create_group`): adds `logs:CreateLogGroup`.
   *
   * @default false - the log groups are there, with their retention
   */
  readonly createGroups?: boolean;
}

const FACTS: ControllerFacts = {
  name: 'FluentBit',
  namespace: 'amazon-cloudwatch',
  serviceAccountName: 'fluent-bit',
  oldest: '2.0.0',
  newest: '4.0.0',
  sources: [{ url: 'https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch', date: '2026-08-20' }],
  serviceAccountValues: ['serviceAccount'],
  scope: 'log groups',
  open: {},
  leftOut: {
    'logs:CreateLogGroup': 'only with `createGroups`',
    'logs:PutRetentionPolicy': 'the retention is said where the log group is made',
  },
};

/**
 * Fluent Bit, which sends the logs of pods and nodes to CloudWatch Logs.
 *
 * For each log group what `CloudWatchAccess.writeLogs` gives: `logs:CreateLogStream` and `logs:PutLogEvents`.
 *
 * @see https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch
 * @example
 * declare const cluster: eks.Cluster;
 * declare const logGroup: logs.LogGroup;
 * new FluentBit({ logGroups: [logGroup] }).podIdentity(this, 'FluentBit', { cluster, owner: 'platform' });
 */
export class FluentBit extends Controller {
  /** @throws if there is no log group */
  constructor(private readonly props: FluentBitProps) {
    super(props);
    requireItems(FACTS.name, 'logGroups', props.logGroups, '');
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(_scope: PolicyScope): Access[] {
    const { logGroups, createGroups: createGroup } = this.props;
    return logGroups.map((logGroup) => CloudWatchAccess.writeLogs(logGroup, { createGroup }));
  }
}

import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { ArnForm, exactArn } from '../access/exact-arn';
import { StsAccess } from '../access/sts-access';
import { got, refuse } from '../private/errors';

/** What KEDA is declared with: at least one source of numbers by which it scales. */
export interface KedaProps extends ControllerProps {
  /**
   * The queues of `aws-sqs-queue` scalers.
   *
   * @default - none
   */
  readonly queues?: sqs.IQueueRef[];

  /**
   * The streams of `aws-kinesis-stream` scalers.
   *
   * @default - none
   */
  readonly streams?: kinesis.IStreamRef[];

  /**
   * Whether there are `aws-cloudwatch` scalers: adds `cloudwatch:GetMetricData` on `*`, since metrics have no ARN. It reads
   * every metric of the account.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * The roles that it becomes for scalers, as a TriggerAuthentication names them (`podIdentity.roleArn`): for every other
   * scaler, and where teams keep their own permissions.
   *
   * @default - none
   */
  readonly roles?: iam.IRoleRef[];
}

const QUEUE: ArnForm = { service: 'sqs', resource: /^[^:/]+$/, shown: 'sqs:REGION:ACCOUNT:NAME' };
const STREAM: ArnForm = { service: 'kinesis', resource: /^stream\/[^/]+$/, shown: 'kinesis:REGION:ACCOUNT:stream/NAME' };

const FACTS: ControllerFacts = {
  name: 'Keda',
  namespace: 'keda',
  serviceAccountName: 'keda-operator',
  oldest: '2.13.0',
  newest: '2.20.0',
  sources: [{ url: 'https://keda.sh/docs/2.20/authentication-providers/aws/', date: '2026-08-20' }],
  serviceAccountValues: ['serviceAccount', 'operator'],
  scope: 'by scaler: queues, streams, metrics, roles',
  open: { KedaMetrics: 'metrics have no ARN; only with `metrics`' },
  leftOut: {},
  mechanisms: 'both for the operator; `identityOwner: workload` reads the annotation of IRSA, so with Pod Identity give `roles`',
};

/**
 * KEDA, which scales by what its scalers read.
 *
 * - For each queue `sqs:GetQueueAttributes`; for each stream `kinesis:DescribeStreamSummary`.
 * - With `metrics`: `cloudwatch:GetMetricData`.
 * - For each role what `StsAccess.assumeRole` gives. The role must trust KEDA's.
 *
 * @see https://keda.sh/docs/latest/authentication-providers/aws/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const queue: sqs.Queue;
 * new Keda({ queues: [queue] }).podIdentity(this, 'Keda', { cluster, owner: 'platform' });
 */
export class Keda extends Controller {
  /** @throws if nothing is given by which it could scale */
  constructor(private readonly props: KedaProps) {
    super(props);
    const { queues = [], streams = [], metrics, roles = [] } = props;
    if (queues.length + streams.length + roles.length === 0 && !metrics) {
      refuse(FACTS.name, 'EmptyList', `KEDA needs something to read: give queues, streams, metrics or roles, ${got({ queues, streams, metrics, roles })}`);
    }
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { queues = [], streams = [], metrics, roles = [] } = this.props;
    const sources = [
      ...queues.flatMap((queue) => scope.allow('KedaQueues', ['sqs:GetQueueAttributes'], [exactArn(queue, queue.queueRef.queueArn, QUEUE)])),
      ...streams.flatMap((stream) => scope.allow('KedaStreams', ['kinesis:DescribeStreamSummary'], [exactArn(stream, stream.streamRef.streamArn, STREAM)])),
      ...metrics ? scope.allow('KedaMetrics', ['cloudwatch:GetMetricData'], ['*']) : [],
    ];
    return [Access._of('reads what it scales by', ...sources), ...roles.map((role) => StsAccess.assumeRole(role))];
  }
}

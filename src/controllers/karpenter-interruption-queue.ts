import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What Karpenter hears of: the id of the rule, and the source and type of its events. */
const EVENTS: readonly (readonly [string, string, string])[] = [
  ['ScheduledChange', 'aws.health', 'AWS Health Event'],
  ['SpotInterruption', 'aws.ec2', 'EC2 Spot Instance Interruption Warning'],
  ['Rebalance', 'aws.ec2', 'EC2 Instance Rebalance Recommendation'],
  ['InstanceStateChange', 'aws.ec2', 'EC2 Instance State-change Notification'],
  ['CapacityReservationInterruption', 'aws.ec2', 'EC2 Capacity Reservation Instance Interruption Warning'],
];

/** How the queue of interruptions is made. */
export interface KarpenterInterruptionQueueProps {
  /**
   * The name of the queue.
   *
   * @default - CloudFormation names it
   */
  readonly queueName?: string;
}

/**
 * The queue by which EC2 and AWS Health tell Karpenter that nodes will end, and the rules that send to it.
 *
 * It synthesizes one `AWS::SQS::Queue` (messages are kept for five minutes, encrypted by SQS, sent over TLS alone), its
 * policy, which lets each rule and nobody else send, and five `AWS::Events::Rule`.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 * @example
 * const interruptions = new KarpenterInterruptionQueue(this, 'Interruptions');
 */
export class KarpenterInterruptionQueue extends Construct {
  /** The queue: give it to `Karpenter` as `interruptionQueue`. */
  public readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: KarpenterInterruptionQueueProps = {}) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      queueName: props.queueName,
      retentionPeriod: Duration.minutes(5),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    for (const [name, source, detailType] of EVENTS) {
      new events.Rule(this, name, { eventPattern: { source: [source], detailType: [detailType] }, targets: [new targets.SqsQueue(this.queue)] });
    }
  }
}

import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { queueStatements } from './queue-statements';
import { present } from './tag-conditions';
import { Access } from '../access/access';
import { literalText } from '../access/literal-text';
import { tagKeyProblem } from '../private/iam-names';
import { requireLiteral } from '../private/validate';
import { Workload } from '../workload/workload';

/** What the AWS Node Termination Handler is declared with, in its queue mode. */
export interface NodeTerminationHandlerProps extends ControllerProps {
  /** The queue of interruptions and lifecycle events. */
  readonly queue: sqs.IQueueRef;

  /**
   * The tag that its Auto Scaling groups bear (`managedTag`): a literal, since it is a part of a condition's key.
   *
   * @default 'aws-node-termination-handler/managed'
   */
  readonly managedTag?: string;
}

const FACTS: ControllerFacts = {
  name: 'NodeTerminationHandler',
  namespace: 'kube-system',
  serviceAccountName: 'aws-node-termination-handler',
  oldest: '1.20.0',
  newest: '1.25.6',
  sources: [{ url: 'https://github.com/aws/aws-node-termination-handler/blob/v1.25.6/README.md', date: '2026-06-12' }],
  serviceAccountValues: ['serviceAccount'],
  scope: 'a queue, and Auto Scaling groups by the tag `managedTag`',
  open: { TerminationDescribe: 'AWS lets nobody limit what is described to some resources: it tells of instances and Auto Scaling groups of the whole account and region' },
  leftOut: {},
  added: { 'kms:Decrypt': 'a queue that a key of your own encrypts can\'t be read without; on that key, through SQS, for that queue' },
  mechanisms: 'both in queue mode; in the mode that asks the instance it needs no identity',
};

/**
 * The AWS Node Termination Handler in queue mode, which drains nodes that will end.
 *
 * - `sqs:ReceiveMessage`, `sqs:DeleteMessage` on the queue, with the use of its key if that is known.
 * - `autoscaling:CompleteLifecycleAction` on Auto Scaling groups that bear the tag.
 *
 * @see https://github.com/aws/aws-node-termination-handler
 * @example
 * declare const cluster: eks.Cluster;
 * declare const queue: sqs.Queue;
 * new NodeTerminationHandler({ queue }).podIdentity(this, 'TerminationHandler', { cluster, owner: 'platform' });
 */
export class NodeTerminationHandler extends Controller {
  constructor(private readonly props: NodeTerminationHandlerProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { queue, managedTag = 'aws-node-termination-handler/managed' } = this.props;
    requireLiteral(scope.scope, 'InvalidTag', 'managedTag', managedTag, tagKeyProblem);
    const groups = [scope.arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*')];
    return [Access._of('drains nodes that will end',
      ...queueStatements(scope, 'TerminationQueue', queue, ['sqs:ReceiveMessage', 'sqs:DeleteMessage']),
      ...scope.allowInRegion('TerminationDescribe', ['autoscaling:DescribeAutoScalingInstances', 'autoscaling:DescribeTags', 'ec2:DescribeInstances']),
      ...scope.allow('TerminationComplete', ['autoscaling:CompleteLifecycleAction'], groups, present(`aws:ResourceTag/${literalText(scope.scope, 'InvalidTag', 'managedTag', managedTag)}`)))];
  }

  /** @internal */
  protected override _helmValues(_workload: Workload): Record<string, any> {
    const { queue, managedTag } = this.props;
    return { enableSqsTerminationDraining: true, queueURL: queue.queueRef.queueUrl, ...managedTag !== undefined && { managedTag } };
  }
}

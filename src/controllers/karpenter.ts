import { Fn } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { discoveryStatements, nodeStatements, profileStatements } from './karpenter-statements';
import { PolicyScope } from './policy-scope';
import { queueStatements } from './queue-statements';
import { Access } from '../access/access';
import { Workload } from '../workload/workload';

/** What Karpenter is declared with. */
export interface KarpenterProps extends ControllerProps {
  /** The role of the nodes that it launches, which it may pass to EC2 and no other: see `KarpenterNodeRole`. */
  readonly nodeRole: iam.IRoleRef;

  /**
   * The queue that tells it of interruptions: see `KarpenterInterruptionQueue`.
   *
   * @default - none: interruptions are not handled
   */
  readonly interruptionQueue?: sqs.IQueueRef;

  /**
   * Whether it heeds zonal shifts of the cluster (`settings.enableZonalShift`).
   *
   * @default false
   */
  readonly zonalShift?: boolean;

  /**
   * Whether it can't reach the pricing service, as in a VPC without internet (`settings.isolatedVPC`): leaves out
   * `pricing:GetProducts`.
   *
   * @default false
   */
  readonly isolatedVpc?: boolean;
}

const FACTS: ControllerFacts = {
  name: 'Karpenter',
  namespace: 'kube-system',
  serviceAccountName: 'karpenter',
  oldest: '1.12.0',
  newest: '1.14.1',
  sources: [{
    url: 'https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/v1.14/getting-started/getting-started-with-karpenter/cloudformation.yaml',
    date: '2026-08-20',
  }],
  serviceAccountValues: ['serviceAccount'],
  scope: 'the cluster, by the tags `kubernetes.io/cluster/NAME`, `eks:eks-cluster-name` and `karpenter.sh/nodepool`; the role of its nodes; its queue',
  open: {
    KarpenterDescribe: 'AWS lets nobody limit what is described to some resources: it tells of instances and networks of the whole account and region',
    KarpenterZonalShift: 'AWS limits it by a condition in place of a resource; only with `zonalShift`',
    KarpenterPricing: 'prices take no resource; not with `isolatedVpc`',
    KarpenterProfiles: 'iam:ListInstanceProfiles takes no resource',
  },
  leftOut: { 'arc-zonal-shift:GetManagedResource': 'only with `zonalShift`' },
  added: { 'kms:Decrypt': 'a queue that a key of your own encrypts can\'t be read without; on that key, through SQS, for that queue' },
  mechanisms: 'both; on Fargate IRSA alone',
};

/**
 * Karpenter, which launches and ends nodes: everything that its six documented policies have.
 *
 * What it launches must get the tags of this cluster, and what it ends must bear them, so the name of the cluster must be
 * known at synth. It may pass one role, that of its nodes, to EC2 alone.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 * @example
 * declare const cluster: eks.Cluster;
 * const interruptions = new KarpenterInterruptionQueue(this, 'Interruptions');
 * const nodes = new KarpenterNodeRole(this, 'Nodes');
 * const karpenter = new Karpenter({ nodeRole: nodes.role, interruptionQueue: interruptions.queue });
 * karpenter.podIdentity(this, 'Karpenter', { cluster, owner: 'platform' });
 */
export class Karpenter extends Controller {
  constructor(private readonly props: KarpenterProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { nodeRole, interruptionQueue, zonalShift = false, isolatedVpc = false } = this.props;
    return [
      Access._of('launches and ends nodes', ...nodeStatements(scope), ...profileStatements(scope, nodeRole)),
      Access._of('finds what nodes can be made of', ...discoveryStatements(scope, { zonalShift, isolatedVpc })),
      ...interruptionQueue ? [Access._of('hears of interruptions',
        ...queueStatements(scope, 'KarpenterInterruptions', interruptionQueue, ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage']))] : [],
    ];
  }

  /** @internal */
  protected override _helmValues(workload: Workload): Record<string, any> {
    const { interruptionQueue, zonalShift, isolatedVpc } = this.props;
    return {
      settings: {
        clusterName: workload.cluster.clusterRef.clusterName,
        ...interruptionQueue && { interruptionQueue: Fn.select(5, Fn.split(':', interruptionQueue.queueRef.queueArn)) },
        ...zonalShift && { enableZonalShift: true },
        ...isolatedVpc && { isolatedVPC: true },
      },
    };
  }
}

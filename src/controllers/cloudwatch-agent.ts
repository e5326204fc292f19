import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { CloudWatchAccess } from '../access/cloudwatch-access';
import { XRayAccess } from '../access/xray-access';
import { Statement } from '../policy/statement';

/** What the CloudWatch agent is declared with. */
export interface CloudWatchAgentProps extends ControllerProps {
  /**
   * The namespaces of the metrics that it publishes besides `ContainerInsights` and `ApplicationSignals`.
   *
   * @default - those two alone
   */
  readonly metricNamespaces?: string[];

  /**
   * Whether it sends traces to X-Ray, as Application Signals do.
   *
   * @default true
   */
  readonly traces?: boolean;
}

/** The log groups by which the agent publishes: performance events of the cluster, and those of Application Signals. */
const groupsOf = (cluster: string) => [`/aws/containerinsights/${cluster}/*`, '/aws/application-signals/*'];
const METRIC_NAMESPACES = ['ContainerInsights', 'ApplicationSignals'];

const FACTS: ControllerFacts = {
  name: 'CloudWatchAgent',
  namespace: 'amazon-cloudwatch',
  serviceAccountName: 'cloudwatch-agent',
  oldest: '3.1.0',
  newest: '6.4.0',
  sources: [{ url: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html', date: '2024-02-06' }],
  addonName: 'amazon-cloudwatch-observability',
  scope: 'the cluster\'s log groups, and the namespaces of metrics',
  open: {
    CloudWatchPutMetrics: 'metrics have no ARN',
    CloudWatchAgentDescribe: 'descriptions of volumes, tags and log groups take no resource',
    XRayWriteTraces: 'traces have no ARN; not with `traces: false`',
  },
  leftOut: {
    'ssm:GetParameter': 'the operator gives the agent its configuration; none is kept in Parameter Store',
    'logs:PutRetentionPolicy': 'retention is set where log groups are made',
  },
};

/**
 * The CloudWatch agent of the CloudWatch Observability add-on (Container Insights and Application Signals). The version is
 * that of the add-on.
 *
 * Metrics are published in their namespaces alone, and log events to the log groups of this cluster and of Application
 * Signals.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
 * @example
 * declare const cluster: eks.Cluster;
 * new CloudWatchAgent().podIdentity(this, 'CloudWatchAgent', { cluster, owner: 'platform' });
 */
export class CloudWatchAgent extends Controller {
  constructor(private readonly props: CloudWatchAgentProps = {}) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { metricNamespaces = [], traces = true } = this.props;
    return [
      CloudWatchAccess.putMetrics(...METRIC_NAMESPACES, ...metricNamespaces),
      Access._of('publishes by log events', ...logStatements(scope)),
      ...traces ? [XRayAccess.writeTraces()] : [],
    ];
  }
}

function logStatements(scope: PolicyScope): Statement[] {
  const groups = groupsOf(scope.clusterName).map((name) => scope.arn('logs', `log-group:${name}`));
  return [
    ...scope.allowInRegion('CloudWatchAgentDescribe', ['ec2:DescribeVolumes', 'ec2:DescribeTags', 'logs:DescribeLogGroups']),
    ...scope.allow('CloudWatchAgentGroups', ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], groups.flatMap((group) => [group, `${group}:*`])),
    ...scope.allow('CloudWatchAgentWrite', ['logs:CreateLogStream', 'logs:PutLogEvents'], groups.map((group) => `${group}:log-stream:*`)),
  ];
}

import * as aps from 'aws-cdk-lib/aws-aps';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { workspaceArns } from './workspaces';
import { Access } from '../access/access';
import { CloudWatchAccess } from '../access/cloudwatch-access';
import { XRayAccess } from '../access/xray-access';
import { got, refuse } from '../private/errors';

/** What a collector of the AWS Distro for OpenTelemetry is declared with: at least one place to send to. */
export interface AdotCollectorProps extends ControllerProps {
  /**
   * The workspaces of Amazon Managed Service for Prometheus that it writes metrics to.
   *
   * @default - none
   */
  readonly workspaces?: aps.IWorkspaceRef[];

  /**
   * Whether it sends traces to X-Ray.
   *
   * @default false
   */
  readonly traces?: boolean;

  /**
   * The log groups that it writes to, as `awsemf` does for metrics of CloudWatch.
   *
   * @default - none
   */
  readonly logGroups?: logs.ILogGroupRef[];
}

const AGENT = 'the policy is that of the CloudWatch agent: a collector writes metrics as log events';
const GROUPS = 'log groups are made, with their retention, where they are declared';

const FACTS: ControllerFacts = {
  name: 'AdotCollector',
  namespace: 'opentelemetry-operator-system',
  serviceAccountName: 'adot-collector',
  oldest: '0.40.0',
  newest: '0.49.0',
  sources: [
    { url: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonPrometheusRemoteWriteAccess.html', date: '2020-12-19' },
    { url: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSXrayWriteOnlyAccess.html', date: '2018-08-28' },
    { url: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html', date: '2024-02-06' },
  ],
  serviceAccountValues: ['serviceAccount'],
  addonName: 'adot',
  scope: 'Prometheus workspaces, X-Ray and log groups apart',
  open: { XRayWriteTraces: 'traces have no ARN; only with `traces`' },
  leftOut: {
    'cloudwatch:PutMetricData': AGENT,
    'ec2:DescribeTags': AGENT,
    'ec2:DescribeVolumes': AGENT,
    'ssm:GetParameter': AGENT,
    'logs:CreateLogGroup': GROUPS,
    'logs:DescribeLogGroups': GROUPS,
    'logs:DescribeLogStreams': GROUPS,
    'logs:PutRetentionPolicy': GROUPS,
  },
};

/**
 * A collector of the AWS Distro for OpenTelemetry. Each destination is given apart: metrics to Prometheus
 * (`aps:RemoteWrite` on the workspaces), traces to X-Ray (`XRayAccess.writeTraces`), and log events
 * (`CloudWatchAccess.writeLogs`).
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/opentelemetry.html
 * @example
 * declare const cluster: eks.Cluster;
 * declare const workspace: aps.CfnWorkspace;
 * new AdotCollector({ workspaces: [workspace], traces: true }).podIdentity(this, 'Collector', { cluster, owner: 'platform' });
 */
export class AdotCollector extends Controller {
  /** @throws if there is no place to send to */
  constructor(private readonly props: AdotCollectorProps) {
    super(props);
    const { workspaces, traces, logGroups } = props;
    if (!workspaces?.length && !traces && !logGroups?.length) {
      refuse(FACTS.name, 'EmptyList', `a collector needs a place to send to: give workspaces, traces or logGroups, ${got({ workspaces, traces, logGroups })}`);
    }
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { workspaces, traces, logGroups = [] } = this.props;
    return [
      ...workspaces?.length ? [Access._of('writes metrics to Managed Prometheus', ...scope.allow('PrometheusWrite', ['aps:RemoteWrite'], workspaceArns(FACTS.name, workspaces)))] : [],
      ...traces ? [XRayAccess.writeTraces()] : [],
      ...logGroups.map((logGroup) => CloudWatchAccess.writeLogs(logGroup)),
    ];
  }
}

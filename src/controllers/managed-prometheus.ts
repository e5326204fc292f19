import * as aps from 'aws-cdk-lib/aws-aps';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { workspaceArns } from './workspaces';
import { Access } from '../access/access';

/** What a Prometheus server with Amazon Managed Service for Prometheus is declared with. */
export interface ManagedPrometheusProps extends ControllerProps {
  /** The workspaces, at least one. */
  readonly workspaces: aps.IWorkspaceRef[];

  /**
   * Whether it also reads them (`remote_read`, or what asks them by its identity): adds `aps:QueryMetrics`,
   * `aps:GetSeries`, `aps:GetLabels` and `aps:GetMetricMetadata`.
   *
   * @default false - it writes alone
   */
  readonly query?: boolean;
}

const QUERY = 'only with `query`';

const FACTS: ControllerFacts = {
  name: 'ManagedPrometheus',
  namespace: 'prometheus',
  serviceAccountName: 'amp-iamproxy-ingest-service-account',
  oldest: '2.26.0',
  newest: '3.5.0',
  sources: [{ url: 'https://docs.aws.amazon.com/prometheus/latest/userguide/set-up-irsa.html', date: '2026-11-21' }],
  serviceAccountValues: ['serviceAccounts', 'server'],
  scope: 'workspaces, writing and querying apart',
  open: {},
  leftOut: { 'aps:QueryMetrics': QUERY, 'aps:GetSeries': QUERY, 'aps:GetLabels': QUERY, 'aps:GetMetricMetadata': QUERY },
};

/**
 * A Prometheus server that writes to workspaces of Amazon Managed Service for Prometheus: `aps:RemoteWrite` on them.
 *
 * @see https://docs.aws.amazon.com/prometheus/latest/userguide/set-up-irsa.html
 * @example
 * declare const cluster: eks.Cluster;
 * declare const workspace: aps.CfnWorkspace;
 * new ManagedPrometheus({ workspaces: [workspace] }).podIdentity(this, 'Prometheus', { cluster, owner: 'platform' });
 */
export class ManagedPrometheus extends Controller {
  /** @throws if there is no workspace */
  constructor(private readonly props: ManagedPrometheusProps) {
    super(props);
    workspaceArns(FACTS.name, props.workspaces);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const workspaces = workspaceArns(FACTS.name, this.props.workspaces);
    const query = ['aps:QueryMetrics', 'aps:GetSeries', 'aps:GetLabels', 'aps:GetMetricMetadata'];
    return [Access._of('writes metrics to Managed Prometheus',
      ...scope.allow('PrometheusWrite', ['aps:RemoteWrite'], workspaces),
      ...this.props.query ? scope.allow('PrometheusQuery', query, workspaces) : [])];
  }
}

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { latticeStatements } from './lattice-statements';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { Workload } from '../workload/workload';

/** What the AWS Gateway API Controller is declared with. */
export interface GatewayApiControllerProps extends ControllerProps {
  /** The VPC of the cluster, which its service networks are associated with. */
  readonly vpc: ec2.IVPCRef;
}

const ACCESS_LOGS = 'for AccessLogPolicy objects, whose destinations are not among what it is scoped to: give it by `access`';

const FACTS: ControllerFacts = {
  name: 'GatewayApiController',
  namespace: 'aws-application-networking-system',
  serviceAccountName: 'gateway-api-controller',
  oldest: '2.0.0',
  newest: '2.1.3',
  sources: [{ url: 'https://github.com/aws/aws-application-networking-k8s/blob/v2.1.3/files/controller-installation/recommended-inline-policy.json', date: '2026-08-14' }],
  serviceAccountValues: ['serviceAccount'],
  scope: 'what it made for this cluster and VPC, by the tag `application-networking.k8s.aws/ManagedBy`',
  open: {
    LatticeList: 'lists, tags and descriptions take no resource',
    LatticeTagging: 'the tagging service takes no resource; each service asks for its own permission to tag as well',
  },
  leftOut: {
    'vpc-lattice:*': 'the actions that the controller calls are named one by one; access logs, resource configurations and resource policies are not among them',
    'logs:CreateLogDelivery': ACCESS_LOGS,
    'logs:GetLogDelivery': ACCESS_LOGS,
    'logs:UpdateLogDelivery': ACCESS_LOGS,
    'logs:DeleteLogDelivery': ACCESS_LOGS,
    'logs:ListLogDeliveries': ACCESS_LOGS,
    'logs:DescribeLogGroups': ACCESS_LOGS,
    'logs:DescribeResourcePolicies': ACCESS_LOGS,
    'logs:PutResourcePolicy': ACCESS_LOGS,
    'firehose:TagDeliveryStream': ACCESS_LOGS,
    's3:GetBucketPolicy': ACCESS_LOGS,
    's3:PutBucketPolicy': ACCESS_LOGS,
  },
};

/**
 * The AWS Gateway API Controller, which makes services and networks of Amazon VPC Lattice for Gateway API objects.
 *
 * What it makes must get the tag `application-networking.k8s.aws/ManagedBy` = `ACCOUNT/CLUSTER/VPC`, and what it changes
 * must bear it, so that it can't take over what another cluster made. It associates service networks with this VPC alone.
 *
 * @see https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const vpc: ec2.Vpc;
 * new GatewayApiController({ vpc }).podIdentity(this, 'GatewayApi', { cluster, owner: 'platform' });
 */
export class GatewayApiController extends Controller {
  constructor(private readonly props: GatewayApiControllerProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    return [Access._of('makes services of VPC Lattice', ...latticeStatements(scope, this.props.vpc.vpcRef.vpcId))];
  }

  /** @internal */
  protected override _helmValues(workload: Workload): Record<string, any> {
    return { clusterName: workload.cluster.clusterRef.clusterName, clusterVpcId: this.props.vpc.vpcRef.vpcId };
  }
}

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { loadBalancerStatements, protectionStatements } from './load-balancer-statements';
import { PolicyScope } from './policy-scope';
import { vpcArnOf } from './vpc-arn';
import { Access } from '../access/access';
import { Workload } from '../workload/workload';

/** What the AWS Load Balancer Controller is declared with. */
export interface AwsLoadBalancerControllerProps extends ControllerProps {
  /** The VPC of the cluster: rules of its security groups alone are changed. */
  readonly vpc: ec2.IVPCRef;

  /**
   * Whether load balancers get web ACLs of WAF, by annotations.
   *
   * If not, the chart is told so as well (`enableWaf`, `enableWafv2`): the controller would ask for them otherwise.
   *
   * @default true - as the controller's own default is
   */
  readonly waf?: boolean;

  /**
   * Whether load balancers get the protection of Shield Advanced, by annotations.
   *
   * If not, the chart is told so as well (`enableShield`): the controller would ask for it otherwise.
   *
   * @default true - as the controller's own default is
   */
  readonly shield?: boolean;

  /**
   * Whether listeners have users sign in by user pools of Cognito: adds `cognito-idp:DescribeUserPoolClient`.
   *
   * @default false
   */
  readonly cognito?: boolean;
}

const DESCRIBE = 'AWS lets nobody limit what is described to some resources: it tells of load balancers and networks of the whole account and region';

const FACTS: ControllerFacts = {
  name: 'AwsLoadBalancerController',
  namespace: 'kube-system',
  serviceAccountName: 'aws-load-balancer-controller',
  oldest: '2.7.0',
  newest: '3.5.0',
  sources: [{ url: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json', date: '2026-08-03' }],
  since: {
    'ec2:GetSecurityGroupsForVpc': '2.10.0',
    'elasticloadbalancing:DescribeListenerAttributes': '2.10.0',
    'elasticloadbalancing:ModifyListenerAttributes': '2.10.0',
    'elasticloadbalancing:DescribeCapacityReservation': '2.11.0',
    'elasticloadbalancing:ModifyCapacityReservation': '2.11.0',
    'ec2:DescribeIpamPools': '2.12.0',
    'elasticloadbalancing:ModifyIpPools': '2.12.0',
    'elasticloadbalancing:SetRulePriorities': '2.12.0',
    'ec2:DescribeRouteTables': '2.13.0',
  },
  serviceAccountValues: ['serviceAccount'],
  scope: 'the cluster, by the tag `elbv2.k8s.aws/cluster`, and its VPC',
  open: {
    LoadBalancerDescribe: DESCRIBE,
    LoadBalancerListServerCertificates: 'iam:ListServerCertificates takes no resource',
    LoadBalancerSetWebAcl: 'elasticloadbalancing:SetWebAcl takes no resource',
    ShieldProtect: 'creating a protection and reading the subscription take no resource',
  },
  leftOut: {
    'cognito-idp:DescribeUserPoolClient': 'only with `cognito`',
    'ec2:DescribeCoipPools': 'customer-owned addresses are of Outposts alone',
    'ec2:GetCoipPoolUsage': 'customer-owned addresses are of Outposts alone',
  },
};

/**
 * The AWS Load Balancer Controller, which makes load balancers for Ingress, Service and Gateway objects.
 *
 * What it changes or deletes must bear the tag `elbv2.k8s.aws/cluster` with the name of this cluster; what it makes gets
 * it. Listeners and rules have no such condition, as those that older versions made bear no tag. Rules of security groups
 * are changed in the VPC alone, as the nodes' groups are not the controller's own.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const vpc: ec2.Vpc;
 * const controller = new AwsLoadBalancerController({ vpc, shield: false });
 * const workload = controller.podIdentity(this, 'LoadBalancers', { cluster, owner: 'platform' });
 * cluster.addHelmChart('LoadBalancersChart', {
 *   chart: 'aws-load-balancer-controller',
 *   repository: 'https://aws.github.io/eks-charts',
 *   namespace: controller.namespace,
 *   values: controller.helmValues(workload),
 * });
 */
export class AwsLoadBalancerController extends Controller {
  constructor(private readonly props: AwsLoadBalancerControllerProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { vpc, waf = true, shield = true, cognito = false } = this.props;
    return [Access._of('manages load balancers', ...loadBalancerStatements(scope, vpcArnOf(scope, vpc)), ...protectionStatements(scope, { waf, shield, cognito }))];
  }

  /** @internal */
  protected override _helmValues(workload: Workload): Record<string, any> {
    const { vpc, waf = true, shield = true } = this.props;
    return {
      clusterName: workload.cluster.clusterRef.clusterName,
      vpcId: vpc.vpcRef.vpcId,
      ...!waf && { enableWaf: false, enableWafv2: false },
      ...!shield && { enableShield: false },
    };
  }
}

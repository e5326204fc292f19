import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { equals } from './tag-conditions';
import { Access } from '../access/access';
import { Workload } from '../workload/workload';

const FACTS: ControllerFacts = {
  name: 'ClusterAutoscaler',
  namespace: 'kube-system',
  serviceAccountName: 'cluster-autoscaler',
  oldest: '1.28.0',
  newest: '1.36.1',
  sources: [{ url: 'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/cloudprovider/aws/README.md', date: '2026-08-20' }],
  serviceAccountValues: ['rbac', 'serviceAccount'],
  scope: 'Auto Scaling groups of the cluster, by the tag `k8s.io/cluster-autoscaler/NAME` = `owned`, and its node groups',
  open: { AutoscalerDescribe: 'AWS lets nobody limit what is described to some resources: it tells of Auto Scaling groups of the whole account and region' },
  leftOut: {},
};

/**
 * The Cluster Autoscaler, which changes the size of Auto Scaling groups.
 *
 * It changes groups that bear the tag `k8s.io/cluster-autoscaler/NAME` = `owned`, as those of managed node groups do; so
 * the name of the cluster must be known at synth.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 * @example
 * declare const cluster: eks.Cluster;
 * new ClusterAutoscaler({ version: '1.36.1' }).podIdentity(this, 'ClusterAutoscaler', { cluster, owner: 'platform' });
 */
export class ClusterAutoscaler extends Controller {
  constructor(props: ControllerProps = {}) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const groups = [scope.arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*')];
    return [Access._of('changes the size of Auto Scaling groups',
      ...scope.allowInRegion('AutoscalerDescribe', [
        'autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeAutoScalingInstances', 'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities', 'ec2:DescribeImages', 'ec2:DescribeInstanceTypes', 'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ]),
      ...scope.allow('AutoscalerNodeGroups', ['eks:DescribeNodegroup'], [scope.arn('eks', `nodegroup/${scope.clusterName}/*/*`)]),
      ...scope.allow('AutoscalerScale', ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'], groups,
        equals(`aws:ResourceTag/k8s.io/cluster-autoscaler/${scope.clusterNameInKey()}`, 'owned')))];
  }

  /** @internal */
  protected override _helmValues(workload: Workload): Record<string, any> {
    return { autoDiscovery: { clusterName: workload.cluster.clusterRef.clusterName } };
  }
}

import * as kms from 'aws-cdk-lib/aws-kms';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { equals, present } from './tag-conditions';
import { volumeKeyUse } from './volume-key';
import { Access } from '../access/access';
import { Conditions, Statement } from '../policy/statement';
import { Workload } from '../workload/workload';

/** What the Amazon EBS CSI driver is declared with. */
export interface EbsCsiDriverProps extends ControllerProps {
  /**
   * The KMS keys of the account by which volumes are encrypted.
   *
   * @default - none: volumes are not encrypted, or by the AWS managed key, which needs no permission
   */
  readonly encryptionKeys?: kms.IKeyRef[];

  /**
   * Whether the driver works on volumes and snapshots of any cluster of the account and region, that is on all that bear
   * the tag `ebs.csi.aws.com/cluster`.
   *
   * By default they must bear `ebs.csi.aws.com/cluster-name` with the name of this cluster, which the driver sets when its
   * chart or add-on is told the name (`controller.k8sTagClusterId`, see `helmValues`). Instances must bear that tag, or
   * `eks:cluster-name` of managed node groups, or `eks:eks-cluster-name` of Karpenter. What was made before bears no such
   * tag: tag it, or say `true`.
   *
   * @default false
   */
  readonly anyCluster?: boolean;
}

const FACTS: ControllerFacts = {
  name: 'EbsCsiDriver',
  namespace: 'kube-system',
  serviceAccountName: 'ebs-csi-controller-sa',
  oldest: '1.60.0',
  newest: '1.64.0',
  sources: [
    { url: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/AmazonEBSCSIDriverEKSClusterScopedPolicy.json', date: '2026-08-17' },
    { url: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/AmazonEBSCSIDriverPolicyV2.json', date: '2026-08-17' },
  ],
  serviceAccountValues: ['controller', 'serviceAccount'],
  addonName: 'aws-ebs-csi-driver',
  scope: 'volumes and snapshots of the cluster, by the tag `ebs.csi.aws.com/cluster-name`; KMS keys',
  open: { EbsDescribe: 'AWS lets nobody limit what is described to some resources: it tells of volumes and instances of the whole account and region' },
  leftOut: {},
};

/**
 * The controller of the Amazon EBS CSI driver, which makes, attaches and deletes volumes.
 *
 * Everything but descriptions is limited by tags: see `anyCluster`. With `encryptionKeys`, on the keys: `kms:Decrypt` and
 * `kms:GenerateDataKeyWithoutPlaintext` through EC2, and `kms:CreateGrant` for AWS resources alone.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/install.md
 * @example
 * declare const cluster: eks.Cluster;
 * declare const key: kms.Key;
 * new EbsCsiDriver({ encryptionKeys: [key] }).podIdentity(this, 'EbsCsiDriver', { cluster, owner: 'platform' });
 */
export class EbsCsiDriver extends Controller {
  constructor(private readonly props: EbsCsiDriverProps = {}) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const tag = this.props.anyCluster ? { key: 'ebs.csi.aws.com/cluster', value: 'true' } : { key: 'ebs.csi.aws.com/cluster-name', value: scope.clusterName };
    const requested = equals(`aws:RequestTag/${tag.key}`, tag.value);
    const borne = equals(`ec2:ResourceTag/${tag.key}`, tag.value);
    return [
      Access._of('manages EBS volumes', ...describing(scope), ...volumes(scope, requested, borne), ...this.instances(scope), ...tagging(scope, borne)),
      ...(this.props.encryptionKeys ?? []).map((key) => Access._of('uses the keys of encrypted volumes', ...volumeKeyUse(key))),
    ];
  }

  /** @internal */
  protected override _helmValues(workload: Workload): Record<string, any> {
    return this.props.anyCluster ? {} : { controller: { k8sTagClusterId: workload.cluster.clusterRef.clusterName } };
  }

  /** The instances of the cluster; with any cluster also those that bear no tag. */
  private instances(scope: PolicyScope): Statement[] {
    const attach = (sid: string, ...conditions: Conditions[]) => scope.allow(sid, ['ec2:AttachVolume', 'ec2:DetachVolume'], [scope.arn('ec2', 'instance/*')], ...conditions);
    return this.props.anyCluster ? attach('EbsAttachToInstance')
      : ['eks:cluster-name', 'eks:eks-cluster-name', 'ebs.csi.aws.com/cluster-name'].flatMap((key) => attach('EbsAttachToInstance', equals(`ec2:ResourceTag/${key}`, scope.clusterName)));
  }
}

function describing(scope: PolicyScope): Statement[] {
  return scope.allowInRegion('EbsDescribe', ['ec2:DescribeAvailabilityZones', 'ec2:DescribeInstances', 'ec2:DescribeInstanceTypes', 'ec2:DescribeSnapshots',
    'ec2:DescribeVolumes', 'ec2:DescribeVolumesModifications', 'ec2:DescribeVolumeStatus']);
}

function volumes(scope: PolicyScope, requested: Conditions, borne: Conditions): Statement[] {
  const [anyVolume, anySnapshot] = [[scope.arn('ec2', 'volume/*')], [scope.regionArn('ec2', 'snapshot/*')]];
  return [
    ...scope.allow('EbsCreate', ['ec2:CreateVolume', 'ec2:CopyVolumes'], anyVolume, requested),
    ...scope.allow('EbsCopy', ['ec2:CopyVolumes'], [scope.arn('ec2', 'volume/vol-*')], borne),
    ...scope.allow('EbsSnapshotCreate', ['ec2:CreateSnapshot'], anySnapshot, requested),
    ...scope.allow('EbsManage', ['ec2:CreateSnapshot', 'ec2:ModifyVolume', 'ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:DeleteVolume'], anyVolume, borne),
    ...scope.allow('EbsSnapshotManage', ['ec2:CreateVolume', 'ec2:EnableFastSnapshotRestores', 'ec2:DeleteSnapshot', 'ec2:LockSnapshot'], anySnapshot, borne),
  ];
}

/** The tags by which volumes are known can be set when something is made, and never changed. */
function tagging(scope: PolicyScope, borne: Conditions): Statement[] {
  const [volume, snapshot] = [scope.arn('ec2', 'volume/*'), scope.regionArn('ec2', 'snapshot/*')];
  const own = ['ebs.csi.aws.com/cluster', 'ebs.csi.aws.com/cluster-name', 'kubernetes.io/created-for/pvc/name'];
  return [
    ...scope.allow('EbsTagNew', ['ec2:CreateTags'], [volume, snapshot], equals('ec2:CreateAction', 'CreateVolume', 'CreateSnapshot', 'CopyVolumes')),
    ...scope.allow('EbsTag', ['ec2:CreateTags', 'ec2:DeleteTags'], [volume], borne, present('aws:TagKeys'), { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': own } }),
  ];
}

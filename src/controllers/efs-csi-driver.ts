import * as efs from 'aws-cdk-lib/aws-efs';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { equals } from './tag-conditions';
import { Access } from '../access/access';
import { requireItems } from '../access/conditions';
import { ArnForm, exactArn } from '../access/exact-arn';

/** What the Amazon EFS CSI driver is declared with. */
export interface EfsCsiDriverProps extends ControllerProps {
  /** The file systems in which it makes access points, at least one. */
  readonly fileSystems: efs.IFileSystemRef[];
}

const FILE_SYSTEM: ArnForm = { service: 'elasticfilesystem', resource: /^file-system\/.+$/, shown: 'elasticfilesystem:REGION:ACCOUNT:file-system/ID' };
const OTHER_ACCOUNT = 'the driver asks for it by the role that a StorageClass names in another account, and that role allows it';
const S3_FILES = 'file systems of S3 Files are not among what it is scoped to: give them by `access`';

const FACTS: ControllerFacts = {
  name: 'EfsCsiDriver',
  namespace: 'kube-system',
  serviceAccountName: 'efs-csi-controller-sa',
  oldest: '2.1.0',
  newest: '3.4.1',
  sources: [{ url: 'https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/v3.4.1/docs/iam-policy-example.json', date: '2026-07-23' }],
  serviceAccountValues: ['controller', 'serviceAccount'],
  addonName: 'aws-efs-csi-driver',
  scope: 'file systems, and access points by the tag `efs.csi.aws.com/cluster`',
  open: {},
  leftOut: {
    'ec2:DescribeAvailabilityZones': 'what mounts file systems asks for it where their names can\'t be resolved: the nodes, by their own identity',
    'elasticfilesystem:DescribeMountTargets': OTHER_ACCOUNT,
    's3files:ListAccessPoints': S3_FILES,
    's3files:ListFileSystems': S3_FILES,
    's3files:CreateAccessPoint': S3_FILES,
    's3files:TagResource': S3_FILES,
    's3files:DeleteAccessPoint': S3_FILES,
  },
};

/**
 * The controller of the Amazon EFS CSI driver, which makes and deletes access points for volumes.
 *
 * Access points are made in these file systems, and deleted if they bear the tag `efs.csi.aws.com/cluster`, which those of
 * other clusters bear as well: an access point's ARN doesn't tell its file system. Mounting is the nodes' own affair.
 *
 * @see https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/iam-policy-create.md
 * @example
 * declare const cluster: eks.Cluster;
 * declare const fileSystem: efs.FileSystem;
 * new EfsCsiDriver({ fileSystems: [fileSystem] }).podIdentity(this, 'EfsCsiDriver', { cluster, owner: 'platform' });
 */
export class EfsCsiDriver extends Controller {
  /** @throws if there is no file system */
  constructor(private readonly props: EfsCsiDriverProps) {
    super(props);
    requireItems(FACTS.name, 'fileSystems', props.fileSystems, '');
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const tag = 'efs.csi.aws.com/cluster';
    const fileSystems = this.props.fileSystems.map((each) => exactArn(each, each.fileSystemRef.fileSystemArn, FILE_SYSTEM));
    const accessPoints = [scope.arn('elasticfilesystem', 'access-point/*')];
    return [Access._of('makes access points for volumes',
      ...scope.allow('EfsDescribe', ['elasticfilesystem:DescribeFileSystems'], fileSystems),
      ...scope.allow('EfsDescribeAccess', ['elasticfilesystem:DescribeAccessPoints'], [...fileSystems, ...accessPoints]),
      ...scope.allow('EfsCreate', ['elasticfilesystem:CreateAccessPoint'], fileSystems, equals(`aws:RequestTag/${tag}`, 'true')),
      ...scope.allow('EfsTag', ['elasticfilesystem:TagResource'], [...fileSystems, ...accessPoints], equals(`aws:ResourceTag/${tag}`, 'true')),
      ...scope.allow('EfsDelete', ['elasticfilesystem:DeleteAccessPoint'], accessPoints, equals(`aws:ResourceTag/${tag}`, 'true')))];
  }
}

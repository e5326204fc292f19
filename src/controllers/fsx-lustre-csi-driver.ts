import * as s3 from 'aws-cdk-lib/aws-s3';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { equals, present } from './tag-conditions';
import { Access } from '../access/access';
import { S3Access } from '../access/s3-access';

/** What the Amazon FSx for Lustre CSI driver is declared with. */
export interface FsxLustreCsiDriverProps extends ControllerProps {
  /**
   * The buckets that file systems are linked to (`s3ImportPath`, `s3ExportPath`).
   *
   * @default - none
   */
  readonly dataRepositories?: s3.IBucketRef[];
}

const LINKED = 'only with `dataRepositories`';

const FACTS: ControllerFacts = {
  name: 'FsxLustreCsiDriver',
  namespace: 'kube-system',
  serviceAccountName: 'fsx-csi-controller-sa',
  oldest: '1.0.0',
  newest: '1.9.0',
  sources: [{ url: 'https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/v1.9.0/docs/install.md', date: '2026-04-20' }],
  serviceAccountValues: ['controller', 'serviceAccount'],
  addonName: 'aws-fsx-csi-driver',
  scope: 'file systems that the driver made, by the tag `CSIVolumeName`; buckets',
  open: { FsxDescribe: 'fsx:DescribeFileSystems takes no resource' },
  leftOut: { 'iam:AttachRolePolicy': LINKED, 'iam:PutRolePolicy': LINKED, 's3:ListBucket': LINKED },
};

/**
 * The controller of the Amazon FSx for Lustre CSI driver, which makes, enlarges and deletes file systems.
 *
 * What it makes must get the tag `CSIVolumeName`, and what it changes must bear it, as the drivers of other clusters in the
 * account have it too. With `dataRepositories` it may list those buckets, and make the role by which FSx reads them.
 *
 * @see https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/docs/install.md
 * @example
 * declare const cluster: eks.Cluster;
 * new FsxLustreCsiDriver().podIdentity(this, 'FsxLustre', { cluster, owner: 'platform' });
 */
export class FsxLustreCsiDriver extends Controller {
  constructor(private readonly props: FsxLustreCsiDriverProps = {}) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { dataRepositories = [] } = this.props;
    const fileSystems = [scope.arn('fsx', 'file-system/*')];
    const [service, linked] = ['fsx.amazonaws.com', 's3.data-source.lustre.fsx.amazonaws.com'];
    const roleOf = (name: string) => [scope.accountArn('iam', `role/aws-service-role/${name}/*`)];
    return [
      Access._of('makes file systems for volumes',
        ...scope.allowInRegion('FsxDescribe', ['fsx:DescribeFileSystems']),
        ...scope.allow('FsxCreate', ['fsx:CreateFileSystem', 'fsx:TagResource'], fileSystems, present('aws:RequestTag/CSIVolumeName')),
        ...scope.allow('FsxManage', ['fsx:UpdateFileSystem', 'fsx:DeleteFileSystem'], fileSystems, present('aws:ResourceTag/CSIVolumeName')),
        ...scope.allow('FsxServiceRole', ['iam:CreateServiceLinkedRole'], roleOf(service), equals('iam:AWSServiceName', service))),
      ...dataRepositories.length > 0 ? [Access._of('links file systems to buckets',
        ...scope.allow('FsxLinkRole', ['iam:CreateServiceLinkedRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'], roleOf(linked)))] : [],
      ...dataRepositories.map((bucket) => S3Access.listPrefix(bucket, S3Access.WHOLE_BUCKET)),
    ];
  }
}

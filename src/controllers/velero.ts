import * as s3 from 'aws-cdk-lib/aws-s3';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { equals, present } from './tag-conditions';
import { Access } from '../access/access';
import { S3Access } from '../access/s3-access';
import { Statement } from '../policy/statement';

/** What Velero is declared with. */
export interface VeleroProps extends ControllerProps {
  /** The bucket of the backups. */
  readonly bucket: s3.IBucketRef;

  /**
   * The prefix of the backups in the bucket, as the storage location has it: ends with `/`.
   *
   * @default - the whole bucket, which is Velero's own
   */
  readonly prefix?: string;

  /**
   * Whether it makes snapshots of EBS volumes itself; not with snapshots by the CSI driver, whose identity then makes them.
   *
   * @default false
   */
  readonly volumeSnapshots?: boolean;
}

const UPLOAD = 'the plugin asks for it only if objects are to be tagged, or to list the parts of an upload, which it never does';

const FACTS: ControllerFacts = {
  name: 'Velero',
  namespace: 'velero',
  serviceAccountName: 'velero',
  oldest: '1.10.0',
  newest: '1.13.2',
  sources: [{ url: 'https://github.com/vmware-tanzu/velero-plugin-for-aws/blob/v1.13.2/README.md', date: '2025-12-31' }],
  serviceAccountValues: ['serviceAccount', 'server'],
  scope: 'a bucket and a prefix in it; snapshots by the tag `velero.io/backup`',
  open: { VeleroDescribe: 'AWS lets nobody limit what is described to some resources; only with `volumeSnapshots`' },
  leftOut: { 's3:PutObjectTagging': UPLOAD, 's3:ListMultipartUploadParts': UPLOAD },
};

/**
 * Velero with its plugin for AWS, whose version it is: backups in S3, and snapshots of EBS volumes.
 *
 * In the bucket what `S3Access.listPrefix`, `readPrefix`, `writePrefix` and `deletePrefix` give, with the use of its key. With
 * `volumeSnapshots`: snapshots of any volume, and volumes from any snapshot, of the account and region, as the volumes to
 * be saved bear no tag that all share; snapshots are deleted that bear `velero.io/backup`, as Velero's own do.
 *
 * @see https://github.com/vmware-tanzu/velero-plugin-for-aws
 * @example
 * declare const cluster: eks.Cluster;
 * declare const bucket: s3.Bucket;
 * new Velero({ bucket, prefix: 'production/' }).podIdentity(this, 'Velero', { cluster, owner: 'platform' });
 */
export class Velero extends Controller {
  constructor(private readonly props: VeleroProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { bucket, prefix = S3Access.WHOLE_BUCKET, volumeSnapshots } = this.props;
    return [
      S3Access.listPrefix(bucket, prefix),
      S3Access.readPrefix(bucket, prefix),
      S3Access.writePrefix(bucket, prefix),
      S3Access.deletePrefix(bucket, prefix),
      ...volumeSnapshots ? [Access._of('makes snapshots of volumes', ...snapshotStatements(scope))] : [],
    ];
  }
}

function snapshotStatements(scope: PolicyScope): Statement[] {
  const [volumes, snapshots] = [scope.arn('ec2', 'volume/*'), scope.regionArn('ec2', 'snapshot/*')];
  return [
    ...scope.allowInRegion('VeleroDescribe', ['ec2:DescribeVolumes', 'ec2:DescribeSnapshots']),
    ...scope.allow('VeleroCreate', ['ec2:CreateVolume', 'ec2:CreateSnapshot'], [volumes, snapshots]),
    ...scope.allow('VeleroTag', ['ec2:CreateTags'], [volumes, snapshots], equals('ec2:CreateAction', 'CreateVolume', 'CreateSnapshot')),
    ...scope.allow('VeleroDelete', ['ec2:DeleteSnapshot'], [snapshots], present('aws:ResourceTag/velero.io/backup')),
  ];
}

import * as s3 from 'aws-cdk-lib/aws-s3';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { requireItems } from '../access/conditions';
import { S3Access } from '../access/s3-access';

/** A bucket, or a prefix in it, that volumes mount. */
export interface MountpointS3Mount {
  /** The bucket. */
  readonly bucket: s3.IBucketRef;

  /**
   * The prefix that volumes mount (`--prefix`): ends with `/`.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;

  /**
   * Whether volumes write new objects.
   *
   * @default false - they read alone (`--read-only`)
   */
  readonly write?: boolean;

  /**
   * Whether volumes delete objects (`--allow-delete`).
   *
   * @default false
   */
  readonly delete?: boolean;
}

/** What the Mountpoint for Amazon S3 CSI driver is declared with. */
export interface MountpointS3CsiDriverProps extends ControllerProps {
  /** What volumes mount, at least one. */
  readonly mounts: MountpointS3Mount[];
}

const FACTS: ControllerFacts = {
  name: 'MountpointS3CsiDriver',
  namespace: 'kube-system',
  serviceAccountName: 's3-csi-driver-sa',
  oldest: '1.9.0',
  newest: '2.7.0',
  sources: [{ url: 'https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md#iam-permissions', date: '2026-06-11' }],
  serviceAccountValues: ['node', 'serviceAccount'],
  addonName: 'aws-mountpoint-s3-csi-driver',
  scope: 'buckets and prefixes, reading, writing and deleting apart',
  open: {},
  leftOut: {},
  mechanisms: 'both; with `authenticationSource: pod` the pods\' own identities count, and this one is not needed',
};

/**
 * The Mountpoint for Amazon S3 CSI driver, which mounts buckets as volumes by its own identity.
 *
 * For each mount what `S3Access.listPrefix` and `readPrefix` give, with `write` also `writePrefix`, with `delete` also `deletePrefix`, and
 * the use of the bucket's key.
 *
 * @see https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/CONFIGURATION.md
 * @example
 * declare const cluster: eks.Cluster;
 * declare const bucket: s3.Bucket;
 * new MountpointS3CsiDriver({ mounts: [{ bucket, prefix: 'models/' }] }).podIdentity(this, 'Mountpoint', { cluster, owner: 'platform' });
 */
export class MountpointS3CsiDriver extends Controller {
  /** @throws if there is no mount */
  constructor(private readonly props: MountpointS3CsiDriverProps) {
    super(props);
    requireItems(FACTS.name, 'mounts', props.mounts, '');
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(_scope: PolicyScope): Access[] {
    return this.props.mounts.flatMap(({ bucket, prefix = S3Access.WHOLE_BUCKET, write, delete: remove }) => [
      S3Access.listPrefix(bucket, prefix),
      S3Access.readPrefix(bucket, prefix),
      ...write ? [S3Access.writePrefix(bucket, prefix)] : [],
      ...remove ? [S3Access.deletePrefix(bucket, prefix)] : [],
    ]);
  }
}

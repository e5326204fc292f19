import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What every role that this library makes may be given, besides its name and tags. */
export interface RoleOptions {
  /**
   * The path of the role: begins and ends with `/`, at most 512 characters. A `TargetRole` takes no token.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The description of the role: at most 1,000 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The longest session that the role allows: 1 to 12 hours. Sessions of a `TargetRole` last 59 minutes whatever it says.
   *
   * @default - IAM's, one hour
   */
  readonly maxSessionDuration?: Duration;

  /**
   * The most that the role may ever do, whatever its policies say.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

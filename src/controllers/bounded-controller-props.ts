import * as iam from 'aws-cdk-lib/aws-iam';
import { Access } from '../access/access';

/** What a controller that makes AWS resources may do: by itself, or by the roles that it becomes. */
export interface BoundedControllerProps {
  /** The most that the controller may ever do, whatever its access says: the boundary of its role. */
  readonly permissionsBoundary: iam.IManagedPolicy;

  /**
   * What it may do to the resources that it makes.
   *
   * @default - none: then there is at least one role
   */
  readonly access?: Access[];

  /**
   * The roles that it becomes, for resources of other accounts and teams.
   *
   * @default - none: then there is access
   */
  readonly roles?: iam.IRoleRef[];
}

import * as iam from 'aws-cdk-lib/aws-iam';
import { BoundedControllerProps } from './bounded-controller-props';
import { Controller } from './controller';
import { ControllerProps } from './controller-props';
import { Access } from '../access/access';
import { StsAccess } from '../access/sts-access';
import { got, refuse } from '../private/errors';

/**
 * A controller that makes AWS resources: its access and its boundary are given, rather than taken from its documents.
 *
 * @internal
 */
export abstract class BoundedController extends Controller {
  private readonly boundary: iam.IManagedPolicy;
  private readonly given: Access[];

  constructor(props: ControllerProps & BoundedControllerProps) {
    super(props);
    const { permissionsBoundary, access = [], roles = [] } = props;
    if (access.length + roles.length === 0) {
      refuse(this._facts().name, 'EmptyList', `access and roles must not both be empty: say what the controller makes, or the roles that it becomes for it, ${got({ access, roles })}`);
    }
    this.boundary = permissionsBoundary;
    this.given = [...access, ...roles.map((role) => StsAccess.assumeRole(role))];
  }

  /** @internal */
  protected _access(): Access[] {
    return this.given;
  }

  /** @internal */
  protected override _boundary(): iam.IManagedPolicy {
    return this.boundary;
  }
}

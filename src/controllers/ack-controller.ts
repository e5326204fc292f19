import { BoundedController } from './bounded-controller';
import { BoundedControllerProps } from './bounded-controller-props';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { got, refuse } from '../private/errors';

/** What a controller of AWS Controllers for Kubernetes is declared with. */
export interface AckControllerProps extends ControllerProps, BoundedControllerProps {
  /** The service, as in the name of the controller: `s3` of `ack-s3-controller`. */
  readonly service: string;
}

const FACTS: ControllerFacts = {
  name: 'AckController',
  namespace: 'ack-system',
  serviceAccountName: 'ack-SERVICE-controller',
  oldest: '1.0.0',
  newest: '1.20.0',
  sources: [{ url: 'https://aws-controllers-k8s.github.io/community/docs/user-docs/irsa/', date: '2026-11-21' }],
  serviceAccountValues: ['serviceAccount'],
  scope: 'a required permissions boundary; access, or roles that it becomes',
  open: {},
  leftOut: {},
};

/**
 * A controller of AWS Controllers for Kubernetes (ACK), which makes resources of one AWS service.
 *
 * Whoever may make its custom resources acts by its role. So what it may do is given here rather than taken from its
 * documented policy, mostly all of a service, and a permissions boundary is required. For several accounts give
 * `roles`, which its resources choose.
 *
 * @see https://aws-controllers-k8s.github.io/community/docs/user-docs/cross-account-resource-management/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const permissionsBoundary: iam.ManagedPolicy;
 * declare const accountRole: iam.Role;
 * new AckController({ service: 's3', permissionsBoundary, roles: [accountRole] }).podIdentity(this, 'AckS3', { cluster, owner: 'platform' });
 */
export class AckController extends BoundedController {
  /** @throws if the service is no name of a controller, or there is neither access nor a role */
  constructor(props: AckControllerProps) {
    super({ ...props, serviceAccountName: props.serviceAccountName ?? `ack-${serviceName(props.service)}-controller` });
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }
}

function serviceName(service: string): string {
  return /^[a-z0-9]+$/.test(service) ? service
    : refuse(FACTS.name, 'InvalidServiceAccountName', `service must be as in the name of the controller, lower-case letters and digits, such as s3 of ack-s3-controller, ${got(service)}`);
}

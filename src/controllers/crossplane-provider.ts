import { BoundedController } from './bounded-controller';
import { BoundedControllerProps } from './bounded-controller-props';
import { ControllerFacts } from './controller-facts';

/** What a provider of Crossplane for AWS is declared with. */
export interface CrossplaneProviderProps extends BoundedControllerProps {
  /**
   * The name of its ServiceAccount, as a DeploymentRuntimeConfig says it: without one the name changes with each revision
   * of the provider.
   */
  readonly serviceAccountName: string;

  /**
   * The namespace that it runs in.
   *
   * @default 'crossplane-system'
   */
  readonly namespace?: string;

  /**
   * The version of the provider, such as `2.1.1`.
   *
   * @default - the newest that this library knows, see docs/controllers.md
   */
  readonly version?: string;
}

const FACTS: ControllerFacts = {
  name: 'CrossplaneProvider',
  namespace: 'crossplane-system',
  serviceAccountName: 'as a DeploymentRuntimeConfig says',
  oldest: '1.0.0',
  newest: '2.1.1',
  sources: [{ url: 'https://github.com/crossplane-contrib/provider-upjet-aws/blob/main/AUTHENTICATION.md', date: '2026-11-21' }],
  scope: 'a required permissions boundary; access, or roles that it becomes',
  open: {},
  leftOut: {},
  mechanisms: 'both: a ProviderConfig says `source: IRSA` or `source: PodIdentity`',
};

/**
 * A provider of Crossplane for AWS, which makes the resources that claims ask for.
 *
 * Whoever may make its managed resources acts by its role. So what it may do is given here, and a permissions boundary is
 * required. For several accounts give `roles`, which a ProviderConfig chooses (`assumeRoleChain`).
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/blob/main/AUTHENTICATION.md
 * @example
 * declare const cluster: eks.Cluster;
 * declare const permissionsBoundary: iam.ManagedPolicy;
 * declare const accountRole: iam.Role;
 * new CrossplaneProvider({ serviceAccountName: 'provider-aws-s3', permissionsBoundary, roles: [accountRole] })
 *   .podIdentity(this, 'CrossplaneS3', { cluster, owner: 'platform' });
 */
export class CrossplaneProvider extends BoundedController {
  /** @throws if there is neither access nor a role */
  constructor(props: CrossplaneProviderProps) {
    super(props);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }
}

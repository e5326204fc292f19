import * as iam from 'aws-cdk-lib/aws-iam';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { requireItems } from '../access/conditions';
import { StsAccess } from '../access/sts-access';

/** The parts of Argo CD that talk to the clusters that it deploys to. */
export enum ArgoCdComponent {
  /** The application controller, `argocd-application-controller`. */
  APPLICATION_CONTROLLER = 'argocd-application-controller',
  /** The API server, `argocd-server`. */
  SERVER = 'argocd-server',
  /** The ApplicationSet controller, `argocd-applicationset-controller`. */
  APPLICATION_SET_CONTROLLER = 'argocd-applicationset-controller',
}

/** What a part of Argo CD is declared with, on the hub. */
export interface ArgoCdProps extends ControllerProps {
  /** The roles of the clusters that it deploys to (`awsAuthConfig.roleARN`), at least one. */
  readonly targetRoles: iam.IRoleRef[];

  /**
   * The part of Argo CD: each has a service account, and so a workload, of its own.
   *
   * @default ArgoCdComponent.APPLICATION_CONTROLLER
   */
  readonly component?: ArgoCdComponent;
}

const VALUES: Readonly<Record<ArgoCdComponent, string>> = {
  [ArgoCdComponent.APPLICATION_CONTROLLER]: 'controller',
  [ArgoCdComponent.SERVER]: 'server',
  [ArgoCdComponent.APPLICATION_SET_CONTROLLER]: 'applicationSet',
};

const FACTS: ControllerFacts = {
  name: 'ArgoCd',
  namespace: 'argocd',
  serviceAccountName: ArgoCdComponent.APPLICATION_CONTROLLER,
  oldest: '2.8.0',
  newest: '3.2.0',
  sources: [{ url: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#eks', date: '2026-11-21' }],
  serviceAccountValues: ['controller', 'serviceAccount'],
  scope: 'target roles, by part of Argo CD',
  open: {},
  leftOut: {},
};

/**
 * A part of Argo CD on a hub cluster, which becomes a role of each cluster that it deploys to: for each target role what
 * `StsAccess.assumeRole` gives. The target roles must trust it, and have access entries on their clusters.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#eks
 * @example
 * declare const cluster: eks.Cluster;
 * declare const spoke: iam.Role;
 * for (const component of [ArgoCdComponent.APPLICATION_CONTROLLER, ArgoCdComponent.SERVER]) {
 *   new ArgoCd({ targetRoles: [spoke], component }).podIdentity(this, component, { cluster, owner: 'platform' });
 * }
 */
export class ArgoCd extends Controller {
  /** @throws if there is no target role */
  constructor(private readonly props: ArgoCdProps) {
    super({ ...props, serviceAccountName: props.serviceAccountName ?? props.component });
    requireItems(FACTS.name, 'targetRoles', props.targetRoles, '');
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return { ...FACTS, serviceAccountValues: [VALUES[this.props?.component ?? ArgoCdComponent.APPLICATION_CONTROLLER], 'serviceAccount'] };
  }

  /** @internal */
  protected _access(_scope: PolicyScope): Access[] {
    return this.props.targetRoles.map((role) => StsAccess.assumeRole(role));
  }
}

import { ResolveConflicts } from './resolve-conflicts';

/** How the EKS Pod Identity Agent is installed. */
export interface PodIdentityAgentOptions {
  /**
   * The version of the add-on, for example `v1.3.10-eksbuild.2`; hybrid nodes need `v1.3.3-eksbuild.1` at least.
   *
   * @default - the default version of EKS for the cluster
   */
  readonly addonVersion?: string;

  /**
   * The configuration values of the add-on, by its schema (`aws eks describe-addon-configuration`).
   *
   * @default - none but what `ipv6` needs
   */
  readonly configuration?: Record<string, any>;

  /**
   * Whether the agent listens on its IPv6 address too; it doesn't start on nodes where IPv6 is disabled.
   *
   * With `false` the configuration holds `{"agent":{"additionalArgs":{"-b":"169.254.170.23"}}}`, together with what
   * `configuration` has.
   *
   * @default true
   */
  readonly ipv6?: boolean;

  /**
   * What the add-on does where the cluster has other values than its own.
   *
   * @default - EKS's own, `NONE`
   */
  readonly resolveConflicts?: ResolveConflicts;
}

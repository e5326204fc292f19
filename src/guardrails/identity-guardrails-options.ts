import { GuardrailCheck } from './guardrail-check';

/** What `IdentityGuardrails` checks. */
export interface IdentityGuardrailsOptions {
  /**
   * The checks that run.
   *
   * @default - all
   */
  readonly checks?: GuardrailCheck[];

  /**
   * Whether each role of a workload must have a permissions boundary.
   *
   * @default false
   */
  readonly requireBoundary?: boolean;

  /**
   * The key of the tag that names the owner of a role, as `ownerLabel` of the workloads.
   *
   * @default 'platform.identity/owner'
   */
  readonly ownerTag?: string;

  /**
   * The documents of managed policies that are attached by their ARN and made elsewhere: ARN to policy document.
   *
   * @default - policies of AWS's own are judged by their names, and others are findings of `UnreadablePolicy`
   */
  readonly managedPolicies?: Record<string, any>;
}

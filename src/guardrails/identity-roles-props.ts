import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';

/** Whose roles in Kubernetes, and for what identities. */
export interface IdentityRolesProps {
  /**
   * Where the workloads are declared: the CDK app, or stages, stacks or constructs of it; at least one.
   *
   * They are looked up when the chart is written, so that those count that are declared later.
   */
  readonly workloadsOf: IConstruct[];

  /** The namespaces of the workloads, exact names and at least one. */
  readonly namespaces: string[];

  /**
   * The cluster that the roles are for: needed where workloads of two clusters declare the same service account.
   *
   * @default - workloads of all clusters count
   */
  readonly cluster?: eks.IClusterRef;

  /**
   * What the names of the roles begin with: a DNS label of at most 40 characters.
   *
   * @default 'workload-identity'
   */
  readonly name?: string;

  /**
   * The Kubernetes groups that may use the identities of the namespaces: the groups of an EKS access entry, none that begins with `system:`.
   *
   * @default - the role is there, and nobody has it
   */
  readonly users?: string[];

  /**
   * The Kubernetes groups that may administer the identities of the namespaces: the groups of an EKS access entry, none that begins with `system:`.
   *
   * @default - the role is there, and nobody has it
   */
  readonly administrators?: string[];
}

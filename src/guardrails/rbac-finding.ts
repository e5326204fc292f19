import { RbacRisk } from './rbac-risk';

/** Who may do what to the AWS identities of a namespace. */
export interface RbacFinding {
  /** What they may do: a stable id. */
  readonly id: RbacRisk;

  /** Who: `Group NAME`, `User NAME` or `ServiceAccount NAMESPACE/NAME`. */
  readonly subject: string;

  /** The namespace with the identities. */
  readonly namespace: string;

  /** Who may do what, by which objects, and what that is to the identities. */
  readonly text: string;

  /** What to do, if they should not. */
  readonly fix: string;
}

import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';

/** What is reviewed: at least one chart or manifest. */
export interface RbacReviewProps {
  /** Where the workloads are declared: the CDK app, or stages, stacks or constructs of it; at least one. */
  readonly workloadsOf: IConstruct[];

  /**
   * cdk8s charts, apps or constructs with RBAC objects in them.
   *
   * @default - manifests alone
   */
  readonly charts?: IConstruct[];

  /**
   * Kubernetes objects, as JSON: `Role`, `ClusterRole`, `RoleBinding`, `ClusterRoleBinding`, or a `List` of such; others are left alone.
   *
   * @default - charts alone
   */
  readonly manifests?: any[];

  /**
   * The cluster that the objects are for: needed where workloads of two clusters declare the same service account.
   *
   * @default - workloads of all clusters count
   */
  readonly cluster?: eks.IClusterRef;
}

import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { AdmissionAction } from './admission-action';
import { AdmissionEngine } from './admission-engine';
import { AllowedPods } from './allowed-pods';

/** What admission policies are made from, and which there are. */
export interface AdmissionPoliciesProps {
  /**
   * Where the workloads are declared: the CDK app, or stages, stacks or constructs of it; at least one.
   *
   * They are looked up when the chart is written, so that those count that are declared later.
   */
  readonly workloadsOf: IConstruct[];

  /**
   * The namespaces that the policies are about, exact names and at least one.
   *
   * Leave out those of the platform, such as `kube-system`, where pods need the host's network.
   */
  readonly namespaces: string[];

  /** What comes of objects that a policy doesn't admit, unless the policy's own prop says otherwise: begin with `AUDIT`. */
  readonly action: AdmissionAction;

  /**
   * What decides over the policies in the cluster.
   *
   * @default AdmissionEngine.KUBERNETES
   */
  readonly engine?: AdmissionEngine;

  /**
   * The cluster that the policies are for: needed where workloads of two clusters declare the same service account.
   *
   * @default - workloads of all clusters count
   */
  readonly cluster?: eks.IClusterRef;

  /**
   * What the names of the policies begin with, which are of the whole cluster: a DNS label of at most 40 characters.
   *
   * @default 'workload-identity'
   */
  readonly name?: string;

  /**
   * Pods must not run as the service account `default`.
   *
   * @default - action
   */
  readonly noDefaultServiceAccount?: AdmissionAction;

  /**
   * A service account that a workload declares, or that has the annotation `eks.amazonaws.com/role-arn`, must have the
   * label that names its owner, `platform.identity/owner` or the `ownerLabel` of a workload.
   *
   * @default - action
   */
  readonly ownerLabel?: AdmissionAction;

  /**
   * Only the service accounts of IRSA workloads may have the annotation `eks.amazonaws.com/role-arn`, and only with the
   * ARN of their role.
   *
   * Written as YAML it needs what the annotation itself needs: a `roleName`, and a stack with account and region.
   *
   * @default - action
   */
  readonly declaredRoleArns?: AdmissionAction;

  /**
   * The service accounts of workloads in `usedBy` may be used only by the pods that it allows.
   *
   * @default - action if there is a usedBy, and off otherwise
   */
  readonly declaredPods?: AdmissionAction;

  /**
   * For workloads whose pods are known, the pods that may use their service accounts; one entry for a workload.
   *
   * @default - any pod of the namespace may
   */
  readonly usedBy?: AllowedPods[];

  /**
   * Containers of any sort must not have `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` or `AWS_SESSION_TOKEN` in `env`. What
   * comes by `envFrom` isn't seen.
   *
   * @default - action
   */
  readonly noStaticCredentials?: AdmissionAction;

  /**
   * Pods must not set `hostNetwork`, by which they reach the instance metadata service, and with it the role of the node,
   * whatever its hop limit.
   *
   * @default - action
   */
  readonly noHostNetwork?: AdmissionAction;

  /**
   * Pods of a declared service account must have a controller, as those of `kubectl run` and `kubectl debug` don't, and no
   * debug container, unless the annotation `platform.identity/debug-reason` of the pod says why.
   *
   * @default - action
   */
  readonly noDebugPods?: AdmissionAction;
}

import { DeclaredServiceAccount } from '../../workload/declared-service-account';
import { AllowedPods } from '../allowed-pods';

/** A kind of objects, as the API server names it and as Kyverno does. */
export interface MatchedKind {
  readonly apiGroup: string;
  readonly resource: string;
  readonly kind: string;
}

/** A value that expressions name `variables.NAME`; it may name those before it. */
export interface PolicyVariable {
  readonly name: string;
  readonly expression: string;
}

/** What must be true of an object, and what to do where it isn't. */
export interface PolicyValidation {
  readonly expression: string;
  readonly message: string;
}

/** What a policy says, whichever engine decides: when an object is created or changed, each validation must hold. */
export interface PolicyDefinition {
  readonly kinds: readonly MatchedKind[];
  readonly variables: readonly PolicyVariable[];
  readonly validations: readonly PolicyValidation[];
}

/** What policies are made from. */
export interface PolicyFacts {
  /** The declared service accounts of the namespaces. */
  readonly declared: readonly DeclaredServiceAccount[];
  /** Keys of labels, each of which may name the owner. */
  readonly ownerLabels: readonly string[];
  readonly usedBy: readonly AllowedPods[];
}

export const PODS: MatchedKind = { apiGroup: '', resource: 'pods', kind: 'Pod' };

/** Adding a debug container changes this part of a pod; Kyverno takes it for a change of the pod. */
export const DEBUG_CONTAINERS: MatchedKind = { apiGroup: '', resource: 'pods/ephemeralcontainers', kind: 'Pod' };

export const SERVICE_ACCOUNTS: MatchedKind = { apiGroup: '', resource: 'serviceaccounts', kind: 'ServiceAccount' };

/** Pods, and what makes pods from a template. */
export const PODS_AND_TEMPLATES: readonly MatchedKind[] = [
  PODS,
  { apiGroup: 'apps', resource: 'deployments', kind: 'Deployment' },
  { apiGroup: 'apps', resource: 'statefulsets', kind: 'StatefulSet' },
  { apiGroup: 'apps', resource: 'daemonsets', kind: 'DaemonSet' },
  { apiGroup: 'apps', resource: 'replicasets', kind: 'ReplicaSet' },
  { apiGroup: 'batch', resource: 'jobs', kind: 'Job' },
  { apiGroup: 'batch', resource: 'cronjobs', kind: 'CronJob' },
];

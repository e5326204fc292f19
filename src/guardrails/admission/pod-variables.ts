import { PolicyVariable } from './policy-definition';

/*
 * What expressions name of a pod, or of the template of what makes pods. The API server has validated an object before
 * it asks policies, so that only what is optional in its schema is asked for by `has`.
 */

/** The pod, or the template for it. */
export const POD: PolicyVariable = { name: 'pod', expression: templateIn('object') };

/** The pod as it was before; an empty one when it is created. */
export const OLD_POD: PolicyVariable = { name: 'old', expression: `dyn(oldObject) == null ? {} : (${templateIn('oldObject')})` };

/**
 * Whether the pods are as they were. What was there before the policy may stay: its controllers go on changing
 * it, and scale down the old ReplicaSets of a Deployment that has been put right.
 */
export const UNCHANGED: PolicyVariable = { name: 'unchanged', expression: 'has(variables.old.spec) && variables.old.spec == variables.pod.spec' };

/** The service account, as `NAMESPACE/NAME`. */
export const ACCOUNT: PolicyVariable = {
  name: 'account',
  expression: 'object.metadata.namespace + "/" + (has(variables.pod.spec.serviceAccountName) ? variables.pod.spec.serviceAccountName : "default")',
};

/** The labels of the pod. */
export const LABELS: PolicyVariable = { name: 'labels', expression: labelsOf('variables.pod') };

/** The labels of the pod as it was. */
export const OLD_LABELS: PolicyVariable = { name: 'oldLabels', expression: labelsOf('variables.old') };

/** The containers of the pod with these fields of its spec, which are optional. */
export function containers(...optional: string[]): PolicyVariable {
  return {
    name: 'containers',
    expression: ['variables.pod.spec.containers', ...optional.map((field) => `(has(variables.pod.spec.${field}) ? variables.pod.spec.${field} : [])`)].join(' + '),
  };
}

/** `dyn` keeps the API server from looking for the fields of one kind in another. */
function templateIn(object: string): string {
  return `dyn(${object}).kind == "Pod" ? dyn(${object}) : `
    + `dyn(${object}).kind == "CronJob" ? dyn(${object}).spec.jobTemplate.spec.template : dyn(${object}).spec.template`;
}

function labelsOf(pod: string): string {
  return `has(${pod}.metadata) && has(${pod}.metadata.labels) ? ${pod}.metadata.labels : {}`;
}

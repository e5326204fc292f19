import { ObjectJson, PodTemplateJson } from './pod-json';

/** Where the kinds that are known to run pods have the template of them. */
const PATHS: Readonly<Record<string, string>> = {
  'Pod': '',
  'ReplicationController': 'spec.template',
  'apps/Deployment': 'spec.template',
  'apps/StatefulSet': 'spec.template',
  'apps/DaemonSet': 'spec.template',
  'apps/ReplicaSet': 'spec.template',
  'batch/Job': 'spec.template',
  'batch/CronJob': 'spec.jobTemplate.spec.template',
  'argoproj.io/Rollout': 'spec.template',
  'serving.knative.dev/Service': 'spec.template',
};

/** The kinds by name, for messages. */
export const KINDS_WITH_PODS: readonly string[] = Object.keys(PATHS);

/** The kinds whose pods are not made anew when their template changes: Kubernetes refuses the change of a Job's. */
const WITHOUT_ROLLOUT: readonly string[] = ['Pod', 'batch/Job'];

/** The path of the pod template, if the kind is known to have one. */
export function knownTemplatePath({ apiVersion, kind }: Pick<ObjectJson, 'apiVersion' | 'kind'>): string | undefined {
  return PATHS[qualified(apiVersion, kind)];
}

/** Whether pods are made anew when the template of an object changes. */
export function rollsOut({ apiVersion, kind }: Pick<ObjectJson, 'apiVersion' | 'kind'>): boolean {
  return !WITHOUT_ROLLOUT.includes(qualified(apiVersion, kind));
}

/** The pod template at a path; `undefined` if there is none with containers. */
export function templateAt(object: ObjectJson, path: string): PodTemplateJson | undefined {
  const found = keysOf(path).reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], object);
  const containers = (found as Partial<PodTemplateJson> | null | undefined)?.spec?.containers;
  return Array.isArray(containers) && containers.length > 0 ? found as PodTemplateJson : undefined;
}

/** The object with another pod template at a path. */
export function withTemplateAt(object: object, path: string, template: PodTemplateJson): object {
  const [key, ...rest] = keysOf(path);
  return key === undefined ? template : { ...object, [key]: withTemplateAt((object as Record<string, object>)[key], rest.join('.'), template) };
}

/** The pod template of any object: where its kind has it, or where most have it. */
export function findTemplate(object: ObjectJson): PodTemplateJson | undefined {
  return templateAt(object, knownTemplatePath(object) ?? 'spec.template');
}

function keysOf(path: string): string[] {
  return path === '' ? [] : path.split('.');
}

function qualified(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? kind : `${apiVersion.slice(0, slash)}/${kind}`;
}

import { ApiObject, Chart } from 'cdk8s';

/** A Deployment with one container, and what is given over its pod's spec and its metadata. */
export function deployment(chart: Chart, spec: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}, id = 'Deployment'): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { template: { spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec } } },
  });
}

/** A Deployment with one container. */
export function withContainer(chart: Chart, container: Record<string, unknown>, spec: Record<string, unknown> = {}): ApiObject {
  return deployment(chart, { containers: [{ name: 'app', ...container }], ...spec });
}

/** The variables of a container as an object. */
export function variables({ env = [] }: any): Record<string, unknown> {
  return Object.fromEntries(env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom]));
}

/** What an object writes into a file. */
export function written(object: ApiObject): any {
  return JSON.parse(JSON.stringify(object.toJson()));
}

/** The spec of the pods that an object writes into a file. */
export function podSpec(object: ApiObject): any {
  return written(object).spec.template.spec;
}

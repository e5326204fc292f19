import { run } from '@bufbuild/cel';
import { AdmissionCase } from './cases';

/** A request as engines see it. */
export type AdmissionRequest = Pick<AdmissionCase, 'object' | 'old' | 'subresource'>;

interface Decision {
  readonly matches: (request: AdmissionRequest) => boolean;
  readonly variables: { name: string; expression: string }[];
  readonly validations: { expression: string; message: string }[];
}

/** What a policy says to a request: the messages of what doesn't hold; nothing if it isn't about it. */
export function decide(document: any, request: AdmissionRequest): string[] {
  const { matches, variables, validations } = document.kind === 'ClusterPolicy' ? clusterPolicy(document) : matchPolicy(document);
  if (!matches(request)) { return []; }
  const context: Record<string, any> = { object: plain(request.object), oldObject: plain(request.old) ?? null, variables: {} };
  for (const { name, expression } of variables) { context.variables[name] = evaluate(expression, context); }
  return validations.filter(({ expression }) => evaluate(expression, context) !== true).map(({ message }) => message);
}

/** As the API server decides, and Kyverno by a ValidatingPolicy. */
function matchPolicy({ spec: { matchConstraints, variables, validations } }: any): Decision {
  const [{ key, operator, values }] = matchConstraints.namespaceSelector.matchExpressions;
  expect([key, operator]).toEqual(['kubernetes.io/metadata.name', 'In']);
  return {
    variables,
    validations,
    matches: (request) => values.includes(request.object.metadata.namespace)
      && matchConstraints.resourceRules.some((rule: any) => fits(rule, request)),
  };
}

function fits({ apiGroups, apiVersions, resources, operations }: any, { object, old, subresource }: AdmissionRequest): boolean {
  const [version, group = ''] = object.apiVersion.split('/').reverse();
  const resource = [`${object.kind.toLowerCase()}s`, subresource].filter(Boolean).join('/');
  return apiGroups.includes(group) && apiVersions.includes(version) && resources.includes(resource) && operations.includes(operationOf(old));
}

/** As Kyverno decides by a ClusterPolicy, for which a debug container is a change of its pod. */
function clusterPolicy({ spec: { rules: [{ match: { any: [{ resources }] }, validate: { cel } }] } }: any): Decision {
  return {
    variables: cel.variables,
    validations: cel.expressions,
    matches: ({ object, old }) => resources.namespaces.includes(object.metadata.namespace)
      && resources.kinds.includes(object.kind) && resources.operations.includes(operationOf(old)),
  };
}

function operationOf(old: unknown): string {
  return old === undefined ? 'CREATE' : 'UPDATE';
}

export function evaluate(expression: string, context: Record<string, any>): any {
  const value = run(expression, context);
  if (value instanceof Error) { throw new Error(`${expression}: ${value.message}`); }
  return value;
}

/** An object without what is undefined. */
function plain(object: unknown): any {
  return object === undefined ? undefined : JSON.parse(JSON.stringify(object));
}

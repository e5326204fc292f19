import { RbacRule } from './objects';

/** Something that may be done to resources. */
export interface RbacRequest {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: string;
  /** The names that matter; none if any does. */
  readonly names?: readonly string[];
}

/** Whether a rule allows a request, as the API server decides. */
export function permits(rule: RbacRule, { apiGroup, resource, verb, names }: RbacRequest): boolean {
  const { apiGroups = [], resources = [], resourceNames = [], verbs = [] } = rule;
  const [, subresource] = resource.split('/');
  // When an object is created its name isn't known, so that a rule with names is about none; a subresource has its object's.
  const named = resourceNames.length === 0 || ((verb !== 'create' || subresource !== undefined) && (names === undefined || resourceNames.some((name) => names.includes(name))));
  return named
    && (verbs.includes(verb) || verbs.includes('*'))
    && (apiGroups.includes(apiGroup) || apiGroups.includes('*'))
    && (resources.includes(resource) || resources.includes('*') || (subresource !== undefined && resources.includes(`*/${subresource}`)));
}

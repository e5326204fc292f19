import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { got, refuse } from '../../private/errors';

/** A rule of a role. */
export interface RbacRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs?: readonly string[];
}

/** Which roles are aggregated to another. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: unknown;
}

/** A role, or what is bound to one, as far as it is read. */
export interface RbacObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly RbacRule[];
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

const API_GROUP = 'rbac.authorization.k8s.io';

/** The RBAC objects in charts and manifests. */
export function rbacObjects(charts: readonly IConstruct[], manifests: readonly any[]): RbacObject[] {
  const constructs = [...new Set(charts.flatMap((chart) => chart.node.findAll()))] as Partial<ApiObject>[];
  const inCharts = constructs.filter(({ apiGroup }) => apiGroup === API_GROUP).map((object) => object.toJson!());
  const objects: RbacObject[] = [...inCharts, ...manifests.flatMap(itemsOf)].filter(({ apiVersion }) => apiVersion.startsWith(`${API_GROUP}/`));
  for (const { kind, metadata, roleRef } of objects) {
    if (kind.endsWith('Binding') && roleRef === undefined) {
      refuse('RbacReview', 'InvalidManifest', `the ${kind} ${metadata.name} must have a roleRef, which says what it binds, ${got(roleRef)}`);
    }
  }
  return objects;
}

/** The objects of a manifest: itself, or what it lists. */
function itemsOf(manifest: any, index: number): any[] {
  if (typeof manifest?.kind !== 'string' || typeof manifest.apiVersion !== 'string') {
    refuse('RbacReview', 'InvalidManifest', `manifests[${index}] must be a Kubernetes object with apiVersion and kind, parsed from its YAML or JSON, ${got(manifest)}`);
  }
  const { apiVersion, kind, items } = manifest;
  return kind.endsWith('List') && Array.isArray(items) ? items.map((item) => ({ apiVersion, kind: kind.slice(0, -'List'.length), ...item })) : [manifest];
}

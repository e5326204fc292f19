/*
 * Kubernetes objects as the API server takes them: what policies are asked about.
 */

export const NAMESPACE = 'finance-prod';

/** The kinds that make pods from a template. */
export const TEMPLATE_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];

export const POD_KINDS = ['Pod', ...TEMPLATE_KINDS];

/** What differs of a pod from the usual one, which is beyond reproach. */
export interface PodParts {
  readonly spec?: Record<string, unknown>;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly containers?: Record<string, unknown>[];
  readonly ownerReferences?: object[];
  readonly namespace?: string;
}

export const CONTROLLED = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'exporter', uid: '6f3c5f0e-8a67-4a0c-9f5b-3a1f3f3d9b11', controller: true }];

export function container(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: 'main', image: 'registry.example/invoice-exporter:1.4', ...more };
}

/** An object of a kind that is such a pod, or that makes such pods. */
export function podIn(kind: string, parts: PodParts = {}): any {
  const { spec, labels, annotations, containers = [container()], ownerReferences, namespace = NAMESPACE } = parts;
  const podSpec = { serviceAccountName: 'invoice-exporter', containers, ...spec };
  if (kind === 'Pod') {
    const optional = Object.entries({ labels, annotations, ownerReferences }).filter(([, value]) => value !== undefined);
    return { apiVersion: 'v1', kind, metadata: { name: 'exporter', namespace, ...Object.fromEntries(optional) }, spec: podSpec };
  }
  const template = { metadata: { labels: { app: 'exporter', ...labels } }, spec: { ...podSpec, ...(kind.endsWith('Job') && { restartPolicy: 'Never' }) } };
  const metadata = { name: 'exporter', namespace };
  const selector = { matchLabels: { app: 'exporter' } };
  switch (kind) {
    case 'Job': return { apiVersion: 'batch/v1', kind, metadata, spec: { template } };
    case 'CronJob': return { apiVersion: 'batch/v1', kind, metadata, spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template } } } };
    case 'StatefulSet': return { apiVersion: 'apps/v1', kind, metadata, spec: { serviceName: 'exporter', selector, template } };
    default: return { apiVersion: 'apps/v1', kind, metadata, spec: { selector, template } };
  }
}

export function serviceAccount(name: string, labels?: Record<string, string>, annotations?: Record<string, string>, namespace = NAMESPACE): any {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) } };
}

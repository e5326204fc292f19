import { container, CONTROLLED, POD_KINDS, podIn, serviceAccount, TEMPLATE_KINDS } from './objects';

/** A request, and whether a policy admits it. */
export interface AdmissionCase {
  readonly policy: string;
  readonly title: string;
  readonly object: any;
  /** What the object was before, if it is changed. */
  readonly old?: any;
  /** The part of the object that the request is about. */
  readonly subresource?: string;
  readonly admitted: boolean;
}

const OWNED = { 'platform.identity/owner': 'finance-platform' };
const roleArn = (name: string) => ({ 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/${name}` });
const env = (...names: string[]) => names.map((name) => ({ name, value: 'x' }));
const debugged = { ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.37' }] };

function admits(policy: string, cases: Record<string, Omit<AdmissionCase, 'policy' | 'title' | 'admitted'>>): AdmissionCase[] {
  return Object.entries(cases).map(([title, request]) => ({ policy, title, admitted: true, ...request }));
}

function refuses(policy: string, cases: Record<string, Omit<AdmissionCase, 'policy' | 'title' | 'admitted'>>): AdmissionCase[] {
  return admits(policy, cases).map((each) => ({ ...each, admitted: false }));
}

/** The same case for each kind. */
function ofKinds(kinds: string[], title: string, make: (kind: string) => Omit<AdmissionCase, 'policy' | 'title' | 'admitted'>): Record<string, Omit<AdmissionCase, 'policy' | 'title' | 'admitted'>> {
  return Object.fromEntries(kinds.map((kind) => [`a ${kind} ${title}`, make(kind)]));
}

const DEFAULT = { serviceAccountName: 'default' };
const NONE = { serviceAccountName: undefined };

export const CASES: AdmissionCase[] = [
  ...admits('no-default-service-account', {
    ...ofKinds(POD_KINDS, 'with a service account of its own', (kind) => ({ object: podIn(kind) })),
    ...ofKinds(POD_KINDS, 'with a service account whose name ends with "default"', (kind) => ({ object: podIn(kind, { spec: { serviceAccountName: 'not-default' } }) })),
    ...ofKinds(POD_KINDS, 'as "default" in another namespace', (kind) => ({ object: podIn(kind, { spec: DEFAULT, namespace: 'elsewhere' }) })),
    ...ofKinds(POD_KINDS, 'that was there before, and is labelled anew', (kind) => ({ object: podIn(kind, { spec: DEFAULT, labels: { a: 'b' } }), old: podIn(kind, { spec: DEFAULT }) })),
  }),
  ...refuses('no-default-service-account', {
    ...ofKinds(POD_KINDS, 'as "default"', (kind) => ({ object: podIn(kind, { spec: DEFAULT }) })),
    ...ofKinds(POD_KINDS, 'that names none', (kind) => ({ object: podIn(kind, { spec: NONE }) })),
    ...ofKinds(POD_KINDS, 'that is changed, and still is "default"', (kind) => ({ object: podIn(kind, { spec: { ...DEFAULT, priority: 1 } }), old: podIn(kind, { spec: DEFAULT }) })),
    ...ofKinds(TEMPLATE_KINDS, 'that becomes "default"', (kind) => ({ object: podIn(kind, { spec: DEFAULT }), old: podIn(kind) })),
  }),

  ...admits('no-host-network', {
    ...ofKinds(POD_KINDS, 'on the pods\' network', (kind) => ({ object: podIn(kind) })),
    ...ofKinds(POD_KINDS, 'that says so', (kind) => ({ object: podIn(kind, { spec: { hostNetwork: false } }) })),
    ...ofKinds(POD_KINDS, 'on the host\'s network in another namespace', (kind) => ({ object: podIn(kind, { spec: { hostNetwork: true }, namespace: 'kube-system' }) })),
    ...ofKinds(POD_KINDS, 'on the host\'s network that was there before', (kind) => ({ object: podIn(kind, { spec: { hostNetwork: true } }), old: podIn(kind, { spec: { hostNetwork: true } }) })),
  }),
  ...refuses('no-host-network', {
    ...ofKinds(POD_KINDS, 'on the host\'s network', (kind) => ({ object: podIn(kind, { spec: { hostNetwork: true } }) })),
    ...ofKinds(POD_KINDS, 'on the host\'s network with its name service', (kind) => ({ object: podIn(kind, { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } }) })),
    ...ofKinds(TEMPLATE_KINDS, 'that goes to the host\'s network', (kind) => ({ object: podIn(kind, { spec: { hostNetwork: true } }), old: podIn(kind, { spec: { hostNetwork: false } }) })),
    'a Pod on the host\'s network as a controller makes it': { object: podIn('Pod', { spec: { hostNetwork: true }, ownerReferences: CONTROLLED }) },
  }),

  ...admits('no-static-credentials', {
    ...ofKinds(POD_KINDS, 'without env', (kind) => ({ object: podIn(kind) })),
    ...ofKinds(POD_KINDS, 'with settings of AWS', (kind) => ({ object: podIn(kind, { containers: [container({ env: env('AWS_REGION', 'AWS_EC2_METADATA_DISABLED', 'MY_AWS_ACCESS_KEY_ID') }), container({ name: 'b', env: [] })] }) })),
    ...ofKinds(POD_KINDS, 'with access keys in another namespace', (kind) => ({ object: podIn(kind, { containers: [container({ env: env('AWS_ACCESS_KEY_ID') })], namespace: 'elsewhere' }) })),
    'a debug container without env': { object: podIn('Pod', { spec: debugged }), old: podIn('Pod'), subresource: 'ephemeralcontainers' },
  }),
  ...refuses('no-static-credentials', {
    ...ofKinds(POD_KINDS, 'with an access key', (kind) => ({ object: podIn(kind, { containers: [container({ env: env('A', 'AWS_ACCESS_KEY_ID') })] }) })),
    ...ofKinds(POD_KINDS, 'with a secret key from a Secret in its second container', (kind) => ({
      object: podIn(kind, { containers: [container(), container({ name: 'b', env: [{ name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] })] }),
    })),
    ...ofKinds(POD_KINDS, 'with a session token in an init container', (kind) => ({ object: podIn(kind, { spec: { initContainers: [container({ name: 'init', env: env('AWS_SESSION_TOKEN') })] } }) })),
    'a debug container with an access key': {
      object: podIn('Pod', { spec: { ephemeralContainers: [{ ...debugged.ephemeralContainers[0], env: env('AWS_ACCESS_KEY_ID') }] } }), old: podIn('Pod'), subresource: 'ephemeralcontainers',
    },
  }),

  ...admits('owner-label', {
    'a declared service account with its owner': { object: serviceAccount('invoice-exporter', OWNED) },
    'a declared service account with the label of its workload': { object: serviceAccount('receipt-writer', { team: 'checkout' }, roleArn('receipt-writer')) },
    'a service account without an AWS identity': { object: serviceAccount('web') },
    'a service account without an AWS identity and with labels': { object: serviceAccount('web', { app: 'web' }, { a: 'b' }) },
    'a service account that is given its owner': { object: serviceAccount('invoice-exporter', OWNED), old: serviceAccount('invoice-exporter') },
    'a declared name in another namespace': { object: serviceAccount('invoice-exporter', undefined, undefined, 'elsewhere') },
  }),
  ...refuses('owner-label', {
    'a declared service account without labels': { object: serviceAccount('invoice-exporter') },
    'a declared service account with other labels': { object: serviceAccount('receipt-writer', { owner: 'me' }) },
    'an empty owner': { object: serviceAccount('invoice-exporter', { 'platform.identity/owner': '' }) },
    'the annotation on an undeclared service account without an owner': { object: serviceAccount('web', { app: 'web' }, roleArn('web')) },
    'a service account whose owner is taken away': { object: serviceAccount('invoice-exporter', {}), old: serviceAccount('invoice-exporter', OWNED) },
  }),

  ...admits('declared-role-arns', {
    'the declared role of a service account': { object: serviceAccount('receipt-writer', OWNED, roleArn('receipt-writer')) },
    'a declared service account without its annotation': { object: serviceAccount('receipt-writer', OWNED) },
    'a service account without a role and with other annotations': { object: serviceAccount('web', undefined, { 'eks.amazonaws.com/audience': 'x' }) },
    'another role in another namespace': { object: serviceAccount('receipt-writer', OWNED, roleArn('admin'), 'elsewhere') },
    'a Pod Identity service account without the annotation': { object: serviceAccount('invoice-exporter', OWNED, {}) },
  }),
  ...refuses('declared-role-arns', {
    'another role': { object: serviceAccount('receipt-writer', OWNED, roleArn('admin')) },
    'a role whose name begins as the declared one': { object: serviceAccount('receipt-writer', OWNED, roleArn('receipt-writer-2')) },
    'the role of another service account': { object: serviceAccount('web', OWNED, roleArn('receipt-writer')) },
    'the annotation on a Pod Identity service account': { object: serviceAccount('invoice-exporter', OWNED, roleArn('receipt-writer')) },
    'a declared service account that is given another role': { object: serviceAccount('receipt-writer', OWNED, roleArn('admin')), old: serviceAccount('receipt-writer', OWNED, roleArn('receipt-writer')) },
  }),

  ...admits('declared-pods', {
    ...ofKinds(POD_KINDS, 'with the labels and the image', (kind) => ({ object: podIn(kind, { labels: { 'app.kubernetes.io/name': 'invoice-exporter' } }) })),
    ...ofKinds(POD_KINDS, 'with the image by its digest, and a listed sidecar', (kind) => ({
      object: podIn(kind, {
        labels: { 'app.kubernetes.io/name': 'invoice-exporter' },
        containers: [container({ image: `registry.example/invoice-exporter@sha256:${'0'.repeat(64)}` }), container({ name: 'proxy', image: 'registry.example/proxy:2.1' })],
      }),
    })),
    ...ofKinds(POD_KINDS, 'of another service account', (kind) => ({ object: podIn(kind, { spec: { serviceAccountName: 'web' }, containers: [container({ image: 'nginx' })] }) })),
    ...ofKinds(POD_KINDS, 'that was there before', (kind) => ({ object: podIn(kind), old: podIn(kind) })),
  }),
  ...refuses('declared-pods', {
    ...ofKinds(POD_KINDS, 'without labels', (kind) => ({ object: podIn(kind) })),
    ...ofKinds(POD_KINDS, 'with another value of the label', (kind) => ({ object: podIn(kind, { labels: { 'app.kubernetes.io/name': 'web' } }) })),
    ...ofKinds(POD_KINDS, 'with another image', (kind) => ({ object: podIn(kind, { labels: { 'app.kubernetes.io/name': 'invoice-exporter' }, containers: [container({ image: 'registry.example/invoice-exporter-evil:1.4' })] }) })),
    ...ofKinds(POD_KINDS, 'with another image in an init container', (kind) => ({
      object: podIn(kind, { labels: { 'app.kubernetes.io/name': 'invoice-exporter' }, spec: { initContainers: [container({ name: 'init', image: 'busybox' })] } }),
    })),
    ...ofKinds(POD_KINDS, 'with another tag than the one that is listed', (kind) => ({
      object: podIn(kind, { labels: { 'app.kubernetes.io/name': 'invoice-exporter' }, containers: [container(), container({ name: 'proxy', image: 'registry.example/proxy:2.2' })] }),
    })),
    'a Pod that takes the label off': { object: podIn('Pod', { labels: {} }), old: podIn('Pod', { labels: { 'app.kubernetes.io/name': 'invoice-exporter' } }) },
  }),

  ...admits('no-debug-pods', {
    'a Pod of a controller': { object: podIn('Pod', { ownerReferences: CONTROLLED }) },
    'a Pod by hand with a reason': { object: podIn('Pod', { annotations: { 'platform.identity/debug-reason': 'INC-4711' } }) },
    'a Pod by hand of a service account without an AWS identity': { object: podIn('Pod', { spec: { serviceAccountName: 'web' } }) },
    'a Pod by hand that names no service account': { object: podIn('Pod', { spec: NONE }) },
    'a Pod by hand in another namespace': { object: podIn('Pod', { namespace: 'elsewhere' }) },
    'a Pod by hand that was there before': { object: podIn('Pod', { labels: { a: 'b' } }), old: podIn('Pod') },
    'a debug container in a Pod with a reason': {
      object: podIn('Pod', { spec: debugged, annotations: { 'platform.identity/debug-reason': 'INC-4711' }, ownerReferences: CONTROLLED }),
      old: podIn('Pod', { annotations: { 'platform.identity/debug-reason': 'INC-4711' }, ownerReferences: CONTROLLED }),
      subresource: 'ephemeralcontainers',
    },
    'a debug container in a Pod without an AWS identity': { object: podIn('Pod', { spec: { ...debugged, serviceAccountName: 'web' } }), old: podIn('Pod', { spec: { serviceAccountName: 'web' } }), subresource: 'ephemeralcontainers' },
    'a change of a Pod that has had a debug container': { object: podIn('Pod', { spec: debugged, labels: { a: 'b' } }), old: podIn('Pod', { spec: debugged }) },
  }),
  ...refuses('no-debug-pods', {
    'a Pod by hand, as kubectl run makes it': { object: podIn('Pod', { labels: { run: 'exporter' } }) },
    'a Pod whose owner is no controller': { object: podIn('Pod', { ownerReferences: [{ ...CONTROLLED[0], controller: undefined }] }) },
    'a Pod by hand with an empty reason': { object: podIn('Pod', { annotations: { 'platform.identity/debug-reason': '' } }) },
    'a Pod by hand with other annotations': { object: podIn('Pod', { annotations: { reason: 'INC-4711' } }) },
    'a debug container': { object: podIn('Pod', { spec: debugged, ownerReferences: CONTROLLED }), old: podIn('Pod', { ownerReferences: CONTROLLED }), subresource: 'ephemeralcontainers' },
    'a debug container in a Pod by hand': { object: podIn('Pod', { spec: debugged }), old: podIn('Pod'), subresource: 'ephemeralcontainers' },
    'another image in a Pod by hand': { object: podIn('Pod', { containers: [container({ image: 'busybox' })] }), old: podIn('Pod') },
  }),
];

/*
 * Pods as they stand in manifests, as far as an identity hangs on it.
 */

/** A variable of a container. */
export interface VariableJson {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: { readonly name?: string; readonly key: string };
    readonly [source: string]: unknown;
  };
}

/** A ConfigMap or Secret, all keys of which are variables of a container. */
export interface EnvFromJson {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name?: string };
  readonly secretRef?: { readonly name?: string };
}

/** Where a volume stands in a container. */
export interface VolumeMountJson {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** A container, of the pod itself or before it. */
export interface ContainerJson {
  readonly name: string;
  readonly env?: readonly VariableJson[];
  readonly envFrom?: readonly EnvFromJson[];
  readonly volumeMounts?: readonly VolumeMountJson[];
  readonly [field: string]: unknown;
}

/** Which keys of a ConfigMap or Secret are files of a volume. */
export interface KeysJson {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

/** A volume. */
export interface VolumeJson {
  readonly name: string;
  readonly configMap?: KeysJson & { readonly name?: string };
  readonly secret?: KeysJson & { readonly secretName?: string };
  readonly [source: string]: unknown;
}

/** A term of a node's selection; of several in one list all hold. */
export interface NodeExpressionJson {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** What runs in a pod. */
export interface PodSpecJson {
  readonly containers: readonly ContainerJson[];
  readonly initContainers?: readonly ContainerJson[];
  readonly volumes?: readonly VolumeJson[];
  readonly serviceAccountName?: string;
  /** The former name of `serviceAccountName`. */
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly hostNetwork?: boolean;
  readonly os?: { readonly name?: string };
  readonly schedulerName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: {
        readonly nodeSelectorTerms?: readonly { readonly matchExpressions?: readonly NodeExpressionJson[] }[];
      };
    };
  };
  readonly [field: string]: unknown;
}

/** The metadata of an object or of a pod template. */
export interface MetadataJson {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What pods are made of; an object of kind `Pod` is one itself. */
export interface PodTemplateJson {
  readonly metadata?: MetadataJson;
  readonly spec: PodSpecJson;
  readonly [field: string]: unknown;
}

/** Any object of Kubernetes. */
export interface ObjectJson {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: MetadataJson;
  readonly [field: string]: unknown;
}

/** All containers of a pod: those that run before it, and its own. */
export function containersOf({ initContainers = [], containers }: PodSpecJson): ContainerJson[] {
  return [...initContainers, ...containers];
}

import { environmentOf, Variable } from './environment';
import { Entries, KeyValueSources } from './key-value-sources';
import { ContainerJson, containersOf, PodSpecJson, VolumeJson, VolumeMountJson } from './pod-json';
import { own } from '../private/own';

/** Something in a container that SDKs take before the identity of its pod. */
export interface CredentialFinding {
  readonly container: string;
  /** The variable, or the path of the file. */
  readonly name: string;
  readonly source: string;
  /** Whether it is known to hold what keeps the identity from being used; a file may hold something else. */
  readonly certain: boolean;
  /** Why it stands in the way, and what to do. */
  readonly message: string;
}

const REMOVE_KEYS = 'SDKs take keys before the identity of the pod: remove it, and revoke the keys once the pods run without them';
const REMOVE_FILE = 'SDKs take a credentials file before the identity of the pod: remove it, and revoke the keys in the file once the pods run without them';
const REMOVE_IRSA = 'EKS leaves a container alone that sets it, and SDKs take web identity before EKS Pod Identity: remove it, since EKS sets what the mechanism of the service account needs';

/** The variables that keep SDKs from the identity of the pod. */
const VARIABLES: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: REMOVE_KEYS,
  AWS_SECRET_ACCESS_KEY: REMOVE_KEYS,
  AWS_SESSION_TOKEN: REMOVE_KEYS,
  AWS_PROFILE: 'SDKs take the credentials of a named profile in place of the default chain: remove it, and the profile with it',
  AWS_SHARED_CREDENTIALS_FILE: REMOVE_FILE,
  AWS_ROLE_ARN: REMOVE_IRSA,
  AWS_WEB_IDENTITY_TOKEN_FILE: REMOVE_IRSA,
};

/** Sources of volumes that begin empty, or that hold nothing of the user's. */
const EMPTY_SOURCES = ['emptyDir', 'ephemeral', 'downwardAPI'];

const CREDENTIALS_FILE = /\/\.aws(\/credentials)?\/?$/;
const KEYS_IN_FILE = /aws_(access_key_id|secret_access_key)\s*=/i;

/** All that stands in the way in the containers of a pod. */
export function scanForCredentials(spec: PodSpecJson, sources: KeyValueSources, namespace: string | undefined): CredentialFinding[] {
  return containersOf(spec).flatMap((container) => [
    ...[...environmentOf(container, sources, namespace).values()].flatMap((variable) => scanVariable(container, variable)),
    ...(container.volumeMounts ?? []).flatMap((mount) => {
      const volume = spec.volumes?.find(({ name }) => name === mount.name);
      return volume === undefined ? [] : scanMount(container, mount, volume, filesOf(volume, sources, namespace));
    }),
  ]);
}

/** An empty variable is none to SDKs, and so can take away what an envFrom gives. */
function scanVariable({ name: container }: ContainerJson, { name, source, value }: Variable): CredentialFinding[] {
  const message = own(VARIABLES, name);
  return message === undefined || value === '' ? [] : [{ container, name, source, certain: true, message }];
}

/** @param files those of the volume, as far as they are known */
function scanMount({ name: container }: ContainerJson, mount: VolumeMountJson, volume: VolumeJson, files: Entries | undefined): CredentialFinding[] {
  if (EMPTY_SOURCES.some((source) => source in volume)) { return []; }
  const source = `volume "${volume.name}"`;
  if (files === undefined) {
    return !CREDENTIALS_FILE.test(mount.mountPath) ? []
      : [{ container, name: mount.mountPath, source, certain: false, message: `it is where SDKs look for a credentials file, and if there is one, ${REMOVE_FILE}` }];
  }
  return Object.entries(files).filter(([path]) => mount.subPath === undefined || path === mount.subPath)
    .map(([path, text]) => ({ path: mount.subPath === undefined ? `${mount.mountPath.replace(/\/$/, '')}/${path}` : mount.mountPath, text }))
    .filter(({ path, text }) => path.endsWith('/.aws/credentials') || KEYS_IN_FILE.test(text ?? ''))
    .map(({ path }) => ({ container, name: path, source, certain: true, message: REMOVE_FILE }));
}

/** The files of a volume by their path in it, if the app defines the ConfigMap or Secret that they are from. */
function filesOf({ configMap, secret }: VolumeJson, sources: KeyValueSources, namespace: string | undefined): Entries | undefined {
  const entries = configMap !== undefined ? sources.find('ConfigMap', configMap.name, namespace) : secret && sources.find('Secret', secret.secretName, namespace);
  const items = (configMap ?? secret)?.items;
  return entries === undefined || items === undefined ? entries : Object.fromEntries(items.map(({ key, path }) => [path, entries[key]]));
}

import { readJson } from '../policy/document';
import { PlacedResource } from '../policy/role';
import { PolicyValue } from '../policy/statement';
import { textIn } from '../policy/template';
import { Text } from '../policy/text';
import { JsonTemplate } from '../workload/json-template';

/** The annotation by which the Pod Identity Webhook knows the role of a service account. */
const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';

/** A ServiceAccount that a template has a cluster apply. */
export interface ServiceAccountManifest {
  readonly placed: PlacedResource;
  readonly clusterName: Text;
  readonly namespace: Text;
  readonly serviceAccountName: Text;
  /** The role of the annotation; absent if it has none. */
  readonly roleArn?: PolicyValue;
}

/** The ServiceAccounts in the manifests that `addManifest` and `addCdk8sChart` of a cluster put into a template. */
export function manifestsIn(template: JsonTemplate): ServiceAccountManifest[] {
  return template.ofTypes('Custom::AWSCDK-EKS-KubernetesResource').flatMap((placed) => {
    const { Manifest, ClusterName = '' } = placed.resource.Properties ?? {};
    return objectsIn(readJson(template, Manifest)).filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata = {} }) => ({
      placed,
      clusterName: textIn(template, ClusterName),
      namespace: textIn(template, metadata.namespace ?? 'default'),
      serviceAccountName: textIn(template, metadata.name ?? ''),
      roleArn: metadata.annotations?.[ROLE_ANNOTATION],
    }));
  });
}

/** What a manifest says, as far as it is read here. */
interface Manifest {
  readonly kind?: string;
  readonly metadata?: { readonly name?: PolicyValue; readonly namespace?: PolicyValue; readonly annotations?: Readonly<Record<string, PolicyValue>> };
}

function objectsIn(json: unknown): Manifest[] {
  return [json].flat().filter((each): each is Manifest => typeof each === 'object' && each !== null);
}

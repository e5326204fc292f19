import { environmentOf, Variable } from './environment';
import { KeyValueSources } from './key-value-sources';
import { RESTART_ANNOTATION } from './labels';
import { ContainerJson, MetadataJson, PodTemplateJson, VariableJson } from './pod-json';
import { pastProxy } from './proxy';
import { TokenProjection, withToken } from './token-projection';
import { waitingContainer } from './wait-for-identity';

/** The annotation by which EKS leaves containers alone. */
const SKIP_CONTAINERS = 'eks.amazonaws.com/skip-containers';

const REGION_VARIABLES = ['AWS_DEFAULT_REGION', 'AWS_REGION'] as const;
/** Keeps SDKs from the metadata service of the node. */
export const METADATA_DISABLED = 'AWS_EC2_METADATA_DISABLED';

/** What a pod template says to have an identity, as plain facts. */
export interface PodBindingFacts {
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly region: string;
  /** Containers that don't use the identity. */
  readonly skipContainers: readonly string[];
  /** Containers that may ask the metadata service of the node. */
  readonly instanceMetadata: readonly string[];
  /** The container that waits: for which session, and its image. */
  readonly wait?: { readonly expected: string; readonly image: string };
  /** The token that the manifest itself mounts. */
  readonly token?: TokenProjection;
  /** The value of the annotation by which pods are made anew; none where that has no effect. */
  readonly restart?: string;
}

/** Names the containers that a template leaves without an identity, by its own annotation or by what is asked for. */
export function skippedContainers({ metadata }: PodTemplateJson, skipContainers: readonly string[]): string[] {
  const own = metadata?.annotations?.[SKIP_CONTAINERS];
  return [...new Set([...own === undefined ? [] : own.split(','), ...skipContainers])];
}

/** The template with all that its pods need; what is there already stays. */
export function bindTemplate(template: PodTemplateJson, facts: PodBindingFacts, sources: KeyValueSources): PodTemplateJson {
  const spec = template.spec;
  const skipped = skippedContainers(template, facts.skipContainers);
  const bind = (container: ContainerJson) => withEnv(container, variablesFor(container, facts, skipped, sources));
  const containers = spec.containers.map(bind);
  const using = containers.find(({ name }) => !skipped.includes(name)) ?? containers[0];
  const waiting = facts.wait === undefined ? [] : [bind(waitingContainer(facts.wait.expected, facts.wait.image, using))];
  const initContainers = [...waiting, ...(spec.initContainers ?? []).map(bind)];
  const bound = { ...spec, serviceAccountName: facts.serviceAccountName, containers, ...(initContainers.length > 0 && { initContainers }) };
  const annotations = {
    ...(skipped.length > 0 && { [SKIP_CONTAINERS]: skipped.join(',') }),
    ...(facts.restart !== undefined && { [RESTART_ANNOTATION]: facts.restart }),
  };
  const metadata = Object.keys(annotations).length > 0 && { metadata: annotated(template.metadata, annotations) };
  return {
    ...metadata,
    ...template,
    ...metadata,
    spec: facts.token === undefined ? bound : withToken(bound, facts.token, skipped),
  };
}

function annotated(metadata: MetadataJson = {}, annotations: Readonly<Record<string, string>>): MetadataJson {
  return { ...metadata, annotations: { ...metadata.annotations, ...annotations } };
}

function variablesFor(container: ContainerJson, facts: PodBindingFacts, skipped: readonly string[], sources: KeyValueSources): VariableJson[] {
  const environment = environmentOf(container, sources, facts.namespace);
  const metadata = facts.instanceMetadata.includes(container.name) || environment.has(METADATA_DISABLED) ? [] : [{ name: METADATA_DISABLED, value: 'true' }];
  if (skipped.includes(container.name)) { return metadata; }
  return [...metadata, ...regionVariables(container, environment, facts.region), ...pastProxy(environment).variables];
}

/**
 * Both region variables, since SDKs differ in which they read. One that is there stands for the other as well; EKS would set both over
 * those of an `envFrom`, so these are told here.
 */
function regionVariables({ env = [] }: ContainerJson, environment: ReadonlyMap<string, Variable>, region: string): VariableJson[] {
  const given = env.find(({ name }) => REGION_VARIABLES.some((each) => each === name));
  if (given !== undefined) {
    return REGION_VARIABLES.filter((name) => !env.some((variable) => variable.name === name)).map((name) => ({ ...given, name }));
  }
  const known = REGION_VARIABLES.map((name) => environment.get(name)?.value);
  const [first] = [...known.filter((value) => value !== undefined), region];
  return REGION_VARIABLES.map((name, index) => ({ name, value: known[index] ?? first }));
}

/** The container with these variables, in the place of its own of the same names. */
function withEnv(container: ContainerJson, variables: readonly VariableJson[]): ContainerJson {
  if (variables.length === 0) { return container; }
  const { env = [] } = container;
  const kept = env.map((own) => variables.find(({ name }) => name === own.name) ?? own);
  return { ...container, env: [...kept, ...variables.filter(({ name }) => !env.some((own) => own.name === name))] };
}

import { KeyValueSources } from './key-value-sources';
import { ContainerJson, EnvFromJson } from './pod-json';

/** A variable as a container has it. */
export interface Variable {
  readonly name: string;
  /** Where it comes from, in words. */
  readonly source: string;
  /** `undefined` if it is known at run time only. */
  readonly value?: string;
}

/** The variables of a container, the one that counts of each name; those of a ConfigMap or Secret that the app doesn't define are not known. */
export function environmentOf(container: ContainerJson, sources: KeyValueSources, namespace: string | undefined): Map<string, Variable> {
  const variables: Variable[] = (container.envFrom ?? []).flatMap((each) => variablesOf(each, sources, namespace));
  for (const { name, value, valueFrom } of container.env ?? []) {
    const ref = valueFrom?.configMapKeyRef;
    variables.push({ name, source: 'env', value: valueFrom === undefined ? value ?? '' : ref && sources.find('ConfigMap', ref.name, namespace)?.[ref.key] });
  }
  return new Map(variables.map((variable) => [variable.name, variable]));
}

function variablesOf({ prefix = '', configMapRef, secretRef }: EnvFromJson, sources: KeyValueSources, namespace: string | undefined): Variable[] {
  const [kind, name] = configMapRef === undefined ? ['Secret', secretRef?.name] as const : ['ConfigMap', configMapRef.name] as const;
  return Object.entries(sources.find(kind, name, namespace) ?? {}).map(([key, value]) => ({ name: prefix + key, source: `envFrom of ${kind} "${name}"`, value }));
}

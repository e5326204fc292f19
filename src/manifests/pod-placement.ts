import { PodSpecJson, PodTemplateJson } from './pod-json';

/** What pods can be made to run on by their own template. */
export type Placement = 'windows' | 'fargate';

/** The labels of nodes by which a pod selects Windows or Fargate. */
const LABELS: readonly { readonly key: string; readonly value: string; readonly placement: Placement }[] = [
  { key: 'kubernetes.io/os', value: 'windows', placement: 'windows' },
  { key: 'beta.kubernetes.io/os', value: 'windows', placement: 'windows' },
  { key: 'eks.amazonaws.com/compute-type', value: 'fargate', placement: 'fargate' },
];

/** By what a template puts its pods on Windows or Fargate, in words. */
export interface FoundPlacement {
  readonly placement: Placement;
  readonly by: string;
}

/** What a template asks for that can be on Windows or Fargate alone. */
export function placementsOf({ metadata, spec }: PodTemplateJson): FoundPlacement[] {
  const selected = LABELS.filter(({ key, value }) => spec.nodeSelector?.[key] === value)
    .map(({ key, value, placement }) => ({ placement, by: `nodeSelector ${key}: ${value}` }));
  const required = LABELS.filter(({ key, value }) => requires(spec, key, value))
    .map(({ key, value, placement }) => ({ placement, by: `required nodeAffinity to ${key}: ${value}` }));
  return [
    ...selected,
    ...required,
    ...(spec.os?.name === 'windows' ? [{ placement: 'windows' as const, by: 'os.name windows' }] : []),
    ...(spec.schedulerName === 'fargate-scheduler' ? [{ placement: 'fargate' as const, by: 'schedulerName fargate-scheduler' }] : []),
    ...('eks.amazonaws.com/fargate-profile' in (metadata?.labels ?? {}) ? [{ placement: 'fargate' as const, by: 'the label eks.amazonaws.com/fargate-profile' }] : []),
  ];
}

/** Whether no node is taken without this label: each of the terms, one of which must hold, asks for it. */
function requires({ affinity }: PodSpecJson, key: string, value: string): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.length > 0 && terms.every(({ matchExpressions = [] }) => matchExpressions
    .some((expression) => expression.key === key && expression.operator === 'In' && expression.values?.length === 1 && expression.values[0] === value));
}

import { CfnResource, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { isOfCluster, propertyOf, resourcesOfTypes } from './app-resources';
import { OncePerSynth } from '../private/once-per-synth';
import { isToken } from '../private/tokens';

/** The types under which a template defines a Fargate profile: CloudFormation's own, and the CDK's custom resource. */
const PROFILE_TYPES = ['AWS::EKS::FargateProfile', 'Custom::AWSCDK-EKS-FargateProfile'];

/** A Fargate profile of the app that takes pods of a namespace. */
export interface MatchingProfile {
  readonly path: string;
  /** The namespace of the selector that takes them, perhaps with wildcards. */
  readonly selector: string;
  /** Whether it takes all of them, or those with its labels alone. */
  readonly all: boolean;
  /** The labels that pods must have, of each of its selectors of the namespace. */
  readonly labels: readonly Readonly<Record<string, string>>[];
}

/** All Fargate profiles of the app. */
export const FARGATE_PROFILES = new OncePerSynth('Fargate profiles', (stage) => resourcesOfTypes(stage, PROFILE_TYPES));

/** The profiles of a cluster that take pods of a namespace, as far as their selectors are known; those that take all come first. */
export function matchingProfiles(profiles: readonly CfnResource[], cluster: eks.IClusterRef, namespace: string): MatchingProfile[] {
  return profiles.flatMap((profile) => {
    const { clusterName, selectors } = profileProperties(profile);
    if (!isOfCluster(profile, clusterName, cluster)) { return []; }
    const resolved: unknown = Stack.of(profile).resolve(selectors);
    const matching = (Array.isArray(resolved) ? resolved : []).map(readSelector)
      .filter((selector) => selector.namespace !== undefined && matches(selector.namespace, namespace));
    const [first] = [...matching.filter(({ all }) => all), ...matching];
    const labels = matching.map((selector) => selector.labels);
    return first === undefined ? [] : [{ path: profile.node.path, selector: first.namespace!, all: first.all, labels }];
  });
}

interface ProfileProperties {
  readonly clusterName?: unknown;
  readonly selectors?: unknown;
}

function profileProperties(profile: CfnResource): ProfileProperties {
  return (propertyOf(profile, 'Config') as ProfileProperties | undefined)
    ?? { clusterName: propertyOf(profile, 'ClusterName'), selectors: propertyOf(profile, 'Selectors') };
}

/** By which namespace, if that is known, and labels a profile takes pods. */
interface Selector {
  readonly namespace?: string;
  readonly all: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** An L1's selector, one of the custom resource, or one in the words of a template. */
function readSelector(selector: Record<string, unknown>): Selector {
  const namespace = selector.namespace ?? selector.Namespace;
  const labels = labelsOf(selector.labels ?? selector.Labels ?? {});
  return { namespace: typeof namespace === 'string' ? namespace : undefined, all: Object.keys(labels).length === 0, labels };
}

/** An L1 has labels as a list. */
function labelsOf(labels: object): Record<string, string> {
  return Array.isArray(labels) ? Object.fromEntries(labels.map(({ key, value }) => [key, value])) : { ...labels } as Record<string, string>;
}

/** Whether a pattern of EKS, `*` and `?` in any position, matches a namespace; of one that is a token only `*` is known to. */
function matches(pattern: string, namespace: string): boolean {
  if (isToken(namespace)) { return /^\*+$/.test(pattern); }
  let reached = new Set([0]);
  for (const character of pattern) {
    reached = new Set([...reached].flatMap((at) => character === '*'
      ? Array.from({ length: namespace.length - at + 1 }, (_, more) => at + more)
      : at < namespace.length && (character === '?' || character === namespace[at]) ? [at + 1] : []));
  }
  return reached.has(namespace.length);
}

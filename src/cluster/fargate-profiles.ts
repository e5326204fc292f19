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
    return first === undefined ? [] : [{ path: profile.node.path, selector: first.namespace!, all: first.all }];
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

/** An L1's selector, one of the custom resource, or one in the words of a template. */
function readSelector(selector: Record<string, unknown>): { readonly namespace?: string; readonly all: boolean } {
  const namespace = selector.namespace ?? selector.Namespace;
  const labels = selector.labels ?? selector.Labels ?? {};
  return { namespace: typeof namespace === 'string' ? namespace : undefined, all: Object.keys(labels).length === 0 };
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

import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { AWS_CLI_IMAGE } from './aws-cli-image';
import { BindPodsOptions } from './bind-pods-options';
import { BoundCluster } from './bound-clusters';
import { IdentityMechanism } from './identity-mechanism';
import { DEFAULT_TOKEN_EXPIRATION, restartFingerprint } from './restart-fingerprint';
import { knownArn, NamedRole, sessionArn, targetSessionArn } from './session-arn';
import { addWarning } from './warning';
import { FARGATE_PROFILES, matchingProfiles } from '../cluster/fargate-profiles';
import { STS_AUDIENCE } from '../cluster/issuer';
import { BoundObject } from '../manifests/bound-object';
import { PodBindingFacts } from '../manifests/pod-binding';
import { isError } from '../manifests/pod-problems';
import { TokenProjection } from '../manifests/token-projection';
import { finding, got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** A workload, as its pods see it. */
export interface BindingWorkload extends IConstruct {
  readonly mechanism: IdentityMechanism;
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** The association in each cluster; none where there is no association. */
  readonly associations?: readonly eks.CfnPodIdentityAssociation[];
  readonly target?: { readonly roleArn: string };
}

/** What the workload keeps to itself. */
export interface WorkloadFacts {
  readonly clusters: readonly BoundCluster[];
  readonly role: NamedRole;
  /** The annotations of the ServiceAccount, as they are now. */
  readonly annotations: () => Readonly<Record<string, string>>;
}

/** A cluster that the object is applied in. */
interface PodsCluster {
  readonly bound: BoundCluster;
  readonly association?: eks.CfnPodIdentityAssociation;
}

/** Gives the pods of an object the identity of a workload, and checks them when either app is synthesized. */
export function bindPodsTo(workload: BindingWorkload, known: WorkloadFacts, apiObject: IConstruct, options: BindPodsOptions): void {
  requireOptions(workload, options);
  const clusters = clustersOfPods(workload, known, options);
  const expected = options.waitForIdentity === true ? expectedSession(workload, known.role) : undefined;
  const byAgent = workload.mechanism === IdentityMechanism.POD_IDENTITY;
  const object = new BoundObject(apiObject, {
    workload: workload.node.path,
    podTemplatePath: options.podTemplatePath,
    byAgent,
    facts: () => bindingFacts(workload, known, clusters[0], options, expected),
    wayOut: (token) => wayOut(token, clusters[0], known.role),
  });
  workload.node.addValidation({ validate: () => [...report(workload, object), ...byAgent ? selectingProfiles(workload, object, clusters) : []] });
}

/** The clusters that the object is applied in: one that is named, or all of them, if the pods are the same in each. */
function clustersOfPods(workload: BindingWorkload, known: WorkloadFacts, { cluster }: BindPodsOptions): PodsCluster[] {
  const clusters = known.clusters.map((bound, index) => ({ bound, association: workload.associations?.[index] }));
  const paths = clusters.map(({ bound }) => bound.cluster.node.path);
  if (cluster !== undefined) {
    const named = clusters.filter(({ bound }) => bound.cluster === cluster);
    return named.length > 0 ? named : refuse(workload, 'UnknownCluster', `cluster must be one of the workload's, ${JSON.stringify(paths)}, ${got(cluster.node.path)}`);
  }
  const regions = new Set(clusters.map(({ bound }) => bound.facts.region));
  if (regions.size > 1) {
    refuse(workload, 'UnknownCluster', 'the pods get the region of their cluster, and the clusters of the workload are in several: bind an object for each, with its cluster as option, '
      + `one of ${JSON.stringify(paths)}, ${got(cluster)}`);
  }
  return clusters;
}

function requireOptions(workload: BindingWorkload, { waitForIdentity, waitImage, projectToken }: BindPodsOptions): void {
  if (waitImage !== undefined && waitForIdentity !== true) {
    refuse(workload, 'ConflictingOptions', `waitImage is the image of the container that waitForIdentity adds: set waitForIdentity, or leave waitImage out, ${got(waitImage)}`);
  }
  if (waitImage !== undefined && !isToken(waitImage) && !/^[\w.:/@-]+$/.test(waitImage)) {
    refuse(workload, 'InvalidImage', `waitImage must be the reference of an image, as REPOSITORY:TAG or REPOSITORY@DIGEST, ${got(waitImage)}`);
  }
  if (projectToken === true && workload.mechanism !== IdentityMechanism.IRSA) {
    refuse(workload, 'ConflictingOptions', 'projectToken mounts the token of IRSA, and the pods of this workload get credentials by EKS Pod Identity, which EKS sets up: leave it out, '
      + got(projectToken));
  }
}

/** What the ARN of a pod's session begins with: of the target, if there is one. */
function expectedSession(workload: BindingWorkload, role: NamedRole): string {
  return workload.target === undefined ? sessionArn(workload, role) : targetSessionArn(workload, workload.target.roleArn);
}

function bindingFacts(
  workload: BindingWorkload,
  { role, annotations }: WorkloadFacts,
  { bound, association }: PodsCluster,
  options: BindPodsOptions,
  expected?: string,
): PodBindingFacts {
  const { namespace, serviceAccountName, mechanism } = workload;
  return {
    namespace,
    serviceAccountName,
    region: bound.facts.region,
    skipContainers: options.skipContainers ?? [],
    instanceMetadata: options.instanceMetadata ?? [],
    ...(expected !== undefined && { wait: { expected, image: options.waitImage ?? AWS_CLI_IMAGE } }),
    ...(options.projectToken === true && { token: tokenProjection(knownArn(role), annotations()) }),
    restart: restartFingerprint(workload, { mechanism, clusterArn: bound.clusterArn, role, association, annotations: annotations() }),
  };
}

function tokenProjection(roleArn: string, annotations: Readonly<Record<string, string>>): TokenProjection {
  return {
    roleArn,
    audience: annotations['eks.amazonaws.com/audience'] ?? STS_AUDIENCE,
    expirationSeconds: Number(annotations['eks.amazonaws.com/token-expiration'] ?? DEFAULT_TOKEN_EXPIRATION),
    regionalSts: annotations['eks.amazonaws.com/sts-regional-endpoints'] !== 'false',
  };
}

/** What to set so that a manifest can be a file. */
function wayOut(token: string, { bound }: PodsCluster, role: NamedRole): string {
  if (token === bound.facts.region) { return 'give the stack an env with account and region, or set AWS_REGION in the containers'; }
  return token.includes(role.roleArn) || token.includes(role.roleName) ? 'set roleName on the workload and give its stack an env with account and region' : 'give a literal';
}

/** Errors as they are told to the CDK, and warnings left at the workload. */
function report(workload: BindingWorkload, bound: BoundObject): string[] {
  const problems = bound.problems();
  for (const problem of problems) {
    if (!isError(problem)) { addWarning(workload, problem.warning, `${bound.nodePath}:${problem.subject}`, `${bound.nodePath}: ${problem.message}`); }
  }
  return problems.filter(isError).map(({ code, message }) => finding(code, `${bound.nodePath}: ${message}`));
}

/** The Fargate profiles of the app that select the pods by their labels; one that takes the whole namespace is told at the workload. */
function selectingProfiles(workload: BindingWorkload, object: BoundObject, clusters: readonly PodsCluster[]): string[] {
  const { nodePath, podLabels } = object;
  const selects = (labels: Readonly<Record<string, string>>) => Object.entries(labels).every(([key, value]) => podLabels[key] === value);
  return clusters.flatMap(({ bound }) => matchingProfiles(FARGATE_PROFILES.get(workload), bound.cluster, workload.namespace))
    .filter(({ all, labels }) => !all && labels.some(selects))
    .map(({ path, selector }) => finding('UnsupportedCompute', `${nodePath}: the Fargate profile ${path} selects these pods of the namespace by their labels and "${selector}", and on Fargate `
      + `EKS Pod Identity can't give them credentials: declare an IrsaWorkload, or give them other labels, ${got(podLabels)}`));
}

import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { addWarning } from './warning';
import { AGENT_ADDONS, agentAddonsOf } from '../cluster/agent-addons';
import { ClusterFacts } from '../cluster/cluster-facts';
import { Compute } from '../cluster/compute';
import { FARGATE_PROFILES, matchingProfiles } from '../cluster/fargate-profiles';
import { PodIdentityAgent } from '../cluster/pod-identity-agent';
import { computeOf, isLocalCluster } from '../cluster/read-compute';
import { WorkloadCluster } from '../cluster/workload-cluster';
import { finding, got, refuse } from '../private/errors';

/** A workload and where its pods run. */
export interface PlacedWorkload {
  readonly workload: IConstruct;
  /** What warnings are left with. */
  readonly reportedAt: IConstruct;
  readonly cluster: eks.IClusterRef;
  /** What messages about the cluster begin with, if the workload is in several. */
  readonly where: string;
  readonly namespace: string;
  /** Where the workload says that its pods run. */
  readonly compute?: Compute[];
}

/** Where Pod Identity can't be, and what to change. */
const CHANGES: Readonly<Partial<Record<Compute, string>>> = {
  [Compute.FARGATE]: 'on Fargate declare an IrsaWorkload, or run the pods on EC2 Linux nodes',
  [Compute.WINDOWS]: 'on Windows nodes declare an IrsaWorkload',
  [Compute.OUTPOSTS]: 'on Outposts declare an IrsaWorkload, unless the cluster is a local one, where IRSA isn\'t available either',
  [Compute.HYBRID]: 'on hybrid nodes the agent needs its DaemonSet for them, so call PodIdentityAgent.ensure(cluster, { configuration: { daemonsets: { hybrid: { create: true } } } }) '
    + 'before the workload is declared, or say podIdentityAgent: true if it runs there already; or declare an IrsaWorkload',
  [Compute.EKS_ANYWHERE]: 'on EKS Anywhere declare an IrsaWorkload with the issuer of that cluster',
};

/** Refuses an empty list, and compute that the cluster is declared not to have. */
export function requireComputeOfCluster(workload: IConstruct, compute: Compute[] | undefined, { cluster, where }: Pick<PlacedWorkload, 'cluster' | 'where'>): void {
  if (compute?.length === 0) {
    refuse(workload, 'EmptyList', `compute must name where the pods run, ${got(compute)}; leave it out if they may run on all that the cluster has`);
  }
  const declared = declaredFacts(cluster)?.compute;
  const others = declared === undefined ? [] : (compute ?? []).filter((each) => !declared.includes(each));
  if (others.length > 0) {
    refuse(workload, 'InvalidCompute', `${where}the cluster is given with compute ${names(declared!)}, and the workload runs on ${names(others)}: correct one of them, ${got(compute)}`);
  }
}

/** Refuses a workload whose pods can't get credentials from EKS Pod Identity; where a part of them can't, it warns. */
export function checkPodIdentityCompute(placed: PlacedWorkload): void {
  const { workload, cluster, compute } = placed;
  const known = compute ?? declaredFacts(cluster)?.compute ?? (isLocalCluster(cluster) ? [Compute.OUTPOSTS] : undefined);
  if (known !== undefined) { checkKnown(placed, [...new Set(known)]); }
  FARGATE_PROFILES.prepare(workload);
  AGENT_ADDONS.prepare(workload);
  workload.node.addValidation({ validate: () => validate(placed) });
}

/** Refuses IRSA on a local cluster; of a cluster on Outposts that may be one, it warns. */
export function checkIrsaCompute({ workload, reportedAt, cluster, where, compute }: PlacedWorkload): void {
  if (isLocalCluster(cluster)) {
    refuse(workload, 'UnsupportedCompute', `${where}this is a local cluster on AWS Outposts, where neither IRSA nor EKS Pod Identity is available: `
      + `declare the workload in a cluster whose control plane is in the Region, ${got(Compute.OUTPOSTS)}`);
  }
  const known = compute ?? declaredFacts(cluster)?.compute ?? [];
  if (known.length > 0 && known.every((each) => each === Compute.OUTPOSTS)) {
    addWarning(reportedAt, 'LocalCluster', Compute.OUTPOSTS, `${where}the pods run on AWS Outposts, and IRSA isn't available on local clusters there: acknowledge this if the control plane of the cluster is in the Region`);
  }
}

function checkKnown({ workload, reportedAt, cluster, where, compute }: PlacedWorkload, known: Compute[]): void {
  const unable = incapable(known, cluster);
  if (unable.length === 0) { return; }
  const whose = compute === undefined ? 'the cluster' : 'the workload';
  if (unable.length === known.length) { refuse(workload, 'UnsupportedCompute', where + unsupported(unable)); }
  addWarning(reportedAt, 'MixedCompute', names(unable), `${where}${whose} has pods run on ${names(known)}, and on ${names(unable)} EKS Pod Identity can't give them credentials: say by compute of the workload `
    + `that its pods run elsewhere, or acknowledge this; ${changes(unable)}`);
}

/** What is known once the app is complete: the Fargate profiles and nodes of the cluster, and its agent. */
function validate(placed: PlacedWorkload): string[] {
  const byProfiles = validateProfiles(placed);
  return [...byProfiles.length > 0 ? byProfiles : validateFargateCluster(placed), ...validateAgent(placed)];
}

function validateProfiles({ workload, reportedAt, cluster, where, namespace, compute }: PlacedWorkload): string[] {
  const errors: string[] = [];
  for (const { path, selector, all } of matchingProfiles(FARGATE_PROFILES.get(workload), cluster, namespace)) {
    const selects = `${where}the Fargate profile ${path} selects ${all ? 'all pods' : 'the pods with its labels'} of the namespace by "${selector}", and on Fargate EKS Pod Identity can't give them credentials`;
    if (all) {
      errors.push(finding('UnsupportedCompute', `${selects}: declare an IrsaWorkload, or narrow the profile, ${got(namespace)}`));
    } else if (compute === undefined || compute.includes(Compute.FARGATE)) {
      addWarning(reportedAt, 'FargateProfile', path, `${selects}: say by compute of the workload that its pods run elsewhere, acknowledge this if they don't have these labels, or declare an IrsaWorkload`);
    }
  }
  return errors;
}

/** Nodes may be added to a `FargateCluster` after the workload. */
function validateFargateCluster({ cluster, where, compute }: PlacedWorkload): string[] {
  const found = compute ?? declaredFacts(cluster)?.compute ?? computeOf(cluster);
  return found?.every((each) => each === Compute.FARGATE) !== true ? []
    : [finding('UnsupportedCompute', `${where}${unsupported(found)}. The app has no nodes for this FargateCluster: if pods run on nodes from elsewhere, say compute: [Compute.EC2_LINUX]`)];
}

function validateAgent({ workload, cluster, where }: PlacedWorkload): string[] {
  if (declaredFacts(cluster)?.podIdentityAgent !== false || agentAddonsOf(cluster, AGENT_ADDONS.get(workload)).length > 0) { return []; }
  return [finding('MissingAgent', `${where}the cluster is given with podIdentityAgent: false, and the app has no add-on "eks-pod-identity-agent" for it, without which pods get no credentials: `
    + `call PodIdentityAgent.ensure(cluster), or correct podIdentityAgent, ${got(false)}`)];
}

/** What is told of a cluster, rather than found in the app. */
function declaredFacts(cluster: eks.IClusterRef): ClusterFacts | undefined {
  return (cluster as Partial<WorkloadCluster>)._facts;
}

function incapable(compute: readonly Compute[], cluster: eks.IClusterRef): Compute[] {
  return compute.filter((each) => CHANGES[each] !== undefined && !(each === Compute.HYBRID && agentOnHybridNodes(cluster)));
}

function agentOnHybridNodes(cluster: eks.IClusterRef): boolean {
  return declaredFacts(cluster)?.podIdentityAgent === true || PodIdentityAgent._of(cluster)?._onHybridNodes === true;
}

function unsupported(unable: readonly Compute[]): string {
  return `the pods run on ${names(unable)}, where EKS Pod Identity can't give them credentials: ${changes(unable)}, ${got(unable)}`;
}

function changes(unable: readonly Compute[]): string {
  return unable.map((each) => CHANGES[each]).join('; ');
}

function names(compute: readonly Compute[]): string {
  return compute.join(', ');
}

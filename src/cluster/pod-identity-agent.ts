import { Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { AGENT_ADDONS, AGENT_NAME, agentAddons, agentAddonsOf } from './agent-addons';
import { agentConfiguration, optionsText, runsOnHybridNodes } from './agent-configuration';
import { ClusterFacts } from './cluster-facts';
import { PodIdentityAgentOptions } from './pod-identity-agent-options';
import { WorkloadCluster } from './workload-cluster';
import { knownToDiffer } from '../private/arns';
import { captureCallSite } from '../private/call-site';
import { finding, got, refuse } from '../private/errors';
import { appRegistry } from '../private/registry';
import { tokenIdentity } from '../private/tokens';
import { requireValid } from '../private/validate';

/** The child of a cluster that stands for its agent. */
const AGENT_ID = 'WorkloadIdentityPodIdentityAgent';

/**
 * The EKS Pod Identity Agent of a cluster: the DaemonSet that gives pods their credentials.
 *
 * There is one for a cluster. `ensure` synthesizes one `AWS::EKS::Addon` named `eks-pod-identity-agent` in the
 * cluster's stack, and no Lambda; it synthesizes nothing where
 *
 * - EKS Auto Mode is on, which has the agent built in;
 * - the cluster was given with `podIdentityAgent: true`;
 * - the app has the add-on for this cluster already: a `CfnAddon`, an `Addon` of either EKS module, or what the getter
 *   `eksPodIdentityAgent` of an L2 cluster made.
 *
 * One that is added to the app later is an error at synth, since EKS takes one add-on of a name.
 *
 * The role of the nodes needs `eks-auth:AssumeRoleForPodIdentity`, which `AmazonEKSWorkerNodePolicy` allows, and private
 * nodes the interface endpoint `eks-auth`. On hybrid nodes the agent runs with the configuration
 * `{ daemonsets: { hybrid: { create: true } } }` and nodes whose `NodeConfig` says `enableCredentialsFile: true`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-config-ipv6.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-add-ons.html
 * @example
 * declare const cluster: eks.Cluster;
 * PodIdentityAgent.ensure(cluster, { addonVersion: 'v1.3.10-eksbuild.2' });
 */
export class PodIdentityAgent extends Construct {
  /**
   * The agent of a cluster, existing or new: the same for every call with the same cluster.
   *
   * @param options how it is installed; a later call may leave them out, and then takes what is there
   * @throws if options are given where no add-on is made or where it was made with others, if the version is not one of an add-on, if `ipv6: false` contradicts the
   * configuration, or if the stack is in another account or region than the cluster
   */
  public static ensure(cluster: eks.IClusterRef, options?: PodIdentityAgentOptions): PodIdentityAgent {
    const callSite = captureCallSite();
    const known = PodIdentityAgent._of(cluster);
    if (known === undefined) { return new PodIdentityAgent(cluster, options ?? {}, callSite); }
    known.requireSame(options);
    return known;
  }

  /**
   * The agent of a cluster that `ensure` was called with.
   *
   * @internal
   */
  public static _of(cluster: eks.IClusterRef): PodIdentityAgent | undefined {
    return appRegistry<PodIdentityAgent>(cluster, AGENT_ID).get(registryKey(cluster));
  }

  /** The add-on, where this made one. */
  public readonly addon?: eks.CfnAddon;

  /**
   * Whether the add-on that this made runs on hybrid nodes.
   *
   * @internal
   */
  public readonly _onHybridNodes: boolean;

  /** Why there is no add-on of ours, if there is none. */
  private readonly instead?: string;

  private constructor(
    private readonly cluster: eks.IClusterRef,
    private readonly options: PodIdentityAgentOptions,
    private readonly callSite: () => string | undefined,
  ) {
    super(cluster as unknown as Construct, AGENT_ID);
    const facts = WorkloadCluster.of(cluster);
    this.instead = reasonForNone(facts, agentAddonsOf(cluster, agentAddons(cluster)));
    this.requireApplied(options);
    const configuration = this.instead === undefined ? agentConfiguration(this, options) : undefined;
    this._onHybridNodes = runsOnHybridNodes(configuration);
    if (this.instead === undefined) { this.addon = this.install(facts, configuration); }
    appRegistry<PodIdentityAgent>(cluster, AGENT_ID).set(registryKey(cluster), this);
    AGENT_ADDONS.prepare(this);
    this.node.addValidation({ validate: () => this.validateOnly() });
  }

  private install(facts: ClusterFacts, configuration: Readonly<Record<string, unknown>> | undefined): eks.CfnAddon {
    const { addonVersion, resolveConflicts } = this.options;
    requireValid(this, 'InvalidAddonVersion', 'addonVersion', addonVersion, (literal) => /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(literal) ? undefined
      : 'must be a version that "aws eks describe-addon-versions --addon-name eks-pod-identity-agent" shows, such as "v1.3.10-eksbuild.2"');
    this.requireStackOf(facts);
    return new eks.CfnAddon(this, 'Resource', {
      addonName: AGENT_NAME,
      clusterName: facts.clusterName,
      addonVersion,
      configurationValues: configuration && Stack.of(this).toJsonString(configuration),
      resolveConflicts,
    });
  }

  private requireStackOf(facts: ClusterFacts): void {
    const { account, region } = Stack.of(this);
    if (knownToDiffer(account, facts.account) || knownToDiffer(region, facts.region)) {
      refuse(this, knownToDiffer(account, facts.account) ? 'WrongAccount' : 'WrongRegion', `the stack of this cluster is in ${account}/${region}, and the cluster in ${facts.account}/${facts.region}: `
        + `an add-on is made in the cluster's own account and region, so refer to the cluster in a stack of these, ${got(`${account}/${region}`)}`);
    }
  }

  /** Options that nothing would act on are refused. */
  private requireApplied(options: PodIdentityAgentOptions): void {
    if (this.instead !== undefined && Object.values(options).some((value) => value !== undefined)) {
      refuse(this, 'ConflictingOptions', `no add-on is made, since ${this.instead}, so options can't be applied: leave them out, got: ${optionsText(this, options)}`);
    }
  }

  private requireSame(options: PodIdentityAgentOptions | undefined): void {
    if (options === undefined) { return; }
    this.requireApplied(options);
    const [first, second] = [this.options, options].map((each) => optionsText(this, each));
    if (first !== second) {
      const where = this.callSite();
      refuse(this, 'ConflictingOptions', `the agent of this cluster is installed already${where === undefined ? '' : ` at ${where}`}, with other options, ${first}: `
        + `say them once, and call ensure without options elsewhere, got: ${second}`);
    }
  }

  /** EKS takes one add-on of a name for a cluster. */
  private validateOnly(): string[] {
    const defined = agentAddonsOf(this.cluster, AGENT_ADDONS.get(this));
    if (defined.length <= 1) { return []; }
    return [finding('DuplicateAgent', `a cluster has one add-on "${AGENT_NAME}", and this app defines ${defined.join(' and ')}. Keep one: call PodIdentityAgent.ensure after the other is made, `
      + 'or put this in its place; the getter eksPodIdentityAgent of an L2 cluster, and its addServiceAccount with IdentityType.POD_IDENTITY, make one too')];
  }
}

/** Stages are deployed apart: each has an agent of its own. */
function registryKey(cluster: eks.IClusterRef): string {
  return JSON.stringify([Stage.of(cluster)?.node.path, tokenIdentity(WorkloadCluster.of(cluster).clusterArn)]);
}

function reasonForNone({ autoMode, podIdentityAgent }: ClusterFacts, [path]: string[]): string | undefined {
  if (autoMode === true) { return 'the agent is built into EKS Auto Mode'; }
  if (podIdentityAgent === true) { return 'the cluster is given with podIdentityAgent: true'; }
  return path === undefined ? undefined : `the app has the add-on already, ${path}`;
}

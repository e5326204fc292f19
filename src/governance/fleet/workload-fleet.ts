import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FleetCluster } from './fleet-cluster';
import { FleetQuota } from './fleet-quota';
import { counted, MAX_ASSOCIATIONS, MAX_RESOURCES, quotasOf, resourcesIn, ROLES } from './quotas';
import { byShard } from './shards';
import { WorkloadCluster } from '../../cluster/workload-cluster';
import { finding, got, refuse } from '../../private/errors';
import { namespaceProblem, serviceAccountNameProblem } from '../../private/kubernetes-names';
import { isToken } from '../../private/tokens';
import { IdentityMechanism } from '../../workload/identity-mechanism';
import { addWarning } from '../../workload/warning';
import { Workload } from '../../workload/workload';
import { Claim } from '../claims/claim';
import { IdentityClaims } from '../claims/identity-claims';
import { isFor } from '../claims/place-claims';

/** What a fleet is declared with. */
export interface WorkloadFleetProps {
  /** The claims. */
  readonly claims: IdentityClaims;

  /** The clusters; their order changes nothing. */
  readonly clusters: FleetCluster[];

  /**
   * What the names of the stacks begin with: a letter, and then letters, digits and `-`.
   *
   * @default - the id of the fleet
   */
  readonly stackPrefix?: string;
}

/** A cluster whose account and region are known. */
interface Placed extends FleetCluster {
  readonly account: string;
  readonly region: string;
  readonly shards: number;
}

const DEFAULT_SHARDS = 32;
const MAX_SHARDS = 500;
/** CloudFormation's own limit. */
const MAX_STACK_NAME = 128;

/**
 * The workloads of claims in many clusters, spread over as many stacks as CloudFormation's limits ask for.
 *
 * For each cluster there are up to `shards` stacks `PREFIX-CLUSTER-NN`, in the cluster's account and region. The stack of a workload
 * hangs on its namespace and service account alone, so that none ever moves because others come or go. Target roles
 * stand in stacks `PREFIX-CLUSTER-NN-ACCOUNT` of their accounts.
 *
 * No stack refers to another, so all are deployed in any order, and by several pipelines at once: put fleets into a CDK
 * `Stage` for each environment or wave. Each stack has 450 resources at most. What the fleet uses of AWS's quotas is told by
 * `quotas`; over the default of 1,000 roles for an account there is a warning
 * (`cdk-eks-workload-identity:RolesOfAccount[ACCOUNT]`).
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 * @example
 * new WorkloadFleet(app, 'Identities', {
 *   claims: IdentityClaims.fromDirectory('claims'),
 *   clusters: [
 *     { clusterName: 'production', account: '111122223333', region: 'eu-central-1', environment: 'prod' },
 *     { clusterName: 'test', account: '444455556666', region: 'eu-central-1', environment: 'test', shards: 4 },
 *   ],
 * });
 */
export class WorkloadFleet extends Construct {
  /** The stacks, by cluster and number. */
  public readonly stacks: Stack[] = [];

  /** The workloads, in the order of the stacks. */
  public readonly workloads: Workload[] = [];

  private readonly names = new Set<string>();

  /**
   * @throws if a cluster has no account or region, or is there twice; if shards or a pin are no such numbers; if a cluster has
   * over 5,000 associations, or claims for IRSA and no `oidcProviderArn`; and one error with all claims that can't be made
   */
  constructor(scope: Construct, id: string, props: WorkloadFleetProps) {
    super(scope, id);
    const prefix = props.stackPrefix ?? id;
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(prefix)) { refuse(this, 'InvalidShards', `stackPrefix must be a letter, and then letters, digits and "-", ${got(prefix)}`); }
    for (const cluster of props.clusters.map((each) => this.requirePlaced(each))) {
      const claims = props.claims._all.filter((claim) => isFor(claim, cluster.environment, cluster));
      this.requireMechanism(cluster, claims);
      for (const [shard, ofShard] of byShard(claims, cluster.shards, cluster.pinned)) {
        this.addShard(`${prefix}-${cluster.clusterName.replace(/_/g, '-')}-${String(shard).padStart(2, '0')}`, cluster, props.claims, ofShard);
      }
    }
    this.node.addValidation({ validate: () => this.stacks.flatMap((stack) => fullness(stack)) });
    this.reportRoles();
  }

  /**
   * What the fleet uses of the quotas of AWS: roles of each account, associations of each cluster, and of the resources of a
   * stack, the trust policy and the inline policies the largest. Ask once all is declared.
   */
  public quotas(): FleetQuota[] {
    return quotasOf(this.stacks);
  }

  private addShard(name: string, cluster: Placed, claims: IdentityClaims, ofShard: readonly Claim[]): void {
    const { environment, mechanism, shards: _shards, pinned: _pinned, ...attributes } = cluster;
    const stack = this.addStack(name, cluster.account, cluster.region);
    const accounts = new Set(ofShard.flatMap(({ spec }) => spec.target?.account ?? []));
    const targetStacks = Object.fromEntries([...accounts].map((account) => [account, this.addStack(`${name}-${account}`, account, cluster.region)]));
    const imported = WorkloadCluster.fromAttributes(stack, 'Cluster', attributes);
    this.workloads.push(...claims._place(stack, { cluster: imported, environment, mechanism, targetStacks }, ofShard));
  }

  private addStack(stackName: string, account: string, region: string): Stack {
    if (stackName.length > MAX_STACK_NAME) {
      refuse(this, 'InvalidShards', `stackPrefix must be shorter: with the cluster and the number, the name of a stack has at most ${MAX_STACK_NAME} characters, ${got(stackName)}`);
    }
    const id = `${account}-${region}-${stackName}`;
    if (this.names.has(id)) { refuse(this, 'DuplicateCluster', `two clusters of the account ${account} and the region ${region} have stacks of one name: give each cluster once, ${got(stackName)}`); }
    this.names.add(id);
    const stack = new Stack(this, id, { stackName, env: { account, region } });
    this.stacks.push(stack);
    return stack;
  }

  private requirePlaced(cluster: FleetCluster): Placed {
    const { clusterName, account, region, shards = DEFAULT_SHARDS, pinned = {} } = cluster;
    if (account === undefined || region === undefined || isToken(`${account}${region}${clusterName}`)) {
      refuse(this, 'UnknownEnvironment', `the cluster ${clusterName} must have an account and a region that are known at synth: its stacks are there, ${got({ account, region })}`);
    }
    if (!isWhole(shards, 1, MAX_SHARDS)) { refuse(this, 'InvalidShards', `shards of the cluster ${clusterName} must be a whole number from 1 to ${MAX_SHARDS}, ${got(shards)}`); }
    for (const [identity, shard] of Object.entries(pinned)) {
      if (!isIdentity(identity) || !isWhole(shard, 0, 2 * MAX_SHARDS)) {
        refuse(this, 'InvalidPin', `pinned of the cluster ${clusterName} must give stacks, 0 to ${2 * MAX_SHARDS}, by "NAMESPACE/SERVICE_ACCOUNT", ${got({ [identity]: shard })}`);
      }
    }
    return { ...cluster, account, region, shards };
  }

  private requireMechanism({ clusterName, mechanism, oidcProviderArn }: Placed, claims: readonly Claim[]): void {
    const irsa = claims.filter(({ spec }) => (spec.mechanism ?? (spec.target === undefined ? mechanism : undefined)) === IdentityMechanism.IRSA);
    if (irsa.length > 0 && oidcProviderArn === undefined) {
      refuse(this, 'UnknownIssuer', `the cluster ${clusterName} has ${irsa.length} claims for IRSA, and an account holds one OIDC provider for its issuer, which no stack of many can make: give its oidcProviderArn, ${got(oidcProviderArn)}`);
    }
    const associations = claims.length - irsa.length;
    if (associations > MAX_ASSOCIATIONS) {
      refuse(this, 'TooManyAssociations', `the cluster ${clusterName} has ${associations} claims for Pod Identity, and EKS takes ${MAX_ASSOCIATIONS} associations for a cluster: give some of them another cluster, or IRSA, ${got(associations)}`);
    }
  }

  private reportRoles(): void {
    const roles = this.stacks.flatMap((stack) => resourcesIn(stack).filter(({ cfnResourceType }) => cfnResourceType === 'AWS::IAM::Role').map(() => stack.account));
    for (const [account, count] of counted(roles).filter(([, each]) => each > ROLES.limit)) {
      addWarning(this, 'RolesOfAccount', account, `the fleet has ${count} roles in the account ${account}, and IAM takes ${ROLES.limit} by default, those of others counted: `
        + `have the quota "Roles per account" raised${count > ROLES.highest ? `, which is known to go to ${ROLES.highest}, or spread the clusters over accounts` : ''}, and acknowledge this`);
    }
  }
}

function fullness(stack: Stack): string[] {
  const count = resourcesIn(stack).length;
  return count <= MAX_RESOURCES ? [] : [finding('FullShard', `the stack ${stack.stackName} has ${count} resources, and ${MAX_RESOURCES} are taken, CloudFormation's limit being 500: pin the workloads that were added last `
    + 'to a stack of their own, by pinned of the cluster with a number beyond shards; another number of shards would move nearly all workloads')];
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

/** Whether a text can be the name of an identity, `NAMESPACE/SERVICE_ACCOUNT`. */
function isIdentity(text: string): boolean {
  const [namespace, serviceAccount, ...others] = text.split('/');
  return serviceAccount !== undefined && others.length === 0
    && namespaceProblem(namespace) === undefined && serviceAccountNameProblem(serviceAccount) === undefined;
}

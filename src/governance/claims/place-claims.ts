import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Claim } from './claim';
import type { ClaimPolicy } from './claim-policy';
import { ClaimWorkloadsProps } from './claim-workloads';
import { Problems } from './problems';
import { ClusterFacts } from '../../cluster/cluster-facts';
import { WorkloadCluster } from '../../cluster/workload-cluster';
import { got, refuse } from '../../private/errors';
import { own } from '../../private/own';
import { appRegistry } from '../../private/registry';
import { isToken } from '../../private/tokens';
import { IdentityMechanism } from '../../workload/identity-mechanism';
import { IrsaWorkload } from '../../workload/irsa-workload';
import { PodIdentityWorkload } from '../../workload/pod-identity-workload';
import { TargetRole } from '../../workload/target-role';
import { Workload } from '../../workload/workload';
import { WorkloadProps } from '../../workload/workload-props';

/** What is placed. */
export interface Placing {
  readonly claims: readonly Claim[];
  readonly policy?: ClaimPolicy;
  /** Takes those that were. */
  readonly placed: Set<Claim>;
}

/** Makes the workloads of the claims that are for a cluster; all that goes wrong is one error. */
export function placeClaims(scope: Construct, props: ClaimWorkloadsProps, { claims, policy, placed }: Placing): Workload[] {
  const facts = requireKnown(scope, props);
  const problems = new Problems();
  const placement = new Placement(scope, props, facts, policy, problems);
  const workloads = claims.filter((claim) => isFor(claim, props.environment, facts)).flatMap((claim) => {
    placed.add(claim);
    return claim.attempt(problems, 'metadata', () => placement.place(claim)) ?? [];
  });
  problems.throwAny(scope.node.path);
  return workloads;
}

/** Whether a claim is for a cluster. */
export function isFor({ spec }: Claim, environment: string, { account, region, clusterName }: Pick<ClusterFacts, 'account' | 'region' | 'clusterName'>): boolean {
  return spec.environment === environment && (spec.account ?? account) === account && (spec.region ?? region) === region
    && (spec.clusters?.includes(clusterName) ?? true);
}

function requireKnown(scope: Construct, { cluster }: ClaimWorkloadsProps): ClusterFacts {
  const facts = WorkloadCluster.of(cluster);
  for (const prop of ['clusterName', 'account', 'region'] as const) {
    if (isToken(facts[prop])) {
      refuse(scope, 'DeployTimeValue', `the ${prop} of the cluster is known at deploy time only, and claims say by it which cluster they are for: give a literal, and the stack an env, ${got(cluster.node.path)}`);
    }
  }
  return facts;
}

class Placement {
  constructor(
    private readonly scope: Construct,
    private readonly props: ClaimWorkloadsProps,
    private readonly facts: ClusterFacts,
    private readonly policy: ClaimPolicy | undefined,
    private readonly problems: Problems,
  ) {}

  public place(claim: Claim): Workload[] {
    const { account, region, clusterName } = this.facts;
    const { owner, description, target: wanted } = claim.spec;
    if (this.policy !== undefined && !this.policy._allowsAccount(claim, account)) {
      throw new Error(`is for the cluster ${clusterName} of the account ${account}, which ${owner} may not claim`);
    }
    const roleName = this.policy?._roleName(claim, { cluster: clusterName, region });
    if (roleName !== undefined) { this.takeName(claim, account, roleName); }
    const target = wanted && this.target(claim, wanted, roleName);
    const props: WorkloadProps = {
      cluster: this.props.cluster,
      namespace: claim.namespace,
      serviceAccountName: claim.serviceAccount,
      owner,
      roleName,
      description,
      path: this.policy?._props.path,
      permissionsBoundary: this.boundary(Stack.of(this.scope)),
      access: claim.access(target === undefined ? Stack.of(this.scope) : Stack.of(target), this.problems),
      mustNot: [...claim.mustNot(this.problems), ...wanted?.roleArn === undefined ? this.policy?._props.mustNot ?? [] : []],
    };
    const id = `${claim.namespace}.${claim.serviceAccount}`;
    const mechanism = claim.spec.mechanism ?? (wanted === undefined ? this.props.mechanism : undefined) ?? IdentityMechanism.POD_IDENTITY;
    return [mechanism === IdentityMechanism.IRSA
      ? new IrsaWorkload(this.scope, id, props)
      : new PodIdentityWorkload(this.scope, id, { ...props, target })];
  }

  private target(claim: Claim, { account, roleArn }: { account?: string; roleArn?: string }, roleName?: string): TargetRole {
    const id = `${this.facts.clusterName}.${claim.namespace}.${claim.serviceAccount}`;
    if (roleArn !== undefined) { return TargetRole.fromRoleArn(this.scope, `Target.${id}`, roleArn); }
    const stacks = this.props.targetStacks ?? {};
    const stack = own(stacks, account!);
    if (stack === undefined) { throw new Error(`names the target account ${account}, and the platform has no stack there: give one in targetStacks; there are: ${Object.keys(stacks).join(', ') || 'none'}`); }
    const name = roleName;
    if (name !== undefined && account !== this.facts.account) { this.takeName(claim, account!, name); }
    return new TargetRole(stack, id, {
      roleName: account === this.facts.account ? undefined : name,
      path: this.policy?._props.path,
      permissionsBoundary: this.boundary(stack),
    });
  }

  private boundary(stack: Stack): iam.IManagedPolicy | undefined {
    const name = this.policy?._props.permissionsBoundary;
    if (name === undefined) { return undefined; }
    const id = 'ClaimsPermissionsBoundary';
    return (stack.node.tryFindChild(id) as iam.IManagedPolicy | undefined) ?? iam.ManagedPolicy.fromManagedPolicyName(stack, id, name);
  }

  /** Names of roles are of an account, whatever the region and the stack, and upper and lower case are the same. */
  private takeName(claim: Claim, account: string, roleName: string): void {
    const taken = appRegistry<string>(this.scope, 'names of claimed roles');
    const key = `${account}/${roleName.toLowerCase()}`;
    const other = taken.get(key);
    if (other !== undefined) {
      throw new Error(`gets the role name "${roleName}", which ${other} has already in the account ${account}: `
        + 'let roleName of ClaimPolicy hold {cluster}, and separate its parts by "_"');
    }
    taken.set(key, `${claim.namespace}/${claim.serviceAccount} in ${this.facts.clusterName}`);
  }
}

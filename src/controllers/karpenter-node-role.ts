import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { roleNameProblem } from '../private/iam-names';
import { requireValid } from '../private/validate';

/** AWS's own policies that the documented role has. */
const POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/** How the role of nodes is made. */
export interface KarpenterNodeRoleProps {
  /**
   * The name of the role, which the EC2NodeClass names.
   *
   * @default - CloudFormation names it
   */
  readonly roleName?: string;

  /**
   * Whether the VPC CNI takes its permissions from the nodes: adds `AmazonEKS_CNI_Policy`. Not where `VpcCni` has an
   * identity of its own.
   *
   * @default true
   */
  readonly cniPolicy?: boolean;

  /**
   * Whether people may open shells on nodes by Session Manager: adds `AmazonSSMManagedInstanceCore`.
   *
   * @default false
   */
  readonly sessionManager?: boolean;

  /**
   * The most that the role may ever do.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * The role of the nodes that Karpenter launches: one `AWS::IAM::Role`, which EC2 may assume, with the policies of AWS
 * that nodes need.
 *
 * The cluster must let nodes of that role join: add an `AWS::EKS::AccessEntry` of the type `EC2_LINUX` for it.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 * @example
 * const nodes = new KarpenterNodeRole(this, 'Nodes', { cniPolicy: false });
 */
export class KarpenterNodeRole extends Construct {
  /** The role: give it to `Karpenter` as `nodeRole`. */
  public readonly role: iam.Role;

  /** @throws if `roleName` is none of IAM */
  constructor(scope: Construct, id: string, props: KarpenterNodeRoleProps = {}) {
    super(scope, id);
    requireValid(this, 'InvalidRoleName', 'roleName', props.roleName, roleNameProblem);
    const policies = [...POLICIES, ...props.cniPolicy ?? true ? ['AmazonEKS_CNI_Policy'] : [], ...props.sessionManager ? ['AmazonSSMManagedInstanceCore'] : []];
    this.role = new iam.Role(this, 'Role', {
      roleName: props.roleName,
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: policies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
      permissionsBoundary: props.permissionsBoundary,
    });
  }
}

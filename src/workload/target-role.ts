import { Resource, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ForeignRole } from './foreign-role';
import { literalRoleName } from './literal-role-name';
import { RoleOptions } from './role-options';
import { agreedTags } from './role-tags';
import { tagsOfSubject } from './target-subject';
import { addWarning } from './warning';
import { WorkloadRole } from './workload-role';
import { validateTags } from './workload-validation';
import { arnParts, knownToDiffer } from '../private/arns';
import { compare } from '../private/compare';
import { finding, got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';
import { requireValid } from '../private/validate';
import { podIdentityTags } from '../trust/pod-identity-tags';
import { TargetSubject, targetTrust } from '../trust/target-trust';

/** The keys of the tags of sessions. */
const ALL_TAGS = podIdentityTags({ clusterArn: '', clusterName: '', namespace: '', serviceAccountName: '' });

/** What a target role is declared with. */
export interface TargetRoleProps extends RoleOptions {
  /**
   * The name of the role: at most 64 letters, digits and `+=,.@_-`, unique in the account, no token.
   *
   * @default - made of the stack's name, the path of the construct and the region, the same in every synth
   */
  readonly roleName?: string;

  /**
   * The tags of the role, beside those by which access names workloads without session tags.
   *
   * @default - none
   */
  readonly tags?: Record<string, string>;

  /** @internal */
  readonly _existing?: string;
}

/**
 * A role, mostly in another account, that pods become through the role of their `PodIdentityWorkload`: declare it in a
 * stack of that account, and give it to the workload as `target`.
 *
 * It synthesizes one `AWS::IAM::Role`. Its trust has one statement for each workload and cluster: the root of the workload's account
 * may assume it (`sts:AssumeRole`, `sts:TagSession`) only as the workload's role (`ArnEquals` `aws:PrincipalARN`) and with
 * the session tags of the workload's cluster, namespace and service account (`StringEquals` `aws:RequestTag/…`). For a
 * workload with `sessionTags: false` it has two instead, `sts:AssumeRole` with `StringEquals` `sts:ExternalId`
 * `REGION/ACCOUNT/CLUSTER/NAMESPACE/SERVICE_ACCOUNT`, and `sts:TagSession`, both with the same `aws:PrincipalARN`.
 *
 * The access of its workloads lands in its policies, and so do grants to it. All of its workloads have all of that.
 *
 * Both stacks need an `env` with account and region. They hold each other's ARNs as literals, so neither depends on the
 * other, and they are deployed in any order. IAM takes 2,048 characters of trust by default, about four workloads, and
 * 8,192 where the quota is raised (`cdk-eks-workload-identity:TrustLength[…]`). The sessions last 59 minutes at most.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html
 * @example
 * declare const cluster: eks.Cluster;
 * declare const accountStack: Stack;
 * declare const bucket: s3.Bucket;
 * new PodIdentityWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   target: new TargetRole(accountStack, 'InvoiceExporterTarget'),
 *   access: [S3Access.writePrefix(bucket, 'invoices/')],
 * });
 */
export class TargetRole extends Resource implements iam.IGrantable, iam.IRoleRef {
  /**
   * A target role that exists already, made elsewhere: nothing of it is made here.
   *
   * A warning (`cdk-eks-workload-identity:ForeignTarget[ARN]`) tells for each workload what the trust of the role must
   * hold; acknowledge it by `Validations.of(workload).acknowledge(...)`. Access that is given to the workload is refused,
   * with the statements to add to the role by hand.
   *
   * @param roleArn `arn:PARTITION:iam::ACCOUNT:role/NAME`, with the path of the role if it has one
   * @throws if the ARN is not that of a role
   */
  public static fromRoleArn(scope: Construct, id: string, roleArn: string): TargetRole {
    requireValid(scope, 'InvalidRoleArn', 'roleArn', roleArn, (literal) => /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/!-]+$/.test(literal)
      ? undefined : 'must be the ARN of one role, arn:PARTITION:iam::ACCOUNT:role/NAME');
    return new TargetRole(scope, id, { _existing: roleArn });
  }

  /** The ARN of the role: a literal, unless it was given as a token. */
  public readonly roleArn: string;

  /** The role; absent if it is made elsewhere. */
  public readonly role?: iam.IRole;

  /** The principal of the role, for grants. One that is made elsewhere refuses grants that would need a policy of its own. */
  public readonly grantPrincipal: iam.IPrincipal;

  /** @internal */
  public readonly _role?: WorkloadRole;

  /** The workloads that may become the role, once for each cluster that they are in. */
  private readonly subjects: TargetSubject[] = [];

  /**
   * @throws if the account or region of the stack is not known at synth, or if a property is not what IAM takes
   */
  constructor(scope: Construct, id: string, props: TargetRoleProps = {}) {
    super(scope, id, { account: props._existing && arnParts(props._existing)?.account });
    this._role = props._existing === undefined ? this.defineRole(props) : undefined;
    this.roleArn = props._existing ?? this._role!.literalArn!;
    this.role = this._role;
    this.grantPrincipal = this._role ?? new ForeignRole(this, this.roleArn);
  }

  /** A reference to the role, by which `StsAccess.assumeRole` takes it. */
  public get roleRef(): iam.RoleReference {
    return { roleArn: this.roleArn, roleName: this.roleArn.slice(this.roleArn.lastIndexOf('/') + 1) };
  }

  /**
   * Lets a workload become the role, from each of its clusters.
   *
   * @internal
   */
  public _admit(workload: Construct, subjects: readonly TargetSubject[]): void {
    const [own, other] = [arnParts(this.roleArn)?.partition, arnParts(subjects[0].roleArn)!.partition];
    if (knownToDiffer(own, other)) {
      refuse(workload, 'WrongPartition', `the target role is in partition ${own}, and this stack in ${other}: roles are assumed within one partition alone, ${got(this.roleArn)}`);
    }
    if (this._role === undefined) {
      this.tellTrust(workload, subjects);
      return;
    }
    if (Stage.of(this) !== Stage.of(workload)) {
      refuse(workload, 'WrongStage', 'the target role is in another stage of the app, and stages are synthesized apart: declare both in one stage, or refer to the role by '
        + `TargetRole.fromRoleArn, ${got(this.node.path)}`);
    }
    this.subjects.push(...subjects);
    this._role.admitAnew();
  }

  private defineRole({ tags = {}, ...props }: TargetRoleProps): WorkloadRole {
    validateTags(this, tags);
    this.node.addValidation({ validate: () => this.validateUsed() });
    return new WorkloadRole(this, 'Role', {
      ...props,
      roleName: literalRoleName(this, props),
      tags,
      trust: () => this.subjects.flatMap(targetTrust).map((statement) => ({ key: JSON.stringify(statement), statement }))
        .sort((a, b) => compare(a.key, b.key)).map(({ statement }) => statement),
      identity: { ofPod: () => agreedTags(this.untagged().map(tagsOfSubject)), ofSessions: () => [this.untagged().length === 0 ? ALL_TAGS : {}] },
    });
  }

  /** The workloads whose sessions bear no tags. */
  private untagged(): TargetSubject[] {
    return this.subjects.filter(({ sessionTags }) => !sessionTags);
  }

  private tellTrust(workload: Construct, subjects: readonly TargetSubject[]): void {
    const arn = isToken(this.roleArn) ? JSON.stringify(Stack.of(workload).resolve(this.roleArn)) : this.roleArn;
    addWarning(workload, 'ForeignTarget', arn, `the target role ${arn} is made elsewhere: pods become it only if its trust policy holds ${JSON.stringify(subjects.flatMap(targetTrust))}, `
      + 'so add that to it and acknowledge this');
  }

  private validateUsed(): string[] {
    return this.subjects.length > 0 ? [] : [finding('UnusedTarget', 'no workload has this role as its target, so that nobody could become it: give it to a PodIdentityWorkload as target, or leave it out')];
  }
}

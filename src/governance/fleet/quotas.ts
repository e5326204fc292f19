import { CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FleetQuota } from './fleet-quota';
import { INLINE_POLICIES_LIMIT, sizeAtMost } from '../../policy/limits';
import { compare } from '../../private/compare';

/** The most resources that a stack of a fleet has: CloudFormation takes 500, and some are left for what is added by hand. */
export const MAX_RESOURCES = 450;

/** The most associations that EKS takes for a cluster. */
export const MAX_ASSOCIATIONS = 5_000;

/** The roles of an account by default, and the most to which that is raised. */
export const ROLES = { limit: 1_000, highest: 5_000 };

const TRUST = { limit: 2_048, highest: 8_192 };

/** The resources of a stack. */
export function resourcesIn(stack: Stack): CfnResource[] {
  return stack.node.findAll().filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct));
}

/** What stacks use of the quotas. */
export function quotasOf(stacks: readonly Stack[]): FleetQuota[] {
  const all = stacks.map((stack) => ({ stack, resources: resourcesIn(stack) }));
  const roles = all.flatMap(({ stack, resources }) => resources.filter(isOf('AWS::IAM::Role')).map((role) => sizesOf(stack, role as iam.CfnRole)));
  const associations = all.flatMap(({ stack, resources }) => resources.filter(isOf('AWS::EKS::PodIdentityAssociation'))
    .map((each) => `${stack.account}/${stack.region}/${(each as CfnResource & { clusterName: string }).clusterName}`));
  return [
    ...counted(roles.map(({ account }) => account)).map(([where, used]) => ({ quota: 'roles of an account', where, used, ...ROLES })),
    ...counted(associations).map(([where, used]) => ({ quota: 'associations of a cluster', where, used, limit: MAX_ASSOCIATIONS, highest: MAX_ASSOCIATIONS })),
    ...most(all.map(({ stack, resources }) => ({ where: stack.stackName, used: resources.length })))
      .map((each) => ({ quota: 'resources of a stack', ...each, limit: MAX_RESOURCES, highest: MAX_RESOURCES })),
    ...most(roles.map(({ where, trust }) => ({ where, used: trust }))).map((each) => ({ quota: 'characters of a trust policy', ...each, ...TRUST })),
    ...most(roles.map(({ where, inline }) => ({ where, used: inline })))
      .map((each) => ({ quota: 'characters of inline policies', ...each, limit: INLINE_POLICIES_LIMIT, highest: INLINE_POLICIES_LIMIT })),
  ];
}

function isOf(type: string): (resource: CfnResource) => boolean {
  return ({ cfnResourceType }) => cfnResourceType === type;
}

function sizesOf(stack: Stack, role: iam.CfnRole): { account: string; where: string; trust: number; inline: number } {
  const policies: { policyDocument: object }[] = stack.resolve(role.policies) ?? [];
  return {
    account: stack.account,
    where: role.node.path,
    trust: sizeAtMost(JSON.stringify(stack.resolve(role.assumeRolePolicyDocument))),
    inline: policies.reduce((sum, { policyDocument }) => sum + sizeAtMost(JSON.stringify(policyDocument)), 0),
  };
}

/** How often each text is there, in the order of the texts. */
export function counted(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  texts.forEach((text) => counts.set(text, (counts.get(text) ?? 0) + 1));
  return [...counts].sort(([a], [b]) => compare(a, b));
}

/** The one that uses most; none of none. */
function most<T extends { readonly used: number }>(all: readonly T[]): T[] {
  return all.length === 0 ? [] : [all.reduce((a, b) => b.used > a.used ? b : a)];
}

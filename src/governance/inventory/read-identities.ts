import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { InventoryIdentity } from './inventory-identity';
import { InventoryTrustStatement } from './inventory-statement';
import { recordStatements, recordTrust } from './record-statements';
import { recordText } from './recorded-value';
import { readDocument } from '../../policy/document';
import { PolicyStatement } from '../../policy/policy';
import { PlacedResource } from '../../policy/role';
import { textIn } from '../../policy/template';
import { isSymbol } from '../../policy/text';
import { compare } from '../../private/compare';
import { PodFacts } from '../../trust/pod-identity-tags';
import { Trust } from '../../trust/trust-policy';
import { MigratingWorkload } from '../../workload/migrating-workload';
import { SessionPermissions } from '../../workload/must-not';
import { SynthesizedStacks } from '../../workload/synthesized-stacks';
import { Workload } from '../../workload/workload';
import { WorkloadInTemplates } from '../../workload/workload-in-templates';
import { workloadsOf } from '../../workload/workloads-of';

/** The identities of the workloads in a scope, ordered by their ids. */
export function readIdentities(scope: IConstruct, stacksOf: (workload: Workload) => SynthesizedStacks): InventoryIdentity[] {
  return workloadsOf(scope)
    .flatMap((workload) => {
      const stacks = stacksOf(workload);
      const found = workload._inTemplates(stacks);
      const common = ofWorkload(workload, found, stacks);
      return workload._identities().map((facts) => ({ ...ofCluster(workload, facts, found), ...common }));
    })
    .sort((a, b) => compare(a.id, b.id));
}

type OfCluster = Pick<InventoryIdentity, 'id' | 'cluster' | 'clusterArn' | 'namespace' | 'serviceAccount'>;

function ofCluster(workload: Workload, facts: PodFacts<string>, { textOf }: WorkloadInTemplates): OfCluster {
  const text = (value: string) => recordText(textOf(value));
  const [clusterArn, namespace, serviceAccount] = [facts.clusterArn, facts.namespace, facts.serviceAccountName].map(text);
  const stage = textOf(facts.clusterArn).some(isSymbol) ? `${Stage.of(workload)!.node.path}/`.replace(/^\/$/, '') : '';
  return { id: `${stage}${clusterArn}/${namespace}/${serviceAccount}`, cluster: text(facts.clusterName), clusterArn, namespace, serviceAccount };
}

function ofWorkload(
  workload: Workload, { textOf, role, target, permissions, proofs }: WorkloadInTemplates, stacks: SynthesizedStacks,
): Omit<InventoryIdentity, keyof OfCluster> {
  const stack = Stack.of(workload);
  const bearer = (target ?? role).placed;
  return {
    mechanism: workload.mechanism,
    ...'stage' in workload ? { stage: (workload as MigratingWorkload).stage } : {},
    owner: recordText(textOf(workload.owner)),
    workload: workload.node.path,
    account: recordText(textOf(stack.account)),
    region: recordText(textOf(stack.region)),
    role: recordText(role.arn),
    ...given('targetRole', target && recordText(target.arn)),
    ...given('permissionsBoundary', boundaryOf(bearer)),
    ...permissionsOf(permissions, target && recordText(target.arn)),
    principalTags: permissions === undefined ? [] : principalTagsOf(permissions, stacks),
    ...given('trust', trustOf(role.placed)),
    ...given('targetTrust', trustOf(target?.placed)),
    mustNot: [...proofs].sort((a, b) => compare(a.forbidden, b.forbidden)),
  };
}

type OfPolicies = Pick<InventoryIdentity, 'permissions' | 'boundary' | 'sessionPolicy' | 'unknownPolicies'>;

function permissionsOf(permissions: SessionPermissions | undefined, target: string | undefined): OfPolicies {
  if (permissions === undefined) {
    return { permissions: [], unknownPolicies: [{ name: `the policies of the role ${target}, which is made elsewhere`, kind: 'identity' }] };
  }
  const { identity, boundary, session, unknown } = permissions.policies;
  const record = (statements?: readonly PolicyStatement[]) => statements && recordStatements(statements);
  return {
    permissions: recordStatements(identity),
    ...given('boundary', record(boundary)),
    ...given('sessionPolicy', record(session)),
    unknownPolicies: unknown.map(({ name, as }) => ({ name, kind: as })),
  };
}

/** The tags of each kind of session, those of the session before those of the role; of a tag whose key is not known, nothing is. */
function principalTagsOf({ tags, ofSessions, stack }: SessionPermissions, stacks: SynthesizedStacks): Record<string, string>[] {
  return ofSessions.map((ofSession) => {
    const all = new Map([...tags.filter(({ Key }) => typeof Key === 'string').map(({ Key, Value }) => [Key, Value] as const), ...Object.entries(ofSession)]);
    const sorted = [...all].sort(([a], [b]) => compare(a, b));
    return Object.fromEntries(sorted.map(([key, value]) => [key, recordText(textIn(stacks.viewOf(stack), value))]));
  });
}

function boundaryOf(role: PlacedResource | undefined): string | undefined {
  const boundary = role?.resource.Properties?.PermissionsBoundary;
  return boundary === undefined ? undefined : recordText(textIn(role!.template, boundary));
}

function trustOf(role: PlacedResource | undefined): InventoryTrustStatement[] | undefined {
  const document = role && readDocument(role.template, role.resource.Properties?.AssumeRolePolicyDocument);
  return document && recordTrust(new Trust(role.template, document).statements);
}

/** A property that is there only if it has a value. */
function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : { [key]: value } as { [P in K]?: V };
}

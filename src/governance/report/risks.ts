import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { GuardrailFinding, GuardrailReport } from '../../guardrails/guardrail-report';
import { textIn } from '../../policy/template';
import { STACKS } from '../../workload/synthesized-stacks';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { recordText, showRecorded } from '../inventory/recorded-value';

/** What a risk is; the values stand in the filter of the report. */
export type RiskKind = 'finding' | 'refuted' | 'undecided' | 'not known' | 'accepted';

/** Something that a reviewer should know of an identity. */
export interface Risk {
  readonly kind: RiskKind;
  readonly title: string;
  readonly text: string;
  readonly fix?: string;
}

/** The risks of each identity, and those that are of none. */
export interface Risks {
  readonly of: ReadonlyMap<InventoryIdentity, readonly Risk[]>;
  readonly elsewhere: readonly Risk[];
}

/** Tells what the checks found to the identities that it is about: at their workload, or at a role that they have. */
export function risksOf(root: IConstruct, identities: readonly InventoryIdentity[], report: GuardrailReport): Risks {
  const roles = rolePaths(root);
  const bySubject = new Map<string, InventoryIdentity[]>();
  for (const identity of identities) {
    const { workload, role, targetRole } = identity;
    const paths = [workload, ...roles.get(role) ?? [], ...targetRole === undefined ? [] : roles.get(targetRole) ?? []];
    for (const path of new Set(paths)) { bySubject.set(path, [...bySubject.get(path) ?? [], identity]); }
  }
  const found = new Map<InventoryIdentity, Risk[]>(identities.map((identity) => [identity, ownRisks(identity)]));
  const elsewhere: Risk[] = [];
  for (const finding of [...report.findings, ...report.acknowledged]) {
    const about = new Set(pathsAbove(finding.construct).flatMap((path) => bySubject.get(path) ?? []));
    about.forEach((identity) => found.get(identity)!.unshift(riskOf(finding)));
    if (about.size === 0) { elsewhere.push(riskOf(finding)); }
  }
  return { of: found, elsewhere };
}

/** What its record tells. A boundary or a session policy that is not known is no risk: it can only forbid. */
function ownRisks({ mustNot, unknownPolicies }: InventoryIdentity): Risk[] {
  const notProved = mustNot.filter(({ verdict }) => verdict !== 'PROVED').map(({ forbidden, verdict, explanation }): Risk => ({
    kind: verdict === 'REFUTED' ? 'refuted' : 'undecided', title: `Must not do ${showRecorded(forbidden)}`, text: showRecorded(explanation),
  }));
  const unknown = unknownPolicies.filter(({ kind }) => kind === 'identity').map(({ name }): Risk => ({ kind: 'not known', title: 'A policy whose content is not known', text: showRecorded(name) }));
  return [...notProved, ...unknown];
}

function riskOf({ title, message, why, fix, construct, reason }: GuardrailFinding): Risk {
  const at = construct === undefined ? '' : `${construct}: `;
  return reason === undefined
    ? { kind: 'finding', title, text: `${at}${message}. ${why}`, fix }
    : { kind: 'accepted', title, text: `${at}${message}. Accepted: ${reason}` };
}

function pathsAbove(path: string = ''): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Where the roles of an app are, by their ARNs as records have them. */
function rolePaths(root: IConstruct): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const role of root.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && each.cfnResourceType === 'AWS::IAM::Role')) {
    const arn = recordText(textIn(STACKS.get(role).viewOf(role.stack), { 'Fn::GetAtt': [role.stack.resolve(role.logicalId), 'Arn'] }));
    paths.set(arn, [...paths.get(arn) ?? [], role.node.path]);
  }
  return paths;
}

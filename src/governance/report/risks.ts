import { ConstructMetadata } from '../../guardrails/construct-metadata';
import { GuardrailFinding, GuardrailReport } from '../../guardrails/guardrail-report';
import { textIn } from '../../policy/template';
import { AppTemplates } from '../../workload/app-templates';
import { TemplateSource } from '../../workload/json-template';
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

/**
 * Tells what the checks found to the identities that it is about: at their workload, or at a role that they have.
 *
 * @param sources the templates that were checked, by the names that the identities know them by
 */
export function risksOf(sources: readonly TemplateSource[], identities: readonly InventoryIdentity[], report: GuardrailReport): Risks {
  const roles = rolePaths(sources);
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
    const risk = riskOf(finding);
    about.forEach((identity) => found.get(identity)!.unshift(risk));
    if (about.size === 0) { elsewhere.push(risk); }
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

/** Where the roles of templates are, as findings tell it, by their ARNs as records have them. */
function rolePaths(sources: readonly TemplateSource[]): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  new AppTemplates(sources, new Map()).all.forEach((template, index) => {
    const metadata = new ConstructMetadata(sources[index]);
    for (const role of template.ofTypes('AWS::IAM::Role')) {
      const arn = recordText(textIn(template, { 'Fn::GetAtt': [role.logicalId, 'Arn'] }));
      const path = metadata.pathOf(role);
      if (path !== undefined) { paths.set(arn, [...paths.get(arn) ?? [], path]); }
    }
  });
  return paths;
}

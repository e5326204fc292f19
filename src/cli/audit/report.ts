import { nameOf, placeOf } from './identities';
import { Step } from './order';
import { Declaration } from './propose';
import { GuardrailFinding } from '../../guardrails/guardrail-report';
import { StaticCredential } from '../../manifests/static-credential';

/** What an audit found. */
export interface AuditFound {
  readonly declarations: readonly Declaration[];
  readonly findings: readonly GuardrailFinding[];
  readonly acknowledged: readonly GuardrailFinding[];
  readonly credentials: readonly StaticCredential[];
  readonly code: string;
  readonly order: readonly Step[];
  readonly problems: readonly string[];
}

/** An audit for people. */
export function auditText({ declarations, findings, acknowledged, credentials, code, order }: AuditFound): string {
  return [
    ...section(count(declarations.length, 'identity', 'identities'), declarations.flatMap(({ identity, reason, remarks }) => [
      `${nameOf(identity)}  ${[...identity.mechanisms].join(' and ')}${identity.cluster === undefined ? '' : ` in ${identity.cluster}`}`,
      `  role ${identity.role === undefined ? identity.roleArn : placeOf(identity.role)}`,
      `  found in ${identity.foundIn.join(', ')}`,
      ...reason === undefined ? [] : [`  not declared: ${reason}`],
      ...remarks.map((remark) => `  ${remark}`),
    ])),
    ...section(count(findings.length, 'finding', 'findings') + (acknowledged.length === 0 ? '' : `, ${acknowledged.length} acknowledged`),
      findings.flatMap(({ check, construct, message, fix }) => [`${check}${construct === undefined ? '' : ` at ${construct}`}: ${message}`, `  ${fix}`])),
    ...section(count(credentials.length, 'static credential', 'static credentials'),
      credentials.map(({ object, container, name, message }) => `${object} (${container}): ${name}: ${message}`)),
    ...section('Order', order.flatMap(({ what, of }, index) => [`${index + 1}. ${what}:`, ...of.map((each) => `     ${each}`)])),
    ...code === '' ? [] : ['Declarations', '', code],
  ].join('\n');
}

/** An audit for programs. */
export function auditJson({ declarations, findings, acknowledged, credentials, code, order, problems }: AuditFound): object {
  return {
    version: 1,
    identities: declarations.map(({ identity, reason, remarks }) => ({
      serviceAccount: nameOf(identity),
      mechanisms: [...identity.mechanisms],
      cluster: identity.cluster,
      role: identity.role === undefined ? undefined : placeOf(identity.role),
      roleArn: identity.roleArn,
      foundIn: identity.foundIn,
      notDeclared: reason,
      remarks,
    })),
    findings,
    acknowledged,
    staticCredentials: credentials,
    order,
    declarations: code,
    problems,
  };
}

function section(title: string, lines: readonly string[]): string[] {
  return [title, '', ...lines.map((line) => `  ${line}`), ...lines.length === 0 ? [] : ['']];
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

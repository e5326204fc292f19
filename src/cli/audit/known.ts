import { findAll, nameOf } from './identities';
import { allowed } from '../../governance/claims/problems';
import { CheckedApp } from '../../guardrails/checked-app';
import { OWNER_LABEL } from '../../manifests/labels';
import { AppTemplates } from '../../workload/app-templates';
import { TemplateSource } from '../../workload/json-template';

/** The most service accounts that are named. */
const MOST = 50;

/** The templates as they are checked. */
export function checkedApp(sources: readonly TemplateSource[]): CheckedApp {
  return new CheckedApp(new AppTemplates(sources, new Map()), { ownerTag: OWNER_LABEL });
}

/** The service accounts that templates know, in the words of an error. */
export function nearestIdentities(sources: readonly TemplateSource[], name: string): string {
  const known = [...new Set(findAll(checkedApp(sources), []).filter(({ pattern }) => pattern === undefined).map(nameOf))];
  const shown = known.length > MOST ? [...known.slice(0, MOST), `and ${known.length - MOST} more`] : known;
  const [, nearest = ''] = /; did you mean (.*)$/.exec(allowed(name, known)) ?? [];
  return `known: ${shown.join(', ') || 'none'}${nearest === '' ? '' : `; did you mean ${nearest}`}`;
}

import { code, codeLines, markdownTable } from '../../bench/markdown';
import { SERVICES } from '../../src/governance/claims/claim-fields';
import { GroupField, Need } from '../../src/governance/claims/field';

/** What claims may ask for, from the table by which they are checked. */
export function claimsTable(): string {
  return markdownTable(['field', 'access', 'builders', 'level', 'needs', 'takes'], Object.entries(SERVICES).flatMap(([service, { of }]) =>
    Object.entries((of as GroupField).verbs!).map(([verb, { builders, levels, needs, takes, raises = {} }]) => [
      code(service),
      code(verb),
      codeLines(builders),
      [...levels, ...Object.entries(raises).map(([field, level]) => `${level} with ${code(field)}`)].join(', '),
      needs.map(needed).join(', '),
      takes.map(code).join(', '),
    ])));
}

function needed(need: Need): string {
  return [need].flat().map(code).join(' or ');
}

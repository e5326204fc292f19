/*
 * The page of one identity.
 */

/** All that is known of an identity. */
function workloadPage(identity, lines) {
  const { name, namespace, cluster } = identity;
  return element('article', {},
    element('p', { class: 'back' }, element('a', { href: '#/' }, '← All identities')),
    element('h2', { tabindex: '-1' }, `${namespace}/${name}`, element('small', {}, ` of ${cluster}`)),
    facts(identity),
    section('Risks', risksElement(identity.risks)),
    section('Who reaches what', picture([identity])),
    section('Trust', trustElements(identity)),
    section('Permissions', sentences(identity, 'may', 'identity', 'It has no permission that is known.')),
    identity.bounded === undefined ? undefined : section('Its permissions boundary, beyond which nothing is allowed', sentences(identity, 'bounded', 'boundary')),
    identity.session === undefined ? undefined : section('Its session policy, beyond which nothing is allowed', sentences(identity, 'session', 'session')),
    section('What it must not do', proofs(identity.proofs)),
    element('section', { class: 'runbook' }, element('h3', {}, 'Runbook'), runbookElements(identity.runbook.map((number) => lines[number]))));
}

function facts(identity) {
  const { owner, mechanism, stage, workload, account, region, role, target, boundary, changed } = identity;
  const rows = [
    ['Owner', owner], ['Mechanism', stage === undefined ? mechanism : `${mechanism}, stage ${stage}`], ['Account', account], ['Region', region],
    ['Role', role, 'code'], ['Target role', target, 'code'], ['Permissions boundary', boundary ?? 'none', 'code'], ['Declared at', workload, 'code'], ['Last changed', changed],
  ].filter(([, value]) => value !== undefined);
  return element('dl', { class: 'facts' }, rows.map(([term, value, tag = 'span']) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, element(tag, {}, value)))));
}

/** Risks, each with what to do. */
function risksElement(risks) {
  return risks.length === 0 ? element('p', { class: 'none' }, 'None is known.')
    : element('ul', { class: 'cards' }, risks.map(({ kind, title, text, fix }) => element('li', {},
      element('p', {}, badge(kind), ' ', element('strong', {}, title)),
      element('p', {}, text),
      fix === undefined ? undefined : element('p', { class: 'fix' }, `What to do: ${fix}`))));
}

function trustElements({ trust, target, targetTrust }) {
  const told = (statements) => statements === undefined ? element('p', {}, 'The role is made elsewhere, so who may become it is not known.') : list(statements);
  const ofTarget = target === undefined ? [] : [element('h4', {}, 'The target role'), told(targetTrust)];
  return [...target === undefined ? [] : [element('h4', {}, 'The role')], told(trust), ...ofTarget];
}

/** What policies of one kind say, and of which it isn't known. */
function sentences({ unknown, ...identity }, list, kind, none = 'It allows nothing that is known.') {
  const cards = identity[list].map(({ does, actions, on, when, source, isDenied }) =>
    element('li', { class: isDenied ? 'denied' : undefined },
      element('p', {}, element('strong', {}, does), ' with ', element('code', {}, actions)),
      element('p', {}, 'on ', on.flatMap((resource, index) => [index === 0 ? '' : ' and ', element('code', {}, resource)])),
      when.length === 0 ? undefined : element('p', {}, `if ${when.join(', and ')}`),
      element('p', { class: 'source' }, source)));
  const notKnown = unknown.filter((each) => each.kind === kind).map(({ name }) => element('li', {}, element('p', {}, badge('not known'), ` what this says: ${name}`)));
  return cards.length + notKnown.length === 0 ? element('p', { class: 'none' }, none) : element('ul', { class: 'cards' }, cards, notKnown);
}

function proofs(all) {
  return all.length === 0 ? element('p', { class: 'none' }, 'Nothing is declared that it must not do.')
    : element('ul', { class: 'cards' }, all.map(({ forbidden, verdict, explanation }) => element('li', {},
      element('p', {}, badge(verdict), ' ', element('code', {}, forbidden)),
      element('p', {}, explanation))));
}

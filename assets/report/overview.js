/*
 * The list of identities: search, filters, picture.
 */

/** How many rows are made at first and by each press of the button, and of how many identities the picture is. */
const ROWS = 40;
const PICTURED = 12;

const FILTERS = [
  { name: 'owner', label: 'Owner', of: ({ owner }) => [owner] },
  { name: 'cluster', label: 'Cluster', of: ({ cluster }) => [cluster] },
  { name: 'namespace', label: 'Namespace', of: ({ namespace }) => [namespace] },
  { name: 'service', label: 'Service', of: ({ services }) => services },
  { name: 'mechanism', label: 'Mechanism', of: ({ mechanism }) => [mechanism] },
  { name: 'risk', label: 'Risk', of: ({ risks }) => risks.length === 0 ? ['none'] : [...new Set(risks.map(({ kind }) => kind))] },
];

const HEAD = ['Service account', 'Cluster', 'Owner', 'Mechanism', 'Role', 'Services', 'Proofs', 'Risks'];

/** The list, made once; it keeps what is searched for while pages are shown. */
function overview({ identities, elsewhere }) {
  const texts = identities.map(searchText);
  let shown = ROWS;
  const status = element('p', { role: 'status', class: 'status' });
  const body = element('tbody', {});
  const more = element('button', { type: 'button', class: 'more', click: () => { show(shown + ROWS); } });
  const drawing = element('div', {});
  const toPicture = element('button', { type: 'button', click: () => drawing.parentElement.scrollIntoView() }, 'Go to the picture');
  const search = element('input', { id: 'search', type: 'search', placeholder: 'name, role, action, resource …', autocomplete: 'off', spellcheck: 'false' });
  const selects = FILTERS.map((filter) => select(filter, identities));
  const found = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const wanted = FILTERS.map((filter, index) => [filter, selects[index].value]).filter(([, value]) => value !== '');
    return identities.filter((identity, index) => words.every((word) => texts[index].includes(word))
      && wanted.every(([{ of }, value]) => of(identity).includes(value.slice(1))));
  };
  const show = (limit) => {
    const began = performance.now();
    const all = found();
    shown = limit;
    body.replaceChildren(...all.slice(0, limit).map(row));
    status.textContent = `${all.length} of ${identities.length} identities`;
    more.hidden = all.length <= limit;
    more.textContent = `Show ${Math.min(ROWS, all.length - limit)} more`;
    drawing.replaceChildren(...all.length === 0 ? [] : [
      element('p', { class: 'status' }, all.length > PICTURED ? `The first ${PICTURED} of ${all.length}: search or filter to see others.` : ''), picture(all.slice(0, PICTURED)),
    ]);
    status.dataset.milliseconds = performance.now() - began;
  };
  const form = element('form', { role: 'search', class: 'filters', input: () => show(ROWS), reset: () => setTimeout(() => show(ROWS)), submit: (event) => event.preventDefault() },
    element('label', { class: 'search' }, 'Search', search),
    selects.map((each, index) => element('label', {}, FILTERS[index].label, each)),
    element('button', { type: 'reset' }, 'Clear'));
  window.addEventListener('beforeprint', () => show(Infinity));
  window.addEventListener('afterprint', () => show(ROWS));
  show(ROWS);
  return element('div', {},
    form, element('div', { class: 'about-list' }, status, toPicture),
    element('table', { class: 'identities', role: 'table', 'aria-label': 'identities' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, HEAD.map((title) => element('th', { scope: 'col', role: 'columnheader' }, title)))), body),
    more,
    section('Who reaches what', drawing),
    elsewhere.length === 0 ? undefined : section('Risks elsewhere in the app', risksElement(elsewhere)));
}

function searchText({ key, namespace, name, owner, role, target = '', workload, may }) {
  const allowed = may.flatMap(({ actions, on }) => [actions, ...on]);
  return [`${namespace}/${name}`, key, owner, role, target, workload, ...allowed].join('\n').toLowerCase();
}

/** A filter by what there is. A value has a letter before it, so that none is taken for the choice of all. */
function select({ name, label, of }, identities) {
  const values = [...new Set(identities.flatMap(of))].sort();
  return element('select', { name, 'aria-label': label }, element('option', { value: '' }, 'all'), values.map((value) => element('option', { value: `=${value}` }, value)));
}

function row({ key, namespace, name, cluster, owner, mechanism, stage, role, target, services, proofs: all, risks }) {
  const roles = [role, target].filter((arn) => arn !== undefined).map((arn) => element('code', { title: arn }, cut(arnParts(arn).name, 34)));
  const cells = [
    [element('a', { href: `#/${key}` }, name), element('small', {}, namespace)],
    cluster, owner, stage === undefined ? mechanism : [mechanism, element('small', {}, stage)], roles, services.join(' '),
    counted(all.map(({ verdict }) => verdict)), counted(risks.map(({ kind }) => kind)),
  ];
  return element('tr', { role: 'row' }, cells.map((cell, index) =>
    element(index === 0 ? 'th' : 'td', { role: index === 0 ? 'rowheader' : 'cell', scope: index === 0 ? 'row' : undefined, 'data-label': HEAD[index] }, cell)));
}

/** How many there are of each kind; a dash if there are none. */
function counted(kinds) {
  const kept = [...new Set(kinds)];
  return kept.length === 0 ? element('span', { class: 'none' }, '–') : kept.map((kind) => badge(kind, `${kinds.filter((each) => each === kind).length} ${kind.toLowerCase()}`));
}
